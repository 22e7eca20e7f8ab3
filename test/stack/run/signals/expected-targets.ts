import type { Labels } from '../../../support/relabel';
import type { Cluster } from '../cluster';
import { podOn } from './other-pod';
import { PROGRAMS } from './neighbours';

interface OfWorkload {
  readonly job: string;
  readonly workload: string;
  readonly container: string;
  readonly port: number;
  readonly endpoint: string;
  /** Whether it is found through the Service of that name. */
  readonly service?: string;
  readonly hasNode?: boolean;
}

const PROMETHEUS = 'prom-kube-prometheus-stack-prometheus';
const STATE = 'prom-kube-state-metrics';
const NODE_EXPORTER = 'prom-prometheus-node-exporter';
const WEB = 'http-web';
const METRICS = 'http-metrics';

const OF_WORKLOADS: readonly OfWorkload[] = [
  {
    job: PROMETHEUS,
    workload: `prometheus-${PROMETHEUS}`,
    container: 'prometheus',
    port: 9090,
    endpoint: WEB,
    service: PROMETHEUS,
  },
  {
    job: 'kube-state-metrics-telemetry',
    workload: STATE,
    container: 'kube-state-metrics',
    port: 8081,
    endpoint: 'metrics',
    service: STATE,
  },
  {
    job: 'node-exporter',
    workload: NODE_EXPORTER,
    container: 'node-exporter',
    port: 9100,
    endpoint: METRICS,
    service: NODE_EXPORTER,
    hasNode: true,
  },
  { job: 'loki', workload: 'loki', container: 'loki', port: 3100, endpoint: METRICS, service: 'loki' },
  {
    job: 'loki-canary',
    workload: 'loki-canary',
    container: 'loki-canary',
    port: 3500,
    endpoint: METRICS,
    service: 'loki-canary',
  },
  {
    job: 'prom-grafana',
    workload: 'prom-grafana',
    container: 'grafana',
    port: 3000,
    endpoint: WEB,
    service: 'prom-grafana',
  },
  { job: 'promtail', workload: 'promtail', container: 'promtail', port: 3101, endpoint: METRICS },
  { job: 'stock-service', workload: 'stock-service', container: 'stock-service', port: 8080, endpoint: 'http' },
  { job: 'postgres', workload: 'postgres', container: 'postgres-exporter', port: 9187, endpoint: 'metrics' },
];

/** The labels of every target of the guide's stack on a cluster of one node. */
export function expectedTargets(cluster: Cluster): Labels[] {
  const node = cluster.nodes[0]!;
  const [state] = cluster.podsOf(STATE);
  const kubelet = {
    job: 'kubelet',
    namespace: 'kube-system',
    service: 'kubelet',
    endpoint: 'https-metrics',
    instance: `${node.ip}:10250`,
    node: node.name,
  };
  return [
    ...OF_WORKLOADS.flatMap((one) => ofWorkload(cluster, one)),
    ...PROGRAMS.map(({ recording, pod, port, service }) => ({
      job: recording,
      namespace: 'kube-system',
      pod: pod.name,
      container: recording,
      endpoint: 'metrics',
      instance: `${podOn(node, pod).ip}:${port}`,
      ...(service === undefined ? {} : { service }),
    })),
    // what it tells of other pods has labels of the same names
    { job: 'kube-state-metrics', instance: `${state!.ip}:8080` },
    { ...kubelet, metrics_path: '/metrics' },
    { ...kubelet, metrics_path: '/metrics/cadvisor' },
  ];
}

function ofWorkload(cluster: Cluster, { workload, port, hasNode, ...labels }: OfWorkload): Labels[] {
  return cluster.podsOf(workload).map(({ namespace, name, ip, node }) => ({
    ...labels,
    namespace,
    pod: name,
    instance: `${ip}:${port}`,
    ...(hasNode ? { node: node.name } : {}),
  }));
}
