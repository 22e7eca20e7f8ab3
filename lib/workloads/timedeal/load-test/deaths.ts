import type {
  LabelColumn,
  MappingSpec,
  RowSpec,
  TableSpec,
  TimeSeriesSpec,
  ValueColumn,
} from '../../../dashboard-builder/spec';
import { ContainerFates } from './container-fates';
import { podLinks } from './links';
import { restartsByReason } from './restarts';
import type { ShopSeries } from './shop-series';

/** What the exit codes of containers mean: 128 and above is a signal. */
const EXIT_CODES: readonly MappingSpec[] = [
  { value: 0, text: '0, finished' },
  { value: 1, text: '1, error', color: 'red' },
  { value: 137, text: '137, killed', color: 'red' },
  { value: 139, text: '139, crashed', color: 'red' },
  { value: 143, text: '143, told to stop', color: 'orange' },
];

/** Why did the pod die. */
export function deathRow(shop: ShopSeries): RowSpec {
  return { title: 'Why did the pod die?', panels: [restarts(shop), containers(shop)] };
}

function restarts(shop: ShopSeries): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Restarts by reason',
    description:
      'Containers that were started again, by what ended them. Good: none. Bad: OOMKilled while requests or memory rise, or ' +
      'Error again and again; `unknown` is a reason that the kubelet does not tell.',
    width: 24,
    height: 6,
    unit: 'none',
    draw: 'bars',
    stack: true,
    queries: [{ expr: restartsByReason(shop), legend: '{{reason}}' }],
  };
}

function containers(shop: ShopSeries): TableSpec {
  const fates = new ContainerFates(shop);
  return {
    kind: 'table',
    title: 'Containers and how they ended last',
    description:
      'One row for each container that there was within the time range, the pods that are gone too; the name of the pod leads ' +
      'to its logs. Bad: restarts, and whatever waits: the verdict says what to look at.',
    width: 24,
    height: 10,
    labels: [podColumn(shop), ...fateColumns(fates)],
    values: figures(shop, fates),
    sortBy: 'Restarts',
  };
}

function podColumn(shop: ShopSeries): LabelColumn {
  const [logs] = podLinks(shop, '${__value.text}');
  return { title: 'Pod', label: 'pod', columnWidth: 250, ...(logs === undefined ? {} : { link: logs }) };
}

function fateColumns(fates: ContainerFates): LabelColumn[] {
  return [
    { title: 'Container', label: 'container', columnWidth: 140 },
    { title: 'Now', label: 'now', columnWidth: 150, expr: fates.now() },
    { title: 'Last end', label: 'reason', columnWidth: 110, expr: fates.lastEnd() },
    { title: 'Verdict', label: 'verdict', columnWidth: 280, expr: fates.verdict() },
  ];
}

function figures(shop: ShopSeries, fates: ContainerFates): ValueColumn[] {
  const memory = shop.cadvisor('container_memory_working_set_bytes', 'container!=""');
  const limit = fates.highest('kube_pod_container_resource_limits', 'resource="memory"');
  return [
    { title: 'Restarts', expr: fates.restarts(), unit: 'none', thresholds: { warning: 1, critical: 5 } },
    { title: 'Exit code', expr: fates.exitCode(), unit: 'none', mappings: EXIT_CODES },
    {
      title: 'Started',
      // Grafana reads moments in milliseconds
      expr: `1000 * ${fates.highest('kube_pod_container_state_started')}`,
      unit: 'dateTimeFromNow',
    },
    {
      title: 'Highest memory, of limit',
      expr: `max by (pod, container) (max_over_time(${memory}[$__range])) / ${limit}`,
      unit: 'percentunit',
      decimals: 0,
      thresholds: { warning: 0.8, critical: 0.95 },
    },
  ];
}
