import { Dashboard } from '../../model/dashboard';
import type { KubernetesFlavor } from '../../model/kubernetes-flavor';
import { Mixin } from '../../model/mixin';
import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { NAMESPACE_PODS, NODE_PODS } from './dashboards';
import { namespacePods } from './compute/namespace-pods';
import { nodePods } from './compute/node-pods';
import { requestRules, usageRules } from './records';

/**
 * What pods use of what they asked for: dashboards by namespace and by node, and the recorded series that they read.
 *
 * It needs the metrics of the kubelets (cAdvisor) and of kube-state-metrics, under the jobs `kubelet` and
 * `kube-state-metrics`.
 *
 * @example
 * plg.addMixin(new KubernetesMixin(KubernetesFlavor.STANDARD));
 */
export class KubernetesMixin extends Mixin {
  /**
   * @param flavor decides which metrics there are: on k3s none of disks and volumes, so no panels for them
   */
  public constructor(flavor: KubernetesFlavor) {
    super('kubernetes', {
      dashboards: [
        Dashboard._lazy(NAMESPACE_PODS.uid, NAMESPACE_PODS.title, {}, () => buildDashboard(namespacePods(flavor))),
        Dashboard._lazy(NODE_PODS.uid, NODE_PODS.title, {}, () => buildDashboard(nodePods())),
      ],
      ruleGroups: [usageRules(), requestRules()],
    });
  }
}
