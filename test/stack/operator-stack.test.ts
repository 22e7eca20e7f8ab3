import { type App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Alloy,
  ClusterTargets,
  Credentials,
  Dashboard,
  Endpoint,
  type IPlgStack,
  KubernetesFlavor,
  LogPipeline,
  LogStage,
  Mixin,
  PlgStack,
  RelabelRule,
  Rule,
  RuleGroup,
  ScrapeTarget,
} from '../../lib';
import { dashboardText } from '../../lib/grafana/dashboard-text';
import { OperatorStack, type OperatorStackProps } from '../../lib/stack/operator-stack';
import type { KubeObject } from '../support/kube-object';
import { schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testApp } from '../support/manifests';

interface Given {
  readonly app: App;
  readonly chart: Chart;
  readonly plg: OperatorStack;
  readonly shop: Chart;
}

function given(props: Partial<OperatorStackProps> = {}): Given {
  const app = testApp();
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const plg = new OperatorStack(chart, 'Plg', { selectorLabels: { release: 'prom' }, ...props });
  return { app, chart, plg, shop: new Chart(app, 'shop', { namespace: 'shop' }) };
}

function api(shop: Chart, name = 'api'): kplus.Deployment {
  return new kplus.Deployment(shop, name, {
    metadata: { name },
    podMetadata: { labels: { app: name } },
    containers: [{ image: 'ghcr.io/acme/api:1', portNumber: 8080 }],
  });
}

function monitors(app: App): KubeObject[] {
  return manifestsOf(app).objects.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com/'));
}

const SERVICE = { service: 'api', namespace: 'shop', portName: 'web' };
const PODS = { namespace: 'shop', matchLabels: { app: 'api' }, portName: 'web' };
const SETTINGS = {
  path: '/actuator/prometheus',
  interval: Duration.minutes(2),
  timeout: Duration.seconds(90),
  honorLabels: true,
  sampleLimit: 5000,
  metricRelabelRules: [RelabelRule.drop(['__name__'], 'go_.*')],
};

const group = (name: string, expr = 'sum(up)'): RuleGroup =>
  new RuleGroup(name, { rules: [Rule.record(`${name}:up:sum`, { expr })] });
const dashboard = (uid: string, title: string, folder?: string): Dashboard =>
  Dashboard.fromJson({ uid, title, panels: [] }, folder === undefined ? {} : { folder });

