import { checkMember } from '../../core/kinds';
import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import type { DashboardSpec } from '../../dashboard-builder/spec';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { LogAgentKind } from '../../model/log-agent-kind';
import { Mixin } from '../../model/mixin';
import { agentMetrics } from './agent-metrics';
import { plgAlerts } from './alerts/plg-alerts';
import { LOG_COLLECTION, LOG_SEARCH, LOKI, PROMETHEUS } from './dashboards';
import { logCollection } from './log-collection/log-collection';
import { logSearch } from './log-search/log-search';
import { lokiOverview } from './loki/overview';
import { prometheusOverview } from './prometheus/overview';

/** Which alerts are wanted, and which log agent they are about. */
export interface PlgMixinOptions extends MixinOptions {
  /**
   * Which program collects the logs: it decides the names of the metrics that dashboards and alerts read.
   *
   * @default LogAgentKind.ALLOY
   */
  readonly logAgent?: LogAgentKind;
}

/**
 * The stack watches itself: dashboards of Prometheus, of Loki and of the way that log lines take, one to search the lines,
 * and alerts on what would make the stack lose metrics, logs or alerts without anyone noticing.
 *
 * It needs the metrics of Prometheus, Loki, Loki's canary, the log agent and Grafana, under whatever job names, and those of
 * kube-state-metrics under the job `kube-state-metrics`. When one of the first five has none, an alert tells.
 *
 * @example
 * plg.addMixin(new PlgMixin({ logAgent: LogAgentKind.PROMTAIL }));
 */
export class PlgMixin extends Mixin {
  /** @param options which alerts are wanted, and which log agent runs */
  public constructor(options: PlgMixinOptions = {}) {
    checkMixinOptions('PlgMixin', options);
    checkMember('PlgMixin', 'logAgent', options.logAgent, { LogAgentKind });
    const { alerts = AlertProfile.CORE, logAgent = LogAgentKind.ALLOY } = options;
    const agent = agentMetrics(logAgent);
    super('plg', {
      dashboards: [
        lazily(PROMETHEUS, prometheusOverview),
        lazily(LOKI, lokiOverview),
        lazily(LOG_COLLECTION, () => logCollection(agent)),
        lazily(LOG_SEARCH, () => logSearch(agent)),
      ],
      ruleGroups: plgAlerts(alerts, logAgent),
    });
  }
}

function lazily(
  { uid, title }: { readonly uid: string; readonly title: string },
  spec: () => DashboardSpec,
): Dashboard {
  return Dashboard._lazy(uid, title, {}, () => buildDashboard(spec()));
}
