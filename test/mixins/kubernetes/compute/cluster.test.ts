import { computeDashboards } from '../../../../lib/mixins/kubernetes/compute/compute-dashboards';
import { CLUSTER } from '../../../../lib/mixins/kubernetes/dashboards';
import { RECORDS, requestRules } from '../../../../lib/mixins/kubernetes/records';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { doubled, podSeries, series, stateSeries } from '../../support/kubernetes-series';
import { panelComplaints } from '../../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';

const dashboard = computeDashboards(KubernetesFlavor.K3S).find(({ uid }) => uid === CLUSTER.uid)!;
const RULES = [requestRules()];

function complaints(title: string, input: readonly InputSeries[], expected: { [labels: string]: number }): string {
  const [panel = '', refId = 'A'] = title.split('#');
  return panelComplaints({ dashboard, rules: RULES, panel: [panel, refId], input }, expected);
}

function alert(alertname: string, alertstate: string, labels: { [name: string]: string } = {}): InputSeries {
  return series('ALERTS', { alertname, alertstate, severity: 'warning', ...labels }, '1+0x40');
}

function restarts(namespace: string, pod: string, values: string): InputSeries {
  return stateSeries('kube_pod_container_status_restarts_total', { namespace, pod, container: 'c' }, values);
}

function killed(pod: string, reason: string, at: number): InputSeries[] {
  const labels = { namespace: 'shop', pod, container: 'c' };
  return [
    stateSeries('kube_pod_container_status_last_terminated_reason', { ...labels, reason }),
    stateSeries('kube_pod_container_status_last_terminated_timestamp', labels, at),
  ];
}

describeWithPromtool('alerts of the cluster', () => {
  test('are none while nothing but the watchdog fires', () => {
    const input = [alert('Watchdog', 'firing', { severity: 'none' })];

    expect(complaints('Alerts firing', input, { '{}': 0 })).toBe('');
    expect(complaints('Alerts', input, { '{alertname="none"}': 0 })).toBe('');
    expect(complaints('Alerts#B', input, { '{alertname="none"}': 0 })).toBe('');
  });

  test('are counted by name, those that are about to fire apart', () => {
    const input = [
      alert('Crash', 'firing', { namespace: 'shop', pod: 'a' }),
      alert('Crash', 'firing', { namespace: 'shop', pod: 'b' }),
      alert('Slow', 'pending', { namespace: 'shop' }),
    ];
    const [crash, slow] = ['Crash', 'Slow'].map(
      (name) => `{alertname="${name}", namespace="shop", severity="warning"}`,
    );

    expect(complaints('Alerts firing', input, { '{}': 2 })).toBe('');
    expect(complaints('Alerts', input, { [crash!]: 2, [slow!]: 0 })).toBe('');
    expect(complaints('Alerts#B', input, { [crash!]: 0, [slow!]: 1 })).toBe('');
  });
});

describeWithPromtool('troubles of the cluster', () => {
  test('are counted once while kube-state-metrics is replaced', () => {
    const input = doubled([
      ...podSeries('a', { phase: 'Pending' }),
      ...podSeries('b', { ready: false }),
      ...podSeries('done', { phase: 'Succeeded' }),
      ...podSeries('c', { namespace: 'logs' }),
    ]);

    expect(complaints('Pods not ready', input, { '{}': 2 })).toBe('');
    expect(complaints('Pods pending', input, { '{}': 1 })).toBe('');
    expect(complaints('Namespaces', input, { '{namespace="shop"}': 2, '{namespace="logs"}': 1 })).toBe('');
    expect(complaints('Namespaces#B', input, { '{namespace="shop"}': 2, '{namespace="logs"}': 0 })).toBe('');
  });

  test('are 0 pods that are not ready and 0 that are pending in a cluster that does well', () => {
    expect(complaints('Pods not ready', podSeries('a'), { '{}': 0 })).toBe('');
    expect(complaints('Pods pending', podSeries('a'), { '{}': 0 })).toBe('');
  });

  test('are restarts of the last hour, once while kube-state-metrics is replaced', () => {
    const input = doubled([
      restarts('shop', 'a', '3x10 5x30'),
      restarts('shop', 'b', '1x40'),
      restarts('logs', 'c', '0x40'),
    ]);

    expect(complaints('Restarts, last hour', input, { '{}': 2 })).toBe('');
    expect(complaints('Namespaces#C', input, { '{namespace="shop"}': 2, '{namespace="logs"}': 0 })).toBe('');
  });

  test('are containers that were killed for memory in the last hour, not those of before', () => {
    // 5, 50 and 70 minutes ago
    const input = [300, -2400, -3600].flatMap((at, index) => killed(`a-${index}`, 'OOMKilled', at));
    const error = killed('b', 'Error', 300);

    expect(complaints('Killed for memory, last hour', doubled([...input, ...error]), { '{}': 2 })).toBe('');
    expect(complaints('Killed for memory, last hour', error, { '{}': 0 })).toBe('');
  });

  test('are restarts after too much memory by namespace, 0 where restarts had another reason', () => {
    const input = [
      restarts('shop', 'a', '0x18 1x22'),
      ...killed('a', 'OOMKilled', 540),
      restarts('logs', 'b', '0x18 1x22'),
      stateSeries('kube_pod_container_status_last_terminated_reason', {
        ...{ namespace: 'logs', pod: 'b', container: 'c', reason: 'Error' },
      }),
    ];

    const expected = { '{namespace="shop"}': 1, '{namespace="logs"}': 0 };
    expect(complaints('Restarts after too much memory', input, expected)).toBe('');
    expect(complaints('Restarts', input, { '{namespace="shop"}': 1, '{namespace="logs"}': 1 })).toBe('');
  });
});

