import type { RareValues } from './exceptions';

const ERRORS = ['500', '503'];

/** Values of labels that the recorded programs had no reason to show. */
export const RARE_VALUES: readonly RareValues[] = [
  {
    metrics: ['kube_pod_container_status_terminated_reason', 'kube_pod_container_status_last_terminated_reason'],
    label: 'reason',
    values: ['OOMKilled', 'Error', 'Completed', 'ContainerCannotRun', 'DeadlineExceeded'],
    source: 'kube-state-metrics internal/store/pod.go',
    when: 'a container ends so',
  },
  {
    metrics: ['kube_pod_container_status_terminated_reason'],
    label: 'namespace',
    values: ['timedeal'],
    source: 'kube-state-metrics internal/store/pod.go',
    when: 'a container of the shop is over and not started again',
  },
  {
    metrics: ['kube_pod_container_resource_limits'],
    label: 'resource',
    values: ['cpu'],
    source: 'kube-state-metrics internal/store/pod.go',
    when: 'a container has a CPU limit, which none of the guide has',
  },
  {
    metrics: ['kube_pod_owner'],
    label: 'owner_kind',
    values: ['Node', 'ReplicationController'],
    source: 'kube-state-metrics internal/store/pod.go',
    when: 'a pod is static, as those of the control plane of kubeadm, or of a workload of another kind',
  },
  {
    metrics: ['kube_job_owner'],
    label: 'owner_kind',
    values: ['CronJob'],
    source: 'kube-state-metrics internal/store/job.go',
    when: 'a CronJob ran',
  },
  {
    metrics: ['kube_job_owner'],
    label: 'owner_is_controller',
    values: ['true'],
    source: 'kube-state-metrics internal/store/job.go',
    when: 'a CronJob ran',
  },
  {
    metrics: ['kube_node_spec_taint'],
    label: 'key',
    values: ['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted'],
    source: 'Kubernetes autoscaler cluster-autoscaler/utils/taints/taints.go, Karpenter pkg/apis/v1/taints.go',
    when: 'a node is about to be removed',
  },
  {
    metrics: ['apiserver_request_total'],
    label: 'code',
    values: ERRORS,
    source: 'Kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go',
    when: 'a request fails',
  },
  {
    metrics: ['apiserver_request_sli_duration_seconds_bucket'],
    label: 'scope',
    values: ['namespace'],
    source: 'Kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go',
    when: 'someone lists the objects of a namespace',
  },
  {
    metrics: ['grafana_http_request_duration_seconds_count'],
    label: 'status_code',
    values: ERRORS,
    source: 'Grafana pkg/middleware/request_metrics.go',
    when: 'a request fails',
  },
  {
    metrics: ['loki_request_duration_seconds_count'],
    label: 'status_code',
    values: ERRORS,
    source: 'Loki vendor/github.com/grafana/dskit/middleware/instrument.go',
    when: 'a request fails',
  },
  {
    metrics: ['loki_write_request_duration_seconds_count'],
    label: 'status_code',
    values: ['-1', '429', ...ERRORS],
    source: 'Alloy internal/component/common/loki/client/shards.go',
    when: 'Loki does not take what is pushed',
  },
  {
    metrics: ['promtail_request_duration_seconds_count'],
    label: 'status_code',
    values: ['-1', '429', ...ERRORS],
    source: 'Loki clients/pkg/promtail/client/client.go',
    when: 'Loki does not take what is pushed',
  },
  {
    metrics: ['alloy_component_controller_running_components'],
    label: 'health_type',
    values: ['unhealthy', 'exited'],
    source: 'Alloy internal/runtime/internal/controller/metrics.go',
    when: 'a component is not well',
  },
  {
    metrics: ['kube_state_metrics_list_total', 'kube_state_metrics_watch_total'],
    label: 'result',
    values: ['error'],
    source: 'kube-state-metrics pkg/watch/watch.go',
    when: 'the API server refuses what kube-state-metrics asks',
  },
  {
    metrics: ['kube_persistentvolumeclaim_access_mode'],
    label: 'access_mode',
    values: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'],
    source: 'kube-state-metrics internal/store/persistentvolumeclaim.go',
    when: 'a claim asks for it',
  },
];
