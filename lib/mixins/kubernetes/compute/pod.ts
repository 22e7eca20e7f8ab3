import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, PanelSpec, TableSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, NAMESPACE_SCOPE, NAMESPACE_VARIABLE, TAGS } from '../common';
import { NAMESPACE_PODS, NETWORKING_POD, POD } from '../dashboards';
import { PodQueries } from '../pod-queries';
import { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { recorded, state } from '../series';
import { containerTable } from './container-table';
import { nodeLinks, workloadLinks } from './drill-down';
import { podEvents, podStats } from './pod-life';
import { cpuGraph, memoryGraph, memoryLimitsLine, networkGraphs, requestsLine, throttlingGraph } from './pod-graphs';
import { podTable } from './pod-table';

const SCOPE = [...NAMESPACE_SCOPE, 'pod="$pod"'];
const CONTAINERS = new PodQueries(SCOPE, 'container');
const NETWORK = new PodQueries(SCOPE, 'pod');
const STATES = new PodStates(SCOPE);

const LOGS = '{namespace="${namespace}", pod="${pod}"}';

/** Why a pod died, and whether it will again. */
export function pod(): DashboardSpec {
  const place = { namespace: '${namespace}', pod: '${pod}' };
  return {
    ...POD,
    description: 'Why a pod died: its containers and how they ended, what they used, and what they said.',
    tags: TAGS,
    variables: [
      CLUSTER_VARIABLE,
      NAMESPACE_VARIABLE,
      { name: 'pod', label: 'Pod', query: `label_values(${state('kube_pod_info', ...NAMESPACE_SCOPE)}, pod)` },
    ],
    annotations: podEvents(STATES),
    links: [
      { title: 'Logs of the pod', url: exploreLogsUrl(LOGS) },
      { title: 'Network of the pod', url: dashboardUrl(NETWORKING_POD.uid, place) },
      { title: 'Pods of the namespace', url: dashboardUrl(NAMESPACE_PODS.uid, { namespace: '${namespace}' }) },
    ],
    rows: [
      { panels: podStats(STATES, CONTAINERS) },
      {
        title: 'How did it end?',
        panels: [
          containerTable(
            STATES,
            'One row for each container, as it is at the end of the time range: for a pod that is gone, let the range end ' +
              'while it was there. Bad: restarts.',
          ),
          whereabouts(),
        ],
      },
      { title: 'What did it use?', panels: usage() },
      { title: 'What did it say?', panels: [lines()] },
      { title: 'Network', panels: networkGraphs(NETWORK, '{{pod}}') },
    ],
  };
}

function lines(): PanelSpec {
  return {
    kind: 'logs',
    title: 'Log lines',
    description: 'Of all its containers. The last lines before an end tell most. Bad: an error, or sudden silence.',
    width: 24,
    height: 12,
    logql: '{namespace="$namespace", pod="$pod"}',
    links: [{ title: 'In Explore', url: exploreLogsUrl(LOGS) }],
  };
}

function usage(): PanelSpec[] {
  const common = { legend: '{{container}}', links: [] };
  return [
    cpuGraph(CONTAINERS.each(RECORDS.cpu), {
      ...common,
      description: 'CPU of each container, and what the pod asked for. Bad: above the line for long.',
      lines: [requestsLine(CONTAINERS, 'cpu')],
    }),
    memoryGraph(CONTAINERS.each(RECORDS.workingSet), {
      ...common,
      description:
        'Memory that cannot be given back, and what the pod asked for and may use. Bad: a climb that ends at the limit: the ' +
        'kernel ended the container there.',
      lines: [requestsLine(CONTAINERS, 'memory'), memoryLimitsLine(CONTAINERS)],
    }),
    throttlingGraph(CONTAINERS, '{{container}}'),
    {
      kind: 'timeseries',
      title: 'Restarts by reason',
      description: 'Containers that were started anew, by what ended the run before. Good: 0. Bad: again and again.',
      width: 12,
      unit: 'none',
      queries: [{ expr: STATES.restartsByReason('$__rate_interval'), legend: '{{reason}}' }],
    },
    podTable(CONTAINERS, {
      title: 'CPU and memory of each container',
      description: 'One row for each container. Bad: a share in red: raise the limit, or find what uses so much.',
      labels: [{ title: 'Container', label: 'container', columnWidth: 240 }],
    }),
  ];
}

/** What made the pod, where it runs, and what the cluster says of it. */
function whereabouts(): TableSpec {
  const by = 'workload, workload_type, node, verdict';
  const created = STATES.each('namespace, pod', 'kube_pod_created');
  const ready = STATES.each('namespace, pod', 'kube_pod_status_ready_time');
  const workload = `on (namespace, pod) group_left (workload, workload_type) ${recorded(RECORDS.podOfWorkload, ...SCOPE)}`;
  const placed = STATES.each('namespace, pod, node', 'kube_pod_info', 'node!=""');
  const any = STATES.each('namespace, pod, node', 'kube_pod_info');
  // one node, even while two kube-state-metrics do not agree
  const node = `on (namespace, pod) group_left (node) topk by (namespace, pod) (1, ${placed} or on (namespace, pod) ${any})`;
  const verdict = `on (namespace, pod) group_left (verdict) ${verdictOf()}`;
  const each = (series: string): string => `max by (${by}) (1000 * ${series} * ${workload} * ${node} * ${verdict})`;
  return {
    kind: 'table',
    title: 'Where it belongs',
    description:
      'The workload that made it, its node, and what the cluster says of it. Bad: Evicted, Shutdown, NodeLost (its node took ' +
      'it down), Unschedulable (no node has room).',
    width: 24,
    height: 4,
    labels: [
      {
        title: 'Workload',
        label: 'workload',
        links: workloadLinks({
          namespace: '${namespace}',
          type: '${__data.fields.workload_type}',
          workload: '${__value.text}',
        }),
      },
      { title: 'Type', label: 'workload_type' },
      { title: 'Node', label: 'node', links: nodeLinks('${__value.text}') },
      { title: 'Verdict', label: 'verdict' },
    ],
    values: [
      { title: 'Made', expr: each(created), unit: 'dateTimeFromNow' },
      { title: 'Ready since', expr: each(ready), unit: 'dateTimeFromNow' },
    ],
    sortBy: 'Made',
  };
}

/** Why the kubelet or the scheduler does not let it run; `none` while it may. */
function verdictOf(): string {
  const reason = `label_join(${STATES.each('namespace, pod, reason', 'kube_pod_status_reason')}, "verdict", "", "reason")`;
  const unschedulable = STATES.each('namespace, pod', 'kube_pod_status_unschedulable');
  const any = STATES.each('namespace, pod', 'kube_pod_info');
  const verdicts = [
    `topk by (namespace, pod) (1, ${reason})`,
    `label_replace(${unschedulable}, "verdict", "Unschedulable", "", "")`,
    `label_replace(${any}, "verdict", "none", "", "")`,
  ];
  return `(${verdicts.join(' or on (namespace, pod) ')})`;
}
