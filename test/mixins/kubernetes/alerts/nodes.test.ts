import { kubernetesNodeAlerts } from '../../../../lib/mixins/kubernetes/alerts/nodes';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { changing, AlertTable, series, type AlertCase } from '../../support/alert-table';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';

const STATE = { job: 'kube-state-metrics', instance: '10.42.0.7:8080', node: 'n1' };
const NODE = { severity: 'warning', node: 'n1' };

function condition(name: string, status: 'true' | 'false' | 'unknown', target = STATE): InputSeries[] {
  return ['true', 'false', 'unknown'].map((one) =>
    series('kube_node_status_condition', { ...target, condition: name, status: one }, one === status ? 1 : 0),
  );
}

const cordoned = (value: 0 | 1): InputSeries => series('kube_node_spec_unschedulable', STATE, value);

function flapping(): InputSeries {
  const phases = Array.from({ length: 60 }, (_, index) => ({ value: index % 2, steps: 6 }));
  return changing('kube_node_status_condition', { ...STATE, condition: 'Ready', status: 'true' }, ...phases);
}

const KUBELET = { job: 'kubelet', metrics_path: '/metrics', instance: '10.0.0.1:10250', node: 'n1' };
const DISK = { ...KUBELET, eviction_signal: 'nodefs.available' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeNodeNotReady',
    // who cordoned it is at work on it
    well: [...condition('Ready', 'false'), cordoned(1)],
    // kube-state-metrics is being replaced: two say the same
    broken: [
      ...condition('Ready', 'false'),
      ...condition('Ready', 'false', { ...STATE, instance: '10.42.0.8:8080' }),
      cordoned(0),
    ],
    fires: [{ labels: NODE, summary: 'The node n1 says that it is not ready' }],
  },
  {
    alert: 'KubeNodeNotReady',
    // not heard of: that is said once, by the other alert
    well: [...condition('Ready', 'unknown'), cordoned(0)],
    broken: condition('Ready', 'false'),
    fires: [{ labels: NODE, summary: 'The node n1 says that it is not ready' }],
  },
  {
    alert: 'KubeNodeUnreachable',
    well: [
      ...condition('Ready', 'unknown'),
      series('kube_node_spec_taint', { ...STATE, key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }, 1),
    ],
    broken: [
      ...condition('Ready', 'unknown'),
      series('kube_node_spec_taint', { ...STATE, key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }, 1),
    ],
    fires: [{ labels: NODE, summary: 'The node n1 has not been heard of for 15 minutes' }],
  },
  {
    alert: 'KubeNodeReadinessFlapping',
    well: [...condition('Ready', 'true'), cordoned(0)],
    broken: [flapping(), cordoned(0)],
    fires: [{ labels: NODE, summary: 'The node n1 has become ready or not 5 times in 15 minutes' }],
  },
  {
    alert: 'KubeNodePressure',
    // a server of k3s with etcd: that it has a vote is a good sign
    well: [...condition('MemoryPressure', 'false'), ...condition('EtcdIsVoter', 'true')],
    broken: [...condition('MemoryPressure', 'false'), ...condition('DiskPressure', 'true'), cordoned(0)],
    fires: [{ labels: { ...NODE, condition: 'DiskPressure' }, summary: 'The node n1 reports DiskPressure' }],
  },
  {
    alert: 'KubeNodeEviction',
    // long ago
    well: [series('up', KUBELET, 1), series('kubelet_evictions', DISK, 4)],
    broken: [
      series('up', KUBELET, 1),
      changing('kubelet_evictions', DISK, { value: 4, steps: 290 }, { value: 6, steps: 71 }),
    ],
    fires: [
      {
        labels: { ...NODE, eviction_signal: 'nodefs.available' },
        summary: 'The node n1 evicts pods, for want of nodefs.available',
      },
    ],
  },
  {
    alert: 'KubeNodeEviction',
    // Prometheus is new here, the evictions are not
    well: [
      changing('up', KUBELET, { value: 'missing', steps: 290 }, { value: 1, steps: 71 }),
      changing('kubelet_evictions', DISK, { value: 'missing', steps: 290 }, { value: 4, steps: 71 }),
    ],
    // the first one that the kubelet ever made
    broken: [
      series('up', KUBELET, 1),
      changing('kubelet_evictions', DISK, { value: 'missing', steps: 290 }, { value: 1, steps: 71 }),
    ],
    fires: [
      {
        labels: { ...NODE, eviction_signal: 'nodefs.available' },
        summary: 'The node n1 evicts pods, for want of nodefs.available',
      },
    ],
  },
];

describe('alerts on nodes', () => {
  const alerts = new AlertTable(kubernetesNodeAlerts(AlertProfile.FULL), CASES);

  test('have a case each', () => {
    expect(alerts.unmatched()).toEqual([]);
  });

  describeWithPromtool('asked of Prometheus', () => {
    test.each(CASES)('$alert fires: $fires.0.summary', (one) => {
      expect(alerts.whenBroken(one)).toBe('');
    });

    test('none fires while all is well', () => {
      expect(alerts.whileWell()).toBe('');
    });
  });

  test('are all for every cluster', () => {
    expect(kubernetesNodeAlerts(AlertProfile.NONE)).toEqual([]);
    expect(kubernetesNodeAlerts(AlertProfile.CORE)).toEqual(kubernetesNodeAlerts(AlertProfile.FULL));
  });
});
