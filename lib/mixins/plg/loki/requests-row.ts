import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { orNone, orZero } from '../../series';
import { API, LOKI_PODS, PUSH, READS } from './loki-queries';

const HISTOGRAM = 'loki_request_duration_seconds';

/** How senders and readers are served. */
export function requestsRow(): RowSpec {
  return { title: 'Requests', panels: [rates(), errors(), pushTimes(), queryTimes(), waiting()] };
}

function rates(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Requests by route',
    description: 'Pushes of agents, queries of people and dashboards. Bad: pushes that fall to 0.',
    width: 12,
    unit: 'reqps',
    legend: 'table',
    queries: [{ expr: LOKI_PODS.rate(`${HISTOGRAM}_count`, 'route', API), legend: '{{route}}' }],
  };
}

function errors(): TimeSeriesSpec {
  const failed = LOKI_PODS.rate(`${HISTOGRAM}_count`, 'route, status_code', API, 'status_code=~"[45].."');
  return {
    kind: 'timeseries',
    title: 'Requests that failed',
    description:
      'By route and code. Good: none. 400: a faulty query, or lines that are too old. 429: a limit. Bad: 500 and above.',
    width: 12,
    unit: 'reqps',
    legend: 'table',
    queries: [{ expr: orNone(failed, 'route'), legend: '{{route}} {{status_code}}' }],
  };
}

function pushTimes(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Time to take a push',
    description:
      'Half, 95 and 99 of a hundred were faster. Above two seconds agents fall behind: mostly the disk is slow.',
    width: 8,
    unit: 's',
    queries: times(PUSH),
    thresholds: { warning: 0.5, critical: 2 },
  };
}

function queryTimes(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Time to answer a query',
    description: 'Half, 95 and 99 of a hundred were faster. Above thirty seconds panels are given up on.',
    width: 8,
    unit: 's',
    queries: times(READS),
    thresholds: { warning: 10, critical: 30 },
  };
}

function times(matchers: string): TimeSeriesSpec['queries'] {
  return [
    { expr: LOKI_PODS.quantile(0.5, HISTOGRAM, '', matchers), legend: 'p50' },
    { expr: LOKI_PODS.quantile(0.95, HISTOGRAM, '', matchers), legend: 'p95' },
    { expr: LOKI_PODS.quantile(0.99, HISTOGRAM, '', matchers), legend: 'p99' },
  ];
}

function waiting(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Queries at work',
    description:
      'Parts of queries that run, and that wait for a place. Bad: a queue for minutes; raise max_concurrent.',
    width: 8,
    unit: 'none',
    queries: [
      { expr: `sum(${LOKI_PODS.of('loki_querier_worker_inflight_queries')})`, legend: 'at work' },
      { expr: orZero(`sum(${LOKI_PODS.of('loki_query_scheduler_queue_length')})`), legend: 'waiting' },
    ],
    lines: [{ expr: `sum(${LOKI_PODS.of('loki_querier_worker_concurrency')})`, name: 'possible' }],
  };
}
