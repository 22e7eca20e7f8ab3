import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../model/rule';
import { RuleGroup } from '../../model/rule-group';

/** What makes log lines be lost on their way to Loki or in it. */
export function logsAlerts(): RuleGroup {
  return new RuleGroup('plg-logs', { rules: [linesMissing(), linesDropped(), requestsFailing(), diskFull()] });
}

function linesMissing(): Rule {
  const pod = 'by (cluster, namespace, job, pod)';
  const missing = `sum ${pod} (rate(loki_canary_missing_entries_total[15m]))`;
  return Rule.alert('LokiLosesLines', {
    expr: `${missing} / sum ${pod} (rate(loki_canary_entries_total[15m])) > 0.01`,
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: '{{ $value | humanizePercentage }} of the lines that {{ $labels.pod }} wrote cannot be read back',
    description: 'The canary writes a line each second and looks for it in Loki; lines of other pods are lost as well.',
    runbook:
      'Read the log of Loki for refused pushes (rate limits, a full disk). When the canaries of one node alone complain, ' +
      'look for what parts that node from Loki.',
  });
}

function linesDropped(): Rule {
  // Promtail and Alloy count the same thing under different names; one of them runs
  const dropped = ['promtail_dropped_entries_total', 'loki_write_dropped_entries_total'];
  const by = 'by (cluster, namespace, job, pod, reason)';
  return Rule.alert('LogAgentDropsLines', {
    expr: dropped.map((metric) => `sum ${by} (rate(${metric}[10m])) > 0`).join(' or '),
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} gives up on {{ $value | humanize }} log lines a second ({{ $labels.reason }})',
    description: 'Loki did not take them, and the agent has ceased to try: they are not stored.',
    runbook:
      'By reason: rate_limited: raise ingestion_rate_mb or per_stream_rate_limit of Loki. stream_limited: a label has too ' +
      'many values; take it off the stream. line_too_long: raise max_line_size, or shorten the lines. ingester_error: the ' +
      'log of the agent quotes what Loki answered; lines too old or too new are the usual cause.',
  });
}

function requestsFailing(): Rule {
  const by = 'by (cluster, namespace, job, route)';
  const all = 'loki_request_duration_seconds_count';
  return Rule.alert('LokiRequestsFailing', {
    expr: `sum ${by} (rate(${all}{status_code=~"5.."}[5m])) / sum ${by} (rate(${all}[5m])) > 0.05`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: '{{ $value | humanizePercentage }} of the requests for {{ $labels.route }} fail in Loki',
    description: 'On a push route lines arrive late or not at all; on a query route panels and Explore show errors.',
    runbook:
      "Read the log of Loki for level=error. 'context deadline exceeded': the query is too large for the time it has. " +
      "'too many outstanding requests': raise querier.max_concurrent. 503 on push: the ingester is not ready.",
  });
}

function diskFull(): Rule {
  return Rule.alert('LokiDiskFull', {
    // a share in spite of its name; the counter of full disks is raised once, when the line is crossed, and then is quiet
    expr: 'loki_ingester_wal_disk_usage_percent >= 0.9',
    holdFor: Duration.minutes(2),
    severity: Severity.CRITICAL,
    summary: 'The disk of {{ $labels.pod }} is {{ $value | humanizePercentage }} full: it takes no more lines',
    description: 'From 90 % on Loki refuses what it is sent; log agents keep trying for some minutes, then give up.',
    runbook:
      'Make the volume larger, or keep logs for a shorter time; what is deleted is freed after 2 hours. On k3s the volume ' +
      'is a directory of the node: look what else fills its disk.',
  });
}
