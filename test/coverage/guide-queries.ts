import type { Asker } from './asking';

/** Every PromQL query of the guide. */
const QUERIES: readonly string[] = [
  'up',
  'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod)',
  'sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod)',
  'kube_pod_container_status_restarts_total{namespace="timedeal"}',
  'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"}',
  'rate(http_requests_total{namespace="timedeal"}[1m])',
  '100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
];

export const GUIDE: readonly Asker[] = QUERIES.map((expr) => ({
  where: `the guide's ${expr}`,
  queries: [{ expr, labels: [] }],
}));
