import type { StatSpec } from '../../../dashboard-builder/spec';
import { state } from '../../kubernetes/series';
import { BEHIND, FAILING, type AgentQueries } from './agent-queries';

const STAT = { kind: 'stat', width: 4 } as const;

/** Is every node read, does everything arrive. */
export function collectionStats(agents: AgentQueries): StatSpec[] {
  return [...reading(agents), ...sending(agents)];
}

function reading(agents: AgentQueries): StatSpec[] {
  const { series, metrics } = agents;
  const nodes = `max by (node) (${state('kube_node_info', 'cluster="$cluster"')})`;
  const pods = `max by (pod, node) (${state('kube_pod_info', 'cluster="$cluster"', 'node!=""')})`;
  const read = `${pods} and on (pod) ${series.of(metrics.buildInfo)}`;
  return [
    {
      ...STAT,
      title: 'Nodes without agent',
      description: 'Nodes from which no agent is heard. Good: 0; else their logs are not collected.',
      unit: 'none',
      query: {
        expr: `count(${nodes} unless on (node) (${read})) or 0 * count(${nodes})`,
        legend: 'nodes',
      },
      thresholds: { critical: 1 },
    },
    {
      ...STAT,
      title: 'Lines read',
      description: 'Each second, of all nodes. Bad: 0: a cluster is never silent.',
      unit: 'cps',
      query: { expr: series.rate(metrics.readLines), legend: 'read' },
    },
    {
      ...STAT,
      title: 'Furthest behind',
      description:
        'What is unread of some log file. Above 5 MiB lines may be lost when the kubelet begins the next file.',
      unit: 'bytes',
      decimals: 0,
      query: { expr: `max(${agents.behind()})`, legend: 'behind' },
      thresholds: BEHIND,
    },
  ];
}

function sending(agents: AgentQueries): StatSpec[] {
  const { series, metrics } = agents;
  return [
    {
      ...STAT,
      title: 'Lines sent',
      description: 'Each second, of all nodes. Bad: far below the lines read, unless pipelines drop the others.',
      unit: 'cps',
      query: { expr: series.rate(metrics.sentLines), legend: 'sent' },
    },
    {
      ...STAT,
      title: 'Lines refused, last hour',
      description:
        'Lines of batches that Loki refused for good. Good: 0. Of a batch with one bad line it keeps the others: fewer are lost.',
      unit: 'short',
      query: { expr: series.gained(metrics.droppedLines, '1h'), legend: 'refused' },
      thresholds: { critical: 1 },
    },
    {
      ...STAT,
      title: 'Failed pushes',
      description: 'Share that is tried again: no answer, a limit, an error of Loki. Above 10 % agents fall behind.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: agents.failing(), legend: 'failed' },
      thresholds: FAILING,
    },
  ];
}
