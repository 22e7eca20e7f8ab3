import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { nodejsAlerts } from './nodejs-alerts';
import { NODEJS, nodejs } from './nodejs-dashboard';

/**
 * What goes on inside of programs of Node.js: whether the event loop is free, what the heap and its garbage collection
 * cost, what they wait for.
 *
 * It needs the default metrics of prom-client, 14 or newer (`collectDefaultMetrics()`), without a prefix, under whatever
 * job; the memory limits are those of kube-state-metrics under the job `kube-state-metrics`. The dashboard is about pods.
 *
 * @see https://github.com/siimon/prom-client#default-metrics
 * @example
 * plg.monitor(shop, { port: 3000, mixins: [new NodejsMixin()] });
 */
export class NodejsMixin extends Mixin {
  /** @param options which alerts are wanted */
  public constructor(options: MixinOptions = {}) {
    checkMixinOptions('NodejsMixin', options);
    super('nodejs', {
      dashboards: [Dashboard._lazy(NODEJS.uid, NODEJS.title, {}, () => buildDashboard(nodejs()))],
      ruleGroups: nodejsAlerts(options.alerts ?? AlertProfile.CORE),
    });
  }
}
