import type { DashboardSpec, RowSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { orNone, orZero } from '../series';
import { jobVariables, LOGS, LOGS_OF_ROW, TAGS } from '../programs/watched-job';
import { HttpQueries, type HttpMetrics } from './http-metrics';

const STAT = { kind: 'stat', width: 4 } as const;
const GRAPH = { kind: 'timeseries', width: 12 } as const;
const ERRORS = { warning: 0.01, critical: 0.05 };

interface Slow {
  readonly warning: number;
  readonly critical: number;
}

/** Rate, errors and duration of the requests. */
export function http(
  id: { readonly uid: string; readonly title: string },
  metrics: HttpMetrics,
  slowSeconds: number,
): DashboardSpec {
  const queries = new HttpQueries(metrics);
  const slow = { warning: slowSeconds / 2, critical: slowSeconds };
  return {
    ...id,
    description:
      'How many requests come, how many of them fail, how long they take, and which pods and paths stand out.',
    tags: TAGS,
    variables: jobVariables(metrics.requests),
    links: [LOGS],
    rows: [
      { panels: [...answers(queries, slow), ...details(queries)] },
      { title: 'Requests', panels: [byCode(queries), byPod(queries)] },
      { title: 'Errors', panels: [failures(queries), failingByPod(queries)] },
      { title: 'Duration', panels: [durations(queries, slow), slowByPod(queries, slow)] },
      ...pathRows(queries, slow),
      { title: 'Pods', panels: [pods(queries, slow)] },
    ],
  };
}

function answers(queries: HttpQueries, slow: Slow): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Requests a second',
      description: 'Requests that the chosen pods answer. Bad: none at all while someone should come.',
      unit: 'reqps',
      query: { expr: orZero(queries.rate()), legend: 'requests' },
    },
    {
      ...STAT,
      title: 'Failed requests',
      description: 'Share that is answered with a status of 500 and above. Above 5 % people notice.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: orZero(queries.share(queries.failed)), legend: 'failed' },
      thresholds: ERRORS,
    },
    {
      ...STAT,
      title: 'Slow requests',
      description: 'One request in twenty takes longer. Bad: what is red.',
      unit: 's',
      query: { expr: queries.quantile(0.95), legend: 'p95' },
      thresholds: slow,
      noValue: 'not measured',
    },
  ];
}

function details(queries: HttpQueries): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Failed, last hour',
      description: 'How many requests failed, the first one of a new pod as well. Good: 0.',
      unit: 'short',
      query: { expr: orZero(queries.failures('1h')), legend: 'failed' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Refused requests',
      description:
        'Share that is answered with a status of 400 to 499: whoever asks does it wrongly. Bad: a sudden rise.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: orZero(queries.share(queries.refused)), legend: 'refused' },
      thresholds: { warning: 0.5 },
    },
    {
      ...STAT,
      title: 'Pods at work',
      description: 'Pods that got a request lately. Bad: fewer than there are, since the load is then not balanced.',
      unit: 'none',
      query: { expr: orZero(`count(${queries.rate('pod')} > 0)`), legend: 'pods' },
    },
  ];
}

function byCode(queries: HttpQueries): TimeSeriesSpec {
  const { status } = queries.metrics;
  const fine = queries.rate(status, `${status}!~"5.."`);
  return {
    ...GRAPH,
    title: 'Requests by status',
    description: '2xx and 3xx are fine, 4xx is a fault of who asks. Bad: 5xx, or a plateau while more are sent.',
    unit: 'reqps',
    stack: true,
    legend: 'table',
    queries: [
      { expr: orNone(fine, status), legend: `{{${status}}}` },
      { expr: orNone(queries.rate(status, queries.failed), status), legend: `failed {{${status}}}`, color: 'red' },
    ],
  };
}

