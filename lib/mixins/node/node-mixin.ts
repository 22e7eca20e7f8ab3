import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { nodeAlerts } from './alerts/node-alerts';
import { NODES, USE_CLUSTER } from './dashboards';
import { nodes } from './nodes';
import { useCluster } from './use-cluster';

/**
 * Whether the machines of a cluster have enough CPU, memory, disk and network: a dashboard of each machine, one of all of
 * them side by side, and alerts.
 *
 * It needs the metrics of node-exporter, under the job `node-exporter`. Nodes of k3d and kind are containers of one machine:
 * an alert about it fires once for each of them.
 *
 * @example
 * plg.addMixin(new NodeMixin({ alerts: AlertProfile.FULL }));
 */
export class NodeMixin extends Mixin {
  public constructor(options: MixinOptions = {}) {
    checkMixinOptions('NodeMixin', options);
    super('node', {
      dashboards: [
        Dashboard._lazy(NODES.uid, NODES.title, {}, () => buildDashboard(nodes())),
        Dashboard._lazy(USE_CLUSTER.uid, USE_CLUSTER.title, {}, () => buildDashboard(useCluster())),
      ],
      ruleGroups: nodeAlerts(options.alerts ?? AlertProfile.CORE),
    });
  }
}
