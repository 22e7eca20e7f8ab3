import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../model/rule';
import { RuleGroup } from '../../model/rule-group';

/** What breaks the collection of metrics, or of what is computed from them. */
export function metricsAlerts(): RuleGroup {
  return new RuleGroup('plg-metrics', {
    rules: [targetsDown(), discoveryFailing(), reloadFailed(), rulesFailing(), rulesLate(), walFailing()],
  });
}

function targetsDown(): Rule {
  return Rule.alert('TargetsDown', {
    expr: '1 - avg by (cluster, namespace, job) (up) > 0.1',
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: '{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} cannot be scraped',
    description:
      'Prometheus has had no metrics of them for 10 minutes: their graphs end, and alerts about them stay silent.',
    runbook:
      'Open Status, Target health in Prometheus: the error stands beside each target. Refused: the pod or its port is gone. ' +
      'Timed out: a network policy, or a pod that is overloaded. 401 or 403: the account of Prometheus lacks a right.',
  });
}

function discoveryFailing(): Rule {
  return Rule.alert('TargetDiscoveryFailing', {
    expr: 'rate(prometheus_sd_kubernetes_failures_total[5m]) > 0',
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Prometheus cannot list or watch objects of Kubernetes',
    description: 'New pods are not scraped, and pods that are gone are shown as down.',
    runbook:
      "Read the log of Prometheus for 'failed to list' or 'failed to watch'. Forbidden: its ClusterRole lacks the resource " +
      'that is named. Refused or timed out: the API server cannot be reached.',
  });
}

function reloadFailed(): Rule {
  return Rule.alert('PrometheusConfigReloadFailed', {
    expr: 'prometheus_config_last_reload_successful == 0',
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} refused its new configuration',
    description: 'It runs on with the old one; should it restart, it will not come up again.',
    runbook:
      "Read its log for 'Error reloading config': it names the file and the line. Mend it or apply the version before.",
  });
}

function rulesFailing(): Rule {
  return Rule.alert('PrometheusRulesFailing', {
    expr: 'rate(prometheus_rule_evaluation_failures_total[5m]) > 0',
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated',
    description: 'Its alerts do not fire whatever happens, and dashboards that read its series stay empty.',
    runbook:
      'Open Status, Rule health in Prometheus: the error stands beside the rule. Most often two series match where the ' +
      'rule expects one: name the labels that tell them apart.',
  });
}

function rulesLate(): Rule {
  return Rule.alert('PrometheusRulesLate', {
    expr: 'rate(prometheus_rule_group_iterations_missed_total[5m]) > 0',
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Rules of {{ $labels.rule_group }} take longer than their interval',
    description: 'Evaluations are left out: alerts come late and recorded series have gaps.',
    runbook: 'Give Prometheus more CPU, split the group, or make its interval longer.',
  });
}

function walFailing(): Rule {
  return Rule.alert('PrometheusWritesFailing', {
    expr: 'rate(prometheus_tsdb_wal_writes_failed_total[5m]) > 0',
    holdFor: Duration.minutes(2),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} cannot write to its disk',
    description: 'Samples are lost from now on, though Prometheus goes on to report itself as healthy and ready.',
    runbook:
      'Mostly the volume is full: make it larger or keep metrics for a shorter time. After that Prometheus may need a ' +
      'restart; it repairs its log by itself.',
  });
}
