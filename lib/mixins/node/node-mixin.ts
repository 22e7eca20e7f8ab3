import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { NODES, nodes } from './nodes';

/**
 * Whether the machines of a cluster have enough CPU, memory, disk and network.
 *
 * It needs the metrics of node-exporter, under the job `node-exporter`.
 *
 * @example
 * plg.addMixin(new NodeMixin());
 */
export class NodeMixin extends Mixin {
  public constructor() {
    super('node', { dashboards: [Dashboard._lazy(NODES.uid, NODES.title, {}, () => buildDashboard(nodes()))] });
  }
}
