import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../model/alert-profile';
import { Rule, Severity } from '../../model/rule';
import type { RuleGroup } from '../../model/rule-group';
import { alertGroup } from '../alert-group';
import type { HttpMetrics } from './http-metrics';

// the pods of a job are one service to those who ask
const SERVICE = 'cluster, namespace, job';

// in a quiet service one failure is a large share
const ENOUGH = { failures: 10, perSecond: 0.1 };

/** What those notice who send requests. */
export function httpAlerts(
  name: string,
  profile: AlertProfile,
  metrics: HttpMetrics,
  slowSeconds: number,
): RuleGroup[] {
  return alertGroup(name, profile, {
    core: [failing(metrics), slow(metrics, slowSeconds)],
    full: [refused(metrics), fewer(metrics)],
  });
}

function failing({ requests, status }: HttpMetrics): Rule {
  const all = counted(requests, '5m');
  const failed = counted(`${requests}{${status}=~"5.."}`, '5m');
  return Rule.alert('HttpRequestsFail', {
    expr: `${failed} / ${all} > 0.05 and ${failed} > ${ENOUGH.failures}`,
    // longer than the window: a burst, one deploy or one restart is over by then
    holdFor: Duration.minutes(6),
    severity: Severity.CRITICAL,
    summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} in {{ $labels.namespace }} fail',
    description: 'They are answered with a status of 500 and above: whoever asks gets an error.',
    runbook:
      'Open the dashboard HTTP, Failed requests by pod. One pod alone: read its logs, and delete it. All of them: look at ' +
      'what they need (database, other services, disk), then at what was deployed last: `kubectl rollout undo`.',
  });
}

function slow({ duration }: HttpMetrics, slowSeconds: number): Rule {
  const rate = (part: string, labels: string): string => `sum by (${labels}) (rate(${duration}_${part}[5m]))`;
  const slowest = `histogram_quantile(0.95, ${rate('bucket', `${SERVICE}, le`)})`;
  return Rule.alert('HttpRequestsSlow', {
    expr: `${slowest} > ${slowSeconds} and ${rate('count', SERVICE)} > ${ENOUGH.perSecond}`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary:
      '5% of the requests to {{ $labels.job }} in {{ $labels.namespace }} take longer than {{ $value | humanizeDuration }}',
    description: 'People ask again, and programs try again, which makes for more load and more waiting.',
    runbook:
      'Open the dashboard HTTP. One pod or one path alone: its logs, its CPU throttling, its queries. All of them: what they ' +
      'wait for, and whether there are too few pods. Downloads and long polling are slow by right: count them elsewhere.',
  });
}

function refused({ requests, status }: HttpMetrics): Rule {
  const rate = (series: string): string => `sum by (${SERVICE}) (rate(${series}[10m]))`;
  return Rule.alert('HttpRequestsRefused', {
    expr: `${rate(`${requests}{${status}=~"4.."}`)} / ${rate(requests)} > 0.5 and ${rate(requests)} > ${ENOUGH.perSecond}`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary:
      '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} in {{ $labels.namespace }} are refused',
    description: 'They are answered with a status of 400 to 499: whoever asks does it wrongly, or may not.',
    runbook:
      'By code: 404, a path that moved, or a scanner; 401 and 403, a token that expired or a secret that was changed; 429, a ' +
      'client without brakes. If it came with a rollout, something of the interface was taken away.',
  });
}

function fewer({ requests }: HttpMetrics): Rule {
  const rate = (offset = ''): string => `sum by (${SERVICE}) (rate(${requests}[10m]${offset}))`;
  return Rule.alert('HttpRequestsStayOut', {
    expr: `${rate()} < 0.1 * ${rate(' offset 1h')} and ${rate(' offset 1h')} > 1`,
    holdFor: Duration.minutes(10),
    severity: Severity.INFO,
    summary: '{{ $labels.job }} in {{ $labels.namespace }} gets less than a tenth of the requests of an hour ago',
    description: 'Nothing fails here, and yet hardly anyone comes.',
    runbook:
      'Look at what stands in front: the Ingress and its host, DNS, certificates, a network policy, the service that calls ' +
      'this one. The end of a load test looks the same.',
  });
}

/** How much a counter gained; a series that was not there before begins with what it gained. */
function counted(series: string, window: string): string {
  return `sum by (${SERVICE}) (${series} unless ${series} offset ${window} or increase(${series}[${window}]))`;
}
