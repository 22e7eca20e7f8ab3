import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { eachPod, grows } from './of-target';
import { storageAlerts, storageDetails } from './prometheus-storage';
import { scrapeAlerts, scrapeDetails } from './prometheus-scrapes';

/** What makes metrics, or alerts computed from them, be missing without anyone noticing. */
export function prometheusAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('plg-prometheus', profile, {
    core: [badConfig(), ...scrapeAlerts(), ruleFailures(), missedEvaluations(), ...storageAlerts()],
    full: [queryLoad(), ...scrapeDetails(), ...storageDetails()],
  });
}

// before it stands the path of the file
const GROUP = '{{ reReplaceAll ".*;" "" $labels.rule_group }}';

function badConfig(): Rule {
  return Rule.alert('PrometheusBadConfig', {
    expr: `${eachPod('max', 'prometheus_config_last_reload_successful')} == 0`,
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} refused its new configuration',
    description: 'It runs on with the old one; should it restart, it will not come up again.',
    runbook:
      "Read its log for 'Error reloading config': it names the file and the line. Mend it. If you apply the version before " +
      'instead, which is the one that runs, nothing is loaded and the alert stays: delete the pod then, whose claim keeps ' +
      'the samples.',
  });
}

function ruleFailures(): Rule {
  return Rule.alert('PrometheusRuleFailures', {
    expr: grows('prometheus_rule_evaluation_failures_total', '5m', 'rule_group'),
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: `Rules of ${GROUP} cannot be evaluated`,
    description: 'Its alerts do not fire whatever happens, and dashboards that read its series stay empty.',
    runbook:
      'Open Status, Rule health in Prometheus: the error stands beside the rule. Most often two series match where the ' +
      'rule expects one: name the labels that tell them apart.',
  });
}

function missedEvaluations(): Rule {
  return Rule.alert('PrometheusMissingRuleEvaluations', {
    expr: grows('prometheus_rule_group_iterations_missed_total', '5m', 'rule_group'),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `Rules of ${GROUP} take longer than their interval`,
    description: 'Evaluations are left out: alerts come late and recorded series have gaps.',
    runbook: 'Give Prometheus more CPU, split the group, or make its interval longer.',
  });
}

function queryLoad(): Rule {
  const queries = eachPod('max', 'avg_over_time(prometheus_engine_queries[5m])');
  return Rule.alert('PrometheusHighQueryLoad', {
    expr: `${queries} / ${eachPod('max', 'prometheus_engine_queries_concurrent_max')} > 0.8`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} is at {{ $value | humanizePercentage }} of the queries that it runs at once',
    description: 'Further queries wait for a place: dashboards load slowly, and rules are evaluated late.',
    runbook:
      "See 'Prometheus / Overview', row Queries. Look for dashboards that refresh often over long ranges; record what they " +
      'compute, or give Prometheus more CPU.',
  });
}
