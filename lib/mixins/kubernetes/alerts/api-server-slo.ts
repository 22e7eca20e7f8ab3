import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';

/** A sample of the API server. */
export function apiServer(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="apiserver"', ...matchers].join(', ')}}`;
}

// 99 % of the requests are answered without an error of the server, and in time
const ERROR_BUDGET = 0.01;

// what is answered at once: no watches, and nothing that is streamed for as long as the caller likes
const ANSWERS = [
  'verb=~"GET|LIST|POST|PUT|PATCH|APPLY|DELETE"',
  // nor probes, which are answered with 500 until the server is ready
  'subresource!~"attach|exec|log|portforward|proxy|/(health|live|ready)z.*"',
];

// how long a kind of request may take: https://github.com/kubernetes/community/blob/master/sig-scalability/slos/slos.md
const IN_TIME: readonly (readonly string[])[] = [
  ['verb=~"POST|PUT|PATCH|APPLY|DELETE"', upTo(1)],
  ['verb=~"GET|LIST"', 'scope!~"namespace|cluster"', upTo(1)],
  ['verb=~"GET|LIST"', 'scope="namespace"', upTo(5)],
  ['verb=~"GET|LIST"', 'scope="cluster"', upTo(30)],
];

// Prometheus 3 writes the bound 1 as `1.0`
function upTo(seconds: number): string {
  return `le=~"${seconds}([.]0)?"`;
}

/**
 * How fast the errors of the API server use up what is allowed of them.
 *
 * Two pairs of windows, as long as the shortest time for which metrics can be kept; those of days would often see no more.
 */
export function errorBudgetAlerts(): Rule[] {
  return [
    burn({ long: '1h', short: '5m', factor: 14.4, holdFor: Duration.minutes(2), severity: Severity.CRITICAL }),
    burn({ long: '2h', short: '10m', factor: 6, holdFor: Duration.minutes(15), severity: Severity.WARNING }),
  ];
}

interface Burn {
  readonly long: string;
  readonly short: string;
  readonly factor: number;
  readonly holdFor: Duration;
  readonly severity: Severity;
}

function burn({ long, short, factor, holdFor, severity }: Burn): Rule {
  const limit = Number((factor * ERROR_BUDGET).toPrecision(12));
  return Rule.alert('KubeAPIErrorBudgetBurn', {
    expr: `${badShare(long)} > ${limit} and ${badShare(short)} > ${limit}`,
    holdFor,
    severity,
    labels: { long, short },
    summary: `{{ $value | humanizePercentage }} of the requests to the API of the last ${long} failed or were late`,
    description: `More than ${factor} times the 1 % that is allowed. Controllers, kubelets and people wait for the API server.`,
    runbook:
      'Which requests: sum by (resource, verb, code) (rate(apiserver_request_total{code=~"5.."}[5m])). Slow disks of etcd come ' +
      'first (etcd_request_duration_seconds), then webhooks that do not answer, then too little CPU.',
  });
}

/** Share of the requests that failed or took too long. */
function badShare(window: string): string {
  const rate = (metric: string, ...matchers: readonly string[]): string =>
    `rate(${apiServer(metric, ...ANSWERS, ...matchers)}[${window}])`;
  const sum = (expr: string): string => `sum by (cluster) (${expr})`;
  const all = sum(rate('apiserver_request_sli_duration_seconds_count'));
  const inTime = IN_TIME.map((matchers) => rate('apiserver_request_sli_duration_seconds_bucket', ...matchers));
  // before the first error there is no series that counts them
  const failed = `(${sum(rate('apiserver_request_total', 'code=~"5.."'))} or 0 * ${all})`;
  return `(${all} - ${sum(inTime.join(' or '))} + ${failed}) / ${all}`;
}