describeWithPromtool('the room of the cluster', () => {
  const node = (name: string): InputSeries[] => [
    stateSeries('kube_node_status_allocatable', { node: name, resource: 'cpu' }, 4),
    stateSeries('kube_node_status_allocatable', { node: name, resource: 'pods' }, 10),
    stateSeries('kube_node_status_condition', { node: name, condition: 'Ready', status: 'true' }, 1),
    stateSeries('kube_node_status_condition', { node: name, condition: 'Ready', status: 'false' }, 0),
    stateSeries('kube_node_status_condition', { node: name, condition: 'Ready', status: 'unknown' }, 0),
    stateSeries('kube_node_status_condition', { node: name, condition: 'DiskPressure', status: 'true' }, 0),
  ];
  const request = (pod: string, nodeName: string, cores: number): InputSeries =>
    stateSeries(
      'kube_pod_container_resource_requests',
      { namespace: 'shop', pod, container: 'c', node: nodeName, resource: 'cpu' },
      cores,
    );

  test('is what its nodes give, once while kube-state-metrics is replaced', () => {
    const input = doubled([
      ...node('n1'),
      ...node('n2'),
      ...podSeries('a', { node: 'n1' }),
      ...podSeries('b', { node: 'n2' }),
      ...podSeries('done', { node: 'n2', phase: 'Succeeded' }),
      request('a', 'n1', 1),
      request('b', 'n2', 3),
      request('done', 'n2', 100),
    ]);

    expect(complaints('CPU requested', input, { '{}': 0.5 })).toBe('');
    expect(complaints('Nodes', input, { '{node="n1"}': 0, '{node="n2"}': 0 })).toBe('');
    expect(complaints('Nodes#B', input, { '{node="n1"}': 1, '{node="n2"}': 1 })).toBe('');
    expect(complaints('Nodes#C', input, { '{node="n1"}': 0.1, '{node="n2"}': 0.1 })).toBe('');
    expect(complaints('Nodes#D', input, { '{node="n1"}': 0.25, '{node="n2"}': 0.75 })).toBe('');
  });
});

describeWithPromtool('the heaviest workloads', () => {
  test('are those with the most CPU and those with the most memory', () => {
    // 20 of each kind, of which 15 are shown
    const workload = (name: string, cores: number, bytes: number): InputSeries[] => {
      const labels = { namespace: 'shop', workload: name, workload_type: 'deployment' };
      return [
        series(RECORDS.workloadCpu, labels, `${cores}+0x40`),
        series(RECORDS.workloadMemory, labels, `${bytes}+0x40`),
      ];
    };
    const input = Array.from({ length: 20 }, (_, index) => index + 1).flatMap((size) => [
      ...workload(`cpu-${size}`, size, 1),
      ...workload(`memory-${size}`, 0.001, size * 1000),
    ]);
    const pods = Array.from({ length: 15 }, (_, index) => index + 6);
    const row = (name: string): string => `{namespace="shop", workload="${name}", workload_type="deployment"}`;
    const memory = [
      ...pods.map((size) => [row(`cpu-${size}`), 1]),
      ...pods.map((size) => [row(`memory-${size}`), size * 1000]),
    ];

    expect(complaints('Workloads#B', input, Object.fromEntries(memory))).toBe('');
  });
});
