import type { StatSpec } from '../../../dashboard-builder/spec';
import { orZero } from '../../series';
import { API, COMPACTED, failing, LOKI_PODS, sinceSuccess } from './loki-queries';

const STAT = { kind: 'stat', width: 4 } as const;

/** Do lines come in, do they stay, can they be read. */
export function lokiStats(): StatSpec[] {
  return [...lines(), ...service()];
}

function lines(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Lines received',
      description: 'Log lines a second, of all senders. Bad: 0, or a fall to a part of before.',
      unit: 'cps',
      query: { expr: LOKI_PODS.rate('loki_distributor_lines_received_total'), legend: 'lines' },
    },
    {
      ...STAT,
      title: 'Lines refused, last hour',
      description: 'Good: 0. The graph below says for which reason; agents try some of them again.',
      unit: 'short',
      query: { expr: orZero(LOKI_PODS.gainedFromNothing('loki_discarded_samples_total', '1h')), legend: 'refused' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Lines lost, last hour',
      description: 'Lines that a canary wrote and could not read back within five minutes. Good: 0.',
      unit: 'none',
      query: { expr: LOKI_PODS.gained('loki_canary_missing_entries_total', '1h'), legend: 'lost' },
      thresholds: { critical: 1 },
    },
  ];
}

function service(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Failed requests',
      description: 'Share of pushes and queries that Loki answers with a code from 500 on. Above 1 % look at its log.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: failing(API), legend: 'failed' },
      thresholds: { warning: 0.01, critical: 0.1 },
    },
    {
      ...STAT,
      title: 'Disk used',
      description: 'Of the disk of the write-ahead log. At 90 % Loki takes no more lines.',
      unit: 'percentunit',
      decimals: 0,
      query: { expr: `max(${LOKI_PODS.of('loki_ingester_wal_disk_usage_percent')})`, legend: 'used' },
      thresholds: { warning: 0.8, critical: 0.9 },
    },
    {
      ...STAT,
      title: 'Last compaction',
      description:
        'How long ago the index was compacted. Good: below 15 minutes. Bad: hours; nothing old is deleted then.',
      unit: 'dtdurations',
      query: { expr: sinceSuccess(COMPACTED), legend: 'ago' },
      decimals: 0,
      thresholds: { warning: 3600, critical: 3 * 3600 },
    },
  ];
}
