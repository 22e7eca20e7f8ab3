import { kubernetesNodeAlerts } from '../../../../lib/mixins/kubernetes/alerts/nodes';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, LATE, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { changing, series } from '../../support/series';

const STATE = { job: 'kube-state-metrics', instance: '10.42.0.7:8080', node: 'n1' };
const NODE = { severity: 'warning', node: 'n1' };

function condition(name: string, status: 'true' | 'false' | 'unknown', target = STATE): InputSeries[] {
  return ['true', 'false', 'unknown'].map((one) =>
    series('kube_node_status_condition', { ...target, condition: name, status: one }, one === status ? 1 : 0),
  );
}

const cordoned = (value: 0 | 1): InputSeries => series('kube_node_spec_unschedulable', STATE, value);

const FLAPPING = changing(
  'kube_node_status_condition',
  { ...STATE, condition: 'Ready', status: 'true' },
  '0x5 1x5 '.repeat(30),
);

const KUBELET = { job: 'kubelet', metrics_path: '/metrics', instance: '10.0.0.1:10250', node: 'n1' };
const DISK = { ...KUBELET, eviction_signal: 'nodefs.available' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeNodeNotReady',
    // kube-state-metrics is being replaced: two say the same
    firing: [
      ...condition('Ready', 'false'),
      ...condition('Ready', 'false', { ...STATE, instance: '10.42.0.8:8080' }),
      cordoned(0),
    ],
    fires: [{ labels: NODE, summary: 'The node n1 says that it is not ready' }],
    silent: { 'who cordoned it is at work on it': [...condition('Ready', 'false'), cordoned(1)] },
  },
  {
    alert: 'KubeNodeNotReady',
    firing: condition('Ready', 'false'),
    fires: [{ labels: NODE, summary: 'The node n1 says that it is not ready' }],
    silent: { 'not heard of: that is said once, by the other alert': [...condition('Ready', 'unknown'), cordoned(0)] },
  },
  {
    alert: 'KubeNodeUnreachable',
    firing: [
      ...condition('Ready', 'unknown'),
      series('kube_node_spec_taint', { ...STATE, key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }, 1),
    ],
    fires: [{ labels: NODE, summary: 'The node n1 has not been heard of for 15 minutes' }],
    silent: {
      'an autoscaler takes it away': [
        ...condition('Ready', 'unknown'),
        series('kube_node_spec_taint', { ...STATE, key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }, 1),
      ],
    },
  },
  {
    alert: 'KubeNodeReadinessFlapping',
    firing: [FLAPPING, cordoned(0)],
    fires: [{ labels: NODE, summary: 'The node n1 has become ready or not 5 times in 15 minutes' }],
    silent: { 'it is ready and stays so': [...condition('Ready', 'true'), cordoned(0)] },
  },
  {
    alert: 'KubeNodePressure',
    firing: [...condition('MemoryPressure', 'false'), ...condition('DiskPressure', 'true'), cordoned(0)],
    fires: [{ labels: { ...NODE, condition: 'DiskPressure' }, summary: 'The node n1 reports DiskPressure' }],
    silent: {
      'a server of k3s with etcd: that it has a vote is a good sign': [
        ...condition('MemoryPressure', 'false'),
        ...condition('EtcdIsVoter', 'true'),
      ],
    },
  },
  {
    alert: 'KubeNodeEviction',
    firing: [series('up', KUBELET, 1), changing('kubelet_evictions', DISK, '4x289 6x70')],
    fires: [
      {
        labels: { ...NODE, eviction_signal: 'nodefs.available' },
        summary: 'The node n1 evicts pods, for want of nodefs.available',
      },
    ],
    silent: { 'long ago': [series('up', KUBELET, 1), series('kubelet_evictions', DISK, 4)] },
  },
  {
    alert: 'KubeNodeEviction',
    // the first one that the kubelet ever made
    firing: [series('up', KUBELET, 1), changing('kubelet_evictions', DISK, '_x290 1x70')],
    fires: [
      {
        labels: { ...NODE, eviction_signal: 'nodefs.available' },
        summary: 'The node n1 evicts pods, for want of nodefs.available',
      },
    ],
    silent: {
      'Prometheus is new here, the evictions are not': [
        changing('up', KUBELET, '_x290 1x70'),
        changing('kubelet_evictions', DISK, '_x290 4x70'),
      ],
    },
  },
];

describe('alerts on nodes', () => {
  testAlerts(new AlertCases(kubernetesNodeAlerts(AlertProfile.FULL), CASES, LATE));

  test('are all for every cluster', () => {
    expect(kubernetesNodeAlerts(AlertProfile.NONE)).toEqual([]);
    expect(kubernetesNodeAlerts(AlertProfile.CORE)).toEqual(kubernetesNodeAlerts(AlertProfile.FULL));
  });
});
