import type { AlertProfile } from '../../../model/alert-profile';
import type { RuleGroup } from '../../../model/rule-group';
import { clusterResourceAlerts } from './resources-cluster';
import { containerResourceAlerts } from './resources-containers';
import { quotaAlerts } from './resources-quotas';

/** Whether CPU and memory suffice: of the cluster, of namespaces that have a quota, of containers that have a limit. */
export function resourceAlerts(profile: AlertProfile): RuleGroup[] {
  return [clusterResourceAlerts, quotaAlerts, containerResourceAlerts].flatMap((alerts) => alerts(profile));
}
