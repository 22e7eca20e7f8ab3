import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { Credentials } from '../lib/core/credentials';
import { GrafanaDiscovery } from '../lib/grafana/discovery-sidecars';
import { HttpMixin } from '../lib/mixins/http/http-mixin';
import { Rule, Severity } from '../lib/model/rule';
import { RuleGroup } from '../lib/model/rule-group';
import { ScrapeTarget } from '../lib/model/scrape-target';
import { PrometheusDiscovery } from '../lib/prometheus/discovery-sidecars';
import { PlgStack } from '../lib/stack/plg-stack';
import type { Pod } from './prometheus/service-discovery';
import { discoveredTargets } from './prometheus/service-discovery';
import { readYamlDocument } from './support/kubectl-yaml';
import { manifestsOf, Manifests, testApp } from './support/manifests';
import { relabelled, visible, type Labels } from './support/relabel';
import { sidecarFiles } from './support/sidecar-files';

/** What docs/two-apps.md shows, from an app to its synthesis. */
const APPS = {
  stack: (app: App): void => {
    const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
    const namespaces = ['checkout'];

    new PlgStack(chart, 'Plg', {
      grafana: {
        admin: Credentials.fromSecret('grafana-admin'),
        discovery: GrafanaDiscovery.labelledConfigMaps({ namespaces }),
      },
      prometheus: { discovery: PrometheusDiscovery.labelledConfigMaps({ namespaces }) },
    });
  },
  second: (app: App): void => {
    const chart = new Chart(app, 'checkout', { namespace: 'checkout' });
    const cart = new Deployment(chart, 'Cart', {
      metadata: { name: 'cart' },
      containers: [{ image: 'ghcr.io/acme/cart:1.4.2', portNumber: 8080 }],
    });

    const plg = PlgStack.fromExisting(chart, 'Plg', { name: 'checkout' });
    plg.monitor(cart, { port: 8080, mixins: [new HttpMixin({ name: 'checkout' })] });
    plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
    plg.addRuleGroup(
      new RuleGroup('cart', {
        rules: [
          Rule.alert('CartDown', {
            expr: 'up{job="cart"} == 0',
            severity: Severity.CRITICAL,
            summary: '{{ $labels.pod }} does not answer',
            description: 'Customers cannot pay.',
          }),
        ],
      }),
    );
  },
};

const page = readFileSync(join(__dirname, '../docs/two-apps.md'), 'utf8');
const blocksOf = (language: string): string[] =>
  [...page.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(([, block = '']) => block);

const synthesized = (define: (app: App) => void): Manifests => {
  const app = testApp();
  define(app);
  return manifestsOf(app);
};

const pod = (name: string, labels: Labels, portName: string): Pod => ({
  namespace: 'checkout',
  name,
  ip: '10.42.0.9',
  node: 'a',
  labels,
  containers: [{ name: 'main', ports: [{ name: portName, containerPort: 9100 }] }],
});
const ended: Pod = { ...pod('mail-2', { app: 'mail' }, 'metrics'), phase: 'Failed' };
const CLUSTER = {
  nodes: [],
  services: [],
  pods: [
    pod('mail-0', { app: 'mail' }, 'metrics'),
    pod('mail-1', { app: 'mail' }, 'smtp'),
    pod('x', {}, 'metrics'),
    ended,
  ],
};

function labelsOf({ job_name: name, kubernetes_sd_configs: sds, relabel_configs: rules }: any): Labels[] {
  const found = sds.flatMap((sd: any) => discoveredTargets(CLUSTER, sd)) as Labels[];
  const kept = found.map((labels) => relabelled({ job: name, ...labels }, rules));
  return kept.filter((labels) => labels !== undefined).map(visible);
}

describe('the page of two apps', () => {
  test('shows what this file runs', () => {
    const unspaced = (text: string): string => text.replace(/\s+/g, '');
    const run = unspaced(readFileSync(__filename, 'utf8'));
    const blocks = blocksOf('ts');

    expect(blocks).toHaveLength(Object.keys(APPS).length);
    for (const block of blocks) {
      const [, shown = ''] = /const app = new App\(\);\n([^]*)\napp\.synth\(\);/.exec(block) ?? [];
      expect(shown.length).toBeGreaterThan(100);
      expect(run).toContain(unspaced(shown));
    }
  });

  test('names the labels of the ConfigMaps that the second app makes, in the namespace that the first one watches', () => {
    const made = synthesized(APPS.second).all('ConfigMap');
    const watched = synthesized(APPS.stack)
      .all('RoleBinding')
      .map(({ metadata }) => metadata.namespace);

    const labels = made.map(({ metadata }) =>
      Object.keys(metadata.labels ?? {}).find((key) => page.includes(`\`${key}: "1"\``)),
    );
    expect(labels).toEqual(['prometheus_scrape_config', 'prometheus_rules', 'grafana_dashboard']);
    for (const { metadata } of made) expect(watched).toContain(metadata.namespace);
  });

  test('shows a ConfigMap made by hand whose jobs have the labels of those that the library makes', () => {
    const [text = ''] = blocksOf('yaml');
    const files = Object.values(sidecarFiles(Manifests.fromYaml(text), 'prometheus_scrape_config', ['checkout']));
    const byHand = files.flatMap((file) => readYamlDocument(file).scrape_configs);
    const ours = synthesized((app) => {
      const plg = PlgStack.fromExisting(new Chart(app, 'c', { namespace: 'checkout' }), 'Plg', { name: 'mail' });
      const target = { namespace: 'checkout', matchLabels: { app: 'mail' }, portName: 'metrics' };
      plg.addScrapeTarget(ScrapeTarget.pods('mail', target));
    }).config('ConfigMap', 'mail-scrape-config', 'scrape-config.yml').scrape_configs;

    expect(byHand.map(({ job_name: name }: any) => name)).toEqual(ours.map(({ job_name: name }: any) => name));
    expect(byHand.map(labelsOf)).toEqual(ours.map(labelsOf));
    expect(ours.map(labelsOf)[0]).toHaveLength(1);
  });
});
