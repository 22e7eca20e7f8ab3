import { exploreLogsUrl } from '../../../dashboard-builder/links';
import type { RowSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { Series } from '../../series';
import { BEHIND, FAILING, type AgentQueries } from './agent-queries';

/** The agents themselves, and the canaries, which tell whether it is Loki that is slow. */
export function agentsRow(agents: AgentQueries): RowSpec {
  const { process } = agents;
  return { title: 'Agent by agent', panels: [table(agents), process.memoryGraph(8), process.cpuGraph(8), canary()] };
}

function table(agents: AgentQueries): TableSpec {
  const { series, metrics, process } = agents;
  return {
    kind: 'table',
    title: 'Agents',
    description: 'One row for each; the name leads to its log. Bad: no files, lines refused, far behind.',
    width: 24,
    height: 8,
    labels: [
      {
        title: 'Agent',
        label: 'pod',
        columnWidth: 220,
        link: {
          title: 'Log of the agent',
          url: exploreLogsUrl('{namespace="${namespace}", pod="${__value.text}"}'),
        },
      },
      { title: 'Node', label: 'node', columnWidth: 220, expr: agents.nodes },
    ],
    values: [
      { title: 'Files', expr: `sum by (pod) (${series.of(metrics.filesActive)})`, unit: 'none' },
      { title: 'Lines read', expr: series.rate(metrics.readLines, 'pod'), unit: 'cps' },
      { title: 'Lines sent', expr: series.rate(metrics.sentLines, 'pod'), unit: 'cps' },
      {
        title: 'Refused, last hour',
        expr: series.gained(metrics.droppedLines, '1h', 'pod'),
        unit: 'short',
        thresholds: { critical: 1 },
      },
      { title: 'Failed pushes', expr: agents.failing('pod'), unit: 'percentunit', thresholds: FAILING, decimals: 1 },
      { title: 'Behind', expr: agents.behind(), unit: 'bytes', thresholds: BEHIND },
      { title: 'CPU', expr: process.cpu(), unit: 'short', decimals: 3 },
      { title: 'Memory', expr: process.memory(), unit: 'bytes' },
    ],
    sortBy: 'Behind',
  };
}

function canary(): TimeSeriesSpec {
  const canaries = new Series(['cluster="$cluster"']);
  return {
    kind: 'timeseries',
    title: 'Loki without the agent',
    description:
      'Time until a line can be read that the canaries push themselves. Bad: above five seconds: then it is Loki that is ' +
      'slow, not the agent.',
    width: 8,
    unit: 's',
    queries: [
      { expr: canaries.quantile(0.5, 'loki_canary_response_latency_seconds'), legend: 'p50' },
      { expr: canaries.quantile(0.99, 'loki_canary_response_latency_seconds'), legend: 'p99' },
    ],
    thresholds: { warning: 2, critical: 5 },
  };
}
