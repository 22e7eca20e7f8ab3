import { Mixin } from '../../model/mixin';
import { logsAlerts } from './logs-alerts';
import { metricsAlerts } from './metrics-alerts';

/**
 * The stack watches itself: alerts on what would make it lose metrics, logs or alerts without anyone noticing.
 *
 * It needs the metrics of Prometheus, Loki, Loki's canary and the log agent. None of its alerts fires while they are well.
 *
 * @example
 * plg.addMixin(new PlgMixin());
 */
export class PlgMixin extends Mixin {
  public constructor() {
    super('plg', { ruleGroups: [metricsAlerts(), logsAlerts()] });
  }
}
