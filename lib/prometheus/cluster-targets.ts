import { KubernetesFlavor } from '../model/kubernetes-flavor';
import { RelabelRule } from '../model/relabel-rule';
import { ScrapeTarget } from '../model/scrape-target';
import { apiServerFilters, cadvisorFilters, kubeletFilters } from './metric-filters';

/**
 * What a cluster shows of itself: kubelets, the containers on them, DNS, and the API server or Traefik.
 *
 * Jobs and labels are those of the guide's chart, so that its dashboards and alerts fit. What a cluster does not let
 * Prometheus reach (scheduler, controller-manager, proxy and datastore listen on the loopback address alone) is left out:
 * it would be down for ever.
 *
 * @example
 * new Prometheus(chart, 'Prometheus', { scrapeTargets: ClusterTargets.forFlavor(KubernetesFlavor.K3S) });
 */
export class ClusterTargets {
  /**
   * The cluster's own scrape targets. All of them are scraped at the interval of Prometheus.
   *
   * - `kubelet` and `kubelet/cadvisor`: the kubelet of every node and its containers, both with the job label `kubelet`,
   *   told apart by the label `metrics_path`.
   * - `coredns`: the DNS of the cluster, behind the Service `kube-system/kube-dns`.
   * - `traefik`, on k3s: the ingress that k3s brings.
   * - `apiserver`, elsewhere: on k3s it shows the very metrics that the kubelet shows.
   *
   * @param flavor which Kubernetes it is
   */
  public static forFlavor(flavor: KubernetesFlavor): ScrapeTarget[] {
    const everywhere = [kubelet(flavor), cadvisor(), coredns()];
    return [...everywhere, flavor === KubernetesFlavor.K3S ? traefik() : apiServer()];
  }

  private constructor() {}
}

function kubelet(flavor: KubernetesFlavor): ScrapeTarget {
  // its metrics of volumes and pods have a namespace of their own
  return ScrapeTarget._kubelets('kubelet', { honorLabels: true, metricRelabelRules: kubeletFilters(flavor) });
}

/**
 * Scraped at the common interval, where the chart takes 10 seconds: these are the most numerous series of a small cluster,
 * and the windows that read them, the guide's `[5m]` and the dashboards' two minutes, hold four scrapes and more.
 */
function cadvisor(): ScrapeTarget {
  return ScrapeTarget._kubelets('kubelet/cadvisor', {
    path: '/metrics/cadvisor',
    honorLabels: true,
    relabelRules: [RelabelRule.setLabel('job', 'kubelet')],
    metricRelabelRules: cadvisorFilters(),
  });
}

function coredns(): ScrapeTarget {
  return ScrapeTarget.service({
    jobName: 'coredns',
    service: 'kube-dns',
    namespace: 'kube-system',
    portName: 'metrics',
  });
}

function traefik(): ScrapeTarget {
  return ScrapeTarget.pods('traefik', {
    namespace: 'kube-system',
    matchLabels: { 'app.kubernetes.io/name': 'traefik' },
    portName: 'metrics',
  });
}

function apiServer(): ScrapeTarget {
  return ScrapeTarget._apiServer('apiserver', { metricRelabelRules: apiServerFilters() });
}
