import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import { NAMESPACE_PODS, PERSISTENT_VOLUMES } from '../dashboards';
import { kubelet, state, stateBy } from '../series';

const SCOPE = ['cluster="$cluster"', 'namespace=~"$namespace"'];
const CLAIM = 'namespace, persistentvolumeclaim';
const LEGEND = '{{namespace}}/{{persistentvolumeclaim}}';
const FULL = { warning: 0.8, critical: 0.95 };
const STAT = { kind: 'stat', width: 4 } as const;

/** A figure of each claimed volume; every node on which it is mounted tells the same. */
function volume(metric: string): string {
  return `max by (${CLAIM}) (${kubelet(`kubelet_volume_stats_${metric}`, ...SCOPE)})`;
}

// what only root may write to is neither; a raw block device has nothing of either, since the kubelet cannot look into it
const ROOM = `${volume('used_bytes')} + ${volume('available_bytes')} > 0`;
const BYTES = `${volume('used_bytes')} / (${ROOM})`;
// a file system without a fixed number of inodes says 0
const INODES = `${volume('inodes_used')} / (${volume('inodes')} > 0)`;
// full by nature
const READ_ONLY = `${stateBy(CLAIM, 'kube_persistentvolumeclaim_access_mode', ...SCOPE, 'access_mode="ReadOnlyMany"')} == 1`;

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
        // not of the volumes: a namespace whose only claim got none has no figures of the kubelet
        query: `label_values(${state('kube_persistentvolumeclaim_status_phase', 'cluster="$cluster"')}, namespace)`,
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
  return [
    {
      ...share,
      title: 'Fullest volume',
      description: 'The volume with the least room. Above 95 % its pod soon cannot write, and many programs then stop.',
      query: { expr: `max(${BYTES} unless ${READ_ONLY})`, legend: 'full' },
    },
    {
      ...share,
      title: 'Fullest in inodes',
      description:
        'The volume with the fewest files left to make. Above 95 % no new file can be made, whatever its size.',
      query: { expr: `max(${INODES} unless ${READ_ONLY})`, legend: 'full' },
      noValue: 'no limit',
    },
    {
      ...STAT,
      title: 'Full within 4 days',
      description: 'Volumes that are full, or will be in four days if they grow as in the last six hours. Good: 0.',
      unit: 'none',
      query: { expr: `count(${fullSoon()}) or 0 * count(${ROOM})`, legend: 'volumes' },
      thresholds: { warning: 1 },
    },
  ];
}

function fullSoon(): string {
  const available = kubelet('kubelet_volume_stats_available_bytes', ...SCOPE);
  // the range also holds what was told by a node that the volume has left, and of claims that are gone
  const later = `predict_linear(${available}[6h], 4 * 86400) and ${available}`;
  return `min by (${CLAIM}) (${later}) <= 0 and ${ROOM} unless ${READ_ONLY}`;
}

function claims(): StatSpec[] {
  const sum = (metric: string, ...matchers: readonly string[]): string =>
    `sum(${stateBy(CLAIM, metric, ...SCOPE, ...matchers)})`;
  return [
    {
      ...STAT,
      title: 'Claims without a volume',
      description:
        'Pending or lost. Good: 0, but for claims that no pod uses yet; else `kubectl describe pvc` says what is missing.',
      unit: 'none',
      query: { expr: sum('kube_persistentvolumeclaim_status_phase', 'phase=~"Pending|Lost"'), legend: 'claims' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Claimed',
      description: 'Bytes that all claims ask for. Bad: far above what they use, where a byte has its price.',
      unit: 'bytes',
      query: { expr: sum('kube_persistentvolumeclaim_resource_requests_storage_bytes'), legend: 'claimed' },
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
