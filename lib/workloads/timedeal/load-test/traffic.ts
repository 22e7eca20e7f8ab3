import type { PanelSpec, RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { podLinks } from './links';
import { orZeroNamed, rateOf } from './queries';
import type { ShopSeries } from './shop-series';
import { quantileOf } from './stats';

const BY_POD = { kind: 'timeseries', width: 12, unit: 'reqps' } as const;

/** What did the load test change: requests, their latency, and how pods share them. */
export function trafficRow(shop: ShopSeries): RowSpec {
  return { title: 'What did the load test change?', panels: [byStatus(shop), latency(shop), ...byPod(shop)] };
}

function byStatus(shop: ShopSeries): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Requests by status',
    description:
      'Requests each second by HTTP status. Bad: any 5xx, or a plateau while the load test still sends more. Probes count ' +
      'as well where the service counts them.',
    width: 12,
    unit: 'reqps',
    stack: true,
    queries: [{ expr: orZeroNamed(rateOf(shop.service('http_requests_total'), 'code'), 'code'), legend: '{{code}}' }],
  };
}

function latency(shop: ShopSeries): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Latency',
    description:
      'Time within which half, 95 % and 99 % of the requests are answered. Bad: p99 far above the rest, which is mostly a ' +
      'queue: for the database, for a lock, for CPU.',
    width: 12,
    unit: 's',
    queries: [
      { expr: quantileOf(shop, 0.5), legend: 'p50', color: 'green' },
      { expr: quantileOf(shop, 0.95), legend: 'p95', color: 'orange' },
      { expr: quantileOf(shop, 0.99), legend: 'p99', color: 'red' },
    ],
    thresholds: { critical: 1 },
  };
}

function byPod(shop: ShopSeries): PanelSpec[] {
  const all = rateOf(shop.service('http_requests_total'), 'pod');
  const failed = rateOf(shop.service('http_requests_total', 'code=~"5.."'), 'pod');
  return [
    {
      ...BY_POD,
      title: 'Requests by pod',
      description:
        'Requests each second by pod. Bad: one line far from the others, since the load is then not balanced.',
      queries: [{ expr: orZeroNamed(all, 'pod'), legend: '{{pod}}' }],
      seriesLinks: podLinks(shop, '${__field.labels.pod}'),
    },
    {
      ...BY_POD,
      title: 'Errors by pod',
      description:
        'Requests that end with 5xx, by pod. Good: 0. Bad in one pod: that pod; bad in all: what they share.',
      queries: [{ expr: orZeroNamed(`${failed} or 0 * ${all}`, 'pod'), legend: '{{pod}}' }],
      seriesLinks: podLinks(shop, '${__field.labels.pod}'),
    },
  ];
}
