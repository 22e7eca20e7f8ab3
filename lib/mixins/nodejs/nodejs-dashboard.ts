import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { cpuGraph, memory, memoryGraph, memoryOfLimit, openFiles, restarts, restartsByPod } from '../programs/process';
import { JOB, jobVariables, LOGS, LOGS_OF_ROW, orZeroOf, TAGS } from '../programs/watched-job';

/** Uid and title of the dashboard: links and bookmarks hold on to them. */
export const NODEJS = { uid: 'nodejs', title: 'Node.js' };

const KNOWN = 'nodejs_version_info';
const GRAPH = { kind: 'timeseries', width: 12 } as const;
const LAG = { warning: 0.1, critical: 0.5 };
const COLLECTING = { warning: 0.1, critical: 0.2 };
// of one core, which is what JavaScript runs on
const OF_CORE = { warning: 0.7, critical: 0.9 };

/** Whether the one thread that does all the work is free to do it. */
export function nodejs(): DashboardSpec {
  return {
    ...NODEJS,
    description:
      'Whether the event loop is free, what heap and garbage collection cost, what is open, and which pods began anew.',
    tags: TAGS,
    variables: jobVariables(KNOWN),
    links: [LOGS],
    rows: [
      { panels: [lagStat(), collectingStat(), coreStat(), memoryOfLimit(), openFiles(), restarts()] },
      { title: 'Event loop', panels: [lag(), lagByPod()] },
      { title: 'Memory and garbage collection', panels: [memoryGraph(), heap(), collecting(), collections()] },
      { title: 'Work', panels: [cpuGraph(12), handles()] },
      { title: 'Pods', panels: [pods()] },
    ],
  };
}

function lagStat(): StatSpec {
  return {
    kind: 'stat',
    title: 'Event loop lag',
    description:
      'How late the slowest of a hundred turns is, in the worst pod. Above half a second every request of it waits.',
    width: 4,
    unit: 's',
    query: { expr: `max(${JOB.of('nodejs_eventloop_lag_p99_seconds')})`, legend: 'p99' },
    thresholds: LAG,
  };
}

function collectingStat(): StatSpec {
  return {
    kind: 'stat',
    title: 'Garbage collection',
    description: 'Share of its time that the worst pod spends on it. Above 20 % its heap is too small, or leaks.',
    width: 4,
    unit: 'percentunit',
    decimals: 1,
    query: { expr: `max(${collectingOf()})`, legend: 'of time' },
    thresholds: COLLECTING,
  };
}

function coreStat(): StatSpec {
  return {
    kind: 'stat',
    title: 'Busiest pod',
    description: 'Cores in use by the busiest process. Near 1 its thread is full: add pods.',
    width: 4,
    unit: 'short',
    decimals: 2,
    query: { expr: `max(${JOB.rate('process_cpu_seconds_total', 'pod')})`, legend: 'cores' },
    thresholds: OF_CORE,
  };
}

function lag(): TimeSeriesSpec {
  const of = (share: string): string => `max(${JOB.of(`nodejs_eventloop_lag_${share}_seconds`)})`;
  return {
    ...GRAPH,
    title: 'Lag of the event loop',
    description:
      'How late half, 90 and 99 of a hundred turns are, and the latest of all, in the worst pod. Good: some ten ' +
      'milliseconds, which is how often it is measured. Bad: half a second.',
    unit: 's',
    queries: [
      { expr: of('p50'), legend: 'p50' },
      { expr: of('p90'), legend: 'p90' },
      { expr: of('p99'), legend: 'p99' },
      { expr: of('max'), legend: 'latest' },
    ],
    thresholds: LAG,
  };
}

function lagByPod(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Lag by pod',
    description: 'p99 of each. Bad: one far above the others, which gets the costly requests, or runs on a full node.',
    unit: 's',
    queries: [{ expr: lagOf(), legend: '{{pod}}' }],
    thresholds: LAG,
  };
}

function heap(): TimeSeriesSpec {
  const sum = (metric: string): string => `sum(${JOB.of(metric)})`;
  return {
    ...GRAPH,
    title: 'Heap',
    description:
      'Of all chosen pods: what objects use of the heap, what the heap has taken, and buffers outside of it. Bad: used that ' +
      'never falls after a collection.',
    unit: 'bytes',
    queries: [
      { expr: sum('nodejs_heap_size_used_bytes'), legend: 'used' },
      { expr: sum('nodejs_heap_size_total_bytes'), legend: 'taken' },
      { expr: sum('nodejs_external_memory_bytes'), legend: 'buffers outside' },
    ],
  };
}

function collecting(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Time for garbage collection',
    description: 'Share of time by pod, in which it answers nobody. Bad: above 20 %.',
    unit: 'percentunit',
    queries: [{ expr: collectingOf(), legend: '{{pod}}' }],
    thresholds: COLLECTING,
  };
}

function collections(): TimeSeriesSpec {
  const runs = JOB.rate('nodejs_gc_duration_seconds_count', 'kind');
  return {
    ...GRAPH,
    title: 'Collections by kind',
    description:
      'Collections each second. minor: young objects, cheap. major: the whole heap. Bad: many major ones that free nothing.',
    unit: 'ops',
    queries: [{ expr: `${runs} or on () 0 * sum(${JOB.of(KNOWN)})`, legend: '{{kind}}' }],
  };
}

function handles(): TimeSeriesSpec {
  const open = `sum by (type) (${JOB.of('nodejs_active_handles')})`;
  return {
    ...GRAPH,
    title: 'Active handles by type',
    description:
      'What keeps the processes waiting: sockets, servers, timers, child processes. Bad: sockets that rise without end, ' +
      'which are not closed.',
    unit: 'none',
    stack: true,
    queries: [{ expr: `${open} or on () 0 * sum(${JOB.of(KNOWN)})`, legend: '{{type}}' }],
  };
}

function pods(): TableSpec {
  return {
    kind: 'table',
    title: 'Pod by pod',
    description: 'One row for each pod. Bad: a value in red, or one version of Node.js beside another for long.',
    width: 24,
    labels: [
      { title: 'Pod', label: 'pod', link: LOGS_OF_ROW, columnWidth: 320 },
      { title: 'Node.js', label: 'version', expr: `max by (pod, version) (${JOB.of(KNOWN)})` },
    ],
    values: [
      { title: 'Lag (p99)', expr: lagOf(), unit: 's', thresholds: LAG },
      { title: 'Garbage collection', expr: collectingOf(), unit: 'percentunit', thresholds: COLLECTING, decimals: 1 },
      { title: 'Heap used', expr: `max by (pod) (${JOB.of('nodejs_heap_size_used_bytes')})`, unit: 'bytes' },
      { title: 'Memory', expr: memory('pod'), unit: 'bytes' },
      {
        title: 'CPU',
        expr: JOB.rate('process_cpu_seconds_total', 'pod'),
        unit: 'short',
        thresholds: OF_CORE,
        decimals: 2,
      },
      { title: 'Restarts, last hour', expr: restartsByPod(), unit: 'none', thresholds: { warning: 1, critical: 5 } },
    ],
    sortBy: 'Lag (p99)',
  };
}

function lagOf(): string {
  return `max by (pod) (${JOB.of('nodejs_eventloop_lag_p99_seconds')})`;
}

/** Share of time by pod; there is no metric before the first collection. */
function collectingOf(): string {
  return orZeroOf(JOB.rate('nodejs_gc_duration_seconds_sum', 'pod'), KNOWN, 'pod');
}
