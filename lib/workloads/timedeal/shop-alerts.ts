import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../model/rule';
import type { ShopSeries } from './load-test/shop-series';

/** Which requests belong together: those to one service. */
const SERVICE = 'cluster, namespace, container';

// in a quiet shop a single failure is a large share: 15 failures in 5 minutes
const ERRORS = { share: 0.05, perSecond: 0.05 };

// 30 in 5 minutes: of fewer, one slow request alone would be 5 %
const REQUESTS_PER_SECOND = 0.1;

const CPU = ['metric_name="cpu"', 'metric_target_type="utilization"'];

/** What keeps buyers from buying. */
export function shopAlerts(shop: ShopSeries): Rule[] {
  return [down(shop), failing(shop), slow(shop), atMaximum(shop), blind(shop)];
}

function down(shop: ShopSeries): Rule {
  const deployment = shop.workload('deployment');
  return Rule.alert('TimedealDown', {
    expr: `${deployment.noneReady('available')} unless on (${deployment.labels}) (${deployment.starting('available')})`,
    holdFor: Duration.minutes(1),
    severity: Severity.CRITICAL,
    summary: 'No pod of {{ $labels.namespace }}/{{ $labels.deployment }} takes requests',
    description: 'Every buyer gets an error.',
    runbook:
      'Open the dashboard Timedeal load test: the table of containers says what each does now and how it ended last. If they ' +
      'run but are not ready, their database is most likely the reason: `kubectl get pods` and the error lines on the ' +
      'dashboard.',
  });
}

function failing(shop: ShopSeries): Rule {
  const rate = (window: string, ...matchers: string[]): string =>
    `sum by (${SERVICE}) (rate(${shop.service('http_requests_total', ...matchers)}[${window}]))`;
  const failed = (window: string): string => rate(window, 'code=~"5.."');
  return Rule.alert('TimedealErrors', {
    expr:
      `${failed('5m')} / ${rate('5m')} > ${ERRORS.share} and ${failed('5m')} > ${ERRORS.perSecond} ` +
      // ends with the errors; `unless`, since a window of few scrapes may be empty
      `unless ${failed('2m')} <= ${ERRORS.share} * ${rate('2m')}`,
    // longer than the short window: a burst, one deploy or one restart is over by then
    holdFor: Duration.minutes(3),
    severity: Severity.CRITICAL,
    summary:
      '{{ $value | humanizePercentage }} of the requests to {{ $labels.namespace }}/{{ $labels.container }} fail',
    description:
      'They end with a status of 500 and above: buyers see an error, and may or may not have what they bought.',
    runbook:
      'Open the dashboard Timedeal load test, Errors by pod. One pod alone: read its logs and delete it. All of them: look ' +
      'at the connections and locks of the database, then at what was deployed last.',
  });
}

function slow(shop: ShopSeries): Rule {
  const rate = (part: string, labels: string): string =>
    `sum by (${labels}) (rate(${shop.service(`http_request_duration_seconds_${part}`)}[5m]))`;
  const slowest = `histogram_quantile(0.95, ${rate('bucket', `${SERVICE}, le`)})`;
  return Rule.alert('TimedealSlow', {
    expr: `${slowest} > 1 and ${rate('count', SERVICE)} > ${REQUESTS_PER_SECOND}`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary:
      '5% of the requests to {{ $labels.namespace }}/{{ $labels.container }} take longer than {{ $value | humanizeDuration }}',
    description: 'Buyers press the button again, which makes for more load and more waiting.',
    runbook:
      'Open the dashboard Timedeal load test. CPU by pod above the request: more pods, or a larger request. Sessions that ' +
      'wait for locks: shorten the transaction that takes stock. Neither: compare the time at Traefik and in the service.',
  });
}

function atMaximum(shop: ShopSeries): Rule {
  const each = (metric: string, ...matchers: string[]): string =>
    `max by (cluster, namespace, horizontalpodautoscaler) (${shop.autoscaler(`kube_horizontalpodautoscaler_${metric}`, ...matchers)})`;
  const full = `${each('status_current_replicas')} >= ${each('spec_max_replicas')}`;
  return Rule.alert('TimedealAtMaximumReplicas', {
    // at the maximum alone is no trouble: it may be as many as are needed
    expr: `${full} and ${each('status_target_metric', ...CPU)} > ${each('spec_target_metric', ...CPU)}`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary:
      '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has its {{ $value }} pods and would need more',
    description:
      'CPU is above the target of the HPA, which may not add pods: answers take longer with each further buyer.',
    runbook:
      'Raise `maxReplicas` if the nodes have CPU left and the database has connections left; else give the pods more CPU, ' +
      'or find out why a request costs more than before.',
  });
}

function blind(shop: ShopSeries): Rule {
  const each = (series: string): string => `max by (cluster, namespace, horizontalpodautoscaler) (${series})`;
  const pods = shop.autoscaler('kube_horizontalpodautoscaler_status_current_replicas');
  const inactive = shop.autoscaler(
    'kube_horizontalpodautoscaler_status_condition',
    'condition="ScalingActive"',
    'status="false"',
  );
  return Rule.alert('TimedealAutoscalerBlind', {
    // without pods it is switched off, and that on purpose
    expr: `${each(inactive)} == 1 unless ${each(pods)} == 0`,
    // new pods have no metrics for their first minute
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot compute how many pods it needs',
    description: 'The number of pods stays as it is, however many buyers come.',
    runbook:
      '`kubectl describe hpa` says why. Most often metrics-server does not answer (`kubectl top pods` then fails too), or a ' +
      'container of the pods has no CPU request.',
  });
}
