import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { LinkSpec } from '../../../dashboard-builder/spec';
import { NAMESPACE_PODS, NAMESPACE_WORKLOADS, NODE_PODS, POD, WORKLOAD } from '../dashboards';

/*
 * Where a name leads. What is passed in is where Grafana finds it: `${namespace}` of a variable, `${__value.text}` of a cell,
 * `${__data.fields.namespace}` of another cell of its row, `${__field.labels.pod}` of a series.
 */

/** From a node to its pods. */
export function nodeLinks(node: string): LinkSpec[] {
  return [{ title: 'Pods of the node', url: dashboardUrl(NODE_PODS.uid, { node }) }];
}

/** From a namespace to what is in it. */
export function namespaceLinks(namespace: string): LinkSpec[] {
  return [
    { title: 'Pods of the namespace', url: dashboardUrl(NAMESPACE_PODS.uid, { namespace }) },
    { title: 'Workloads of the namespace', url: dashboardUrl(NAMESPACE_WORKLOADS.uid, { namespace }) },
    { title: 'Logs of the namespace', url: exploreLogsUrl(`{namespace="${namespace}"}`) },
  ];
}

/** What a link to a workload must know. */
export interface WorkloadPlace {
  readonly namespace: string;
  readonly type: string;
  readonly workload: string;
}

/** From a workload to its pods. */
export function workloadLinks(place: WorkloadPlace): LinkSpec[] {
  return [{ title: 'Pods of the workload', url: dashboardUrl(WORKLOAD.uid, { ...place }) }];
}

/** From a pod to all that is known of it, then to its logs. */
export function podLinks(namespace: string, pod: string): LinkSpec[] {
  return [
    { title: 'All about the pod', url: dashboardUrl(POD.uid, { namespace, pod }) },
    { title: 'Logs of the pod', url: exploreLogsUrl(`{namespace="${namespace}", pod="${pod}"}`) },
  ];
}
