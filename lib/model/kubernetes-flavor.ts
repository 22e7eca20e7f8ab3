/** Which Kubernetes the stack runs on: decides scrape jobs, metric filters, rules and dashboards together. */
export enum KubernetesFlavor {
  /**
   * k3s and k3d: one process runs every control-plane component and shows all their metrics on every endpoint, so the
   * kubelet's endpoint alone is scraped, filtered; there is no scheduler, controller-manager, proxy or etcd to find.
   *
   * @see https://docs.k3s.io/reference/metrics
   */
  K3S = 'k3s',

  /** kubeadm, kind and managed clusters: the API server is scraped as well as the kubelets. */
  STANDARD = 'standard',
}
