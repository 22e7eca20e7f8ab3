import type { AlertProfile } from '../../../model/alert-profile';
import type { RuleGroup } from '../../../model/rule-group';
import { autoscalingAlerts } from './apps-autoscaling';
import { jobAlerts } from './apps-jobs';
import { podAlerts } from './apps-pods';
import { stateMetricsAlerts } from './apps-state-metrics';
import { workloadAlerts } from './apps-workloads';

/** Whether what people run on the cluster runs, as kube-state-metrics tells it, and whether that can be believed. */
export function appAlerts(profile: AlertProfile): RuleGroup[] {
  return [podAlerts, workloadAlerts, jobAlerts, autoscalingAlerts, stateMetricsAlerts].flatMap((alerts) =>
    alerts(profile),
  );
}
