import type { StatSpec } from '../../../dashboard-builder/spec';
import { orZero, quotient, rateOf } from './queries';
import { restartsWithin } from './restarts';
import type { ShopSeries } from './shop-series';

const STAT = { kind: 'stat', width: 4 } as const;

/** Is something wrong: six answers at a glance. */
export function stats(shop: ShopSeries): StatSpec[] {
  return [requests(shop), errorShare(shop), latency(shop), podsReady(shop), restarts(shop), busiestPod(shop)];
}

function requests(shop: ShopSeries): StatSpec {
  return {
    ...STAT,
    title: 'Requests',
    description: 'Requests that the service answers each second. Bad: fewer than the load test sends.',
    unit: 'reqps',
    query: { expr: orZero(rateOf(shop.service('http_requests_total'))), legend: 'requests' },
  };
}

function errorShare(shop: ShopSeries): StatSpec {
  return {
    ...STAT,
    title: 'Error share',
    description: 'Requests that end with a status of 500 and above, of all. Good: 0; above 1 % buyers notice.',
    unit: 'percentunit',
    decimals: 1,
    query: { expr: orZero(errorShareOf(shop)), legend: 'errors' },
    thresholds: { warning: 0.01, critical: 0.05 },
  };
}

function latency(shop: ShopSeries): StatSpec {
  return {
    ...STAT,
    title: 'Latency, p95',
    description: 'Time within which 95 of 100 requests are answered. Above 1 second buyers press the button again.',
    unit: 's',
    query: { expr: quantileOf(shop, 0.95), legend: 'p95' },
    thresholds: { warning: 0.5, critical: 1 },
    noValue: 'no requests',
  };
}

function podsReady(shop: ShopSeries): StatSpec {
  const ready = `max(${shop.deployment('kube_deployment_status_replicas_ready')})`;
  const desired = `max(${shop.deployment('kube_deployment_spec_replicas')})`;
  return {
    ...STAT,
    title: 'Pods ready of desired',
    description:
      'Pods of the service that take requests, of those that the HPA wants. Good: 100 %, save for the moments in which ' +
      'pods start.',
    unit: 'percentunit',
    decimals: 0,
    query: { expr: `clamp_max(${quotient(ready, desired)}, 1)`, legend: 'ready' },
    // less than all is worth a look, none is bad
    thresholds: { warning: 0 },
    mappings: [
      { value: 0, text: '0 %', color: 'red' },
      { value: 1, text: '100 %', color: 'green' },
    ],
  };
}

function restarts(shop: ShopSeries): StatSpec {
  return {
    ...STAT,
    title: 'Restarts and OOM kills',
    description:
      'Containers of the namespace that were started again within the time range, be it after a crash, a failed probe or ' +
      'too much memory. Good: 0; the table below says why.',
    unit: 'none',
    query: {
      expr: orZero(`sum(${restartsWithin(shop, '$__range')})`),
      legend: 'restarts',
    },
    thresholds: { warning: 1, critical: 5 },
  };
}

function busiestPod(shop: ShopSeries): StatSpec {
  const { service } = shop.shop;
  const busiest = `max(${shop.cpu(`container="${service}"`)})`;
  return {
    ...STAT,
    title: 'Busiest pod, CPU of request',
    description:
      'CPU of the busiest pod of the service, of what each asks for. Above 100 % it lives on what others leave, and the ' +
      'HPA should have added pods.',
    unit: 'percentunit',
    decimals: 0,
    query: { expr: orZero(`${busiest} / ${shop.resource('requests', service, 'cpu')}`), legend: 'of request' },
    thresholds: { warning: 1, critical: 1.5 },
  };
}

/** Requests that fail, of all; nothing where there are none. */
export function errorShareOf(shop: ShopSeries): string {
  const errors = orZero(rateOf(shop.service('http_requests_total', 'code=~"5.."')));
  return `(${errors}) / (${rateOf(shop.service('http_requests_total'))} > 0)`;
}

/** Time within which that share of the requests is answered; 0 while there are none. */
export function quantileOf(shop: ShopSeries, quantile: number): string {
  const requests = rateOf(shop.service('http_request_duration_seconds_count'));
  const buckets = rateOf(shop.service('http_request_duration_seconds_bucket'), 'le');
  return `histogram_quantile(${quantile}, ${buckets}) >= 0 or 0 * ${requests}`;
}
