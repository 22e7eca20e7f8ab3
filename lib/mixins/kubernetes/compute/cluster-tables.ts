import type { TableSpec, ValueColumn } from '../../../dashboard-builder/spec';
import { CLUSTER_SCOPE, OF_NODE, RESTARTS_AN_HOUR } from '../common';
import type { PodQueries } from '../pod-queries';
import type { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { recorded } from '../series';
import { namespaceLinks, nodeLinks, workloadLinks } from './drill-down';
import { allocatable, nodeProblems, podsOnNodes } from './node-capacity';
import { podTable } from './pod-table';

/** How many workloads are shown: so many of those with the most CPU, and as many with the most memory. */
const HEAVIEST = 15;

/** One row for each namespace. */
export function namespacesTable(namespaces: PodQueries, states: PodStates): TableSpec {
  const pods = states.count('namespace');
  return podTable(namespaces, {
    title: 'Namespaces',
    description:
      'One row for each namespace; its name leads to its pods, workloads and logs. Bad: pods that are not ready, restarts, ' +
      'a share in red.',
    labels: [{ title: 'Namespace', label: 'namespace', columnWidth: 200, links: namespaceLinks('${__value.text}') }],
    before: [
      { title: 'Pods', expr: pods, unit: 'none' },
      {
        title: 'Not ready',
        expr: `${states.notReady('namespace')} or 0 * ${pods}`,
        unit: 'none',
        thresholds: { warning: 1 },
      },
      {
        title: 'Restarts, 1 h',
        expr: states.restarts('1h', 'namespace'),
        unit: 'none',
        thresholds: RESTARTS_AN_HOUR,
      },
    ],
  });
}

/** The workloads that use the most. */
export function workloadsTable(): TableSpec {
  const each = (record: string): string =>
    `sum by (namespace, workload, workload_type) (${recorded(record, ...CLUSTER_SCOPE)})`;
  const [cpu, memory] = [each(RECORDS.workloadCpu), each(RECORDS.workloadMemory)];
  const heaviest = `(topk(${HEAVIEST}, ${cpu}) or topk(${HEAVIEST}, ${memory}))`;
  const column = (title: string, query: string, unit: ValueColumn['unit']): ValueColumn => ({
    title,
    expr: `${query} and ${heaviest}`,
    unit,
  });
  return {
    kind: 'table',
    title: 'Workloads',
    description:
      `The ${HEAVIEST} with the most CPU and the ${HEAVIEST} with the most memory; the name leads to the pods. Bad: ready ` +
      'below wanted, or more than anyone expects of it.',
    width: 24,
    labels: [
      { title: 'Namespace', label: 'namespace', columnWidth: 200, links: namespaceLinks('${__value.text}') },
      {
        title: 'Workload',
        label: 'workload',
        columnWidth: 320,
        links: workloadLinks({
          namespace: '${__data.fields.namespace}',
          type: '${__data.fields.workload_type}',
          workload: '${__value.text}',
        }),
      },
      { title: 'Type', label: 'workload_type', columnWidth: 140 },
    ],
    values: [
      { ...column('CPU', cpu, 'short'), decimals: 3 },
      column('Memory', memory, 'bytes'),
      column('Ready', each(RECORDS.replicasReady), 'none'),
      column('Wanted', each(RECORDS.replicasWanted), 'none'),
    ],
    sortBy: 'CPU',
  };
}

/** One row for each node: how much of it is taken. */
export function nodesTable(): TableSpec {
  const used = (record: string): string => `sum by (node) (${recorded(record, ...CLUSTER_SCOPE)})`;
  const share = (title: string, taken: string, resource: 'cpu' | 'memory' | 'pods'): ValueColumn => ({
    title,
    expr: `${taken} / ${allocatable(CLUSTER_SCOPE, resource, 'node')}`,
    unit: 'percentunit',
    decimals: 0,
    thresholds: OF_NODE,
  });
  return {
    kind: 'table',
    title: 'Nodes',
    description:
      'One row for each node; its name leads to its pods. Bad: a problem, or a share of what it gives to pods in red: ' +
      'requested means no room for more, used means that its pods are slow. Each node of k3d or kind claims the whole machine.',
    width: 24,
    height: 8,
    labels: [{ title: 'Node', label: 'node', columnWidth: 260, links: nodeLinks('${__value.text}') }],
    values: [
      {
        title: 'Problems',
        expr: nodeProblems(CLUSTER_SCOPE, 'node'),
        unit: 'none',
        thresholds: { critical: 1 },
      },
      { title: 'Pods', expr: podsOnNodes(CLUSTER_SCOPE, 'node'), unit: 'none' },
      share('Pod slots', podsOnNodes(CLUSTER_SCOPE, 'node'), 'pods'),
      share('CPU requested', used(RECORDS.cpuRequests), 'cpu'),
      share('CPU used', used(RECORDS.cpu), 'cpu'),
      share('Memory requested', used(RECORDS.memoryRequests), 'memory'),
      share('Memory used', used(RECORDS.workingSet), 'memory'),
    ],
    sortBy: 'CPU requested',
  };
}
