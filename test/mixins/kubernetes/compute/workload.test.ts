import { computeDashboards } from '../../../../lib/mixins/kubernetes/compute/compute-dashboards';
import { WORKLOAD } from '../../../../lib/mixins/kubernetes/dashboards';
import { requestRules, usageRules } from '../../../../lib/mixins/kubernetes/records';
import { podOfWorkloadRules, workloadRules } from '../../../../lib/mixins/kubernetes/workload-records';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { doubled, ownerSeries, podSeries, stateSeries } from '../../support/kubernetes-series';
import { panelComplaints } from '../../support/panel-value';
import { describeWithPromtool, testRules, type InputSeries } from '../../support/promtool';
import { filledIn } from '../../support/queries';

const dashboard = computeDashboards(KubernetesFlavor.K3S).find(({ uid }) => uid === WORKLOAD.uid)!;
const RULES = [usageRules(), requestRules(), podOfWorkloadRules(), workloadRules()];
const VARIABLES = { cluster: '', namespace: 'shop', type: 'deployment', workload: 'api', pod: '(old-x|new-x|new-y)' };

function complaints(title: string, input: readonly InputSeries[], expected: { [labels: string]: number }): string {
  const [panel = '', refId = 'A'] = title.split('#');
  return panelComplaints({ dashboard, rules: RULES, panel: [panel, refId], variables: VARIABLES, input }, expected);
}

// a rollout: two new pods, of which one is not ready, and an old one
const ROLLOUT = [
  stateSeries('kube_deployment_spec_replicas', { namespace: 'shop', deployment: 'api' }, 3),
  stateSeries('kube_deployment_status_replicas_ready', { namespace: 'shop', deployment: 'api' }, 2),
  stateSeries('kube_deployment_status_replicas_updated', { namespace: 'shop', deployment: 'api' }, 2),
  ...podSeries('old-x', { owner: ['ReplicaSet', 'old'] }),
  ...podSeries('new-x', { owner: ['ReplicaSet', 'new'] }),
  ...podSeries('new-y', { owner: ['ReplicaSet', 'new'], ready: false }),
  ...['old', 'new'].map((replicaSet) => ownerSeries('ReplicaSet', replicaSet, 'Deployment', 'api')),
];

function autoscaler(name: string, kind: string, target: string): InputSeries[] {
  const labels = { namespace: 'shop', horizontalpodautoscaler: name };
  const figures = { status_current: 2, status_desired: 3, spec_min: 2, spec_max: 4 };
  return [
    stateSeries('kube_horizontalpodautoscaler_info', {
      ...{ ...labels, scaletargetref_kind: kind, scaletargetref_name: target },
    }),
    ...Object.entries(figures).map(([figure, value]) =>
      stateSeries(`kube_horizontalpodautoscaler_${figure}_replicas`, labels, value),
    ),
  ];
}

describeWithPromtool('the pods of a workload', () => {
  test('are missing and to be updated during a rollout', () => {
    expect(complaints('Pods missing', doubled(ROLLOUT), { '{}': 1 })).toBe('');
    expect(complaints('Pods to be updated', doubled(ROLLOUT), { '{}': 1 })).toBe('');
  });

  test('are told apart by the ReplicaSet that made them', () => {
    const expected = { '{owner_name="old"}': 1, '{owner_name="new"}': 2 };

    expect(complaints('Pods by revision', doubled(ROLLOUT), expected)).toBe('');
  });

  test('have a row each while they are not finished', () => {
    const ready = { '{pod="old-x"}': 1, '{pod="new-x"}': 1, '{pod="new-y"}': 0 };

    expect(complaints('Pods', doubled([...ROLLOUT, ...podSeries('new-z', { phase: 'Failed' })]), ready)).toBe('');
  });
});

