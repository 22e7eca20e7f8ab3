import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { ProcessPanels } from '../process-panels';
import { DISK_LIMIT, DISK_PARTS, PROMETHEUS_POD } from './prometheus-queries';

const GRAPH = { kind: 'timeseries', width: 8 } as const;

/** How much past there is, and how much room. */
export function diskRow(): RowSpec {
  return { title: 'Disk', panels: [size(), past(), failures()] };
}

/** What the process uses of its node. */
export function processRow(): RowSpec {
  const panels = new ProcessPanels(PROMETHEUS_POD, 'Prometheus', 'prometheus_build_info');
  return { title: 'Process', panels: [panels.memoryGraph(12), panels.cpuGraph(12)] };
}

function size(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Size on disk',
    description:
      'Blocks of two hours and more, and what has not become a block yet. At the line the oldest block is deleted, before ' +
      'its time. Bad: a write-ahead log that only grows: compaction fails.',
    unit: 'bytes',
    stack: true,
    queries: DISK_PARTS.map(({ metric, name }) => ({
      expr: `max(${PROMETHEUS_POD.of(metric)})`,
      legend: name,
    })) as [{ expr: string; legend: string }],
    lines: [{ expr: DISK_LIMIT, name: 'limit' }],
  };
}

function past(): TimeSeriesSpec {
  const oldest = `max(${PROMETHEUS_POD.of('prometheus_tsdb_lowest_timestamp_seconds')})`;
  return {
    ...GRAPH,
    title: 'How far back metrics reach',
    description:
      'Age of the oldest sample, and how long metrics shall be kept. Blocks go as a whole, so that it may lie above the ' +
      'line. Bad: far below it for longer than that: the limit of size is reached first, or data was lost.',
    unit: 'dtdurations',
    queries: [{ expr: `time() - ${oldest}`, legend: 'oldest sample' }],
    lines: [{ expr: `max(${PROMETHEUS_POD.of('prometheus_tsdb_retention_limit_seconds')})`, name: 'kept for' }],
  };
}

function failures(): TimeSeriesSpec {
  const of = (legend: string, counter: string) => ({ expr: PROMETHEUS_POD.gained(counter, '10m'), legend });
  return {
    ...GRAPH,
    title: 'Failures on disk',
    description: 'Within ten minutes each. Good: 0. Mostly the volume is full; the log says which file it was.',
    unit: 'none',
    queries: [
      of('writes', 'prometheus_tsdb_wal_writes_failed_total'),
      of('compactions', 'prometheus_tsdb_compactions_failed_total'),
      of('reads of blocks', 'prometheus_tsdb_reloads_failures_total'),
      of('truncations', 'prometheus_tsdb_wal_truncations_failed_total'),
    ],
  };
}
