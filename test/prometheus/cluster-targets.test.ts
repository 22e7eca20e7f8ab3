import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { ClusterTargets } from '../../lib/prometheus/cluster-targets';

describe('ClusterTargets', () => {
  const jobs = (flavor: KubernetesFlavor): string[] => ClusterTargets.forFlavor(flavor).map(({ jobName }) => jobName);

  test('of k3s are its kubelets, their containers, DNS and Traefik, each metric from one endpoint alone', () => {
    expect(jobs(KubernetesFlavor.K3S)).toEqual(['kubelet', 'kubelet/cadvisor', 'coredns', 'traefik']);
  });

  test('of other clusters have the API server, and no Traefik', () => {
    expect(jobs(KubernetesFlavor.STANDARD)).toEqual(['kubelet', 'kubelet/cadvisor', 'coredns', 'apiserver']);
  });

  test('look for nothing that listens on the loopback address of its node', () => {
    const all = [...jobs(KubernetesFlavor.K3S), ...jobs(KubernetesFlavor.STANDARD)].join(' ');

    expect(all).not.toMatch(/scheduler|controller|proxy|etcd/);
  });

  test('are scraped at the interval of Prometheus', () => {
    const intervals = ClusterTargets.forFlavor(KubernetesFlavor.K3S).map(({ _options }) => _options.interval);

    expect(intervals).toEqual([undefined, undefined, undefined, undefined]);
  });
});
