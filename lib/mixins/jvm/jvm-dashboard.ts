import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { OF_LIMIT, openFiles, restarts, restartsByPod } from '../programs/process';
import { jobVariables, LOGS, LOGS_OF_ROW, orZeroOf, TAGS } from '../programs/watched-job';
import {
  afterCollection,
  allocated,
  collecting,
  collections,
  cores,
  FILES,
  heapMaximum,
  KNOWN,
  loadedClasses,
  threads,
  threadsByState,
  used,
} from './jvm-metrics';

/** Uid and title of the dashboard: links and bookmarks hold on to them. */
export const JVM = { uid: 'jvm', title: 'JVM' };

const STAT = { kind: 'stat', width: 4 } as const;
const GRAPH = { kind: 'timeseries', width: 8 } as const;
const COLLECTING = { warning: 0.05, critical: 0.1 };

/** Whether there is memory left, and what it costs to have it. */
export function jvm(): DashboardSpec {
  return {
    ...JVM,
    description:
      'Whether heap is left, how long programs stand still to free some, what their threads do, which began anew.',
    tags: TAGS,
    variables: jobVariables(KNOWN),
    links: [LOGS],
    rows: [
      { panels: [...stats(), openFiles(FILES), restarts()] },
      { title: 'Memory', panels: [heap(), left(), outside()] },
      { title: 'Garbage collection', panels: [standingStill(), pauses(), allocations()] },
      { title: 'Threads and CPU', panels: [states(), byPod(), cpu()] },
      { title: 'Pods', panels: [pods()] },
    ],
  };
}

function stats(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Heap after collections',
      description:
        'What the last collection left in use, in the pod where that is most. Above 90 % it soon ends for want of memory.',
      unit: 'percentunit',
      decimals: 0,
      query: { expr: `max(${afterCollection('pod')})`, legend: 'of maximum' },
      thresholds: OF_LIMIT,
      noValue: 'not known',
    },
    {
      ...STAT,
      title: 'Standing still',
      description: 'Share of time that the worst pod stood still for garbage collection. Above 10 % requests are late.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: `max(${collectingOf()})`, legend: 'of time' },
      thresholds: COLLECTING,
    },
    {
      ...STAT,
      title: 'Threads',
      description:
        'Of the pod that has most. Bad: a number that only rises; each takes about a megabyte beside the heap.',
      unit: 'short',
      query: { expr: `max(${threads('pod')})`, legend: 'threads' },
    },
    {
      ...STAT,
      title: 'Busiest pod',
      description: 'Cores in use by the busiest program. Near its CPU limit it is throttled.',
      unit: 'short',
      decimals: 2,
      query: { expr: `max(${cores('pod')})`, legend: 'cores' },
    },
  ];
}

function heap(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Heap',
    description: 'In use by pod, and the lowest maximum. Good: it rises and falls. Bad: it only rises.',
    unit: 'bytes',
    queries: [{ expr: used('heap', 'pod'), legend: '{{pod}}' }],
    lines: [{ expr: `min(${heapMaximum('pod')})`, name: 'maximum' }],
  };
}

function left(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Heap left in use',
    description:
      'Share by pod that the last collection of the whole heap left. Bad: a climb from one to the next: a leak.',
    unit: 'percentunit',
    queries: [{ expr: afterCollection('pod'), legend: '{{pod}}' }],
    thresholds: OF_LIMIT,
  };
}

function outside(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Memory beside the heap',
    description:
      'Classes and compiled code by pod. Bad: a climb without end: classes are loaded again and again. It counts for the ' +
      'limit of the container, as stacks and buffers do.',
    unit: 'bytes',
    queries: [{ expr: used('nonheap', 'pod'), legend: '{{pod}}' }],
  };
}

function standingStill(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Time standing still',
    description: 'Share of time by pod in which garbage collection stops the program. Bad: above the red line.',
    unit: 'percentunit',
    queries: [{ expr: collectingOf(), legend: '{{pod}}' }],
    thresholds: COLLECTING,
  };
}

function pauses(): TimeSeriesSpec {
  const mean = `(${collecting('pod')}) / (${collections('pod')}) >= 0`;
  return {
    ...GRAPH,
    title: 'Mean pause',
    description: 'How long one pause lasts, by pod; 0 while there are none. Bad: above a fifth of a second.',
    unit: 's',
    queries: [{ expr: orZeroOf(mean, KNOWN, 'pod'), legend: '{{pod}}' }],
    thresholds: { warning: 0.2, critical: 1 },
  };
}

function allocations(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Memory allocated',
    description: 'Bytes each second by pod, all of which is collected again. Bad: a step up with the same requests.',
    unit: 'Bps',
    queries: [{ expr: orZeroOf(allocated('pod'), KNOWN, 'pod'), legend: '{{pod}}' }],
  };
}

function states(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Threads by state',
    description: 'Of all chosen pods. Bad: many blocked, which wait for one lock; runnable far above the cores.',
    unit: 'short',
    stack: true,
    queries: [{ expr: threadsByState(), legend: '{{state}}' }],
  };
}

function byPod(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Threads by pod',
    description: 'Bad: a climb without end: a pool for each request, or threads that wait for ever.',
    unit: 'short',
    queries: [{ expr: threads('pod'), legend: '{{pod}}' }],
  };
}

function cpu(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'CPU',
    description: 'Cores in use by pod. Bad: a plateau at its CPU limit, or at the cores of the node.',
    unit: 'short',
    queries: [{ expr: cores('pod'), legend: '{{pod}}' }],
  };
}

function pods(): TableSpec {
  return {
    kind: 'table',
    title: 'Pod by pod',
    description: 'One row for each pod. Bad: a value in red, or one pod far from the others.',
    width: 24,
    labels: [{ title: 'Pod', label: 'pod', link: LOGS_OF_ROW, columnWidth: 320 }],
    values: [
      { title: 'Heap', expr: used('heap', 'pod'), unit: 'bytes' },
      {
        title: 'After collections',
        expr: afterCollection('pod'),
        unit: 'percentunit',
        thresholds: OF_LIMIT,
        decimals: 0,
      },
      { title: 'Standing still', expr: collectingOf(), unit: 'percentunit', thresholds: COLLECTING, decimals: 1 },
      { title: 'Threads', expr: threads('pod'), unit: 'short' },
      { title: 'Classes', expr: loadedClasses('pod'), unit: 'short' },
      { title: 'CPU', expr: cores('pod'), unit: 'short', decimals: 2 },
      { title: 'Restarts, last hour', expr: restartsByPod(), unit: 'none', thresholds: { warning: 1, critical: 5 } },
    ],
    sortBy: 'After collections',
  };
}

/** Share of time by pod; there is no metric before the first collection. */
function collectingOf(): string {
  return orZeroOf(collecting('pod'), KNOWN, 'pod');
}
