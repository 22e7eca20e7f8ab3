import { Yaml } from 'cdk8s';
import { KUBERNETES_VERSIONS, schemaErrors } from '../../test/support/kubernetes-schema';
import { manifestsOf, testApp } from '../../test/support/manifests';
import { define } from './main';

const app = define(testApp());
const manifests = manifestsOf(app);

test.each(app.charts.map((chart) => [chart.node.id, chart] as const))(
  'the chart %s is the YAML that kubectl gets',
  (_, chart) => {
    expect(Yaml.stringify(...chart.toJson())).toMatchSnapshot();
  },
);

test.each(KUBERNETES_VERSIONS)('Kubernetes %s takes every object', (version) => {
  expect(manifests.objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
});

/**
 * What kube-prometheus-stack selects when it is installed as `prom` without a word about selectors, in all namespaces:
 * `matchLabels` of the selectors of its Prometheus, and the label that the sidecars of its Grafana look for.
 */
const SELECTED: { readonly [kind: string]: { readonly [label: string]: string } } = {
  ServiceMonitor: { release: 'prom' }, // serviceMonitorSelector
  PodMonitor: { release: 'prom' }, // podMonitorSelector
  PrometheusRule: { release: 'prom' }, // ruleSelector
  ScrapeConfig: { release: 'prom' }, // scrapeConfigSelector
};

test.each(Object.entries(SELECTED))('every %s has the labels by which it is selected', (kind, labels) => {
  const found = manifests.all(kind);

  expect(found.length).toBeGreaterThan(0);
  for (const { metadata } of found) expect(metadata.labels).toMatchObject(labels);
});

test('its pods, its Loki, its agent and its database are what is scraped', () => {
  const targets = [
    ...manifests.all('PodMonitor'),
    ...manifests.all('ServiceMonitor'),
    ...manifests.all('ScrapeConfig'),
  ];

  expect(targets.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
    'PodMonitor shop-alloy',
    'PodMonitor shop-mailer',
    'PodMonitor shop-storefront',
    'ScrapeConfig shop-warehouse-db',
    'ServiceMonitor shop-loki',
  ]);
});

test('the pods of the shop are found in their namespace, by their labels, on a port that they declare', () => {
  const { spec } = manifests.one('PodMonitor', 'shop-storefront');
  const { template } = manifests.one('Deployment', 'storefront')['spec'];
  const ports = template.spec.containers.flatMap((container: any) => container.ports ?? []);

  expect(spec.namespaceSelector).toEqual({ matchNames: ['shop'] });
  expect(template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  expect(ports.map((port: any) => port.containerPort)).toContain(3000);
});

test('the sidecars of Grafana pick up every dashboard, and the data source of Loki beside it', () => {
  const dashboards = manifests
    .all('ConfigMap')
    .filter(({ data = {} }) => Object.keys(data as object).some((file) => file.endsWith('.json')));

  expect(dashboards.length).toBeGreaterThan(2);
  for (const { metadata } of dashboards) expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
  expect(manifests.one('ConfigMap', 'loki-datasource').metadata).toMatchObject({
    namespace: 'monitoring', // where its sidecar looks for data sources, unlike for dashboards
    labels: { grafana_datasource: '1' },
  });
  expect(manifests.config('ConfigMap', 'loki-datasource', 'loki.yaml')).toEqual({
    apiVersion: 1,
    datasources: [{ name: 'Loki', uid: 'loki', type: 'loki', access: 'proxy', url: 'http://loki:3100' }],
  });
});

test('nothing that kube-prometheus-stack brings comes a second time', () => {
  const names = manifests.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  expect(
    names.filter((name) => /Namespace|prometheus-prom|grafana$|node-exporter|kube-state-metrics/.test(name)),
  ).toEqual([]);
});
