import { App, Chart } from 'cdk8s';
import { Credentials, LogStage, PlgStack } from '../lib';
import { k8s } from '../lib/core/k8s';

/** The stack and so many workloads that it watches: `node build/bench/workloads.js 1000`. */
function main(count: number): void {
  const app = new App();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    grafana: { admin: Credentials.fromSecret('grafana-admin') },
  });
  const chart = new Chart(app, 'apps', { namespace: 'apps' });
  for (let index = 0; index < count; index += 1) {
    const name = `api-${index}`;
    // the stages of all pipelines share one ConfigMap, which has room for some thousand of them
    const logStages = index % 10 === 0 ? [LogStage.drop('GET /healthz')] : [];
    plg.monitor(deployment(chart, name), { port: 8080, logStages });
  }
  app.synth();
}

function deployment(chart: Chart, name: string): k8s.KubeDeployment {
  const labels = { 'app.kubernetes.io/name': name };
  new k8s.KubeService(chart, `${name}-service`, {
    metadata: { name },
    spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http') }] },
  });
  return new k8s.KubeDeployment(chart, name, {
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image: `registry.example/${name}:1`, ports: [{ name: 'http', containerPort: 8080 }] }],
        },
      },
    },
  });
}

main(Number(process.argv[2] ?? 10));