describeWithPromtool('the autoscaler of a workload', () => {
  test('is the one whose target it is, whatever its name', () => {
    const input = doubled([...autoscaler('scaler', 'Deployment', 'api'), ...autoscaler('api', 'Deployment', 'web')]);

    expect(complaints('Autoscaler, of maximum', input, { '{}': 0.75 })).toBe('');
    expect(complaints('Replicas#C', input, { '{horizontalpodautoscaler="scaler"}': 2 })).toBe('');
    expect(complaints('Replicas#D', input, { '{horizontalpodautoscaler="scaler"}': 3 })).toBe('');
    expect(complaints('Replicas#E', input, { '{horizontalpodautoscaler="scaler"}': 2 })).toBe('');
    expect(complaints('Replicas#G', input, { '{horizontalpodautoscaler="scaler"}': 4 })).toBe('');
  });

  test('is none when only a workload of another kind has one', () => {
    const input = autoscaler('api', 'StatefulSet', 'api');

    expect(complaints('Autoscaler, of maximum', input, {})).toBe('');
    expect(complaints('Replicas#G', input, {})).toBe('');
  });

  test('compares its CPU with its target', () => {
    const labels = { namespace: 'shop', horizontalpodautoscaler: 'scaler', metric_name: 'cpu' };
    const input = [
      ...autoscaler('scaler', 'Deployment', 'api'),
      stateSeries(
        'kube_horizontalpodautoscaler_spec_target_metric',
        { ...labels, metric_target_type: 'utilization' },
        70,
      ),
      stateSeries(
        'kube_horizontalpodautoscaler_status_target_metric',
        { ...labels, metric_target_type: 'utilization' },
        35,
      ),
      stateSeries(
        'kube_horizontalpodautoscaler_status_target_metric',
        { ...labels, metric_target_type: 'average' },
        0.012,
      ),
    ];

    expect(complaints('CPU that its autoscaler sees', input, { '{}': 0.35 })).toBe('');
    expect(complaints('CPU that its autoscaler sees#B', input, { '{}': 0.7 })).toBe('');
  });
});

describeWithPromtool('the ends of a workload', () => {
  const container = (pod: string): { [name: string]: string } => ({ namespace: 'shop', pod, container: 'c' });
  const restarted = (pod: string, values: string): InputSeries =>
    stateSeries('kube_pod_container_status_restarts_total', container(pod), values);
  const reason = (pod: string, text: string): InputSeries =>
    stateSeries('kube_pod_container_status_last_terminated_reason', { ...container(pod), reason: text });

  test('are counted by reason, once while kube-state-metrics is replaced', () => {
    const input = doubled([
      restarted('old-x', '0x18 1x22'),
      reason('old-x', 'OOMKilled'),
      restarted('new-x', '0x18 1x22'),
      reason('new-x', 'Error'),
      restarted('new-y', '4x40'),
      reason('new-y', 'Error'),
    ]);

    expect(complaints('Restarts by reason', input, { '{reason="OOMKilled"}': 1, '{reason="Error"}': 1 })).toBe('');
  });

  test('are 0 without a reason when no container ever ended', () => {
    expect(complaints('Restarts by reason', [restarted('new-x', '0x40')], { '{reason="none"}': 0 })).toBe('');
  });

  test('are marked in every graph, with what was started anew or rolled out', () => {
    const { list } = dashboard._model()['annotations'] as { list: { name: string; expr: string }[] };
    const STEP = { ...VARIABLES, __interval: '1m', __interval_ms: '60000' };
    const events = Object.fromEntries(list.map(({ name, expr }) => [name, filledIn(expr, STEP)]));
    const input = [
      restarted('old-x', '0x18 1x22'),
      restarted('new-x', '3x40'),
      ...ROLLOUT,
      stateSeries('kube_replicaset_created', { namespace: 'shop', replicaset: 'old' }, 30),
      stateSeries('kube_replicaset_created', { namespace: 'shop', replicaset: 'new' }, '_x19 540x21'),
      stateSeries('kube_replicaset_created', { namespace: 'shop', replicaset: 'other' }, '_x19 540x21'),
    ];
    const found = (expr: string, labels: string): object => ({
      ...{ expr: `count by (pod, replicaset) (${expr})`, eval_time: '10m' },
      exp_samples: [{ labels, value: 1 }],
    });

    const promql_expr_test = [
      found(events['Restarts']!, '{pod="old-x"}'),
      found(events['Rollouts']!, '{replicaset="new"}'),
    ] as never;
    expect(testRules(RULES, [{ interval: '30s', input_series: doubled(input), promql_expr_test }])).toBe('');
  });
});
