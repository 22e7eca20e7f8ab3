import { buildDashboard } from '../../../lib/dashboard-builder/build-dashboard';
import { persistentVolumes } from '../../../lib/mixins/kubernetes/storage/persistent-volumes';
import { Dashboard } from '../../../lib/model/dashboard';
import { panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
import { doubled, stateSeries } from '../support/kubernetes-series';
import { variablesOf } from '../support/queries';

const spec = persistentVolumes();
const dashboard = Dashboard._lazy(spec.uid, spec.title, {}, () => buildDashboard(spec));

interface Figures {
  readonly node?: string;
  readonly namespace?: string;
  readonly capacity?: number;
  readonly used?: number;
  readonly available?: number | string;
  readonly inodes?: number;
  readonly inodesUsed?: number;
}

/** What the kubelet of a node says of a volume that is mounted there. */
function volume(claim: string, figures: Figures): InputSeries[] {
  const { node = 'n1', namespace = 'shop', capacity = 100, used = 0, available = capacity - used } = figures;
  const { inodes = 0, inodesUsed = 0 } = figures;
  const labels = `job="kubelet", metrics_path="/metrics", node="${node}", namespace="${namespace}", persistentvolumeclaim="${claim}"`;
  const metric = (name: string): string => `kubelet_volume_stats_${name}{${labels}}`;
  return [
    steady(metric('capacity_bytes'), capacity),
    steady(metric('used_bytes'), used),
    typeof available === 'number'
      ? steady(metric('available_bytes'), available)
      : { series: metric('available_bytes'), values: available },
    steady(metric('inodes'), inodes),
    steady(metric('inodes_used'), inodesUsed),
  ];
}

function claim(name: string, phase: string, bytes: number, mode = 'ReadWriteOnce', namespace = 'shop'): InputSeries[] {
  const labels = { namespace, persistentvolumeclaim: name };
  return [
    ...['Pending', 'Bound', 'Lost'].map((one) =>
      stateSeries('kube_persistentvolumeclaim_status_phase', { ...labels, phase: one }, one === phase ? 1 : 0),
    ),
    stateSeries('kube_persistentvolumeclaim_resource_requests_storage_bytes', labels, bytes),
    stateSeries('kube_persistentvolumeclaim_access_mode', { ...labels, access_mode: mode }),
  ];
}

function complaints(
  title: string,
  input: readonly InputSeries[],
  expected: { readonly [labels: string]: number },
  [refId, namespace]: readonly [string, string] = ['A', 'shop|logs'],
): string {
  return panelComplaints({ dashboard, panel: [title, refId], variables: { namespace }, input }, expected);
}

const DATA = '{namespace="shop", persistentvolumeclaim="data"}';
const FILES = '{namespace="shop", persistentvolumeclaim="files"}';

describeWithPromtool('the share of a volume that is used', () => {
  test('is shown for each claim, and once for a volume that is mounted on two nodes', () => {
    const input = [
      ...volume('data', { used: 25 }),
      ...volume('files', { used: 50 }),
      ...volume('files', { used: 50, node: 'n2' }),
    ];

    expect(complaints('Bytes used', input, { [DATA]: 0.25, [FILES]: 0.5 })).toBe('');
    expect(complaints('Volumes', input, { [DATA]: 0.25, [FILES]: 0.5 }, ['C', 'shop'])).toBe('');
    expect(complaints('Fullest volume', input, { '{}': 0.5 })).toBe('');
    expect(complaints('Used', input, { '{}': 75 })).toBe('');
  });

  test('is that of the chosen namespaces', () => {
    const input = [...volume('data', { used: 25 }), ...volume('loki', { used: 90, namespace: 'logs' })];

    expect(complaints('Fullest volume', input, { '{}': 0.25 }, ['A', 'shop'])).toBe('');
    expect(complaints('Fullest volume', input, { '{}': 0.9 })).toBe('');
  });

  test('is all of it once a program can write nothing more, whatever is held back for root', () => {
    const input = volume('data', { used: 95, available: 0 });

    expect(complaints('Fullest volume', input, { '{}': 1 })).toBe('');
    expect(complaints('Volumes', input, { [DATA]: 0 }, ['B', 'shop'])).toBe('');
  });

  test('is none of an empty volume', () => {
    expect(complaints('Bytes used', volume('data', { used: 0 }), { [DATA]: 0 })).toBe('');
  });

  test('is not known of a raw block device, nor of a volume that tells a capacity of 0', () => {
    const input = [
      ...volume('disk', { used: 0, available: 0 }),
      ...volume('broken', { capacity: 0 }),
      ...volume('data', { used: 25 }),
    ];

    expect(complaints('Bytes used', input, { [DATA]: 0.25 })).toBe('');
    expect(complaints('Fullest volume', input, { '{}': 0.25 })).toBe('');
    expect(complaints('Full within 4 days', input, { '{}': 0 })).toBe('');
  });

  test('does not alarm when a volume is full by nature, since it is only read', () => {
    const input = [
      ...volume('files', { used: 100, inodes: 10, inodesUsed: 10 }),
      ...claim('files', 'Bound', 100, 'ReadOnlyMany'),
      ...volume('data', { used: 25, inodes: 100, inodesUsed: 5 }),
      ...claim('data', 'Bound', 100),
    ];

    expect(complaints('Bytes used', input, { [DATA]: 0.25, [FILES]: 1 })).toBe('');
    expect(complaints('Fullest volume', input, { '{}': 0.25 })).toBe('');
    expect(complaints('Fullest in inodes', input, { '{}': 0.05 })).toBe('');
    expect(complaints('Full within 4 days', input, { '{}': 0 })).toBe('');
  });

  test('is unknown where no volume has figures', () => {
    for (const title of ['Fullest volume', 'Fullest in inodes', 'Full within 4 days', 'Used'])
      expect(complaints(title, [], {})).toBe('');
  });
});

describeWithPromtool('the inodes of a volume', () => {
  test('are shown as a share of those that it has', () => {
    const input = [
      ...volume('data', { inodes: 1000, inodesUsed: 250 }),
      ...volume('files', { inodes: 1000, inodesUsed: 750 }),
    ];

    expect(complaints('Inodes used', input, { [DATA]: 0.25, [FILES]: 0.75 })).toBe('');
    expect(complaints('Fullest in inodes', input, { '{}': 0.75 })).toBe('');
  });

  test('have no share where the file system makes them as needed', () => {
    const input = volume('data', { used: 25, inodes: 0 });

    expect(complaints('Inodes used', input, {})).toBe('');
    expect(complaints('Volumes', input, {}, ['D', 'shop'])).toBe('');
  });
});

describeWithPromtool('volumes that will be full within 4 days', () => {
  // 0.1 a second: 34,560 in four days
  const filling = { used: 500, available: '30000-3x40' };

  test('are those whose free space will be gone', () => {
    const input = [
      ...volume('data', filling),
      ...volume('files', { used: 500, available: '40000-3x40' }),
      ...volume('cache', { used: 500, available: '30000+3x40' }),
    ];

    expect(complaints('Full within 4 days', input, { '{}': 1 })).toBe('');
  });

  test('are none while nothing shrinks', () => {
    expect(complaints('Full within 4 days', volume('data', { used: 5 }), { '{}': 0 })).toBe('');
  });

  test('count a volume on two nodes once, and one that is full already', () => {
    const input = [
      ...volume('data', filling),
      ...volume('data', { ...filling, node: 'n2' }),
      ...volume('files', { used: 100, available: 0 }),
    ];

    expect(complaints('Full within 4 days', input, { '{}': 2 })).toBe('');
  });

  test('do not count what was told before a volume was deleted, or mounted on another node', () => {
    const before = volume('data', filling).map(({ series, values }) => {
      const [start, step] = /^(\d+)([+-]\d+)x/.exec(values)!.slice(1);
      return { series, values: `${start}${step}x10 stale` };
    });
    const elsewhere = volume('data', { used: 500, available: 30000, node: 'n2' });

    expect(complaints('Full within 4 days', [...before, ...elsewhere], { '{}': 0 })).toBe('');
    expect(complaints('Full within 4 days', [...before, ...volume('files', { used: 5 })], { '{}': 0 })).toBe('');
  });
});

describeWithPromtool('claims', () => {
  const claims = [
    ...claim('data', 'Bound', 100),
    ...claim('files', 'Pending', 50),
    ...claim('old', 'Lost', 10),
    ...claim('loki', 'Bound', 200, 'ReadWriteOnce', 'logs'),
  ];

  test('without a volume are those that wait for one or have lost it', () => {
    expect(complaints('Claims without a volume', claims, { '{}': 2 })).toBe('');
    expect(complaints('Claims without a volume', claims, { '{}': 0 }, ['A', 'logs'])).toBe('');
  });

  test('ask for so many bytes in all', () => {
    expect(complaints('Claimed', claims, { '{}': 360 })).toBe('');
    expect(complaints('Claimed', claims, { '{}': 200 }, ['A', 'logs'])).toBe('');
  });

  test('are counted once while kube-state-metrics is there twice', () => {
    expect(complaints('Claims without a volume', doubled(claims), { '{}': 2 })).toBe('');
    expect(complaints('Claimed', doubled(claims), { '{}': 360 })).toBe('');
  });

  test('can be chosen by namespace before any of them has a volume', () => {
    const [namespace] = variablesOf(dashboard).filter(({ name }) => name === 'namespace');

    expect(namespace?.query).toBe(
      'label_values(kube_persistentvolumeclaim_status_phase{job="kube-state-metrics", cluster="$cluster"}, namespace)',
    );
  });
});
