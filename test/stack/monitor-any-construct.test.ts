import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Helm, Include, Yaml } from 'cdk8s';
import * as kplus28 from 'cdk8s-plus-28';
import * as kplus33 from 'cdk8s-plus-33';
import { Construct, type IConstruct } from 'constructs';
import { Credentials, LogStage, OperatorStack, PlgStack } from '../../lib';
import { manifestsOf, testApp } from '../support/manifests';
import { type Labels, relabelled, visible } from '../support/relabel';

const LABELS = { app: 'api' };
const SPEC = {
  selector: { matchLabels: LABELS },
  template: {
    metadata: { labels: LABELS },
    spec: { containers: [{ name: 'api', image: 'ghcr.io/acme/api:1', ports: [{ containerPort: 8080 }] }] },
  },
};
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' }, spec: SPEC };
const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { ports: [{ port: 80 }] } };

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'plg-monitor-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of somebody's manifests. */
function manifestFile(): string {
  const file = join(folder, 'api.yaml');
  writeFileSync(file, Yaml.stringify(SERVICE, DEPLOYMENT));
  return file;
}

/** A program that answers `helm template` as a chart with these manifests would. */
function helmProgram(): string {
  const file = join(folder, 'helm');
  writeFileSync(file, `#!/bin/sh\ncat '${manifestFile()}'\n`);
  chmodSync(file, 0o755);
  return file;
}

const container = { name: 'api', image: 'ghcr.io/acme/api:1', portNumber: 8080 };
const WORKLOADS: { readonly [library: string]: (shop: Chart) => IConstruct } = {
  'cdk8s-plus-28': (shop) =>
    new kplus28.Deployment(shop, 'Api', {
      metadata: { name: 'api' },
      podMetadata: { labels: LABELS },
      select: false,
      containers: [container],
    }),
  'cdk8s-plus-33': (shop) =>
    new kplus33.Deployment(shop, 'Api', {
      metadata: { name: 'api' },
      podMetadata: { labels: LABELS },
      select: false,
      containers: [container],
    }),
  'a generated class': (shop) => new kplus28.k8s.KubeDeployment(shop, 'Api', DEPLOYMENT),
  'an ApiObject': (shop) => new ApiObject(shop, 'Api', DEPLOYMENT),
  'YAML that was included': (shop) => new Include(shop, 'Api', { url: manifestFile() }),
  'one object of what was included': (shop) => {
    const [, deployment] = new Include(shop, 'Api', { url: manifestFile() }).apiObjects;
    return deployment!;
  },
  'the output of Helm': (shop) => new Helm(shop, 'Api', { chart: 'api', helmExecutable: helmProgram() }),
  'a construct of the app': (shop) => {
    const construct = new Construct(shop, 'Api');
    new ApiObject(construct, 'Deployment', DEPLOYMENT);
    return construct;
  },
};

/** Labels that cdk8s-plus adds to what an app asks for. */
function selectorOf(shop: Chart): { readonly [label: string]: string } {
  const { spec } = manifestsOf(shop).one('Deployment');
  return spec.selector?.matchLabels ?? spec.template.metadata.labels;
}

/** What Prometheus knows of a port of a running pod before relabeling. */
function discovered(labels: Labels, port: string): Labels {
  const meta = Object.entries({
    namespace: 'shop',
    pod_name: 'api-1',
    pod_phase: 'Running',
    pod_container_name: 'api',
    pod_container_port_number: port,
  });
  const podLabels = Object.entries(labels).flatMap(([name, value]) => {
    const escaped = name.replace(/[^a-zA-Z0-9]/g, '_');
    return [[`pod_label_${escaped}`, value] as const, [`pod_labelpresent_${escaped}`, 'true'] as const];
  });
  return Object.fromEntries([...meta, ...podLabels].map(([name, value]) => [`__meta_kubernetes_${name}`, value]));
}

describe.each(Object.keys(WORKLOADS))('a workload of %s', (library) => {
  function monitored(stack: (chart: Chart) => PlgStack | OperatorStack, logStages: LogStage[]) {
    const app = testApp();
    const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    stack(monitoring).monitor(WORKLOADS[library]!(shop), { port: 8080, logStages });
    return { manifests: manifestsOf(monitoring), labels: selectorOf(shop) };
  }

  test('is scraped on its port, in its namespace, by the labels of its pods', () => {
    const plg = (chart: Chart): PlgStack =>
      new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('grafana-admin') } });
    const { manifests, labels } = monitored(plg, [LogStage.drop('GET /healthz')]);

    const { scrape_configs: jobs } = manifests.config(
      'ConfigMap',
      'prom-kube-prometheus-stack-prometheus',
      'prometheus.yml',
    );
    const job = jobs.find((candidate: any) => candidate.job_name === 'api');
    expect(job.kubernetes_sd_configs).toEqual([{ role: 'pod', namespaces: { names: ['shop'] } }]);
    const found = (pod: Labels, port: string): Labels | undefined =>
      relabelled({ job: job.job_name, ...discovered(pod, port) }, job.relabel_configs);
    expect(visible(found(labels, '8080')!)).toEqual({
      job: 'api',
      namespace: 'shop',
      pod: 'api-1',
      container: 'api',
      endpoint: '8080',
    });
    expect(found(labels, '9090')).toBeUndefined();
    expect(found({ app: 'other' }, '8080')).toBeUndefined();
  });

  test('is a PodMonitor of the operator', () => {
    const operator = (chart: Chart): OperatorStack => new OperatorStack(chart, 'Plg', { selectorLabels: {} });
    const { manifests, labels } = monitored(operator, []);

    const { spec } = manifests.one('PodMonitor');
    expect(spec.namespaceSelector).toEqual({ matchNames: ['shop'] });
    expect(spec.selector).toEqual({ matchLabels: labels });
  });
});
