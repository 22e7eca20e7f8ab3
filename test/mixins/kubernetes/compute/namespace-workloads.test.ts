import { computeDashboards } from '../../../../lib/mixins/kubernetes/compute/compute-dashboards';
import { NAMESPACE_WORKLOADS } from '../../../../lib/mixins/kubernetes/dashboards';
import { requestRules, usageRules } from '../../../../lib/mixins/kubernetes/records';
import { podOfWorkloadRules, workloadRules } from '../../../../lib/mixins/kubernetes/workload-records';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { doubled, podSeries, stateSeries, usageSeries } from '../../support/kubernetes-series';
import { panelComplaints } from '../../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';

const dashboard = computeDashboards(KubernetesFlavor.K3S).find(({ uid }) => uid === NAMESPACE_WORKLOADS.uid)!;
const RULES = [usageRules(), requestRules(), podOfWorkloadRules(), workloadRules()];

function complaints(title: string, input: readonly InputSeries[], expected: { [labels: string]: number }): string {
  const [panel = '', refId = 'A'] = title.split('#');
  const variables = { namespace: 'shop' };
  return panelComplaints({ dashboard, rules: RULES, panel: [panel, refId], variables, input }, expected);
}

const DB = '{workload="db", workload_type="statefulset"}';
const DEBUG = '{workload="debug", workload_type="barepod"}';

function held(kind: 'requests' | 'limits', pod: string, resource: 'cpu' | 'memory', amount: number): InputSeries {
  const labels = { namespace: 'shop', pod, container: 'c', node: 'n1', resource };
  return stateSeries(`kube_pod_container_resource_${kind}`, labels, amount);
}

// a StatefulSet that wants three pods and has two, and a pod without requests
const INPUT = doubled([
  stateSeries('kube_statefulset_replicas', { namespace: 'shop', statefulset: 'db' }, 3),
  stateSeries('kube_statefulset_status_replicas_ready', { namespace: 'shop', statefulset: 'db' }, 2),
  ...['db-0', 'db-1'].flatMap((pod) => [
    ...podSeries(pod, { owner: ['StatefulSet', 'db'] }),
    held('requests', pod, 'cpu', 2),
    held('limits', pod, 'memory', pod === 'db-0' ? 100 : 400),
    stateSeries(
      'kube_pod_container_status_restarts_total',
      { namespace: 'shop', pod, container: 'c' },
      pod === 'db-0' ? '0x10 2x30' : '7x40',
    ),
  ]),
  ...podSeries('debug'),
]);
const USAGE = [
  ...usageSeries('db-0', 'c', { cores: 1, bytes: 90 }),
  ...usageSeries('db-1', 'c', { cores: 2, bytes: 100 }),
  ...usageSeries('debug', 'c', { cores: 0.5, bytes: 10 }),
];

describeWithPromtool('a row of the workloads of a namespace', () => {
  test('tells how many pods are wanted and ready', () => {
    expect(complaints('Workloads#A', INPUT, { [DB]: 3, [DEBUG]: 1 })).toBe('');
    expect(complaints('Workloads#B', INPUT, { [DB]: 2, [DEBUG]: 1 })).toBe('');
    expect(complaints('Workloads short of pods', INPUT, { '{}': 1 })).toBe('');
    expect(complaints('Workloads short of pods', podSeries('debug'), { '{}': 0 })).toBe('');
    expect(complaints('Pods missing', INPUT, { [DB]: 1, [DEBUG]: 0 })).toBe('');
  });

  test('adds up what its pods use, each once while kube-state-metrics is replaced', () => {
    const input = [...INPUT, ...USAGE];

    expect(complaints('Workloads#D', input, { [DB]: 2 })).toBe('');
    expect(complaints('Workloads#E', input, { [DB]: 3, [DEBUG]: 0.5 })).toBe('');
    expect(complaints('Workloads#G', input, { [DB]: 0.75, [DEBUG]: -1 })).toBe('');
  });

  test('compares the memory of the fullest container with its own limit, and has -1 for none', () => {
    expect(complaints('Workloads#L', [...INPUT, ...USAGE], { [DB]: 0.9, [DEBUG]: -1 })).toBe('');
  });
});
