import { Duration } from 'cdk8s';
import { k8s } from '../../lib/core/k8s';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { RelabelRule } from '../../lib/model/relabel-rule';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { ClusterTargets } from '../../lib/prometheus/cluster-targets';
import { testChart } from '../support/manifests';

/** A Deployment as any construct library may make it. */
export function stockService(
  ports: readonly k8s.ContainerPort[] = [{ name: 'http', containerPort: 8080 }],
): k8s.KubeDeployment {
  const labels = { 'app.kubernetes.io/name': 'stock-service', 'app.kubernetes.io/instance': 'timedeal' };
  return new k8s.KubeDeployment(testChart('timedeal'), 'StockService', {
    metadata: { name: 'stock-service' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, app: 'stock-service' } },
        spec: { containers: [{ name: 'stock-service', image: 'shop/stock:1.0.0', ports: [...ports] }] },
      },
    },
  });
}

/** What the guide's stack scrapes, one target of each kind. */
export function guideTargets(flavor = KubernetesFlavor.K3S): ScrapeTarget[] {
  const inMonitoring = { namespace: 'monitoring' };
  return [
    ...ClusterTargets.forFlavor(flavor),
    ScrapeTarget.service({ ...inMonitoring, service: 'prom-kube-prometheus-stack-prometheus', portName: 'http-web' }),
    ScrapeTarget.service({
      ...inMonitoring,
      jobName: 'kube-state-metrics',
      service: 'prom-kube-state-metrics',
      portName: 'http',
      honorLabels: true,
    }),
    ScrapeTarget.service({
      ...inMonitoring,
      jobName: 'node-exporter',
      service: 'prom-prometheus-node-exporter',
      portName: 'http-metrics',
      relabelRules: [RelabelRule.copyLabel('__meta_kubernetes_pod_node_name', 'node')],
    }),
    ScrapeTarget.workload(stockService(), { port: 8080, interval: Duration.seconds(15) }),
    ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187', '[fd00::5]:9187'], {
      relabelRules: [RelabelRule.setLabel('site', 'old $HALL')],
    }),
  ];
}
