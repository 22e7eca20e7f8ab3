import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { state } from '../series';

const RESOURCE = 'cluster, resource';

const SILENT =
  'What is known of them is old or nothing: dashboards are wrong, and alerts about them stay silent whatever happens.';
const RUNBOOK =
  'The log of kube-state-metrics has the answer of the API server, in lines with `reflector`. Forbidden: its ClusterRole lacks ' +
  'list or watch for this resource. Refused or timed out: the API server is overloaded, or a network policy stands before it.';

/** Whether what all other alerts of these files read can be believed. */
export function stateMetricsAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-apps-state-metrics', profile, { core: [down(), listErrors(), watchErrors()] });
}

function down(): Rule {
  return Rule.alert('KubeStateMetricsDown', {
    // a target that is gone is no target that is down: nobody else would notice
    expr: `absent(${state('up')} == 1)`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: 'Prometheus reaches no kube-state-metrics',
    description: 'Nothing is known of pods, workloads and nodes: dashboards end, and alerts about them stay silent.',
    runbook:
      '`kubectl get pods -A -l app.kubernetes.io/name=kube-state-metrics`: does it run? If so, Target health in Prometheus shows ' +
      'the error beside the target. If there is no target at all, its Service has no ready pod.',
  });
}

function listErrors(): Rule {
  return Rule.alert('KubeStateMetricsListErrors', {
    expr: shareOfErrors('kube_state_metrics_list_total'),
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary:
      'kube-state-metrics cannot list {{ $labels.resource }}: {{ $value | humanizePercentage }} of its tries fail',
    description: SILENT,
    runbook: RUNBOOK,
  });
}

function watchErrors(): Rule {
  return Rule.alert('KubeStateMetricsWatchErrors', {
    expr: shareOfErrors('kube_state_metrics_watch_total'),
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary:
      'kube-state-metrics cannot watch {{ $labels.resource }}: {{ $value | humanizePercentage }} of its tries fail',
    description: SILENT,
    runbook: RUNBOOK,
  });
}

/** On the port where it speaks of itself, a job of its own. */
function shareOfErrors(metric: string): string {
  const tries = (...matchers: readonly string[]): string => {
    const own = ['job="kube-state-metrics-telemetry"', ...matchers].join(', ');
    return `sum by (${RESOURCE}) (rate(${metric}{${own}}[5m]))`;
  };
  return `${tries('result="error"')} / ${tries()} > 0.01`;
}
