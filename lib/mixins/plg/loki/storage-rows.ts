import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { COMPACTED, LOKI_PODS, LOKI_PROCESS, RETAINED, sinceSuccess } from './loki-queries';

const GRAPH = { kind: 'timeseries', width: 8 } as const;

/** Whether there is room, and whether what is old is deleted. */
export function storageRow(): RowSpec {
  return { title: 'Storage', panels: [disk(), log(), compactor()] };
}

/** What Loki uses of its node, and what it complains of. */
export function processRow(): RowSpec {
  return { title: 'Process', panels: [LOKI_PROCESS.memoryGraph(8), LOKI_PROCESS.cpuGraph(8), messages()] };
}

function disk(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Disk of the write-ahead log',
    description: 'How full it is. At 90 %, the red line, Loki refuses all lines.',
    unit: 'percentunit',
    max: 1,
    queries: [{ expr: `max by (pod) (${LOKI_PODS.of('loki_ingester_wal_disk_usage_percent')})`, legend: '{{pod}}' }],
    thresholds: { warning: 0.8, critical: 0.9 },
  };
}

function log(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Write-ahead log',
    description:
      'Bytes written to it, and to the copies that let it be cut. Bad: log without any copy for an hour: it grows, and a ' +
      'restart takes as long.',
    unit: 'Bps',
    queries: [
      { expr: LOKI_PODS.rate('loki_ingester_wal_logged_bytes_total'), legend: 'log' },
      { expr: LOKI_PODS.rate('loki_ingester_checkpoint_logged_bytes_total'), legend: 'copies' },
    ],
  };
}

function compactor(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Since the compactor last succeeded',
    description:
      'Compaction joins the files of the index, retention deletes what is older than it may be. Both run each ten minutes. ' +
      'Bad: a straight climb; after hours queries are slow and the disk fills.',
    unit: 'dtdurations',
    queries: [
      { expr: sinceSuccess(COMPACTED), legend: 'compaction' },
      { expr: sinceSuccess(RETAINED), legend: 'retention' },
    ],
    thresholds: { critical: 3 * 3600 },
  };
}

function messages(): TimeSeriesSpec {
  const of = (level: string): string =>
    `sum(rate(${LOKI_PODS.of('loki_internal_log_messages_total', `level="${level}"`)}[$__rate_interval]) ` +
    `and on (pod) ${LOKI_PODS.of('loki_build_info')})`;
  return {
    ...GRAPH,
    title: 'Messages of Loki',
    description: 'What Loki itself logs each second. Bad: errors all the time; read its log.',
    unit: 'cps',
    queries: [
      { expr: of('warn'), legend: 'warnings', color: 'orange' },
      { expr: of('error'), legend: 'errors', color: 'red' },
    ],
  };
}