function byPod(queries: HttpQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Requests by pod',
    description:
      'Bad: one line far from the others: connections that are kept for long, or a pod that fails its probe.',
    unit: 'reqps',
    stack: true,
    legend: 'table',
    queries: [{ expr: queries.rate('pod'), legend: '{{pod}}' }],
  };
}

function failures(queries: HttpQueries): TimeSeriesSpec {
  const { status } = queries.metrics;
  return {
    ...GRAPH,
    title: 'Failures by status',
    description:
      'How many requests failed about each moment, the first of a kind as well. Good: none. 500: the program itself; 502 to ' +
      '504: what it asked in turn.',
    unit: 'short',
    draw: 'bars',
    stack: true,
    queries: [{ expr: orNone(queries.failures('$__rate_interval', status), status), legend: `{{${status}}}` }],
  };
}

function failingByPod(queries: HttpQueries): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Failed requests by pod',
    description: 'Share of each. Bad in one pod: that pod; bad in all: what they have in common.',
    unit: 'percentunit',
    queries: [{ expr: queries.share(queries.failed, 'pod'), legend: '{{pod}}' }],
    thresholds: ERRORS,
  };
}

function durations(queries: HttpQueries, slow: Slow): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Time to answer',
    description:
      'Half, 95 and 99 of a hundred requests are faster. Bad: a distance that grows between half and the rest, which is ' +
      'mostly a queue.',
    unit: 's',
    queries: [
      { expr: queries.quantile(0.5), legend: 'p50' },
      { expr: queries.quantile(0.95), legend: 'p95' },
      { expr: queries.quantile(0.99), legend: 'p99' },
    ],
    thresholds: slow,
  };
}

function slowByPod(queries: HttpQueries, slow: Slow): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Slow requests by pod',
    description: 'One request in twenty takes longer. Bad: one pod far above the others.',
    unit: 's',
    queries: [{ expr: queries.quantile(0.95, 'pod'), legend: '{{pod}}' }],
    thresholds: slow,
  };
}

function pathRows(queries: HttpQueries, slow: Slow): RowSpec[] {
  const { path } = queries.metrics;
  if (path === undefined) return [];
  const graph: TimeSeriesSpec = {
    ...GRAPH,
    width: 24,
    title: 'Requests by path',
    description: 'Where requests go. Bad: one that suddenly gets none, or more lines than there are routes.',
    unit: 'reqps',
    stack: true,
    legend: 'table',
    queries: [{ expr: queries.rate(path), legend: `{{${path}}}` }],
  };
  const table: TableSpec = {
    ...shared(queries, path, slow),
    title: 'Path by path',
    description: 'One row for each path. Bad: a share or a time in red.',
    labels: [{ title: 'Path', label: path, columnWidth: 320 }],
  };
  return [{ title: 'Paths', panels: [graph, table] }];
}

function pods(queries: HttpQueries, slow: Slow): TableSpec {
  return {
    ...shared(queries, 'pod', slow),
    title: 'Pod by pod',
    description: 'One row for each pod. Bad: a share or a time in red.',
    labels: [{ title: 'Pod', label: 'pod', link: LOGS_OF_ROW, columnWidth: 320 }],
  };
}

function shared(queries: HttpQueries, by: string, slow: Slow): Pick<TableSpec, 'kind' | 'width' | 'values' | 'sortBy'> {
  return {
    kind: 'table',
    width: 24,
    values: [
      { title: 'Requests', expr: queries.rate(by), unit: 'reqps' },
      {
        title: 'Failed',
        expr: queries.share(queries.failed, by),
        unit: 'percentunit',
        thresholds: ERRORS,
        decimals: 1,
      },
      { title: 'Refused', expr: queries.share(queries.refused, by), unit: 'percentunit', decimals: 1 },
      { title: 'Fast (p50)', expr: queries.quantile(0.5, by), unit: 's' },
      { title: 'Slow (p95)', expr: queries.quantile(0.95, by), unit: 's', thresholds: slow },
    ],
    sortBy: 'Requests',
  };
}
