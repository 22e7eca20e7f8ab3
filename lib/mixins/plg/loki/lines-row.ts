import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { orNone } from '../../series';
import { LOKI_PODS } from './loki-queries';

const GRAPH = { kind: 'timeseries', width: 8 } as const;

/** How much comes in, and what of it is refused. */
export function linesRow(): RowSpec {
  return { title: 'Lines come in', panels: [lines(), bytes(), refused(), streams(), begun(), chunks()] };
}

function lines(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Lines',
    description: 'Log lines received each second. Bad: a fall to 0, or a multiple of what is usual.',
    unit: 'cps',
    queries: [{ expr: LOKI_PODS.rate('loki_distributor_lines_received_total', 'tenant'), legend: '{{tenant}}' }],
  };
}

function bytes(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Bytes',
    description:
      'Bytes of log lines received each second. Near ingestionRateMb, 16 MB by default, agents are slowed down.',
    unit: 'Bps',
    queries: [{ expr: LOKI_PODS.rate('loki_distributor_bytes_received_total', 'tenant'), legend: '{{tenant}}' }],
  };
}

function refused(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Lines refused by reason',
    description:
      'Good: none. rate_limited, stream_limit: agents try again. All other reasons are final: those lines ' +
      'are lost.',
    unit: 'cps',
    stack: true,
    queries: [
      { expr: orNone(LOKI_PODS.rate('loki_discarded_samples_total', 'reason'), 'reason'), legend: '{{reason}}' },
    ],
  };
}

function streams(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Streams in memory',
    description:
      'Each set of labels is one. Near maxStreams, 5000 by default, new ones are refused: some label varies.',
    unit: 'short',
    queries: [{ expr: `sum(${LOKI_PODS.of('loki_ingester_memory_streams')})`, legend: 'streams' }],
  };
}

function begun(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Streams begun and ended',
    description: 'Each second. Good: few, as pods come and go. Bad: many all the time: a label with ever new values.',
    unit: 'cps',
    queries: [
      { expr: LOKI_PODS.rate('loki_ingester_streams_created_total'), legend: 'begun' },
      { expr: LOKI_PODS.rate('loki_ingester_streams_removed_total'), legend: 'ended' },
    ],
  };
}

function chunks(): TimeSeriesSpec {
  const flushed = LOKI_PODS.rate('loki_ingester_chunks_flushed_total', 'reason');
  return {
    ...GRAPH,
    title: 'Chunks written to the store',
    description:
      'Each second, by reason: full, idle or old ones are as it should be. Bad: any failure, in red; lines then stay in ' +
      'memory until it is full.',
    unit: 'cps',
    queries: [
      { expr: orNone(flushed, 'reason'), legend: '{{reason}}' },
      { expr: LOKI_PODS.rate('loki_ingester_chunks_flush_failures_total'), legend: 'failed', color: 'red' },
    ],
  };
}
