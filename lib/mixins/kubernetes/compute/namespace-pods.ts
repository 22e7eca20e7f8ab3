import { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import type { DashboardSpec, PanelSpec, RowSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { dashboardUrl } from '../../../dashboard-builder/links';
import { CLUSTER_VARIABLE, NAMESPACE_SCOPE, NAMESPACE_VARIABLE, OF_LIMIT, TAGS } from '../common';
import { NAMESPACE_PODS, NAMESPACE_WORKLOADS, NETWORKING_NAMESPACE } from '../dashboards';
import { PodQueries } from '../pod-queries';
import { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { kubelet, stateBy } from '../series';
import { nodeLinks, podLinks } from './drill-down';
import { cpuGraph, memoryGraph, memoryLimitsLine, networkGraphs, requestsLine, throttlingGraph } from './pod-graphs';
import { cpuOfRequests, killedForMemory, nearestToMemoryLimit, notReady, restarts, throttling } from './pod-stats';
import { podTable } from './pod-table';

const PODS = new PodQueries(NAMESPACE_SCOPE, 'pod');
const STATES = new PodStates(NAMESPACE_SCOPE);

/** Whether the pods of a namespace do well, and what each uses of what it asked for. */
export function namespacePods(flavor: KubernetesFlavor): DashboardSpec {
  const place = { namespace: '${namespace}' };
  return {
    ...NAMESPACE_PODS,
    description: 'Whether the pods of a namespace do well, and what each uses of what it asked for.',
    tags: TAGS,
    variables: [CLUSTER_VARIABLE, NAMESPACE_VARIABLE],
    links: [
      { title: 'Workloads of the namespace', url: dashboardUrl(NAMESPACE_WORKLOADS.uid, place) },
      { title: 'Network of the namespace', url: dashboardUrl(NETWORKING_NAMESPACE.uid, place) },
    ],
    rows: [
      {
        panels: [
          notReady(STATES),
          restarts(STATES),
          killedForMemory(STATES),
          nearestToMemoryLimit(PODS),
          cpuOfRequests(PODS),
          throttling(PODS),
        ],
      },
      { title: 'CPU, memory and replicas', panels: usageGraphs() },
      { title: 'Network', panels: networkGraphs(PODS, '{{pod}}') },
      // on k3s volumes are directories of the node, without figures of their own, and disk figures are often missing
      ...(flavor === KubernetesFlavor.STANDARD ? [storageRow()] : []),
      { title: 'Pod by pod', panels: [table()] },
    ],
  };
}

function usageGraphs(): PanelSpec[] {
  const common = { legend: '{{pod}}', links: podLinks('${namespace}', '${__field.labels.pod}') };
  return [
    cpuGraph(PODS.each(RECORDS.cpu), {
      ...common,
      description:
        'CPU of each pod, and the sum of what they asked for. Bad: one pod far above its twins, or all above the line for long.',
      lines: [requestsLine(PODS, 'cpu')],
    }),
    memoryGraph(PODS.each(RECORDS.workingSet), {
      ...common,
      description:
        'Memory that cannot be given back, which is what counts against the limit, and the sum of the limits. Bad: a pod ' +
        'that climbs without end.',
      lines: [memoryLimitsLine(PODS)],
    }),
    throttlingGraph(PODS, '{{pod}}'),
    replicas(),
  ];
}

function replicas(): TimeSeriesSpec {
  const autoscaler = (metric: string): string => stateBy('horizontalpodautoscaler', metric, ...NAMESPACE_SCOPE);
  return {
    kind: 'timeseries',
    title: 'Pods and autoscaling',
    description:
      'Pods that are ready, and what each autoscaler wants. Bad: ready below wanted for minutes, or an autoscaler that ' +
      'stays at its maximum.',
    width: 12,
    unit: 'none',
    queries: [
      { expr: `sum(${STATES.ready()})`, legend: 'ready' },
      { expr: STATES.notReady(), legend: 'not ready' },
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
  const info = STATES.each('namespace, pod, node', 'kube_pod_info', 'node!=""');
  const restarted = STATES.eachContainer('status_restarts_total', 'namespace, pod, container');
  return podTable(PODS, {
    title: 'Pods',
    description:
      'One row for each pod that is not finished; its name leads to all about it and to its logs. Bad: ready 0, restarts ' +
      'that grow, a share in red.',
    labels: [
      { title: 'Pod', label: 'pod', columnWidth: 320, links: podLinks('${namespace}', '${__value.text}') },
      {
        title: 'Node',
        label: 'node',
        columnWidth: 160,
        expr: `max by (pod, node) (${STATES.unfinished(info)})`,
        links: nodeLinks('${__value.text}'),
      },
    ],
    before: [
      { title: 'Ready', expr: `max by (pod) (${STATES.unfinished(STATES.ready())})`, unit: 'none' },
      {
        title: 'Restarts',
        expr: `sum by (pod) (${STATES.unfinished(restarted)})`,
        unit: 'none',
        thresholds: { warning: 1 },
      },
    ],
  });
}
