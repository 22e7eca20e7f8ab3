import type { BarGaugeSpec, RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { orNone } from '../../series';
import { BEHIND, type AgentQueries } from './agent-queries';

const GRAPH = { kind: 'timeseries', width: 8 } as const;

/** What is read of the files of each node. */
export function linesRow(agents: AgentQueries): RowSpec {
  return { title: 'Files are read', panels: [read(agents), files(agents), behind(agents), noisiest(agents)] };
}

/** What becomes of the lines. */
export function deliveryRow(agents: AgentQueries): RowSpec {
  return {
    title: 'Lines are sent',
    panels: [sent(agents), bytes(agents), refused(agents), answers(agents), times(agents), retries(agents)],
  };
}

function read(agents: AgentQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Lines read by node',
    description: 'Each second. Bad: a node that falls to 0 while its pods work, or one far above the others.',
    unit: 'cps',
    queries: [{ expr: agents.rateByNode(agents.metrics.readLines), legend: '{{node}}' }],
  };
}

function files(agents: AgentQueries): TimeSeriesSpec {
  const active = `sum by (pod) (${agents.series.of(agents.metrics.filesActive)})`;
  return {
    ...GRAPH,
    title: 'Files open by node',
    description: 'Log files that are followed: one for each container, at least. Bad: 0, or far fewer than containers.',
    unit: 'none',
    queries: [{ expr: agents.byNode(active), legend: '{{node}}' }],
  };
}

function behind(agents: AgentQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Behind by node',
    description:
      'What is unread of the file that is worst. Above the red line it may be lost: the kubelet begins a new file at 10 MiB.',
    unit: 'bytes',
    queries: [{ expr: agents.byNode(agents.behind()), legend: '{{node}}' }],
    thresholds: BEHIND,
  };
}

function noisiest(agents: AgentQueries): BarGaugeSpec {
  // /var/log/pods/<namespace>_<pod>_<uid>/<container>/<restarts>.log
  const path = '.*/([^/_]+)_([^/_]+)_[^/]+/([^/]+)/[^/]+';
  const lines = `rate(${agents.series.of(agents.metrics.readLines)}[$__rate_interval])`;
  return {
    kind: 'bargauge',
    title: 'Containers that log the most',
    description: 'The ten with the most lines a second. Bad: one far above all others: it pays to make it log less.',
    width: 24,
    height: 9,
    unit: 'cps',
    query: {
      expr: `topk(10, sum by (source) (label_replace(${lines}, "source", "$1 / $2 / $3", "path", "${path}")))`,
      legend: '{{source}}',
    },
  };
}

function sent(agents: AgentQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Lines sent by node',
    description: 'Each second. Bad: far below the lines read, unless pipelines drop the others.',
    unit: 'cps',
    queries: [{ expr: agents.rateByNode(agents.metrics.sentLines), legend: '{{node}}' }],
  };
}

function bytes(agents: AgentQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Bytes sent by node',
    description: 'Each second, compressed. Bad: one node far above the others.',
    unit: 'Bps',
    queries: [{ expr: agents.rateByNode(agents.metrics.sentBytes), legend: '{{node}}' }],
  };
}

function refused(agents: AgentQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Lines refused by reason',
    description:
      'Lines a second in batches that Loki refused for good; of a batch with one bad line it keeps the others. Good: 0. ' +
      'ingester_error: the log of the agent quotes the answer.',
    unit: 'cps',
    queries: [{ expr: agents.series.rate(agents.metrics.droppedLines, 'reason'), legend: '{{reason}}' }],
  };
}

function answers(agents: AgentQueries): TimeSeriesSpec {
  const of = (...matchers: readonly string[]): string =>
    agents.series.rate(`${agents.metrics.pushDuration}_count`, 'status_code', ...matchers);
  return {
    ...GRAPH,
    title: 'Answers of Loki',
    description:
      'Pushes a second by code. Good: 204 alone. -1: no answer. 429: a limit. 400: some lines refused. 5xx: Loki.',
    unit: 'reqps',
    stack: true,
    queries: [
      { expr: of('status_code=~"2.."'), legend: '{{status_code}}' },
      { expr: orNone(of('status_code!~"2.."'), 'status_code'), legend: 'failed {{status_code}}', color: 'red' },
    ],
  };
}

function times(agents: AgentQueries): TimeSeriesSpec {
  const { series, metrics } = agents;
  return {
    ...GRAPH,
    title: 'Time of a push',
    description:
      'Half, 95 and 99 of a hundred were faster. Above a second the agent, which sends one after the other, falls behind.',
    unit: 's',
    queries: [
      { expr: series.quantile(0.5, metrics.pushDuration), legend: 'p50' },
      { expr: series.quantile(0.95, metrics.pushDuration), legend: 'p95' },
      { expr: series.quantile(0.99, metrics.pushDuration), legend: 'p99' },
    ],
    thresholds: { warning: 0.5, critical: 2 },
  };
}

function retries(agents: AgentQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Pushes tried again',
    description:
      'Each second, by node. Good: 0. Bad: for minutes; meanwhile the agent reads no further, and falls behind.',
    unit: 'cps',
    queries: [{ expr: agents.rateByNode(agents.metrics.retries), legend: '{{node}}' }],
  };
}
