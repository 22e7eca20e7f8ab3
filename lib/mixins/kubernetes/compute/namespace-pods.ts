import { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, PanelSpec, RowSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, OF_LIMIT, TAGS, THROTTLED } from '../common';
import { NAMESPACE_PODS, NODE_PODS } from '../dashboards';
import { NAMESPACE_SCOPE, namespaceStats, NOT_READY } from './namespace-stats';
import { cpuGraph, memoryGraph, networkGraphs } from './pod-graphs';
import { PodQueries } from '../pod-queries';
import { podTable } from './pod-table';
import { RECORDS } from '../records';
import { kubelet, state } from '../series';

const PODS = new PodQueries(NAMESPACE_SCOPE, 'pod');

/** Whether the pods of a namespace do well, and what each uses of what it asked for. */
export function namespacePods(flavor: KubernetesFlavor): DashboardSpec {
  return {
    ...NAMESPACE_PODS,
    description: 'Whether the pods of a namespace do well, and what each uses of what it asked for.',
    tags: TAGS,
    variables: [
      CLUSTER_VARIABLE,
      {
        name: 'namespace',
        label: 'Namespace',
        // of the pods, so that a namespace without any is not offered
        query: `label_values(${state('kube_pod_info', 'cluster="$cluster"')}, namespace)`,
      },
    ],
    rows: [
      { panels: namespaceStats(PODS) },
      { title: 'CPU, memory and replicas', panels: usageGraphs() },
      { title: 'Network', panels: networkGraphs(PODS, '{{pod}}') },
      // on k3s volumes are directories of the node, without figures of their own, and disk figures are often missing
      ...(flavor === KubernetesFlavor.STANDARD ? [storageRow()] : []),
      { title: 'Pod by pod', panels: [table()] },
    ],
  };
}

function usageGraphs(): PanelSpec[] {
  return [
    cpuGraph(
      PODS,
      '{{pod}}',
      'CPU of each pod, and the sum of what they asked for. Bad: one pod far above its twins, or all above the line for long.',
      { expr: PODS.all(RECORDS.cpuRequests), name: 'requests' },
    ),
    memoryGraph(
      PODS,
      '{{pod}}',
      'Memory that cannot be given back, which is what counts against the limit, and the sum of the limits. Bad: a pod that ' +
        'climbs without end.',
      { expr: PODS.all(RECORDS.memoryLimits), name: 'limits' },
    ),
    {
      kind: 'timeseries',
      title: 'CPU throttling',
      description:
        'Share of time slices in which a pod was held back by its CPU limit. Above the red line answers take longer ' +
        'although the node may be idle: raise the limit.',
      width: 12,
      unit: 'percentunit',
      queries: [{ expr: PODS.throttling(), legend: '{{pod}}' }],
      thresholds: THROTTLED,
    },
    replicas(),
  ];
}

function replicas(): TimeSeriesSpec {
  const autoscaler = (metric: string): string => state(metric, ...NAMESPACE_SCOPE);
  return {
    kind: 'timeseries',
    title: 'Pods and autoscaling',
    description:
      'Pods that are ready, and what each autoscaler wants. Bad: ready below wanted for minutes, or an autoscaler that ' +
      'stays at its maximum.',
    width: 12,
    unit: 'none',
    queries: [
      { expr: `sum(${state('kube_pod_status_ready', ...NAMESPACE_SCOPE, 'condition="true"')})`, legend: 'ready' },
      { expr: NOT_READY, legend: 'not ready' },
      {
        expr: autoscaler('kube_horizontalpodautoscaler_status_desired_replicas'),
        legend: '{{horizontalpodautoscaler}} wanted',
      },
      {
        expr: autoscaler('kube_horizontalpodautoscaler_spec_max_replicas'),
        legend: '{{horizontalpodautoscaler}} maximum',
      },
    ],
  };
}

function storageRow(): RowSpec {
  const volume = (metric: string): string => `max by (persistentvolumeclaim) (${kubelet(metric, ...NAMESPACE_SCOPE)})`;
  const disk = (title: string, counter: string): TimeSeriesSpec => ({
    kind: 'timeseries',
    title,
    description: 'Bytes of each pod to and from disks. Bad: a steady plateau, which is mostly what the disk can do.',
    width: 8,
    unit: 'Bps',
    queries: [{ expr: PODS.rate(counter, 'container!=""'), legend: '{{pod}}' }],
  });
  return {
    title: 'Storage',
    panels: [
      disk('Disk reads', 'container_fs_reads_bytes_total'),
      disk('Disk writes', 'container_fs_writes_bytes_total'),
      {
        kind: 'timeseries',
        title: 'Volumes',
        description: 'How full each claimed volume is. Bad: above the red line; a full one stops its pod.',
        width: 8,
        unit: 'percentunit',
        max: 1,
        queries: [
          {
            expr: `${volume('kubelet_volume_stats_used_bytes')} / ${volume('kubelet_volume_stats_capacity_bytes')}`,
            legend: '{{persistentvolumeclaim}}',
          },
        ],
        thresholds: OF_LIMIT,
      },
    ],
  };
}

function table(): TableSpec {
  const ready = state('kube_pod_status_ready', ...NAMESPACE_SCOPE, 'condition="true"');
  const restarts = state('kube_pod_container_status_restarts_total', ...NAMESPACE_SCOPE);
  const info = state('kube_pod_info', ...NAMESPACE_SCOPE, 'node!=""');
  const selector = '{namespace="${namespace}", pod="${__value.text}"}';
  return podTable(PODS, {
    description:
      'One row for each pod that is not finished; its name leads to its logs. Bad: ready 0, restarts that grow, a share ' +
      'in red. The share of a limit is that of the container nearest to its own; it is empty where there is none.',
    labels: [
      {
        title: 'Pod',
        label: 'pod',
        columnWidth: 320,
        link: { title: 'Logs of the pod', url: exploreLogsUrl(selector) },
      },
      {
        title: 'Node',
        label: 'node',
        columnWidth: 160,
        expr: `max by (pod, node) (${unfinished(info)})`,
        link: { title: 'Pods of the node', url: dashboardUrl(NODE_PODS.uid, { node: '${__value.text}' }) },
      },
    ],
    before: [
      { title: 'Ready', expr: `max by (pod) (${unfinished(ready)})`, unit: 'none' },
      { title: 'Restarts', expr: `sum by (pod) (${unfinished(restarts)})`, unit: 'none', thresholds: { warning: 1 } },
    ],
  });
}

function unfinished(series: string): string {
  const phases = state('kube_pod_status_phase', ...NAMESPACE_SCOPE, 'phase=~"Pending|Running|Unknown"');
  return `${series} and on (pod) ${phases} == 1`;
}
