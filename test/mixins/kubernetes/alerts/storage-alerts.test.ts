import { storageAlerts } from '../../../../lib/mixins/kubernetes/alerts/storage-alerts';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { series, state, twice } from '../../support/series';

const CLAIM = { namespace: 'shop', persistentvolumeclaim: 'data-db-0' };
const KUBELET = { job: 'kubelet', metrics_path: '/metrics', instance: '10.0.0.1:10250', node: 'n1', ...CLAIM };
const WARNING = { severity: 'warning', ...CLAIM };
const CRITICAL = { severity: 'critical', ...CLAIM };
const GIB = 2 ** 30;
const LATE = ['1h40m'];

function volume(now: string): InputSeries[] {
  return ['Pending', 'Available', 'Bound', 'Released', 'Failed'].map((phase) =>
    state('kube_persistentvolume_status_phase', { persistentvolume: 'pvc-1', phase }, phase === now ? 1 : 0),
  );
}

function claim(now: string): InputSeries[] {
  return ['Lost', 'Bound', 'Pending'].map((phase) =>
    state('kube_persistentvolumeclaim_status_phase', { ...CLAIM, phase }, phase === now ? 1 : 0),
  );
}

function usedBy(pod: string): InputSeries {
  const own = { ...CLAIM, pod, uid: pod, volume: 'data', ephemeral: 'false' };
  return state('kube_pod_spec_volumes_persistentvolumeclaims_info', own);
}

/** A volume of 100 GiB and as many inodes, of which so many are left at first, and so many more or less each 30 seconds. */
function space(left: number, step = 0, target = KUBELET): InputSeries[] {
  return [
    series('kubelet_volume_stats_available_bytes', target, left * GIB, step * GIB),
    series('kubelet_volume_stats_capacity_bytes', target, 100 * GIB),
  ];
}

function inodes(left: number, step = 0, size = 100): InputSeries[] {
  return [
    series('kubelet_volume_stats_inodes_free', KUBELET, left * GIB, step * GIB),
    series('kubelet_volume_stats_inodes', KUBELET, size * GIB),
  ];
}

const readOnly = state('kube_persistentvolumeclaim_access_mode', { ...CLAIM, access_mode: 'ReadOnlyMany' });

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubePersistentVolumeErrors',
    firing: twice(volume('Failed')),
    fires: [
      {
        labels: { severity: 'warning', persistentvolume: 'pvc-1', phase: 'Failed' },
        summary: 'The PersistentVolume pvc-1 is Failed',
      },
    ],
    silent: { 'it is used': volume('Bound'), 'its claim is gone, it is kept': volume('Released') },
  },
  {
    alert: 'KubePersistentVolumeClaimNotBound',
    firing: twice([...claim('Pending'), usedBy('db-0'), usedBy('backup-1')]),
    fires: [{ labels: { ...WARNING, phase: 'Pending' }, summary: 'The claim shop/data-db-0 is Pending' }],
    silent: {
      'it has its volume': [...claim('Bound'), usedBy('db-0')],
      'no pod wants it yet': claim('Pending'),
    },
  },
  {
    alert: 'KubePersistentVolumeClaimNotBound',
    firing: twice(claim('Lost')),
    fires: [{ labels: { ...WARNING, phase: 'Lost' }, summary: 'The claim shop/data-db-0 is Lost' }],
    silent: {},
  },
  {
    alert: 'KubePersistentVolumeFillingUp',
    // mounted on two nodes
    firing: [...space(2), ...space(2, 0, { ...KUBELET, instance: '10.0.0.2:10250', node: 'n2' })],
    fires: [{ labels: CRITICAL, summary: 'The volume of shop/data-db-0 has 2% of its space left' }],
    silent: {
      'full and read alone': [...space(0), readOnly],
      'room enough': space(50),
      'a raw block device, of which nothing is known': [
        ...space(0),
        series('kubelet_volume_stats_used_bytes', KUBELET, 0),
      ],
    },
    at: LATE,
  },
  {
    alert: 'KubePersistentVolumeFillingUp',
    firing: space(15, -0.01),
    fires: [{ labels: WARNING, summary: 'The volume of shop/data-db-0 has 13% of its space left' }],
    silent: {
      'little room, though it does not fill': space(13),
      'it fills, but has room': space(90, -0.05),
      'it is emptied': space(8, 0.01),
    },
    at: LATE,
  },
  {
    alert: 'KubePersistentVolumeFillingUp',
    // too slow to be seen by its pace
    firing: space(4),
    fires: [{ labels: WARNING, summary: 'The volume of shop/data-db-0 has 4% of its space left' }],
    silent: {},
    at: LATE,
  },
  {
    alert: 'KubePersistentVolumeInodesFillingUp',
    firing: inodes(2),
    fires: [{ labels: CRITICAL, summary: 'The volume of shop/data-db-0 has 2% of its inodes left' }],
    silent: { 'a file system without a fixed number': inodes(0, 0, 0) },
    at: LATE,
  },
  {
    alert: 'KubePersistentVolumeInodesFillingUp',
    firing: inodes(15, -0.01),
    fires: [{ labels: WARNING, summary: 'The volume of shop/data-db-0 has 13% of its inodes left' }],
    silent: { 'little room, though it does not fill': inodes(13) },
    at: LATE,
  },
];

describe('alerts on volumes', () => {
  testAlerts(new AlertCases(storageAlerts(KubernetesFlavor.STANDARD, AlertProfile.FULL), CASES));

  test('tell of room where the kubelet does: not on k3s', () => {
    const k3s = storageAlerts(KubernetesFlavor.K3S, AlertProfile.FULL).flatMap(({ rules }) =>
      rules.map(({ name }) => name),
    );

    expect(storageAlerts(KubernetesFlavor.K3S, AlertProfile.NONE)).toEqual([]);
    expect(k3s).toEqual(['KubePersistentVolumeErrors', 'KubePersistentVolumeClaimNotBound']);
  });
});
