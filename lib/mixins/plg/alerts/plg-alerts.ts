import type { AlertProfile } from '../../../model/alert-profile';
import type { LogAgentKind } from '../../../model/log-agent-kind';
import type { RuleGroup } from '../../../model/rule-group';
import { agentMetrics } from '../agent-metrics';
import { grafanaAlerts } from './grafana';
import { logAgentAlerts } from './log-agent';
import { lokiAlerts } from './loki';
import { prometheusAlerts } from './prometheus';
import { stackAlerts } from './stack';

/** What would make the stack lose metrics, logs or alerts without anyone noticing. */
export function plgAlerts(profile: AlertProfile, logAgent: LogAgentKind): RuleGroup[] {
  return [
    ...stackAlerts(profile, agentMetrics(logAgent)),
    ...prometheusAlerts(profile),
    ...lokiAlerts(profile),
    ...logAgentAlerts(profile, logAgent),
    ...grafanaAlerts(profile),
  ];
}
