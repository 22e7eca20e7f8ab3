import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import type { AgentMetrics } from '../agent-metrics';

/** Whether all parts of the stack are there, and whether their metrics come in. */
export function stackAlerts(profile: AlertProfile, agent: AgentMetrics): RuleGroup[] {
  return alertGroup('plg-stack', profile, { core: [targetDown(), componentDown(agent)], full: [watchdog()] });
}

function targetDown(): Rule {
  return Rule.alert('TargetDown', {
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

/*
 * A job without any target has no `up` that could be 0, and a Prometheus that stores nothing has no metrics that could
 * tell of it: only what is absent does. Each part is known by a metric that it alone has, whatever its name is.
 */
function componentDown(agent: AgentMetrics): Rule {
  const parts: { readonly [component: string]: string } = {
    Prometheus: 'prometheus_build_info',
    Loki: 'loki_build_info',
    'Loki canary': 'loki_canary_entries_total',
    [agent.title]: agent.buildInfo,
    Grafana: 'grafana_build_info',
  };
  const missing = Object.entries(parts).map(
    ([component, metric]) => `label_replace(absent(${metric}), "component", "${component}", "", "")`,
  );
  return Rule.alert('PlgComponentDown', {
    expr: missing.join(' or '),
    // longer than the whole stack takes to start on a slow machine
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: 'There are no metrics of {{ $labels.component }} at all',
    description:
      'It does not run, or Prometheus does not find it: no alert about it can fire. When Prometheus itself is named, it ' +
      'evaluates rules but stores nothing new.',
    runbook:
      '`kubectl get pods` in the namespace of the stack shows whether it runs; `kubectl describe` of its workload says why no pod is made. ' +
      'When it runs, see whether Status, Target health in Prometheus lists it. Prometheus: mostly its volume is full.',
  });
}

function watchdog(): Rule {
  return Rule.alert('Watchdog', {
    expr: 'vector(1)',
    severity: Severity.NONE,
    summary: 'Alerts are evaluated',
    description: 'This alert always fires. When it does not arrive any more, no other alert would either.',
    runbook:
      'Nothing is to be done while it fires. Have what receives it raise an alarm when it stays out; then look whether ' +
      'Prometheus runs and what stands between it and the receiver.',
  });
}
