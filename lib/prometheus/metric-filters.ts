import { KubernetesFlavor } from '../model/kubernetes-flavor';
import { RelabelRule } from '../model/relabel-rule';

/*
 * Which samples of the cluster's own endpoints are not stored, and why. The lists are those of the guide's chart, unless a
 * comment says otherwise; a Prometheus 3 writes the bucket bound 1 as `1.0`.
 */

/** Buckets of the kubelet's histograms that stand too close to their neighbours. */
const KUBELET_BUCKETS = ['0.25', '2.5', '15', '25', '120', '600'];

/**
 * The kubelet's own families. On k3s its endpoint shows those of the API server, the scheduler, the controllers, the proxy
 * and the datastore as well: 56,000 to 79,000 samples per server and scrape, against some 2,000 here.
 *
 * @see https://docs.k3s.io/reference/metrics
 */
const KUBELET_FAMILIES = [
  'kubelet_.+',
  'storage_operation_.+',
  'csi_operations_.+',
  'volume_manager_.+',
  // its histograms count the requests of all components, and no panel or rule reads them
  'rest_client_requests_total',
  'kubernetes_build_info',
  'process_.+',
  'go_.+',
];

/** What is not stored of the kubelet's `/metrics`. */
export function kubeletFilters(flavor: KubernetesFlavor): RelabelRule[] {
  const buckets = dropBuckets(['csi_operations', 'storage_operation_duration'], KUBELET_BUCKETS);
  return flavor === KubernetesFlavor.K3S
    ? [RelabelRule.keep(['__name__'], KUBELET_FAMILIES.join('|')), buckets]
    : [buckets];
}

/** Families of cAdvisor that are always zero, or that kube-state-metrics shows better. */
const CADVISOR_FAMILIES = [
  'container_cpu_(cfs_throttled_seconds_total|load_average_10s|system_seconds_total|user_seconds_total)',
  'container_fs_(io_current|io_time_seconds_total|io_time_weighted_seconds_total)',
  'container_fs_(reads_merged_total|sector_reads_total|sector_writes_total|writes_merged_total)',
  'container_memory_(mapped_file|swap)',
  'container_(file_descriptors|tasks_state|threads_max)',
  'container_spec_.+',
];

/** What is not stored of the kubelet's `/metrics/cadvisor`. */
export function cadvisorFilters(): RelabelRule[] {
  return [
    RelabelRule.drop(['__name__'], CADVISOR_FAMILIES.join('|')),
    // a container's own count is the other scope
    RelabelRule.drop(['__name__', 'scope'], 'container_memory_failures_total;hierarchy'),
    // pods on the network of their node show every interface of other pods
    RelabelRule.drop(['__name__', 'interface'], 'container_network_.+;(cali|cilium|cni|lxc|nodelocaldns|tunl).*'),
    // cgroups of the node, of its slices and services: node-exporter shows the node
    RelabelRule.drop(['id', 'pod'], '.+;'),
    // the cgroup of a pod counts what its containers count already, and its pause container nothing of use. The chart keeps
    // both, so that the guide's `sum by (pod)` over CPU and memory comes out twice as high. Network is counted there alone.
    RelabelRule.drop(['__name__', 'container'], 'container_(cpu|memory)_.+;(POD)?'),
  ];
}

/** Buckets of the API server's histograms that no rule or panel reads; the SLO rules need 1, 5 and 30. */
const API_SERVER_BUCKETS = [
  ...['0.15', '0.2', '0.3', '0.35', '0.4', '0.45', '0.6', '0.7', '0.8', '0.9'],
  ...['1.25', '1.5', '1.75', '2', '3', '3.5', '4', '4.5', '6', '7', '8', '9'],
  ...['15', '20', '40', '45', '50'],
];

/** What is not stored of the API server. */
export function apiServerFilters(): RelabelRule[] {
  const histograms = ['apiserver_request', 'apiserver_request_sli', 'apiserver_request_slo', 'etcd_request'];
  return [
    dropBuckets(
      histograms.map((name) => `${name}_duration`),
      API_SERVER_BUCKETS,
    ),
  ];
}

function dropBuckets(histograms: readonly string[], bounds: readonly string[]): RelabelRule {
  const literal = bounds.map((bound) => bound.replace('.', '\\.')).join('|');
  return RelabelRule.drop(['__name__', 'le'], `(${histograms.join('|')})_seconds_bucket;(${literal})(\\.0)?`);
}
