import type { RowSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { byNode, CANARY_NODES, LOKI_PODS } from './loki-queries';

const LATENCY = 'loki_canary_response_latency_seconds';
const SLOW = { warning: 2, critical: 5 };

/** The way from each node to Loki and back. */
export function canaryRow(): RowSpec {
  return { title: 'Canaries: a line each second, from every node, read back', panels: [lost(), late(), canaries()] };
}

function lost(): TimeSeriesSpec {
  const missing = `sum by (pod) (rate(${LOKI_PODS.of('loki_canary_missing_entries_total')}[$__rate_interval]))`;
  return {
    kind: 'timeseries',
    title: 'Lines lost by node',
    description: 'Lines a second that could not be read back. Good: 0. Of all nodes: Loki. Of one: its way to Loki.',
    width: 12,
    unit: 'cps',
    queries: [{ expr: byNode(missing), legend: '{{node}}' }],
  };
}

function late(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Time until a line can be read',
    description: 'Half, 95 and 99 of a hundred lines were there sooner. Bad: above five seconds.',
    width: 12,
    unit: 's',
    queries: [
      { expr: LOKI_PODS.quantile(0.5, LATENCY), legend: 'p50' },
      { expr: LOKI_PODS.quantile(0.95, LATENCY), legend: 'p95' },
      { expr: LOKI_PODS.quantile(0.99, LATENCY), legend: 'p99' },
    ],
    thresholds: SLOW,
  };
}

function canaries(): TableSpec {
  return {
    kind: 'table',
    title: 'Canary by canary',
    description:
      'Bad: lines lost; lines that were lost after they had been stored; an hour with less than 3,600 lines, since the ' +
      'canary was restarted or could not write.',
    width: 24,
    height: 7,
    labels: [
      { title: 'Canary', label: 'pod', columnWidth: 220 },
      { title: 'Node', label: 'node', columnWidth: 220, expr: CANARY_NODES },
    ],
    values: [
      { title: 'Written, last hour', expr: LOKI_PODS.gained('loki_canary_entries_total', '1h', 'pod'), unit: 'short' },
      {
        title: 'Lost, last hour',
        expr: LOKI_PODS.gained('loki_canary_missing_entries_total', '1h', 'pod'),
        unit: 'none',
        thresholds: { critical: 1 },
      },
      {
        title: 'Lost once stored, last hour',
        expr: LOKI_PODS.gained('loki_canary_spot_check_missing_entries_total', '1h', 'pod'),
        unit: 'none',
        thresholds: { critical: 1 },
      },
      {
        title: 'Not followed, last hour',
        expr: LOKI_PODS.gained('loki_canary_websocket_missing_entries_total', '1h', 'pod'),
        unit: 'none',
        thresholds: { warning: 1 },
      },
      { title: 'Slow (p99)', expr: LOKI_PODS.quantile(0.99, LATENCY, 'pod'), unit: 's', thresholds: SLOW },
    ],
    sortBy: 'Lost, last hour',
  };
}
