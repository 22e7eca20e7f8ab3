import { stateMetricsAlerts } from '../../../../lib/mixins/kubernetes/alerts/apps-state-metrics';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { changing, series, state } from '../../support/series';

const TELEMETRY = { job: 'kube-state-metrics-telemetry', instance: '10.42.0.7:8081', namespace: 'monitoring' };
const UP = state('up', {});

/** Tries of the pods' lists or watches, so many of each in 30 seconds. */
function tries(verb: 'list' | 'watch', succeeding: number, failing: number, resource = '*v1.Pod'): InputSeries[] {
  const of = { ...TELEMETRY, resource };
  return [
    series(`kube_state_metrics_${verb}_total`, { ...of, result: 'success' }, 1, succeeding),
    series(`kube_state_metrics_${verb}_total`, { ...of, result: 'error' }, 1, failing),
  ];
}

const OF_PODS = { severity: 'critical', resource: '*v1.Pod' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeStateMetricsDown',
    firing: [],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no kube-state-metrics' }],
    silent: {
      'it is there': [UP],
      'it was replaced': [state('up', {}, '1x60 _x100'), state('up', { instance: '10.42.0.8:8080' }, '_x64 1x100')],
      'its port for itself is of no account': [UP, series('up', TELEMETRY, 0)],
    },
  },
  {
    alert: 'KubeStateMetricsDown',
    firing: [state('up', {}, 0)],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no kube-state-metrics' }],
    silent: {},
  },
  {
    alert: 'KubeStateMetricsListErrors',
    firing: [UP, ...tries('list', 0, 1), ...tries('list', 1, 0, '*v1.Node')],
    fires: [{ labels: OF_PODS, summary: 'kube-state-metrics cannot list *v1.Pod: 100% of its tries fail' }],
    silent: {
      'it failed when it began': [UP, ...tries('list', 0, 0)],
      'it works': [UP, ...tries('list', 1, 0)],
    },
  },
  {
    alert: 'KubeStateMetricsWatchErrors',
    firing: [UP, ...tries('watch', 1, 1), ...tries('watch', 1, 0, '*v1.Node')],
    fires: [{ labels: OF_PODS, summary: 'kube-state-metrics cannot watch *v1.Pod: 50% of its tries fail' }],
    silent: {
      'the API server was replaced': [
        UP,
        ...tries('watch', 1, 0, '*v1.Node'),
        changing(
          'kube_state_metrics_watch_total',
          { ...TELEMETRY, resource: '*v1.Pod', result: 'error' },
          '0x60 6x100',
        ),
        series('kube_state_metrics_watch_total', { ...TELEMETRY, resource: '*v1.Pod', result: 'success' }, 1, 1),
      ],
    },
  },
];

describe('alerts on kube-state-metrics', () => {
  testAlerts(new AlertCases(stateMetricsAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(stateMetricsAlerts(AlertProfile.NONE)).toEqual([]);
    expect(stateMetricsAlerts(AlertProfile.CORE)).toEqual(stateMetricsAlerts(AlertProfile.FULL));
  });
});
