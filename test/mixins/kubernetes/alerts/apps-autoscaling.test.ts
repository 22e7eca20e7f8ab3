import { autoscalingAlerts } from '../../../../lib/mixins/kubernetes/alerts/apps-autoscaling';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { state, twice } from '../../support/series';

const AUTOSCALER = { namespace: 'shop', horizontalpodautoscaler: 'api' };
const BUDGET = { namespace: 'shop', poddisruptionbudget: 'api' };
const OF_AUTOSCALER = { severity: 'warning', ...AUTOSCALER };

type Values = number | string;

/** An autoscaler of two to four pods, if not said otherwise. */
function autoscaler(current: Values, desired: Values, least = 2): InputSeries[] {
  return [
    state('kube_horizontalpodautoscaler_status_current_replicas', AUTOSCALER, current),
    state('kube_horizontalpodautoscaler_status_desired_replicas', AUTOSCALER, desired),
    state('kube_horizontalpodautoscaler_spec_min_replicas', AUTOSCALER, least),
    state('kube_horizontalpodautoscaler_spec_max_replicas', AUTOSCALER, 4),
  ];
}

function condition(name: string, status: 'true' | 'false'): InputSeries[] {
  return ['true', 'false', 'unknown'].map((one) =>
    state(
      'kube_horizontalpodautoscaler_status_condition',
      { ...AUTOSCALER, condition: name, status: one },
      one === status ? 1 : 0,
    ),
  );
}

function budget(healthy: Values, desired: number, expected: number): InputSeries[] {
  return [
    state('kube_poddisruptionbudget_status_current_healthy', BUDGET, healthy),
    state('kube_poddisruptionbudget_status_desired_healthy', BUDGET, desired),
    state('kube_poddisruptionbudget_status_expected_pods', BUDGET, expected),
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeHpaMaxedOut',
    firing: twice(autoscaler(4, 4)),
    fires: [{ labels: OF_AUTOSCALER, summary: 'The HPA shop/api has been at its 4 replicas for 15 minutes' }],
    silent: {
      'a load test of ten minutes': autoscaler('2x60 4x20 2x100', '2x60 4x20 2x100'),
      'it has nothing to choose': autoscaler(4, 4, 4),
      'it is one below': autoscaler(3, 3),
    },
  },
  {
    alert: 'KubeHpaReplicasMismatch',
    firing: twice(autoscaler(2, 3)),
    fires: [
      { labels: OF_AUTOSCALER, summary: 'The HPA shop/api wants another number of pods than the 2 that there are' },
    ],
    silent: {
      'it got what it wants': autoscaler(3, 3),
      'the load test has begun': autoscaler('2x60 3x4 4x100', '2x58 4x106'),
      'it gets more step by step': autoscaler('2x60 3x20 4x100', '2x40 4x106'),
      'it has never read a metric': autoscaler(2, 0),
    },
  },
  {
    alert: 'KubeHpaNotScaling',
    firing: twice([...autoscaler(2, 0), ...condition('ScalingActive', 'false'), ...condition('AbleToScale', 'true')]),
    fires: [
      {
        labels: { ...OF_AUTOSCALER, condition: 'ScalingActive' },
        summary: 'The HPA shop/api does not work: ScalingActive is false',
      },
    ],
    silent: {
      // what is limited is at its least or its most, which is no fault
      'it does as it should': [
        ...autoscaler(2, 2),
        ...condition('ScalingActive', 'true'),
        ...condition('AbleToScale', 'true'),
        ...condition('ScalingLimited', 'false'),
      ],
      'someone turned it off with 0 replicas': [...autoscaler(0, 0), ...condition('ScalingActive', 'false')],
    },
  },
  {
    alert: 'KubeHpaNotScaling',
    // what it should scale was never there
    firing: twice([...autoscaler(0, 0), ...condition('AbleToScale', 'false')]),
    fires: [
      {
        labels: { ...OF_AUTOSCALER, condition: 'AbleToScale' },
        summary: 'The HPA shop/api does not work: AbleToScale is false',
      },
    ],
    silent: {},
  },
  {
    alert: 'KubePdbNotEnoughHealthyPods',
    firing: twice(budget(1, 2, 3)),
    fires: [{ labels: { severity: 'warning', ...BUDGET }, summary: 'The PDB shop/api lacks healthy pods: 1' }],
    silent: {
      'as many as it needs, none to spare': budget(2, 2, 2),
      'a rollout': budget('3x60 1x20 3x100', 2, 3),
      'it was scaled to 0': budget(0, 2, 0),
    },
  },
];

describe('alerts on autoscaling', () => {
  testAlerts(new AlertCases(autoscalingAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(autoscalingAlerts(AlertProfile.NONE)).toEqual([]);
    expect(autoscalingAlerts(AlertProfile.CORE)).toEqual(autoscalingAlerts(AlertProfile.FULL));
  });
});
