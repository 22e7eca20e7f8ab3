import { checkMember } from '../../core/kinds';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { KubernetesFlavor } from '../../model/kubernetes-flavor';
import { Mixin } from '../../model/mixin';
import { apiServerAlerts } from './alerts/api-server';
import { appAlerts } from './alerts/apps-alerts';
import { dnsAlerts } from './alerts/coredns';
import { kubeletAlerts } from './alerts/kubelet';
import { kubernetesNodeAlerts } from './alerts/nodes';
import { resourceAlerts } from './alerts/resources-alerts';
import { storageAlerts } from './alerts/storage-alerts';
import { clusterDashboards } from './cluster-dashboards';
import { computeDashboards } from './compute/compute-dashboards';
import { networkingDashboards } from './networking/networking-dashboards';
import { requestRules, usageRules } from './records';
import { podOfWorkloadRules, workloadRules } from './workload-records';

/**
 * What pods use of what they asked for, whether workloads have what they want, and why pods end: dashboards from the whole
 * cluster down to one pod, the recorded series that they read, and alerts.
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
   * @param options which alerts are wanted
   */
  public constructor(flavor: KubernetesFlavor, options: MixinOptions = {}) {
    checkMixinOptions('KubernetesMixin', options);
    checkMember('KubernetesMixin', 'flavor', flavor ?? null, { KubernetesFlavor });
    const { alerts = AlertProfile.CORE } = options;
    super('kubernetes', {
      dashboards: [...computeDashboards(flavor), ...networkingDashboards(), ...clusterDashboards(flavor)],
      ruleGroups: [
        usageRules(),
        requestRules(),
        podOfWorkloadRules(),
        workloadRules(),
        ...appAlerts(alerts),
        ...resourceAlerts(alerts),
        ...storageAlerts(flavor, alerts),
        ...kubernetesNodeAlerts(alerts),
        ...kubeletAlerts(flavor, alerts),
        ...apiServerAlerts(flavor, alerts),
        ...dnsAlerts(alerts),
      ],
    });
  }
}
