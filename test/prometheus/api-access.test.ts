import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { policyRules } from '../../lib/prometheus/api-access';
import { ClusterTargets } from '../../lib/prometheus/cluster-targets';
import { stockService } from './guide-targets';

const watch = (apiGroup: string, ...resources: string[]): object => ({
  apiGroups: [apiGroup],
  resources,
  verbs: ['list', 'watch'],
});
const nodesMetrics = { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] };

const hosts = ScrapeTarget.hosts('db', ['db:1']);
const pods = ScrapeTarget.pods('edge', { namespace: 'x', matchLabels: { a: 'b' }, portName: 'metrics' });
const service = ScrapeTarget.service({ service: 'api', namespace: 'x', portName: 'metrics' });

describe('what Prometheus may ask of the Kubernetes API', () => {
  test('is nothing for hosts', () => {
    expect(policyRules([hosts])).toEqual([]);
  });

  test('is to watch pods, for pods and workloads', () => {
    expect(policyRules([pods])).toEqual([watch('', 'pods')]);
    expect(policyRules([ScrapeTarget.workload(stockService(), { port: 8080 })])).toEqual([watch('', 'pods')]);
  });

  test('is to watch Services, their endpoints and the pods behind them, for Services', () => {
    expect(policyRules([service])).toEqual([
      watch('', 'services', 'pods'),
      watch('discovery.k8s.io', 'endpointslices'),
    ]);
  });

  test('is to find nodes and read their metrics, for kubelets', () => {
    const [kubelet] = ClusterTargets.forFlavor(KubernetesFlavor.K3S);

    expect(policyRules([kubelet!])).toEqual([watch('', 'nodes'), nodesMetrics]);
  });

  test('is to read the metrics of the API server, where it is scraped', () => {
    expect(policyRules(ClusterTargets.forFlavor(KubernetesFlavor.STANDARD))).toEqual([
      watch('', 'nodes', 'services', 'pods'),
      watch('discovery.k8s.io', 'endpointslices'),
      nodesMetrics,
      { nonResourceUrLs: ['/metrics'], verbs: ['get'] },
    ]);
    expect(
      policyRules(ClusterTargets.forFlavor(KubernetesFlavor.K3S)).flatMap((rule) => rule.nonResourceUrLs ?? []),
    ).toEqual([]);
  });

  test('does not depend on the order of the targets', () => {
    const targets = [hosts, service, pods, ...ClusterTargets.forFlavor(KubernetesFlavor.STANDARD)];

    expect(policyRules([...targets].reverse())).toEqual(policyRules(targets));
  });
});
