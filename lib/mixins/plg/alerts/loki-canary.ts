import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { eachJob, eachPod, grows } from './of-target';

/** What the canary finds, which writes a line each second and reads it back. */
export function canaryAlerts(): Rule[] {
  return [linesMissing(), storedLinesMissing(), latency()];
}

function linesMissing(): Rule {
  const missing = eachPod('sum', 'rate(loki_canary_missing_entries_total[15m])');
  return Rule.alert('LokiLosesLines', {
    expr: `${missing} / ${eachPod('sum', 'rate(loki_canary_entries_total[15m])')} > 0.01`,
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: '{{ $value | humanizePercentage }} of the lines that {{ $labels.pod }} wrote cannot be read back',
    description: 'The canary writes a line each second and looks for it in Loki; lines of other pods are lost as well.',
    runbook:
      'Read the log of Loki for refused pushes (rate limits, a full disk). When the canaries of one node alone complain, ' +
      'look for what parts that node from Loki.',
  });
}

function storedLinesMissing(): Rule {
  return Rule.alert('LokiLosesStoredLines', {
    expr: grows('loki_canary_spot_check_missing_entries_total', '30m'),
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} does not find {{ $value | printf "%.0f" }} lines again that Loki had stored',
    description:
      'The canary asks once more for lines of the last four hours, which it has read before. They have left the memory of ' +
      'Loki since: chunks or index on disk are missing, of other pods as well.',
    runbook:
      'Find out since when: ask for older and older lines of `{stream="stdout", pod=~"loki-canary.*"}`. Lines that come back ' +
      "later were late in the index; else look at the volume, and at the log of Loki for 'flush' and 'index'.",
  });
}

function latency(): Rule {
  const buckets = eachJob('sum', 'rate(loki_canary_response_latency_seconds_bucket[5m])', 'le');
  return Rule.alert('LokiCanaryLatency', {
    expr: `histogram_quantile(0.99, ${buckets}) > 5`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Lines can be read {{ $value | humanizeDuration }} after they were written',
    description:
      'Measured by the canaries, for one line in a hundred. Whoever follows logs as they come sees them late.',
    runbook:
      "'Loki / Overview' shows whether pushes are slow (the disk), or CPU and memory of Loki are short. Late on one node " +
      'alone: look at that node, and at the network between it and Loki.',
  });
}
