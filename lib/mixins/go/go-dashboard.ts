import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { cpuGraph, memory, memoryGraph, memoryOfLimit, openFiles, restarts, restartsByPod } from '../programs/process';
import { JOB, jobVariables, LOGS, LOGS_OF_ROW, TAGS } from '../programs/watched-job';

/** Uid and title of the dashboard: links and bookmarks hold on to them. */
export const GO = { uid: 'go', title: 'Go' };

const KNOWN = 'go_info';
const GRAPH = { kind: 'timeseries', width: 12 } as const;
// Prometheus 3 stores 1.0 where 2 stores 1
const LONGEST = 'quantile=~"1|1.0"';
const PAUSE = { warning: 0.02, critical: 0.1 };

// client_golang takes the start time from the boot time of the node, which moves by a second when clocks are set
const BEGAN_ANEW = `resets(${JOB.of('process_cpu_seconds_total')}[1h])`;

/** Without a limit the runtime shows the largest number that there is. */
export function memoryLimit(series: string): string {
  return `${series} < 2 ^ 62`;
}

/** How many goroutines there are, and what memory costs. */
export function goPrograms(): DashboardSpec {
  return {
    ...GO,
    description:
      'How many goroutines there are, how memory stands to its limits, what garbage collection does, which pods began anew.',
    tags: TAGS,
    variables: jobVariables(KNOWN),
    links: [LOGS],
    rows: [
      { panels: [goroutineStat(), memoryOfLimit(), pauseStat(), coresStat(), openFiles(), restarts(BEGAN_ANEW)] },
      { title: 'Goroutines and cores', panels: [goroutines(), cpu()] },
      { title: 'Memory', panels: [memoryInProcess(), heap(), allocated(), collections()] },
      { title: 'What keeps them from running', panels: [pauses(), threads()] },
      { title: 'Pods', panels: [pods()] },
    ],
  };
}

function goroutineStat(): StatSpec {
  return {
    kind: 'stat',
    title: 'Goroutines',
    description: 'Of the pod that has most. Bad: a number that only rises, since they never end then.',
    width: 4,
    unit: 'short',
    query: { expr: `max(${JOB.of('go_goroutines')})`, legend: 'goroutines' },
  };
}

function pauseStat(): StatSpec {
  return {
    kind: 'stat',
    title: 'Longest pause',
    description:
      'Longest of the latest pauses for garbage collection, in which nothing runs. Good: below 1 ms; above 20 ms the CPU is short.',
    width: 4,
    unit: 's',
    query: { expr: `max(${JOB.of('go_gc_duration_seconds', LONGEST)})`, legend: 'pause' },
    thresholds: PAUSE,
  };
}

function coresStat(): StatSpec {
  const used = JOB.rate('process_cpu_seconds_total', 'pod');
  return {
    kind: 'stat',
    title: 'CPU of cores',
    description: 'Of the cores that GOMAXPROCS lets the busiest pod use. Near 100 % goroutines wait for one.',
    width: 4,
    unit: 'percentunit',
    decimals: 0,
    query: { expr: `max(${used} / sum by (pod) (${JOB.of('go_sched_gomaxprocs_threads')}))`, legend: 'of cores' },
    thresholds: { warning: 0.7, critical: 0.9 },
    noValue: 'not known',
  };
}

function goroutines(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Goroutines by pod',
    description: 'They follow the requests. Bad: a climb that does not, or a step that never goes back.',
    unit: 'short',
    queries: [{ expr: `max by (pod) (${JOB.of('go_goroutines')})`, legend: '{{pod}}' }],
  };
}

function cpu(): TimeSeriesSpec {
  return cpuGraph(12, [{ expr: `min(${JOB.of('go_sched_gomaxprocs_threads')})`, name: 'GOMAXPROCS' }]);
}

function memoryInProcess(): TimeSeriesSpec {
  return memoryGraph([{ expr: `min(${memoryLimit(JOB.of('go_gc_gomemlimit_bytes'))})`, name: 'GOMEMLIMIT' }]);
}

function heap(): TimeSeriesSpec {
  const sum = (metric: string): string => `sum(${JOB.of(`go_memstats_${metric}`)})`;
  return {
    ...GRAPH,
    title: 'Heap',
    description:
      'Of all chosen pods: objects, the spans that hold them, and at which size the next collection begins. Bad: objects ' +
      'that never fall after a collection, or spans far above them.',
    unit: 'bytes',
    queries: [
      { expr: sum('heap_alloc_bytes'), legend: 'objects' },
      { expr: sum('heap_inuse_bytes'), legend: 'spans in use' },
      { expr: sum('next_gc_bytes'), legend: 'next collection' },
    ],
  };
}

function allocated(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Memory allocated',
    description: 'Bytes each second by pod, all of which is collected again. Bad: a step up with the same requests.',
    unit: 'Bps',
    queries: [{ expr: JOB.rate('go_memstats_alloc_bytes_total', 'pod'), legend: '{{pod}}' }],
  };
}

function collections(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Garbage collections',
    description: 'Each second, by pod. Good: below 1. Bad: several: little memory is left below GOMEMLIMIT.',
    unit: 'ops',
    queries: [{ expr: JOB.rate('go_gc_duration_seconds_count', 'pod'), legend: '{{pod}}' }],
  };
}

function pauses(): TimeSeriesSpec {
  const of = (matcher: string): string => `max(${JOB.of('go_gc_duration_seconds', matcher)})`;
  return {
    ...GRAPH,
    title: 'Pauses for garbage collection',
    description:
      'Half of the latest pauses, three quarters, and the longest, in the worst pod. Bad: above 20 ms, for lack of CPU: a CPU limit ' +
      'below GOMAXPROCS, or a full node.',
    unit: 's',
    queries: [
      { expr: of('quantile="0.5"'), legend: 'p50' },
      { expr: of('quantile="0.75"'), legend: 'p75' },
      { expr: of(LONGEST), legend: 'longest' },
    ],
    thresholds: PAUSE,
  };
}

function threads(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Threads by pod',
    description: 'Some more than there are cores. Bad: hundreds: goroutines wait in the kernel, mostly for a disk.',
    unit: 'short',
    queries: [{ expr: `max by (pod) (${JOB.of('go_threads')})`, legend: '{{pod}}' }],
  };
}

function pods(): TableSpec {
  return {
    kind: 'table',
    title: 'Pod by pod',
    description: 'One row for each pod. Bad: a value in red, or one pod far from the others.',
    width: 24,
    labels: [
      { title: 'Pod', label: 'pod', link: LOGS_OF_ROW, columnWidth: 320 },
      { title: 'Go', label: 'version', expr: `max by (pod, version) (${JOB.of(KNOWN)})` },
    ],
    values: [
      { title: 'Goroutines', expr: `max by (pod) (${JOB.of('go_goroutines')})`, unit: 'short' },
      { title: 'CPU', expr: JOB.rate('process_cpu_seconds_total', 'pod'), unit: 'short', decimals: 3 },
      { title: 'Memory', expr: memory('pod'), unit: 'bytes' },
      { title: 'Objects', expr: `max by (pod) (${JOB.of('go_memstats_heap_alloc_bytes')})`, unit: 'bytes' },
      { title: 'Collections', expr: JOB.rate('go_gc_duration_seconds_count', 'pod'), unit: 'ops' },
      {
        title: 'Restarts, last hour',
        expr: restartsByPod(BEGAN_ANEW),
        unit: 'none',
        thresholds: { warning: 1, critical: 5 },
      },
    ],
    sortBy: 'Memory',
  };
}
