import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { orNone } from '../../series';
import { PROMETHEUS_POD } from './prometheus-queries';

// of people, dashboards and scripts; the others are for the pages of Prometheus itself
const QUERIES = 'handler=~"/api/v1/(query|query_range|series|labels|label/:name/values|read)"';

/** How people and dashboards are served. */
export function queriesRow(): RowSpec {
  return { title: 'Queries', panels: [requests(), failed(), times(), atOnce()] };
}

function requests(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Queries by kind',
    description: 'What dashboards and people ask for. Bad: a sudden multiple: some dashboard refreshes too often.',
    width: 6,
    unit: 'reqps',
    stack: true,
    queries: [
      { expr: PROMETHEUS_POD.rate('prometheus_http_requests_total', 'handler', QUERIES), legend: '{{handler}}' },
    ],
  };
}

function failed(): TimeSeriesSpec {
  const codes = PROMETHEUS_POD.rate('prometheus_http_requests_total', 'code', QUERIES, 'code=~"[45].."');
  return {
    kind: 'timeseries',
    title: 'Queries that failed',
    description: 'Good: none. 400: an error in the query. 422: it has no proper result. 503: it took too long.',
    width: 6,
    unit: 'reqps',
    stack: true,
    queries: [{ expr: orNone(codes, 'code'), legend: '{{code}}', color: 'red' }],
  };
}

function times(): TimeSeriesSpec {
  const evaluation = PROMETHEUS_POD.of('prometheus_engine_query_duration_seconds', 'slice="inner_eval"');
  return {
    kind: 'timeseries',
    title: 'Time to compute a query',
    description: 'Half, 90 and 99 of a hundred queries and rules were faster. Above ten seconds people give up.',
    width: 6,
    unit: 's',
    queries: [{ expr: `max by (quantile) (${evaluation})`, legend: 'p{{quantile}}' }],
    thresholds: { warning: 2, critical: 10 },
  };
}

function atOnce(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Queries at once',
    description: 'At the line further ones wait for a place. Bad: near it for minutes.',
    width: 6,
    unit: 'none',
    queries: [
      {
        expr: `max(max_over_time(${PROMETHEUS_POD.of('prometheus_engine_queries')}[5m]))`,
        legend: 'most of 5 minutes',
      },
    ],
    lines: [{ expr: `max(${PROMETHEUS_POD.of('prometheus_engine_queries_concurrent_max')})`, name: 'possible' }],
  };
}