describe('OperatorStack', () => {
  test('makes the kind of monitor that finds a target, in its own namespace and with the labels that select it', () => {
    const { app, plg, shop } = given();

    plg.monitor(api(shop), { port: 8080 });
    plg.addScrapeTarget(ScrapeTarget.pods('agents', PODS));
    plg.addScrapeTarget(ScrapeTarget.service({ jobName: 'gateway', ...SERVICE }));
    plg.addScrapeTarget(ScrapeTarget.hosts('legacy/db', ['db.corp.example:9187']));
    plg.addRuleGroup(group('shop'));

    const made = monitors(app);
    expect(made.map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([
      'PodMonitor plg-api',
      'PodMonitor plg-agents',
      'ServiceMonitor plg-gateway',
      expect.stringMatching(/^ScrapeConfig plg-legacy-db-[0-9a-f]{8}$/),
      'PrometheusRule plg-shop',
    ]);
    for (const object of made) {
      expect(object.metadata.namespace).toBe('monitoring');
      expect(object.metadata.labels).toEqual({
        'app.kubernetes.io/instance': 'plg',
        'app.kubernetes.io/managed-by': 'cdk8s',
        'app.kubernetes.io/name': 'plg',
        'app.kubernetes.io/part-of': 'plg',
        release: 'prom',
      });
      expect(schemaErrors(object, { version: '1.36.0' })).toEqual([]);
    }
  });

  test('tells a PodMonitor how a workload is scraped', () => {
    const { app, plg, shop } = given();

    plg.monitor(api(shop), { port: 8080, ...SETTINGS });

    expect(manifestsOf(app).one('PodMonitor')['spec']).toEqual({
      namespaceSelector: { matchNames: ['shop'] },
      selector: { matchLabels: expect.objectContaining({ 'cdk8s.io/metadata.addr': expect.any(String) }) },
      podMetricsEndpoints: [
        {
          path: '/actuator/prometheus',
          interval: '2m',
          scrapeTimeout: '1m30s',
          honorLabels: true,
          relabelings: [
            { action: 'keep', sourceLabels: ['__meta_kubernetes_pod_container_port_number'], regex: '8080' },
            { action: 'replace', targetLabel: 'endpoint', replacement: '8080' },
            { action: 'replace', targetLabel: 'job', replacement: 'api' },
          ],
          metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
        },
      ],
      sampleLimit: 5000,
    });
  });

  test('tells a ServiceMonitor how the pods behind a Service are scraped', () => {
    const { app, plg } = given();

    plg.addScrapeTarget(ScrapeTarget.service({ ...SERVICE, ...SETTINGS }));

    const { endpoints, ...spec } = manifestsOf(app).one('ServiceMonitor')['spec'];
    expect(spec).toEqual({ namespaceSelector: { matchNames: ['shop'] }, selector: {}, sampleLimit: 5000 });
    expect(endpoints).toEqual([
      expect.objectContaining({
        port: 'web',
        path: '/actuator/prometheus',
        interval: '2m',
        scrapeTimeout: '1m30s',
        honorLabels: true,
        metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
      }),
    ]);
  });

  test('tells a ScrapeConfig how machines are scraped', () => {
    const { app, plg } = given();

    plg.addScrapeTarget(ScrapeTarget.hosts('legacy', ['db.corp.example:9187', '[::1]:9187'], SETTINGS));

    expect(manifestsOf(app).one('ScrapeConfig')['spec']).toEqual({
      staticConfigs: [{ targets: ['db.corp.example:9187', '[::1]:9187'] }],
      metricsPath: '/actuator/prometheus',
      scrapeInterval: '2m',
      scrapeTimeout: '1m30s',
      honorLabels: true,
      sampleLimit: 5000,
      relabelings: [{ action: 'replace', targetLabel: 'job', replacement: 'legacy' }],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
    });
  });

  test('scrapes a workload every 15 seconds, and other targets as often as Prometheus does', () => {
    const { app, plg, shop } = given();

    plg.monitor(api(shop, 'cart'), { port: 8080 });
    plg.addScrapeTarget(ScrapeTarget.service(SERVICE));

    const { objects } = manifestsOf(app);
    const endpoints = objects.flatMap(({ spec }) => spec?.podMetricsEndpoints ?? spec?.endpoints ?? []);
    expect(endpoints.map(({ interval }: any) => interval as unknown)).toEqual(['15s', undefined]);
  });

  test('asks for slices of endpoints where a rule reads what only they have, and else leaves it to Prometheus', () => {
    const { app, plg } = given();

    for (const name of ['ready', 'zone']) {
      const rule = RelabelRule.copyLabel(`__meta_kubernetes_endpointslice_endpoint_${name}`, name);
      plg.addScrapeTarget(ScrapeTarget.service({ ...SERVICE, jobName: name, relabelRules: [rule] }));
    }
    plg.addScrapeTarget(ScrapeTarget.service(SERVICE));

    const roles = manifestsOf(app)
      .all('ServiceMonitor')
      .map(({ metadata, spec }) => [metadata.name, spec.serviceDiscoveryRole as unknown]);
    expect(roles).toEqual([
      ['plg-ready', 'EndpointSlice'],
      ['plg-zone', 'EndpointSlice'],
      ['plg-api', undefined],
    ]);
  });

  test('sees what happens to a workload after it was added', () => {
    const { app, plg, shop } = given();
    const late = api(shop, 'late');

    plg.monitor(late, { portName: 'metrics' });
    late.addContainer({
      image: 'ghcr.io/acme/exporter:1',
      name: 'exporter',
      ports: [{ number: 9100, name: 'metrics' }],
    });

    expect(manifestsOf(app).one('PodMonitor')['spec'].podMetricsEndpoints).toEqual([
      expect.objectContaining({ port: 'metrics' }),
    ]);
  });

  test('fails for a port that no container declares, as PlgStack does', () => {
    const { app, plg, shop } = given();

    plg.monitor(api(shop), { port: 9999 });

    expect(() => manifestsOf(app)).toThrow(
      "[monitoring/Plg] the scrape target 'api' has the 'port' 9999; the containers of the Deployment 'api' declare 8080: name one of these, or declare the port in 'containers[].ports'",
    );
  });

  test('shows a dashboard by a labelled ConfigMap with its folder', () => {
    const { app, plg } = given();
    const shown = dashboard('orders', 'Orders', 'Bestellungen & Co');

    plg.addDashboard(shown);
    plg.addDashboard(dashboard('Stock_1', 'Stock'));

    const [orders, stock] = manifestsOf(app).all('ConfigMap');
    expect(orders).toMatchObject({
      metadata: {
        name: 'plg-dashboard-orders',
        namespace: 'monitoring',
        labels: { grafana_dashboard: '1', 'app.kubernetes.io/managed-by': 'cdk8s' },
        annotations: { grafana_folder: 'Bestellungen & Co' },
      },
      data: { 'orders.json': dashboardText(shown._model()) },
    });
    expect(stock!.metadata.name).toMatch(/^plg-dashboard-stock-1-[0-9a-f]{8}$/);
    expect(stock!.metadata.annotations).toBeUndefined();
  });

  test('labels dashboards and names their folders as the sidecar was told', () => {
    const { app, plg } = given({ dashboardLabels: { dashboards: 'shop' }, folderAnnotation: 'k8s-sidecar-target' });

    plg.addDashboard(dashboard('orders', 'Orders', 'Shop'));

    const { metadata } = manifestsOf(app).one('ConfigMap');
    expect(metadata.labels).toMatchObject({ dashboards: 'shop' });
    expect(metadata.labels).not.toHaveProperty('grafana_dashboard');
    expect(metadata.annotations).toEqual({ 'k8s-sidecar-target': 'Shop' });
  });

  test('brings the mixins that it is given, and none of its own', () => {
    const shop = new Mixin('shop', { dashboards: [dashboard('orders', 'Orders')], ruleGroups: [group('shop')] });

    const kinds = (props: Partial<OperatorStackProps>): string[] =>
      manifestsOf(given(props).app).objects.map(({ kind }) => kind);

    expect(kinds({})).toEqual([]);
    expect(kinds({ mixins: [shop] })).toEqual(['PrometheusRule', 'ConfigMap']);
  });

  test('takes rules that read further back than a Prometheus of ours keeps metrics', () => {
    const { app, plg } = given();

    plg.addRuleGroup(group('slo', 'sum(increase(up[90d]))'));

    expect(manifestsOf(app).has('PrometheusRule', 'plg-slo')).toBe(true);
  });

  test('hands log stages and pipelines to the log agent that it was given', () => {
    const { app, chart, shop } = given();
    const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });
    const logAgent = new Alloy(chart, 'Alloy', { loki });
    const plg = new OperatorStack(chart, 'Logs', { selectorLabels: {}, name: 'logs', logAgent });

    plg.monitor(api(shop), { port: 8080, logStages: [LogStage.drop('GET /healthz')] });
    plg.addLogPipeline(LogPipeline.forSelector('{namespace="ops"}', [LogStage.drop('debug')]));

    const config = manifestsOf(app).text('ConfigMap', 'alloy', 'config.alloy');
    expect(config).toContain('GET /healthz');
    expect(config).toContain('{namespace=\\"ops\\"}');
  });

  test('refuses log stages and pipelines without a log agent', () => {
    const { plg, shop } = given();
    const message =
      "[monitoring/Plg] a log pipeline needs a log agent, and prometheus-operator has none; give the stack a 'logAgent'";

    expect(() => plg.monitor(api(shop), { port: 8080, logStages: [LogStage.drop('debug')] })).toThrow(message);
    expect(() => plg.addLogPipeline(LogPipeline.forSelector('{app="a"}', [LogStage.drop('debug')]))).toThrow(message);
  });

  describe('refuses with the words of PlgStack', () => {
    const TWICE: { readonly [what: string]: (plg: IPlgStack, shop: Chart) => void } = {
      'two targets of one job': (plg) => {
        plg.addScrapeTarget(ScrapeTarget.hosts('legacy', ['a:1']));
        plg.addScrapeTarget(ScrapeTarget.service({ ...SERVICE, jobName: 'legacy' }));
      },
      'two rule groups of one name': (plg) => {
        plg.addRuleGroup(group('a'));
        plg.addRuleGroup(group('a', 'count(up)'));
      },
      'two groups that record one series': (plg) => {
        plg.addRuleGroup(group('a'));
        plg.addRuleGroup(new RuleGroup('b', { rules: [Rule.record('a:up:sum', { expr: 'count(up)' })] }));
      },
      'two dashboards of one uid': (plg) => {
        plg.addDashboard(dashboard('a', 'One'));
        plg.addDashboard(dashboard('a', 'Other'));
      },
      'two dashboards of one title in a folder': (plg) => {
        plg.addDashboard(dashboard('a', 'One', 'Shop'));
        plg.addDashboard(dashboard('b', 'One', 'Shop'));
      },
      'a dashboard with a query that does not parse': (plg) => {
        const datasource = { type: 'prometheus', uid: 'prometheus' };
        const gridPos = { x: 0, y: 0, w: 12, h: 8 };
        const targets = [{ refId: 'A', expr: 'sum(', datasource }];
        const panel = { id: 1, type: 'timeseries', title: 'P', gridPos, datasource, targets };
        plg.addDashboard(Dashboard.fromJson({ uid: 'a', title: 'A', panels: [panel] }));
      },
      'two mixins of one name': (plg) => {
        plg.addMixin(new Mixin('a'));
        plg.addMixin(new Mixin('a'));
      },
      'a workload of which nothing is watched': (plg, shop) => plg.monitor(api(shop), { scrape: false }),
    };

    test.each(Object.keys(TWICE))('%s', (what) => {
      const { chart, plg, shop } = given();
      const whole = new PlgStack(chart, 'Whole', {
        grafana: { admin: Credentials.fromSecret('grafana-admin') },
        mixins: [],
      });

      const ours = messageOf(() => TWICE[what]!(whole, new Chart(chart, 'other', { namespace: 'shop' })));

      expect(ours).not.toBe('');
      expect(messageOf(() => TWICE[what]!(plg, shop)).replace('shop/api', 'monitoring/other/api')).toBe(ours);
    });
  });

  test.each([
    [
      'the kubelets',
      ClusterTargets.forFlavor(KubernetesFlavor.STANDARD).find(({ jobName }) => jobName === 'kubelet')!,
      "[monitoring/Plg] the scrape target 'kubelet' is a part of the cluster that is read with the token of Prometheus' own account; kube-prometheus-stack brings it: leave it out",
    ],
    [
      'the API server',
      ClusterTargets.forFlavor(KubernetesFlavor.STANDARD).find(({ jobName }) => jobName === 'apiserver')!,
      "[monitoring/Plg] the scrape target 'apiserver' is a part of the cluster that is read with the token of Prometheus' own account; kube-prometheus-stack brings it: leave it out",
    ],
    [
      'a timeout that the interval of an unknown Prometheus may be shorter than',
      ScrapeTarget.hosts('slow', ['a:1'], { timeout: Duration.seconds(20) }),
      "[monitoring/Plg] 'timeout of the job slow' is 20s; it needs an 'interval' beside it: the operator leaves out a target whose timeout is longer than its interval, and that of its Prometheus is not known here",
    ],
  ])('refuses %s', (_what, target, message) => {
    expect(() => given().plg.addScrapeTarget(target)).toThrow(message);
  });

  test.each(['Shop/Orders', '/Shop', '..', '.hidden'])(
    'refuses the folder %j, which is no name of a directory',
    (folder) => {
      expect(() => given().plg.addDashboard(dashboard('a', 'Orders', folder))).toThrow(
        `[monitoring/Plg] 'folder of the dashboard Orders' is ${JSON.stringify(folder)}; it must have no '/' and not begin with '.': the sidecar of Grafana makes a directory of it`,
      );
    },
  );

  test.each<[string, object, string]>([
    [
      'no labels to select by',
      { selectorLabels: undefined },
      "[monitoring/Plg] 'selectorLabels' is undefined; it must hold the labels by which the operator's Prometheus selects its monitors, such as { release: 'prom' }; {} where it selects all of them",
    ],
    [
      'a label that is none',
      { selectorLabels: { release: 'my prom' } },
      "[monitoring/Plg] 'selectorLabels.release' is \"my prom\"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit",
    ],
    [
      'a label of dashboards that is none',
      { dashboardLabels: { 'grafana dashboard': '1' } },
      "[monitoring/Plg] 'dashboardLabels' is \"grafana dashboard\"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit",
    ],
    [
      'an annotation that is none',
      { folderAnnotation: '' },
      "[monitoring/Plg] 'folderAnnotation' is \"\"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit",
    ],
    [
      'a name that no object can have',
      { name: 'Shop' },
      "[monitoring/Plg] 'name' is \"Shop\"; it must be 1 to 40 lower-case letters, digits or '-', beginning and ending with a letter or digit",
    ],
    [
      'what is no log agent',
      { logAgent: {} },
      "[monitoring/Plg] 'logAgent' is {}; it must be a log agent: new Alloy(...) or new Promtail(...)",
    ],
  ])('refuses %s', (_what, props, message) => {
    expect(() => given(props)).toThrow(message);
  });

  test('refuses a second stack whose objects would overwrite those of the first', () => {
    const { chart, plg } = given();
    const second = (name: string): OperatorStack => new OperatorStack(chart, name, { selectorLabels: {}, name });
    plg.addScrapeTarget(ScrapeTarget.service(SERVICE));

    expect(() => second('plg').addScrapeTarget(ScrapeTarget.service(SERVICE))).toThrow(
      "[monitoring/plg] the ServiceMonitor 'plg-api' of the namespace 'monitoring' belongs to monitoring/Plg already; give one of the two stacks another 'name'",
    );
    expect(() => second('team').addScrapeTarget(ScrapeTarget.service(SERVICE))).not.toThrow();
  });
});

/** What an error says, without the construct that says it. */
function messageOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message.replace(/^\[.*?\] /, '');
  }
  return '';
}
