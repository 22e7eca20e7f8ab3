import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { podLinks } from './links';
import type { ShopSeries } from './shop-series';

/** Which pod burns CPU, which one is short of memory. */
export function usageRow(shop: ShopSeries): RowSpec {
  return { title: 'Which pod burns CPU?', panels: [cpu(shop), memory(shop)] };
}

function cpu(shop: ShopSeries): TimeSeriesSpec {
  const { service } = shop.shop;
  return {
    kind: 'timeseries',
    title: 'CPU by pod',
    description:
      'CPU of every pod of the namespace, and what a pod of the service asks for. Bad: a pod above the line for long, or ' +
      'one far above its twins.',
    width: 12,
    unit: 'short',
    axisLabel: 'cores',
    legend: 'table',
    queries: [{ expr: shop.cpu(), legend: '{{pod}}' }],
    lines: [{ expr: shop.resource('requests', service, 'cpu'), name: `request of ${service}` }],
    seriesLinks: podLinks(shop, '${__field.labels.pod}'),
  };
}

function memory(shop: ShopSeries): TimeSeriesSpec {
  const { service } = shop.shop;
  const used = shop.cadvisor('container_memory_working_set_bytes', `container="${service}"`);
  return {
    kind: 'timeseries',
    title: 'Memory by pod',
    description:
      'Memory of each pod of the service that cannot be given back. Bad: a climb without end; at the limit the kernel ' +
      'kills the container.',
    width: 12,
    unit: 'bytes',
    legend: 'table',
    queries: [{ expr: `max by (pod) (${used})`, legend: '{{pod}}' }],
    lines: [
      { expr: shop.resource('requests', service, 'memory'), name: 'request' },
      { expr: shop.resource('limits', service, 'memory'), name: 'limit' },
    ],
    seriesLinks: podLinks(shop, '${__field.labels.pod}'),
  };
}
