import type { StatSpec } from '../../../dashboard-builder/spec';
import { dashboardUrl } from '../../../dashboard-builder/links';
import type { AgentMetrics } from '../agent-metrics';
import { LOG_COLLECTION } from '../dashboards';
import { Series } from '../../series';
import { ERROR_LINES, LINES, orZero } from './log-queries';

const STAT = { kind: 'stat', width: 4 } as const;

/** How much is said, how much of it is bad, and whether all of it is here. */
export function searchStats(agent: AgentMetrics): StatSpec[] {
  return [...lines(), ...completeness(agent)];
}

function lines(): StatSpec[] {
  const ofLoki = { ...STAT, source: 'loki' } as const;
  return [
    {
      ...ofLoki,
      title: 'Lines a second',
      description: 'Of what is chosen, over five minutes. Bad: 0 while pods work.',
      unit: 'cps',
      query: { expr: orZero(`sum(rate(${LINES} [5m]))`), legend: 'lines' },
    },
    {
      ...ofLoki,
      title: 'Bytes a second',
      description: 'Of what is chosen, over five minutes. Bad: a multiple of what is usual: it fills the disk of Loki.',
      unit: 'Bps',
      query: { expr: orZero(`sum(bytes_rate(${LINES} [5m]))`), legend: 'bytes' },
    },
    {
      ...ofLoki,
      title: 'Error lines, 5 minutes',
      description: 'Lines that tell of an error. Good: 0, or as few as always.',
      unit: 'short',
      query: { expr: orZero(`sum(count_over_time(${ERROR_LINES} [5m]))`), legend: 'errors' },
      thresholds: { warning: 1, critical: 100 },
    },
    {
      ...ofLoki,
      title: 'Pods that write',
      description: 'Within five minutes. Bad: fewer than run, when each of them should have something to say.',
      unit: 'none',
      query: { expr: orZero(`count(sum by (pod) (count_over_time(${LINES} [5m])))`), legend: 'pods' },
    },
  ];
}

function completeness({ fileBytes, readBytes, droppedLines }: AgentMetrics): StatSpec[] {
  const agents = new Series(['cluster="$cluster"']);
  const links = [{ title: 'How logs are collected', url: dashboardUrl(LOG_COLLECTION.uid, {}) }];
  return [
    {
      ...STAT,
      title: 'Lines refused, last hour',
      description: 'Lines of the whole cluster in batches that Loki refused: some of them are missing here. Good: 0.',
      unit: 'short',
      query: { expr: agents.gained(droppedLines, '1h'), legend: 'refused' },
      thresholds: { critical: 1 },
      links,
    },
    {
      ...STAT,
      title: 'Not yet read',
      description:
        'The most that is unread of a log file in the cluster. Above 1 MiB the newest lines are not here yet.',
      unit: 'bytes',
      decimals: 0,
      query: { expr: `clamp_min(max(${agents.of(fileBytes)} - ${agents.of(readBytes)}), 0)`, legend: 'unread' },
      thresholds: { warning: 2 ** 20, critical: 5 * 2 ** 20 },
      links,
    },
  ];
}
