import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, GaugeSpec, PanelSpec, StatSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_SCOPE, CLUSTER_VARIABLE, OF_NODE, TAGS } from '../common';
import { CLUSTER, NETWORKING_CLUSTER } from '../dashboards';
import { PodQueries } from '../pod-queries';
import { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { alertsTable, FIRING } from './cluster-alerts';
import { namespacesTable, nodesTable, workloadsTable } from './cluster-tables';
import { namespaceLinks } from './drill-down';
import { allocatable, nodeProblems } from './node-capacity';
import { cpuGraph, memoryGraph, requestsLine } from './pod-graphs';
import { COUNT, notReady, restarts } from './pod-stats';

const NAMESPACES = new PodQueries(CLUSTER_SCOPE, 'namespace');
const STATES = new PodStates(CLUSTER_SCOPE);

/** Whether anything in the cluster is broken, who uses it up, and how much room is left. */
export function cluster(): DashboardSpec {
  return {
    ...CLUSTER,
    description: 'Whether anything in the cluster is broken, who uses it up, and how much room its nodes have left.',
    tags: TAGS,
    variables: [CLUSTER_VARIABLE],
    links: [{ title: 'Network of the cluster', url: dashboardUrl(NETWORKING_CLUSTER.uid, {}) }],
    rows: [
      { panels: stats() },
      { title: 'What is wrong?', panels: [alertsTable(), ...restartGraphs()] },
      { title: 'Who uses CPU and memory?', panels: usageGraphs() },
      { title: 'Namespace by namespace', panels: [namespacesTable(NAMESPACES, STATES)] },
      { title: 'The heaviest workloads', panels: [workloadsTable()] },
      { title: 'How much room is left?', panels: [...gauges(), nodesTable()] },
    ],
  };
}

function stats(): StatSpec[] {
  return [
    {
      ...COUNT,
      title: 'Alerts firing',
      description: 'Alerts of all mixins that fire now, but for the watchdog. Good: 0; the table below names them.',
      query: { expr: `count(${FIRING}) or vector(0)`, legend: 'alerts' },
      thresholds: { warning: 1 },
    },
    {
      ...COUNT,
      title: 'Node problems',
      description:
        'Conditions that speak against a node: not ready, no network, or short of memory, disk or process ids. Good: 0.',
      query: { expr: nodeProblems(CLUSTER_SCOPE), legend: 'problems' },
      thresholds: { critical: 1 },
    },
    notReady(STATES),
    {
      ...COUNT,
      title: 'Pods pending',
      description:
        'Pods that wait for a node, an image or a volume. Good: 0, save for a minute; `kubectl describe pod` says why.',
      query: { expr: STATES.pending(), legend: 'pending' },
      thresholds: { warning: 1 },
    },
    restarts(STATES),
    {
      ...COUNT,
      title: 'Killed for memory, last hour',
      description:
        'Containers that were ended above their memory limit. Good: 0; else raise the limit or find the leak.',
      query: { expr: STATES.killedForMemory(3600), legend: 'containers' },
      thresholds: { critical: 1 },
    },
  ];
}

function restartGraphs(): TimeSeriesSpec[] {
  const links = namespaceLinks('${__field.labels.namespace}');
  return [
    {
      kind: 'timeseries',
      title: 'Restarts',
      description:
        'Containers that were started anew, by namespace. Good: 0. Bad: again and again, which is a crash loop.',
      width: 12,
      unit: 'none',
      queries: [{ expr: STATES.restarts('$__rate_interval', 'namespace'), legend: '{{namespace}}' }],
      seriesLinks: links,
    },
    {
      kind: 'timeseries',
      title: 'Restarts after too much memory',
      description:
        'Those of them whose run before ended above the memory limit. Good: 0; else its limit is too low, or it leaks.',
      width: 12,
      unit: 'none',
      queries: [{ expr: STATES.restartsForMemory('$__rate_interval', 'namespace'), legend: '{{namespace}}' }],
      seriesLinks: links,
    },
  ];
}

function usageGraphs(): PanelSpec[] {
  const common = { legend: '{{namespace}}', links: namespaceLinks('${__field.labels.namespace}') };
  const lines = (resource: 'cpu' | 'memory') => [
    requestsLine(NAMESPACES, resource),
    { expr: allocatable(CLUSTER_SCOPE, resource), name: 'allocatable' },
  ];
  return [
    cpuGraph(NAMESPACES.each(RECORDS.cpu), {
      ...common,
      description:
        'CPU of each namespace, what all pods asked for and what the nodes give. Bad: near the upper line, or one namespace ' +
        'that leaves nothing to the others.',
      lines: lines('cpu'),
    }),
    memoryGraph(NAMESPACES.each(RECORDS.workingSet), {
      ...common,
      description:
        'Memory that cannot be given back, what all pods asked for and what the nodes give. Bad: near the upper line, since ' +
        'nodes then evict pods.',
      lines: lines('memory'),
    }),
  ];
}

function gauges(): GaugeSpec[] {
  const gauge = (title: string, description: string, record: string, resource: 'cpu' | 'memory'): GaugeSpec => ({
    kind: 'gauge',
    title,
    description,
    width: 6,
    unit: 'percentunit',
    decimals: 0,
    max: 1,
    query: { expr: `${NAMESPACES.all(record)} / ${allocatable(CLUSTER_SCOPE, resource)}`, legend: title },
    thresholds: OF_NODE,
  });
  const full = 'Near 100 % no further pod finds a place, however idle the nodes are.';
  return [
    gauge('CPU requested', `What pods asked for, of what nodes give. ${full}`, RECORDS.cpuRequests, 'cpu'),
    gauge('CPU used', 'Of what nodes give. Near 100 % all pods wait for CPU.', RECORDS.cpu, 'cpu'),
    gauge('Memory requested', `What pods asked for, of what nodes give. ${full}`, RECORDS.memoryRequests, 'memory'),
    gauge('Memory used', 'Of what nodes give. Near 100 % nodes evict pods.', RECORDS.workingSet, 'memory'),
  ];
}
