/** A query of the guide. */
export interface GuideQuery {
  readonly query: string;
  /** Whether it finds what the guide's own shop logs, which a stand-in of the shop does not. */
  readonly needsShop?: boolean;
}

/** The PromQL of the guide, sections 3.2 and 4. */
export const GUIDE_METRIC_QUERIES: readonly GuideQuery[] = [
  { query: 'up' },
  { query: 'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod)' },
  { query: 'sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod)' },
  { query: 'kube_pod_container_status_restarts_total{namespace="timedeal"}' },
  { query: 'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"}' },
  { query: 'rate(http_requests_total{namespace="timedeal"}[1m])' },
  { query: '100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)' },
];

/** The LogQL of the guide, sections 3.3 and 4. */
export const GUIDE_LOG_QUERIES: readonly GuideQuery[] = [
  { query: '{namespace="timedeal"}' },
  { query: '{namespace="timedeal", app="stock-service"}' },
  { query: '{namespace="timedeal"} |= "error"', needsShop: true },
  { query: '{namespace="timedeal"} |= "[Reserve]"', needsShop: true },
  { query: '{namespace="timedeal"} |= "error" | json', needsShop: true },
  { query: 'count_over_time({namespace="timedeal"}[5m])' },
  { query: '{namespace="timedeal"} |~ "product.*=.*1"', needsShop: true },
];
