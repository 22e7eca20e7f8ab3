import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import { NAMESPACE_PODS, PERSISTENT_VOLUMES } from '../dashboards';
import { kubelet, state } from '../series';

const SCOPE = ['cluster="$cluster"', 'namespace=~"$namespace"'];
const CLAIM = 'by (namespace, persistentvolumeclaim)';
const LEGEND = '{{namespace}}/{{persistentvolumeclaim}}';
const FULL = { warning: 0.8, critical: 0.95 };
const STAT = { kind: 'stat', width: 4 } as const;

/** A figure of each claimed volume; every node on which it is mounted tells the same. */
function volume(metric: string): string {
  return `max ${CLAIM} (${kubelet(`kubelet_volume_stats_${metric}`, ...SCOPE)})`;
}

const BYTES = `${volume('used_bytes')} / ${volume('capacity_bytes')}`;
// a file system without a fixed number of inodes says 0
const INODES = `${volume('inodes_used')} / (${volume('inodes')} > 0)`;

/** How full the claimed volumes are, and which of them will be soon. */
export function persistentVolumes(): DashboardSpec {
  return {
    ...PERSISTENT_VOLUMES,
    description: 'How full the claimed volumes are, which of them will be soon, and which claims got none.',
    tags: ['kubernetes', 'storage'],
    variables: [
      CLUSTER_VARIABLE,
      {
        name: 'namespace',
        label: 'Namespace',
        query: `label_values(${kubelet('kubelet_volume_stats_capacity_bytes', 'cluster="$cluster"')}, namespace)`,
        multi: true,
      },
    ],
    rows: [
      { panels: [...fullness(), ...claims()] },
      { panels: [graph('Bytes used', BYTES), graph('Inodes used', INODES)] },
      { panels: [table()] },
    ],
  };
}

function fullness(): StatSpec[] {
  const share = { ...STAT, unit: 'percentunit', decimals: 0, thresholds: FULL } as const;
  const soon = `predict_linear(${kubelet('kubelet_volume_stats_available_bytes', ...SCOPE)}[6h], 4 * 86400) < 0`;
  return [
    {
      ...share,
      title: 'Fullest volume',
      description: 'The volume with the least room. Above 95 % its pod soon cannot write, and many programs then stop.',
      query: { expr: `max(${BYTES})`, legend: 'full' },
    },
    {
      ...share,
      title: 'Fullest in inodes',
      description:
        'The volume with the fewest files left to make. Above 95 % no new file can be made, whatever its size.',
      query: { expr: `max(${INODES})`, legend: 'full' },
      noValue: 'no limit',
    },
    {
      ...STAT,
      title: 'Full within 4 days',
      description: 'Volumes that will be full in four days if they grow as in the last six hours. Good: 0.',
      unit: 'none',
      query: { expr: `count(max ${CLAIM} (${soon})) or vector(0)`, legend: 'volumes' },
      thresholds: { warning: 1 },
    },
  ];
}

function claims(): StatSpec[] {
  const count = (metric: string, phase: string): string => `sum(${state(metric, ...SCOPE, `phase=~"${phase}"`)})`;
  return [
    {
      ...STAT,
      title: 'Claims without a volume',
      description: 'Pending or lost. Good: 0; else `kubectl describe pvc` says what is missing.',
      unit: 'none',
      query: { expr: count('kube_persistentvolumeclaim_status_phase', 'Pending|Lost'), legend: 'claims' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Claimed',
      description: 'Bytes that all claims ask for. Bad: far above what they use, where a byte has its price.',
      unit: 'bytes',
      query: {
        expr: `sum(${state('kube_persistentvolumeclaim_resource_requests_storage_bytes', ...SCOPE)})`,
        legend: 'claimed',
      },
    },
    {
      ...STAT,
      title: 'Used',
      description: 'Bytes in all volumes together. Bad: near what is claimed.',
      unit: 'bytes',
      query: { expr: `sum(${volume('used_bytes')})`, legend: 'used' },
    },
  ];
}

function graph(title: string, expr: string): TimeSeriesSpec {
  const url = dashboardUrl(NAMESPACE_PODS.uid, { namespace: '${__field.labels.namespace}' });
  return {
    kind: 'timeseries',
    title,
    description: 'Of what each volume has. Bad: above the red line, or a climb without end.',
    width: 12,
    unit: 'percentunit',
    max: 1,
    legend: 'table',
    queries: [{ expr, legend: LEGEND }],
    thresholds: FULL,
    seriesLinks: [{ title: 'Pods of the namespace', url }],
  };
}

function table(): TableSpec {
  return {
    kind: 'table',
    title: 'Volumes',
    description: 'One row for each claim that a pod uses. Bad: a share in red.',
    width: 24,
    labels: [
      { title: 'Namespace', label: 'namespace', columnWidth: 200 },
      { title: 'Claim', label: 'persistentvolumeclaim', columnWidth: 320 },
    ],
    values: [
      { title: 'Size', expr: volume('capacity_bytes'), unit: 'bytes' },
      { title: 'Available', expr: volume('available_bytes'), unit: 'bytes' },
      { title: 'Used', expr: BYTES, unit: 'percentunit', thresholds: FULL, decimals: 0 },
      { title: 'Inodes used', expr: INODES, unit: 'percentunit', thresholds: FULL, decimals: 0 },
    ],
    sortBy: 'Used',
  };
}
