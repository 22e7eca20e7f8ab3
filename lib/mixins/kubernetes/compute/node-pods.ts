import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, StatSpec, TableSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, OF_NODE, TAGS } from '../common';
import { NAMESPACE_PODS, NODE_PODS } from '../dashboards';
import { cpuGraph, memoryGraph, networkGraphs } from './pod-graphs';
import { PodQueries } from '../pod-queries';
import { podTable } from './pod-table';
import { RECORDS } from '../records';
import { state } from '../series';

const SCOPE = ['cluster="$cluster"', 'node=~"$node"'];
const PODS = new PodQueries(SCOPE, 'namespace, pod');
const LEGEND = '{{namespace}}/{{pod}}';

const SHARE = { kind: 'stat', width: 4, unit: 'percentunit', thresholds: OF_NODE, decimals: 0 } as const;

/** Which pods live on a node, and how much of it they take. */
export function nodePods(): DashboardSpec {
  const allocatable = {
    cpu: { expr: capacity('cpu'), name: 'allocatable' },
    memory: { expr: capacity('memory'), name: 'allocatable' },
  };
  return {
    ...NODE_PODS,
    description: 'Which pods live on a node, how much of it they take, and how much is left for others.',
    tags: TAGS,
    variables: [
      CLUSTER_VARIABLE,
      {
        name: 'node',
        label: 'Node',
        query: `label_values(${state('kube_node_info', 'cluster="$cluster"')}, node)`,
        multi: true,
      },
    ],
    rows: [
      { panels: stats() },
      {
        title: 'CPU and memory',
        panels: [
          cpuGraph(
            PODS,
            LEGEND,
            'CPU of each pod, and what the node gives to pods. Bad: the sum near the line, since all pods then wait for CPU.',
            allocatable.cpu,
          ),
          memoryGraph(
            PODS,
            LEGEND,
            'Memory that cannot be given back, and what the node gives to pods. Bad: the sum near the line, since the node ' +
              'then evicts pods.',
            allocatable.memory,
          ),
        ],
      },
      { title: 'Network', panels: networkGraphs(PODS, LEGEND) },
      { title: 'Pod by pod', panels: [table()] },
    ],
  };
}

/** What the nodes give to pods. */
function capacity(resource: 'cpu' | 'memory' | 'pods'): string {
  return `sum(${state('kube_node_status_allocatable', ...SCOPE, `resource="${resource}"`)})`;
}

function stats(): StatSpec[] {
  const of = (record: string, resource: 'cpu' | 'memory'): string => `${PODS.all(record)} / ${capacity(resource)}`;
  return [
    conditions(),
    podSlots(),
    {
      ...SHARE,
      title: 'CPU requested',
      description:
        'What the pods asked for, of what the node gives. Near 100 % no further pod finds a place, however idle it is.',
      query: { expr: of(RECORDS.cpuRequests, 'cpu'), legend: 'requested' },
    },
    {
      ...SHARE,
      title: 'CPU used',
      description: 'What the pods use, of what the node gives. Near 100 % all of them are slow.',
      query: { expr: of(RECORDS.cpu, 'cpu'), legend: 'used' },
    },
    {
      ...SHARE,
      title: 'Memory requested',
      description: 'What the pods asked for, of what the node gives. Near 100 % no further pod finds a place.',
      query: { expr: of(RECORDS.memoryRequests, 'memory'), legend: 'requested' },
    },
    {
      ...SHARE,
      title: 'Memory used',
      description: 'What the pods use, of what the node gives. Near 100 % the node evicts pods.',
      query: { expr: of(RECORDS.workingSet, 'memory'), legend: 'used' },
    },
  ];
}

function conditions(): StatSpec {
  const condition = (...matchers: string[]): string => state('kube_node_status_condition', ...SCOPE, ...matchers);
  const notReady = condition('condition="Ready"', 'status!="true"');
  // named one by one: other conditions, such as EtcdIsVoter of k3s, are good when they are true
  const pressed = condition('condition=~"(Memory|Disk|PID)Pressure|NetworkUnavailable"', 'status="true"');
  return {
    kind: 'stat',
    title: 'Node problems',
    description:
      'Conditions that speak against the node: not ready, no network, or short of memory, disk or process ids. Good: 0; ' +
      'else `kubectl describe node` says why.',
    width: 4,
    unit: 'none',
    query: { expr: `sum(${notReady}) + sum(${pressed})`, legend: 'problems' },
    thresholds: { critical: 1 },
  };
}

function podSlots(): StatSpec {
  const running = `${state('kube_pod_status_phase', 'cluster="$cluster"', 'phase=~"Pending|Running"')} == 1`;
  return {
    ...SHARE,
    title: 'Pod slots used',
    description: 'Pods on the node, of as many as its kubelet takes. Near 100 % no further pod finds a place.',
    query: {
      expr: `count(${state('kube_pod_info', ...SCOPE)} and on (namespace, pod) ${running}) / ${capacity('pods')}`,
      legend: 'used',
    },
  };
}

function table(): TableSpec {
  const selector = '{namespace="${__data.fields.namespace}", pod="${__value.text}"}';
  return podTable(PODS, {
    description:
      'One row for each pod; its name leads to its logs, its namespace to the pods beside it. Bad: a share in red. ' +
      'The share of a limit is that of the container nearest to its own; it is empty where there is none.',
    labels: [
      {
        title: 'Namespace',
        label: 'namespace',
        columnWidth: 140,
        link: {
          title: 'Pods of the namespace',
          url: dashboardUrl(NAMESPACE_PODS.uid, { namespace: '${__value.text}' }),
        },
      },
      {
        title: 'Pod',
        label: 'pod',
        columnWidth: 320,
        link: { title: 'Logs of the pod', url: exploreLogsUrl(selector) },
      },
    ],
    after: [
      { title: 'Resident', expr: PODS.each(RECORDS.rss), unit: 'bytes' },
      { title: 'Page cache', expr: PODS.each(RECORDS.cache), unit: 'bytes' },
    ],
  });
}
