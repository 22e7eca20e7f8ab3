import type { DashboardSpec, StatSpec, TableSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, OF_NODE, TAGS } from '../common';
import { NODE_PODS } from '../dashboards';
import { PodQueries } from '../pod-queries';
import { RECORDS } from '../records';
import { state } from '../series';
import { namespaceLinks, podLinks } from './drill-down';
import { allocatable, nodeProblems, podsOnNodes } from './node-capacity';
import { cpuGraph, memoryGraph, networkGraphs } from './pod-graphs';
import { COUNT } from './pod-stats';
import { podTable } from './pod-table';

const SCOPE = ['cluster="$cluster"', 'node=~"$node"'];
const PODS = new PodQueries(SCOPE, 'namespace, pod');
const LEGEND = '{{namespace}}/{{pod}}';

const SHARE = { kind: 'stat', width: 4, unit: 'percentunit', thresholds: OF_NODE, decimals: 0 } as const;

/** Which pods live on a node, and how much of it they take. */
export function nodePods(): DashboardSpec {
  const links = podLinks('${__field.labels.namespace}', '${__field.labels.pod}');
  const common = { legend: LEGEND, links };
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
          cpuGraph(PODS.each(RECORDS.cpu), {
            ...common,
            description:
              'CPU of each pod, and what the node gives to pods. Bad: the sum near the line, since all pods then wait for CPU.',
            lines: [{ expr: allocatable(SCOPE, 'cpu'), name: 'allocatable' }],
          }),
          memoryGraph(PODS.each(RECORDS.workingSet), {
            ...common,
            description:
              'Memory that cannot be given back, and what the node gives to pods. Bad: the sum near the line, since the node ' +
              'then evicts pods.',
            lines: [{ expr: allocatable(SCOPE, 'memory'), name: 'allocatable' }],
          }),
        ],
      },
      { title: 'Network', panels: networkGraphs(PODS, LEGEND) },
      { title: 'Pod by pod', panels: [table()] },
    ],
  };
}

function stats(): StatSpec[] {
  const of = (record: string, resource: 'cpu' | 'memory'): string =>
    `${PODS.all(record)} / ${allocatable(SCOPE, resource)}`;
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
  return {
    ...COUNT,
    title: 'Node problems',
    description:
      'Conditions that speak against the node: not ready, no network, or short of memory, disk or process ids. Good: 0; ' +
      'else `kubectl describe node` says why.',
    query: { expr: nodeProblems(SCOPE), legend: 'problems' },
    thresholds: { critical: 1 },
  };
}

function podSlots(): StatSpec {
  return {
    ...SHARE,
    title: 'Pod slots used',
    description: 'Pods on the node, of as many as its kubelet takes. Near 100 % no further pod finds a place.',
    query: { expr: `${podsOnNodes(SCOPE)} / ${allocatable(SCOPE, 'pods')}`, legend: 'used' },
  };
}

function table(): TableSpec {
  return podTable(PODS, {
    title: 'Pods',
    description:
      'One row for each pod; its name leads to all about it and to its logs, its namespace to the pods beside it. Bad: a ' +
      'share in red.',
    labels: [
      { title: 'Namespace', label: 'namespace', columnWidth: 140, links: namespaceLinks('${__value.text}') },
      {
        title: 'Pod',
        label: 'pod',
        columnWidth: 320,
        links: podLinks('${__data.fields.namespace}', '${__value.text}'),
      },
    ],
    after: [
      { title: 'Resident', expr: PODS.each(RECORDS.rss), unit: 'bytes' },
      { title: 'Page cache', expr: PODS.each(RECORDS.cache), unit: 'bytes' },
    ],
  });
}
