import type { MappingSpec, RowSpec, TableSpec, TimeSeriesSpec, ValueColumn } from '../../../dashboard-builder/spec';
import { podLinks } from './links';
import type { ShopSeries } from './shop-series';

/** What the exit codes of containers mean: 128 and above is a signal. */
const EXIT_CODES: readonly MappingSpec[] = [
  { value: -1, text: '-' },
  { value: 0, text: '0, finished' },
  { value: 1, text: '1, error', color: 'red' },
  { value: 137, text: '137, killed', color: 'red' },
  { value: 139, text: '139, crashed', color: 'red' },
  { value: 143, text: '143, told to stop', color: 'orange' },
];

/** Which pod burns CPU, which one is short of memory. */
export function usageRow(shop: ShopSeries): RowSpec {
  return { title: 'Which pod burns CPU?', panels: [cpu(shop), memory(shop)] };
}

/** Why did the pod die. */
export function deathRow(shop: ShopSeries): RowSpec {
  return { title: 'Why did the pod die?', panels: [containers(shop)] };
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

function containers(shop: ShopSeries): TableSpec {
  const restarts = each(shop.state('kube_pod_container_status_restarts_total'));
  const reason = shop.state('kube_pod_container_status_last_terminated_reason');
  // for a container that never ended, which has no such series
  const none = `label_replace(${restarts}, "reason", "-", "", "")`;
  const [logs] = podLinks(shop, '${__value.text}');
  return {
    kind: 'table',
    title: 'Containers and how they ended last',
    description:
      'One row for each container; the name of the pod leads to its logs. Bad: restarts. OOMKilled: raise the memory limit ' +
      'or find the leak. Error: read the last lines before the end. Completed, or 143 with a failed probe: kubectl describe.',
    width: 24,
    height: 8,
    labels: [
      { title: 'Pod', label: 'pod', columnWidth: 320, ...(logs === undefined ? {} : { link: logs }) },
      { title: 'Container', label: 'container', columnWidth: 180 },
      {
        title: 'Ended by',
        label: 'reason',
        columnWidth: 140,
        expr: `max by (pod, container, reason) (${reason}) or on (pod, container) ${none}`,
      },
    ],
    values: endings(shop, restarts),
    sortBy: 'Restarts',
  };
}

function endings(shop: ShopSeries, restarts: string): ValueColumn[] {
  const exitCode = each(shop.state('kube_pod_container_status_last_terminated_exitcode'));
  const memory = shop.cadvisor('container_memory_working_set_bytes', 'container!=""');
  const limit = each(shop.state('kube_pod_container_resource_limits', 'resource="memory"'));
  return [
    { title: 'Restarts', expr: restarts, unit: 'none', thresholds: { warning: 1, critical: 5 } },
    { title: 'Exit code', expr: `${exitCode} or -1 + 0 * ${restarts}`, unit: 'none', mappings: EXIT_CODES },
    {
      title: 'Started',
      // Grafana reads moments in milliseconds
      expr: `${each(shop.state('kube_pod_container_state_started'))} * 1000`,
      unit: 'dateTimeFromNow',
    },
    {
      title: 'Highest memory, of limit',
      expr: `${each(`max_over_time(${memory}[$__range])`)} / ${limit}`,
      unit: 'percentunit',
      decimals: 0,
      thresholds: { warning: 0.8, critical: 0.95 },
    },
  ];
}

function each(series: string): string {
  return `max by (pod, container) (${series})`;
}
