import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { state, stateBy } from '../series';

const AUTOSCALER = 'cluster, namespace, horizontalpodautoscaler';
const BUDGET = 'cluster, namespace, poddisruptionbudget';

const THE_AUTOSCALER = 'The HPA {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }}';
const DESCRIBE = '`kubectl describe hpa -n {{ $labels.namespace }} {{ $labels.horizontalpodautoscaler }}`';

const CURRENT = stateBy(AUTOSCALER, 'kube_horizontalpodautoscaler_status_current_replicas');
const DESIRED = stateBy(AUTOSCALER, 'kube_horizontalpodautoscaler_status_desired_replicas');
const LEAST = stateBy(AUTOSCALER, 'kube_horizontalpodautoscaler_spec_min_replicas');
const MOST = stateBy(AUTOSCALER, 'kube_horizontalpodautoscaler_spec_max_replicas');

/** Whether there are as many pods as the load needs, and as many as upkeep of the cluster must leave. */
export function autoscalingAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-apps-autoscaling', profile, {
    core: [maxedOut(), replicasMismatch(), notScaling(), notEnoughHealthyPods()],
  });
}

function maxedOut(): Rule {
  return Rule.alert('KubeHpaMaxedOut', {
    // with as many at the least as at the most there is nothing to scale
    expr: `${CURRENT} >= ${MOST} > ${LEAST}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_AUTOSCALER} has been at its {{ $value }} replicas for 15 minutes`,
    description:
      'It may not add more: if the load grows, requests become slow or fail. During a load test that is what one wants to see.',
    runbook:
      `${DESCRIBE} shows what it measures against its target. If the load is real, raise maxReplicas and see that the nodes have ` +
      'room for them; if it is not, look for what burns the CPU: a retry storm, or requests that are set too low.',
  });
}

function replicasMismatch(): Rule {
  // while it has not yet read any metric, it desires none
  const wanted = `${CURRENT} != (${DESIRED} > 0)`;
  const still = `max by (${AUTOSCALER}) (changes(${state('kube_horizontalpodautoscaler_status_current_replicas')}[15m])) == 0`;
  return Rule.alert('KubeHpaReplicasMismatch', {
    expr: `${wanted} and on (${AUTOSCALER}) ${still}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_AUTOSCALER} wants another number of pods than the {{ $value }} that there are`,
    description:
      'For 15 minutes it got what it wants neither in part nor in full: the load is served by too few pods, or too many.',
    runbook:
      `${DESCRIBE} shows both numbers and what it scales. Then \`kubectl describe\` of that: a quota or an admission webhook that ` +
      'refuses pods. Or something else sets its replicas as well, such as a manifest with `replicas` that is applied again.',
  });
}

function notScaling(): Rule {
  const broken = (condition: string): string =>
    `${stateBy(
      `${AUTOSCALER}, condition`,
      'kube_horizontalpodautoscaler_status_condition',
      `condition="${condition}"`,
      'status="false"',
    )} == 1`;
  return Rule.alert('KubeHpaNotScaling', {
    // who scales something to 0 turns its autoscaler off; one that never found what it should scale has 0 as well
    expr: `${broken('AbleToScale')} or ${broken('ScalingActive')} unless on (${AUTOSCALER}) ${CURRENT} == 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_AUTOSCALER} does not work: {{ $labels.condition }} is false`,
    description: 'The number of pods stays as it is, whatever the load.',
    runbook:
      `${DESCRIBE} has the reason. ScalingActive: it cannot read its metrics; does \`kubectl top pods -n {{ $labels.namespace }}\` ` +
      'work? If not, see metrics-server in kube-system; if so, a container of the pods has no CPU request. AbleToScale: what it ' +
      'should scale is not there, or may not be changed.',
  });
}

function notEnoughHealthyPods(): Rule {
  const healthy = stateBy(BUDGET, 'kube_poddisruptionbudget_status_current_healthy');
  const missing = `${stateBy(BUDGET, 'kube_poddisruptionbudget_status_desired_healthy')} - ${healthy} > 0`;
  // what was scaled to 0 has none to lose
  const inUse = `${stateBy(BUDGET, 'kube_poddisruptionbudget_status_expected_pods')} > 0`;
  return Rule.alert('KubePdbNotEnoughHealthyPods', {
    expr: `${missing} and on (${BUDGET}) ${inUse}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'The PDB {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} lacks healthy pods: {{ $value }}',
    description:
      'Fewer pods are healthy than its owner thinks needed, and no node that has one of them can be drained.',
    runbook:
      '`kubectl describe pdb -n {{ $labels.namespace }} {{ $labels.poddisruptionbudget }}` shows how many there are and its ' +
      'selector; the pods that are not ready have alerts of their own. If all are ready, the selector takes pods that it should not.',
  });
}
