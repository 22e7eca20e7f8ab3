import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { stateBy } from '../series';

const QUOTA = 'cluster, namespace, resourcequota, resource';
const USED = stateBy(QUOTA, 'kube_resourcequota', 'type="used"');
const HARD = stateBy(QUOTA, 'kube_resourcequota', 'type="hard"');

const THE_QUOTA = 'the quota {{ $labels.namespace }}/{{ $labels.resourcequota }}';
const RUNBOOK =
  '`kubectl describe quota -n {{ $labels.namespace }} {{ $labels.resourcequota }}` shows what is used of it. Remove what is not ' +
  'needed, lower requests that are far above use, or ask for a larger quota.';

/** Whether namespaces with a quota can still make what they need. */
export function quotaAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-resources-quotas', profile, {
    core: [exceeded()],
    // to use all that one was given is no fault
    full: [almostFull(), fullyUsed()],
  });
}

function exceeded(): Rule {
  return Rule.alert('KubeQuotaExceeded', {
    expr: `${USED} > ${HARD}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `More {{ $labels.resource }} is used than ${THE_QUOTA} allows`,
    description: 'What was there before the quota was lowered stays, but a pod that is replaced does not come back.',
    runbook: RUNBOOK,
  });
}

function almostFull(): Rule {
  return Rule.alert('KubeQuotaAlmostFull', {
    expr: `${USED} / (${HARD} > 0) > 0.9 < 1`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `{{ $value | humanizePercentage }} of {{ $labels.resource }} of ${THE_QUOTA} is used`,
    description:
      'Soon a rollout or an autoscaler will get no more pods: a rolling update needs room for one more for a while.',
    runbook: RUNBOOK,
  });
}

function fullyUsed(): Rule {
  return Rule.alert('KubeQuotaFullyUsed', {
    // a quota of 0 forbids a resource: that is no shortage
    expr: `${USED} == (${HARD} > 0)`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `All {{ $labels.resource }} of ${THE_QUOTA} is used`,
    description:
      'Nothing more of it can be made: a rolling update that needs one more pod stands still, autoscaling too.',
    runbook: RUNBOOK,
  });
}
