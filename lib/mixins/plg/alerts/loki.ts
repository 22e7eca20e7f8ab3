import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { canaryAlerts } from './loki-canary';
import { lokiStorageAlerts, lokiStorageDetails } from './loki-storage';
import { eachJob, grows } from './of-target';

/** What makes log lines be lost in Loki, or not be found. */
export function lokiAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('plg-loki', profile, {
    core: [
      requestErrors(),
      requestLatency(),
      requestPanics(),
      linesDiscarded(),
      ...lokiStorageAlerts(),
      ...canaryAlerts(),
    ],
    full: lokiStorageDetails(),
  });
}

function requestErrors(): Rule {
  // while it starts, /ready says so by a 503
  const all = 'loki_request_duration_seconds_count{route!="ready"}';
  const failed = 'loki_request_duration_seconds_count{route!="ready", status_code=~"5.."}';
  return Rule.alert('LokiRequestErrors', {
    expr: `${rate(failed, 'route')} / ${rate(all, 'route')} > 0.1`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: '{{ $value | humanizePercentage }} of the requests for {{ $labels.route }} fail in Loki',
    description: 'On a push route lines arrive late or not at all; on a query route panels and Explore show errors.',
    runbook:
      "Read the log of Loki for level=error. 'context deadline exceeded': the query is too large for the time it has. " +
      "'too many outstanding requests': raise querier.max_concurrent. 503 on push: the ingester is not ready.",
  });
}

/*
 * A query over days takes seconds by right, a push never does: each has a bound of its own. Requests between the parts of
 * Loki (gRPC) are contained in those that come from outside, and a tail lasts as long as someone looks.
 */
function requestLatency(): Rule {
  const bounds = [
    { route: 'route="loki_api_v1_push"', seconds: 2 },
    { route: 'route=~"loki_api_v1_.+", route!~".*_(push|tail)"', seconds: 30 },
  ];
  const slow = bounds.map(({ route, seconds }) => {
    const buckets = rate(`loki_request_duration_seconds_bucket{${route}}`, 'route', 'le');
    return `histogram_quantile(0.99, ${buckets}) > ${seconds}`;
  });
  return Rule.alert('LokiRequestLatency', {
    expr: slow.join(' or '),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'One in a hundred requests for {{ $labels.route }} takes {{ $value | humanizeDuration }} and more',
    description:
      'Pushes above 2 seconds: log agents fall behind, and lose lines in the end. Queries above 30 seconds: panels are ' +
      'given up on before they are drawn.',
    runbook:
      "'Loki / Overview' shows CPU, memory and disk of the same time. Pushes: mostly the disk is slow or full. Queries: ask " +
      'for fewer streams or a shorter time, or give Loki more CPU.',
  });
}

function requestPanics(): Rule {
  return Rule.alert('LokiRequestPanics', {
    // Promtail and the canary share the code of Loki, and this counter
    expr: grows('loki_panic_total', '10m'),
    holdFor: Duration.minutes(1),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} panicked {{ $value | printf "%.0f" }} times within ten minutes',
    description: 'A fault of the program itself: each time, a request was cut off.',
    runbook:
      "Read its log for 'panic': the lines below say where. Look whether a newer version mends it, and stop the query that " +
      'brings it about.',
  });
}

function linesDiscarded(): Rule {
  return Rule.alert('LokiDiscardsLines', {
    // a series begins with the first lines that are refused: what it begins with is no increase
    expr: `${eachJob(
      'sum',
      '(loki_discarded_samples_total unless loki_discarded_samples_total offset 10m or increase(loki_discarded_samples_total[10m]))',
      'reason',
    )} > 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Loki refused {{ $value | printf "%.0f" }} log lines within ten minutes ({{ $labels.reason }})',
    description:
      'Log agents send them again when a limit of rate or of streams was the reason, and fall behind meanwhile. All other ' +
      'reasons are final: those lines are not stored.',
    runbook:
      'By reason: rate_limited, per_stream_rate_limit: raise ingestionRateMb, or find out who writes so much. stream_limit: a ' +
      'label has too many values; take it off, or raise maxStreams. line_too_long: shorten the lines. ' +
      'greater_than_max_sample_age, too_far_behind: the clock or the backlog of a sender is old.',
  });
}

function rate(counter: string, ...parts: readonly string[]): string {
  return eachJob('sum', `rate(${counter}[5m])`, ...parts);
}
