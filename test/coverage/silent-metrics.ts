import type { SilentMetrics } from './exceptions';

const STATE = 'kube-state-metrics';
const STATE_OF_PODS = 'kube-state-metrics internal/store/pod.go';
const OF_CONTAINER = ['namespace', 'pod', 'uid', 'container'];
const OF_REQUEST = ['verb', 'group', 'version', 'resource', 'subresource', 'scope', 'component', 'code'];

/** Metrics that the recorded programs had no reason to show. */
export const SILENT_METRICS: readonly SilentMetrics[] = [
  {
    metrics: [
      'kube_pod_init_container_status_restarts_total',
      'kube_pod_init_container_status_running',
      'kube_pod_init_container_status_last_terminated_exitcode',
      'kube_pod_init_container_status_last_terminated_timestamp',
    ],
    job: STATE,
    labels: OF_CONTAINER,
    source: STATE_OF_PODS,
    when: 'a pod has an init container',
  },
  {
    metrics: [
      'kube_pod_init_container_status_last_terminated_reason',
      'kube_pod_init_container_status_terminated_reason',
      'kube_pod_init_container_status_waiting_reason',
    ],
    job: STATE,
    labels: [...OF_CONTAINER, 'reason'],
    source: STATE_OF_PODS,
    when: 'an init container ended, or waits',
  },
  {
    metrics: ['kube_pod_init_container_info'],
    job: STATE,
    labels: [...OF_CONTAINER, 'image_spec', 'image', 'image_id', 'container_id', 'restart_policy'],
    source: STATE_OF_PODS,
    when: 'a pod has an init container',
  },
  {
    metrics: ['kube_pod_init_container_resource_requests', 'kube_pod_init_container_resource_limits'],
    job: STATE,
    labels: [...OF_CONTAINER, 'node', 'resource', 'unit'],
    source: STATE_OF_PODS,
    when: 'a pod has an init container that asks for something',
  },
  {
    metrics: ['kube_pod_container_status_waiting_reason'],
    job: STATE,
    labels: [...OF_CONTAINER, 'reason'],
    source: STATE_OF_PODS,
    when: 'a container waits: for its image, after a crash',
  },
  {
    metrics: ['kube_pod_status_reason'],
    job: STATE,
    labels: ['namespace', 'pod', 'uid', 'reason'],
    source: STATE_OF_PODS,
    when: 'a pod has a reason, such as Evicted',
  },
  {
    metrics: ['kube_pod_status_unschedulable'],
    job: STATE,
    labels: ['namespace', 'pod', 'uid'],
    source: STATE_OF_PODS,
    when: 'a pod finds no node',
  },
  {
    metrics: ['container_cpu_cfs_periods_total', 'container_cpu_cfs_throttled_periods_total'],
    job: 'kubelet',
    labels: ['container', 'id', 'image', 'name', 'namespace', 'pod'],
    source: 'cAdvisor lib/metrics/prometheus.go',
    when: 'a container has a CPU limit, which none of the guide has',
  },
  {
    metrics: ['kubelet_evictions'],
    job: 'kubelet',
    labels: ['eviction_signal'],
    source: 'Kubernetes pkg/kubelet/metrics/metrics.go',
    when: 'a node evicts a pod',
  },
  {
    metrics: ['apiserver_request_terminations_total'],
    job: 'apiserver',
    labels: OF_REQUEST,
    source: 'Kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go',
    when: 'the API server ends a request in self-defence',
  },
  {
    metrics: ['aggregator_unavailable_apiservice_total'],
    job: 'apiserver',
    labels: ['name', 'reason'],
    source: 'Kubernetes staging/src/k8s.io/kube-aggregator/pkg/controllers/status/metrics/metrics.go',
    when: 'an aggregated API becomes unavailable',
  },
  {
    metrics: ['apiserver_storage_objects'],
    job: 'apiserver',
    labels: ['resource'],
    source: 'Kubernetes staging/src/k8s.io/apiserver/pkg/storage/etcd3/metrics/metrics.go',
    when: 'Kubernetes is older than 1.34, which calls it apiserver_resource_objects',
  },
  {
    metrics: ['node_md_disks'],
    job: 'node-exporter',
    labels: ['device', 'state'],
    source: 'node_exporter collector/mdadm_linux.go',
    when: 'a node has a software RAID',
  },
  {
    metrics: ['node_md_disks_required'],
    job: 'node-exporter',
    labels: ['device'],
    source: 'node_exporter collector/mdadm_linux.go',
    when: 'a node has a software RAID',
  },
  {
    metrics: ['node_bonding_slaves', 'node_bonding_active'],
    job: 'node-exporter',
    labels: ['master'],
    source: 'node_exporter collector/bonding_linux.go',
    when: 'a node has bonded network devices',
  },
  {
    metrics: ['loki_discarded_samples_total'],
    job: 'loki',
    labels: ['reason', 'tenant', 'retention_hours', 'policy', 'format'],
    source: 'Loki pkg/validation/validate.go',
    when: 'Loki refuses a line',
  },
  {
    metrics: ['kube_job_failed'],
    job: STATE,
    labels: ['namespace', 'job_name', 'condition'],
    source: 'kube-state-metrics internal/store/job.go',
    when: 'a Job fails',
  },
  {
    metrics: [
      'kube_cronjob_next_schedule_time',
      'kube_cronjob_status_active',
      'kube_cronjob_status_last_successful_time',
    ],
    job: STATE,
    labels: ['namespace', 'cronjob'],
    source: 'kube-state-metrics internal/store/cronjob.go',
    when: 'there is a CronJob',
  },
  {
    metrics: ['kube_pod_deletion_timestamp'],
    job: STATE,
    labels: ['namespace', 'pod', 'uid'],
    source: STATE_OF_PODS,
    when: 'a pod is being deleted',
  },
  {
    metrics: ['kube_resourcequota'],
    job: STATE,
    labels: ['namespace', 'resourcequota', 'resource', 'type'],
    source: 'kube-state-metrics internal/store/resourcequota.go',
    when: 'a namespace has a quota',
  },
];
