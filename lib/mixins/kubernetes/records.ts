import { Rule } from '../../model/rule';
import { RuleGroup } from '../../model/rule-group';
import { cadvisor, state } from './series';

/** Names of the recorded series: those that dashboards and queries in the field know. */
export const RECORDS = {
  cpu: 'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_rate5m',
  workingSet: 'node_namespace_pod_container:container_memory_working_set_bytes',
  rss: 'node_namespace_pod_container:container_memory_rss',
  cache: 'node_namespace_pod_container:container_memory_cache',
  cpuRequests: 'cluster:namespace:pod_cpu:active:kube_pod_container_resource_requests',
  cpuLimits: 'cluster:namespace:pod_cpu:active:kube_pod_container_resource_limits',
  memoryRequests: 'cluster:namespace:pod_memory:active:kube_pod_container_resource_requests',
  memoryLimits: 'cluster:namespace:pod_memory:active:kube_pod_container_resource_limits',
  /** 1 for each pod and the workload that it belongs to, whose kind is `workload_type`. */
  podOfWorkload: 'namespace_workload_pod:kube_pod_owner:relabel',
  workloadCpu: 'namespace_workload:container_cpu_usage_seconds_total:sum_rate5m',
  workloadMemory: 'namespace_workload:container_memory_working_set_bytes:sum',
  replicasWanted: 'namespace_workload:replicas_wanted',
  replicasReady: 'namespace_workload:replicas_ready',
  replicasUpdated: 'namespace_workload:replicas_updated',
};

const CONTAINER = '(cluster, node, namespace, pod, container)';

/**
 * What containers use. A series without a container is that of the whole pod and would count everything twice.
 *
 * Memory takes the greatest, not the sum: after a restart the old and the new container are both there for a while.
 */
export function usageRules(): RuleGroup {
  const memory = (metric: string): string => `max by ${CONTAINER} (${cadvisor(metric, 'container!=""')})`;
  const cpu = cadvisor('container_cpu_usage_seconds_total', 'container!=""');
  return new RuleGroup('kubernetes-usage', {
    rules: [
      Rule.record(RECORDS.cpu, { expr: `sum by ${CONTAINER} (rate(${cpu}[5m]))` }),
      Rule.record(RECORDS.workingSet, { expr: memory('container_memory_working_set_bytes') }),
      Rule.record(RECORDS.rss, { expr: memory('container_memory_rss') }),
      Rule.record(RECORDS.cache, { expr: memory('container_memory_cache') }),
    ],
  });
}

/** What containers asked for, as long as their pod holds it: a finished pod holds nothing. */
export function requestRules(): RuleGroup {
  return new RuleGroup('kubernetes-requests', {
    rules: [
      Rule.record(RECORDS.cpuRequests, { expr: held('kube_pod_container_resource_requests', 'cpu') }),
      Rule.record(RECORDS.cpuLimits, { expr: held('kube_pod_container_resource_limits', 'cpu') }),
      Rule.record(RECORDS.memoryRequests, { expr: held('kube_pod_container_resource_requests', 'memory') }),
      Rule.record(RECORDS.memoryLimits, { expr: held('kube_pod_container_resource_limits', 'memory') }),
    ],
  });
}

/** The greatest, since two kube-state-metrics are there while it is rolled out. */
function held(metric: string, resource: 'cpu' | 'memory'): string {
  const matcher = `resource="${resource}"`;
  // an init container that runs on, beside the others; of those that end, nothing is held
  const sidecar = state('kube_pod_init_container_info', 'restart_policy="Always"');
  const ofSidecars = state(metric.replace('kube_pod_container', 'kube_pod_init_container'), matcher);
  const amounts = `(${state(metric, matcher)} or ${ofSidecars} and on (cluster, namespace, pod, container) ${sidecar})`;
  const active = `${state('kube_pod_status_phase', 'phase=~"Pending|Running"')} == 1`;
  return `max by (cluster, node, namespace, pod, container, resource) (${amounts} and on (cluster, namespace, pod) ${active})`;
}
