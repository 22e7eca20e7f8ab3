import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Duration, Yaml, type App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Credentials } from '../../lib/core/credentials';
import { Endpoint } from '../../lib/core/endpoint';
import { GrafanaDiscovery } from '../../lib/grafana/discovery-sidecars';
import { Alloy } from '../../lib/log-agents/alloy';
import { Dashboard } from '../../lib/model/dashboard';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { LogPipeline } from '../../lib/model/log-pipeline';
import { LogStage } from '../../lib/model/log-stage';
import { Mixin } from '../../lib/model/mixin';
import { RelabelRule } from '../../lib/model/relabel-rule';
import { Rule, Severity } from '../../lib/model/rule';
import { RuleGroup } from '../../lib/model/rule-group';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { ClusterTargets } from '../../lib/prometheus/cluster-targets';
import { PrometheusDiscovery } from '../../lib/prometheus/discovery-sidecars';
import type { ExistingPlgStackProps } from '../../lib/stack/existing-stack';
import { PlgStack } from '../../lib/stack/plg-stack';
import type { IPlgStack } from '../../lib/stack/plg-stack-interface';
import { GUIDE_CLUSTER } from '../prometheus/guide-cluster';
import { stockService } from '../prometheus/guide-targets';
import { checkConfigFile, describeWith, forDebian } from '../prometheus/promtool';
import { discoveredTargets } from '../prometheus/service-discovery';
import { readYamlDocument } from '../support/kubectl-yaml';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testApp, testChart, type Manifests } from '../support/manifests';
import { relabelled, visible, type Labels } from '../support/relabel';
import { scratchFolder } from '../support/scratch-folder';
import { matchesGlob, sidecarFiles, type Files } from '../support/sidecar-files';

const PROMETHEUS = 'prom-kube-prometheus-stack-prometheus';
const SCRAPE_CONFIG = 'prometheus_scrape_config';
const RULES = 'prometheus_rules';

interface Given {
  readonly app: App;
  readonly shop: Chart;
  readonly plg: IPlgStack;
}

/** The second app: it has no stack of its own. */
function given(props: Partial<ExistingPlgStackProps> = {}): Given {
  const app = testApp();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  return { app, shop, plg: PlgStack.fromExisting(shop, 'Plg', { name: 'shop', ...props }) };
}

/** The app of the stack, told to look for ConfigMaps. */
function wholeStack(): { readonly chart: Chart; readonly plg: PlgStack } {
  const chart = testChart();
  const plg = new PlgStack(chart, 'Plg', {
    grafana: {
      admin: Credentials.fromSecret('grafana-admin'),
      discovery: GrafanaDiscovery.labelledConfigMaps({ namespaces: ['shop'] }),
    },
    prometheus: { discovery: PrometheusDiscovery.labelledConfigMaps({ namespaces: ['shop'] }) },
    flavor: KubernetesFlavor.K3S,
    mixins: [],
  });
  return { chart, plg };
}

function api(shop: Chart, name = 'api'): kplus.Deployment {
  return new kplus.Deployment(shop, name, {
    metadata: { name },
    podMetadata: { labels: { app: name } },
    containers: [{ image: 'ghcr.io/acme/api:1', portNumber: 8080 }],
  });
}

const SETTINGS = {
  path: '/actuator/prometheus',
  interval: Duration.minutes(2),
  timeout: Duration.seconds(90),
  honorLabels: true,
  sampleLimit: 5000,
  metricRelabelRules: [RelabelRule.drop(['__name__'], 'go_.*')],
};
const GRAFANA = { namespace: 'monitoring', matchLabels: { 'app.kubernetes.io/name': 'grafana' }, portName: 'grafana' };
const KSM = { namespace: 'monitoring', service: 'prom-kube-state-metrics', portName: 'http' };

/** A target of every kind, some with all that a target can say. */
const TARGETS: { readonly [jobName: string]: () => ScrapeTarget } = {
  'stock-service': () => ScrapeTarget.workload(stockService(), { port: 8080 }),
  named: () => ScrapeTarget.workload(stockService(), { ...SETTINGS, jobName: 'named', portName: 'http' }),
  second: () => ScrapeTarget.service({ ...KSM, jobName: 'second', interval: Duration.seconds(10) }),
  'edge/grafana $1': () => ScrapeTarget.pods('edge/grafana $1', { ...GRAFANA, ...SETTINGS }),
  'legacy-db': () =>
    ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187'], {
      // a rule of the user that reads the label `job`, and one that changes it where it fits
      relabelRules: [
        RelabelRule.copyLabel('job', 'origin'),
        RelabelRule.replace('job', { sourceLabels: ['job'], regex: 'legacy-(.*)', replacement: '$1' }),
      ],
    }),
};

const group = (name: string, expr = 'sum(up)'): RuleGroup =>
  new RuleGroup(name, {
    interval: Duration.minutes(1),
    rules: [
      Rule.record(`${name}:up:sum`, { expr }),
      Rule.alert(`${name}Down`, {
        expr: 'up{job="api"} == 0',
        severity: Severity.CRITICAL,
        summary: '{{ $labels.pod }} is down',
        description: 'Look at its "logs".',
      }),
    ],
  });
const dashboard = (uid: string, title: string, folder?: string): Dashboard =>
  Dashboard.fromJson({ uid, title, panels: [] }, folder === undefined ? {} : { folder });

/** The one scrape job in a ConfigMap of the second app. */
function jobOf(found: Manifests): any {
  const { scrape_configs: jobs } = found.config('ConfigMap', 'shop-scrape-config', 'scrape-config.yml');
  expect(jobs).toHaveLength(1);
  return jobs[0];
}

/** The labels that Prometheus stores of all targets of a job, in the guide's cluster. */
function labelsOf(job: any): Labels[] {
  const found = [
    ...(job.kubernetes_sd_configs ?? []).flatMap((sd: any) => discoveredTargets(GUIDE_CLUSTER, sd)),
    ...(job.static_configs ?? []).flatMap(({ targets }: any) =>
      targets.map((address: string) => ({ __address__: address })),
    ),
  ] as Labels[];
  return found.flatMap((labels) => {
    const result = relabelled(
      { job: job.job_name, __metrics_path__: '/metrics', ...labels },
      job.relabel_configs ?? [],
    );
    return result === undefined ? [] : [visible({ instance: result['__address__']!, ...result })];
  });
}

describe('PlgStack.fromExisting', () => {
  describe.each(Object.keys(TARGETS))('scrapes %s', (jobName) => {
    const { chart, plg: whole } = wholeStack();
    whole.addScrapeTarget(TARGETS[jobName]!());
    const { scrape_configs: all } = manifestsOf(chart).config('ConfigMap', PROMETHEUS, 'prometheus.yml');
    const inStack = all.find((job: any) => job.job_name === jobName);

    const { app, plg } = given();
    plg.addScrapeTarget(TARGETS[jobName]!());
    const inSecondApp = jobOf(manifestsOf(app));

    test('as the app of the stack would, but for a name of its own', () => {
      const [jobLabel, ...rules] = inSecondApp.relabel_configs;

      expect(jobLabel).toEqual({ action: 'replace', target_label: 'job', replacement: jobName.replace('$', '$$$$') });
      expect({ ...inSecondApp, relabel_configs: rules }).toEqual({
        ...inStack,
        job_name: `shop/shop/${jobName}`,
        relabel_configs: inStack.relabel_configs ?? [],
      });
    });

    test('with the labels that the app of the stack would give', () => {
      const expected = labelsOf(inStack);

      expect(expected).not.toEqual([]);
      expect(labelsOf(inSecondApp)).toEqual(expected);
    });
  });

  test('monitors a workload as the app of the stack would', () => {
    const { chart, plg: whole } = wholeStack();
    whole.monitor(api(new Chart(chart.node.root, 'shop', { namespace: 'shop' })), { port: 8080 });
    const { scrape_configs: all } = manifestsOf(chart).config('ConfigMap', PROMETHEUS, 'prometheus.yml');
    const inStack = all.find((job: any) => job.job_name === 'api');

    const { app, shop, plg } = given();
    plg.monitor(api(shop), { port: 8080 });

    const { job_name: name, relabel_configs: rules, ...rest } = jobOf(manifestsOf(app));
    expect(name).toBe('shop/shop/api');
    expect({ job_name: 'api', ...rest, relabel_configs: rules.slice(1) }).toEqual(inStack);
  });

  test('evaluates and records what the app of the stack would', () => {
    const { chart, plg: whole } = wholeStack();
    const { app, plg } = given();
    for (const stack of [whole, plg]) {
      stack.addRuleGroup(group('shop'));
      stack.addMixin(new Mixin('cart', { ruleGroups: [group('cart')] }));
    }

    const inSecondApp = manifestsOf(app).config('ConfigMap', 'shop-rules', 'rules.yml');
    expect(inSecondApp).toEqual(manifestsOf(chart).config('ConfigMap', `${PROMETHEUS}-rules`, 'rules.yml'));
    expect(inSecondApp.groups.map(({ name }: any) => name)).toEqual(['cart', 'shop']);
  });

  test('shows the dashboard that the app of the stack would', () => {
    const { chart, plg: whole } = wholeStack();
    const { app, plg } = given();
    for (const stack of [whole, plg]) stack.addDashboard(dashboard('orders', 'Orders', 'Shop'));

    const text = manifestsOf(app).text('ConfigMap', 'shop-dashboard-orders', 'orders.json');
    expect(text).toBe(manifestsOf(chart).text('ConfigMap', 'prom-grafana-dashboard-orders', 'orders.json'));
  });

  test('is found by the sidecars of a stack that watches its namespace', () => {
    const { app, plg, shop } = given();
    plg.monitor(api(shop), { port: 8080 });
    plg.addRuleGroup(group('shop'));
    plg.addDashboard(dashboard('orders', 'Orders'));
    const made = manifestsOf(app);

    const stack = manifestsOf(wholeStack().chart);
    const containers = [...stack.all('StatefulSet'), ...stack.all('Deployment')].flatMap(
      ({ spec }) => spec.template.spec.containers,
    );
    const finders = containers.flatMap(({ name, env = [] }: any) => {
      const { LABEL: label, FOLDER: folder, NAMESPACE: namespaces } = environment(env);
      if (label === undefined) return [];
      return Object.keys(sidecarFiles(made, label, namespaces!.split(','))).map((file) => [name, `${folder}/${file}`]);
    });

    expect(finders).toEqual([
      [
        'prometheus-sc-jobs',
        expect.stringMatching(/\/namespace_shop\.configmap_shop-scrape-config\.scrape-config\.yml$/),
      ],
      ['prometheus-sc-rules', expect.stringMatching(/\/namespace_shop\.configmap_shop-rules\.rules\.yml$/)],
      [
        'grafana-sc-dashboard',
        expect.stringMatching(/\/namespace_shop\.configmap_shop-dashboard-orders\.orders\.json$/),
      ],
    ]);
    const { scrape_config_files: jobs, rule_files: rules } = stack.config('ConfigMap', PROMETHEUS, 'prometheus.yml');
    expect(jobs.some((glob: string) => matchesGlob(glob, finders[0]![1]))).toBe(true);
    expect(rules.some((glob: string) => matchesGlob(glob, finders[1]![1]))).toBe(true);
  });

  test('makes ConfigMaps in the namespace of its chart and nothing else', () => {
    const { app, plg } = given();

    plg.addScrapeTarget(ScrapeTarget.service(KSM));
    plg.addRuleGroup(group('shop'));
    plg.addDashboard(dashboard('orders', 'Orders'));

    const own = {
      'app.kubernetes.io/name': 'plg',
      'app.kubernetes.io/instance': 'shop',
      'app.kubernetes.io/managed-by': 'cdk8s',
      'app.kubernetes.io/part-of': 'plg',
    };
    const made = manifestsOf(app).objects.map(({ kind, metadata: { name, namespace, labels } }) => [
      `${kind} ${namespace}/${name}`,
      labels,
    ]);
    expect(made).toEqual([
      ['ConfigMap shop/shop-scrape-config', { ...own, [SCRAPE_CONFIG]: '1' }],
      ['ConfigMap shop/shop-rules', { ...own, [RULES]: '1' }],
      ['ConfigMap shop/shop-dashboard-orders', { ...own, grafana_dashboard: '1' }],
    ]);
  });

  test('makes nothing of nothing', () => {
    expect(manifestsOf(given().app).objects).toEqual([]);
  });

  test('brings the mixins that it is given', () => {
    const mixin = new Mixin('shop', { dashboards: [dashboard('orders', 'Orders')], ruleGroups: [group('shop')] });

    const names = manifestsOf(given({ mixins: [mixin] }).app).objects.map(({ metadata }) => metadata.name);

    expect(names).toEqual(['shop-rules', 'shop-dashboard-orders']);
  });

  test('takes what is added in another order, and sees what happens to a workload after it was added', () => {
    const made = (reversed: boolean): unknown => {
      const { app, plg, shop } = given();
      const cart = api(shop, 'cart');
      const steps = [
        () => plg.monitor(cart, { portName: 'metrics' }),
        () => plg.addScrapeTarget(ScrapeTarget.hosts('db', ['db.corp.example:9187'])),
        () => plg.addRuleGroup(group('b')),
        () => plg.addRuleGroup(group('a')),
        () =>
          cart.addContainer({ image: 'acme/exporter:1', name: 'exporter', ports: [{ number: 9100, name: 'metrics' }] }),
      ];
      for (const step of reversed ? steps.reverse() : steps) step();
      const found = manifestsOf(app);
      return [
        found.text('ConfigMap', 'shop-scrape-config', 'scrape-config.yml'),
        found.text('ConfigMap', 'shop-rules', 'rules.yml'),
      ];
    };

    expect(made(true)).toEqual(made(false));
  });

  test('takes workloads of charts in other namespaces', () => {
    const { app, plg } = given();

    plg.monitor(api(new Chart(app, 'stock', { namespace: 'stock' })), { port: 8080 });

    const job = jobOf(manifestsOf(app));
    expect(job.kubernetes_sd_configs).toEqual([{ role: 'pod', namespaces: { names: ['stock'] } }]);
    expect(manifestsOf(app).one('ConfigMap').metadata.namespace).toBe('shop');
  });

  test('goes on in another ConfigMap when one is full, with the same label', () => {
    const { app, plg } = given();
    for (let index = 0; index < 100; index++) plg.addScrapeTarget(ScrapeTarget.hosts(`site-${index}`, ['a.example:1']));

    const files = sidecarFiles(manifestsOf(app), SCRAPE_CONFIG, ['shop']);

    expect(Object.keys(files)).toEqual([
      'namespace_shop.configmap_shop-scrape-config.scrape-config.yml',
      'namespace_shop.configmap_shop-scrape-config-2.scrape-config-2.yml',
    ]);
    expect(new Set(jobNamesOf(files)).size).toBe(100);
  });

  test('names jobs apart from those of every other app, however much their names have in common', () => {
    const names = [
      ['shop', 'a'],
      ['shop', 'b'],
      ['stock', 'a'],
    ].flatMap(([namespace, name]) => {
      const app = testApp();
      const plg = PlgStack.fromExisting(new Chart(app, 'c', { namespace }), 'Plg', { name: name! });
      plg.addScrapeTarget(ScrapeTarget.hosts('api', ['a.example:1']));
      plg.addScrapeTarget(ScrapeTarget.hosts('a/api', ['b.example:1']));
      return jobNamesOf(sidecarFiles(manifestsOf(app), SCRAPE_CONFIG, [namespace!]));
    });

    expect(new Set(names).size).toBe(6);
  });

  test('hands log stages and pipelines to the log agent that it was given', () => {
    const app = testApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });
    const logAgent = new Alloy(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Alloy', { loki });
    const plg = PlgStack.fromExisting(shop, 'Plg', { name: 'shop', logAgent });

    plg.monitor(api(shop), { port: 8080, logStages: [LogStage.drop('GET /healthz')] });
    plg.addLogPipeline(LogPipeline.forSelector('{namespace="ops"}', [LogStage.drop('debug')]));

    const config = manifestsOf(app).text('ConfigMap', 'alloy', 'config.alloy');
    expect(config).toContain('GET /healthz');
    expect(config).toContain('{namespace=\\"ops\\"}');
  });

  test.each(KUBERNETES_VERSIONS)('is what an API server of version %s takes', (version) => {
    const { app, plg } = given();
    plg.addScrapeTarget(ScrapeTarget.service(KSM));
    plg.addRuleGroup(group('shop'));
    plg.addDashboard(dashboard('orders', 'Orders'));

    expect(manifestsOf(app).objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
  });

  describe('refuses', () => {
    const LOGS =
      "[shop/Plg] log stages need a log agent, whose configuration is one file that the app of the stack writes; add them there, or give the 'logAgent' of a PlgStack in this app";

    test('log pipelines without a log agent', () => {
      const pipeline = LogPipeline.forSelector('{app="a"}', [LogStage.drop('debug')]);

      expect(() => given().plg.addLogPipeline(pipeline)).toThrow(new Error(LOGS));
    });

    test('log stages without a log agent, and then adds nothing of the workload', () => {
      const { app, plg, shop } = given();

      expect(() => plg.monitor(api(shop), { port: 8080, logStages: [LogStage.drop('debug')] })).toThrow(
        new Error(LOGS),
      );
      expect(manifestsOf(app).all('ConfigMap')).toEqual([]);
    });

    test('two targets of one job', () => {
      const { plg } = given();
      plg.addScrapeTarget(ScrapeTarget.hosts('legacy', ['a:1']));

      expect(() => plg.addScrapeTarget(ScrapeTarget.service({ ...KSM, jobName: 'legacy' }))).toThrow(
        new Error(
          "[shop/Plg] a scrape target of the job 'legacy' was added already; give one of them another 'jobName'",
        ),
      );
    });

    test.each(
      ClusterTargets.forFlavor(KubernetesFlavor.STANDARD)
        .map((target) => target.jobName)
        .filter((job) => /kubelet|apiserver/.test(job)),
    )('%s, which the stack scrapes', (jobName) => {
      const targets = ClusterTargets.forFlavor(KubernetesFlavor.STANDARD);
      const target = targets.find((candidate) => candidate.jobName === jobName)!;

      expect(() => given().plg.addScrapeTarget(target)).toThrow(
        new Error(
          `[shop/Plg] the scrape target '${jobName}' is a part of the cluster, which the stack scrapes already; leave it out`,
        ),
      );
    });

    test('a timeout without an interval', () => {
      const target = ScrapeTarget.service({ ...KSM, jobName: 'ksm', timeout: Duration.seconds(40) });

      expect(() => given().plg.addScrapeTarget(target)).toThrow(
        new Error(
          "[shop/Plg] 'timeout of the job ksm' is 40s; it needs an 'interval' beside it: Prometheus refuses a timeout that is longer, and the interval of the stack is not known here",
        ),
      );
    });

    test('two rule groups of one name', () => {
      const { plg } = given();
      plg.addRuleGroup(group('a'));

      expect(() => plg.addRuleGroup(group('a', 'count(up)'))).toThrow(
        new Error("[shop/Plg] a rule group named 'a' was added already; give one of them another name"),
      );
    });

    test('two dashboards of one title in a folder', () => {
      const { plg } = given();
      plg.addDashboard(dashboard('a', 'Overview', 'Shop'));
      plg.addDashboard(dashboard('b', 'Overview', 'Stock'));

      expect(() => plg.addDashboard(dashboard('c', 'Overview', 'Shop'))).toThrow(
        new Error(
          "[shop/Plg] the folder 'Shop' has two dashboards with the title 'Overview'; give one of them another title or folder",
        ),
      );
    });

    test('two dashboards of one uid', () => {
      const { plg } = given();
      plg.addDashboard(dashboard('a', 'One'));

      expect(() => plg.addDashboard(dashboard('a', 'Other'))).toThrow(
        new Error("[shop/Plg] the dashboards 'One' and 'Other' have the same uid 'a'; give one of them another"),
      );
    });

    test('two mixins of one name', () => {
      const { plg } = given();
      plg.addMixin(new Mixin('a'));

      expect(() => plg.addMixin(new Mixin('a'))).toThrow(
        new Error("[shop/Plg] a mixin named 'a' was added already; add each once, or give the second another name"),
      );
    });

    test('a port that no container declares, at synthesis', () => {
      const { app, plg, shop } = given();
      plg.monitor(api(shop), { port: 9999 });

      expect(() => manifestsOf(app)).toThrow(
        "[shop/Plg] the scrape target 'api' has the 'port' 9999; the containers of the Deployment 'api' declare 8080: name one of these, or declare the port in 'containers[].ports'",
      );
    });

    test('a rule group that fits into no ConfigMap, at synthesis', () => {
      const { app, plg } = given();
      const rules = Array.from({ length: 6000 }, (_, index) =>
        Rule.record(`shop:up_${index}:sum`, { expr: 'sum(up)' }),
      );
      plg.addRuleGroup(new RuleGroup('huge', { rules }));

      expect(() => manifestsOf(app)).toThrow(
        /: \[shop\/Plg\/Files\/Rules\/Page1\] the ConfigMap 'shop-rules' has \d+ bytes; at most 250000 can be applied by kubectl: split its content$/,
      );
    });

    test('a second one of its name in the namespace, which would overwrite its ConfigMaps', () => {
      const { plg, shop } = given();
      const other = PlgStack.fromExisting(shop, 'Other', { name: 'shop' });
      plg.addScrapeTarget(ScrapeTarget.hosts('a', ['a:1']));

      expect(() => other.addScrapeTarget(ScrapeTarget.hosts('b', ['b:1']))).toThrow(
        new Error(
          "[shop/Other/Files/Jobs/Page1] the ConfigMap 'shop-scrape-config' of the namespace 'shop' belongs to shop/Plg/Files/Jobs/Page1 already; give one of them another 'name'",
        ),
      );
    });

    test('a name that is none', () => {
      expect(() => given({ name: 'My Shop' })).toThrow(
        new Error(
          "[shop/Plg] 'name' is \"My Shop\"; it must be 1 to 40 lower-case letters, digits or '-', beginning and ending with a letter or digit",
        ),
      );
    });

    test('to be without a name', () => {
      const shop = new Chart(testApp(), 'shop', { namespace: 'shop' });

      expect(() => PlgStack.fromExisting(shop, 'Plg', undefined as any)).toThrow(
        new Error("[shop/Plg] 'props' is null; it must be { name: 'checkout' }, or more"),
      );
    });

    test('a chart without a namespace', () => {
      const shop = new Chart(testApp(), 'shop');

      expect(() => PlgStack.fromExisting(shop, 'Plg', { name: 'shop' })).toThrow(
        new Error(
          "[shop/Plg] the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })",
        ),
      );
    });

    test('what is no log agent', () => {
      expect(() => given({ logAgent: {} as any })).toThrow(
        new Error("[shop/Plg] 'logAgent' is {}; it must be a log agent: new Alloy(...) or new Promtail(...)"),
      );
    });
  });
});

describeWith('promtool', 'promtool', () => {
  /** A directory as the sidecars lay it, of two apps that have much in common, and the path of its prometheus.yml. */
  function laidOut(jobs: (apps: readonly Files[]) => Files): string {
    const { chart, plg: whole } = wholeStack();
    const apps = ['shop', 'stock'].map((namespace) => {
      const app = testApp();
      const plg = PlgStack.fromExisting(new Chart(app, namespace, { namespace }), 'Plg', { name: 'plg' });
      for (const stack of namespace === 'shop' ? [whole, plg] : [plg]) {
        for (const target of Object.values(TARGETS)) stack.addScrapeTarget(target());
        stack.addRuleGroup(group('api'));
      }
      return manifestsOf(app);
    });
    const config = manifestsOf(chart).config('ConfigMap', PROMETHEUS, 'prometheus.yml');
    const files = jobs(apps.map((found, index) => sidecarFiles(found, SCRAPE_CONFIG, [['shop', 'stock'][index]!])));
    const rules: Files = Object.assign({}, ...apps.map((found) => sidecarFiles(found, RULES, ['shop', 'stock'])));

    const folder = scratchFolder();
    const rulesFolder = join(folder, 'discovered-rules');
    mkdirSync(rulesFolder);
    for (const [name, text] of Object.entries(rules)) writeFileSync(join(rulesFolder, name), text);
    expect(Object.keys(rules)).toHaveLength(2);
    // Debian's promtool is older than `scrape_config_files`: their jobs stand in the file itself
    const discovered = Object.values(files).flatMap((text) => readYamlDocument(text).scrape_configs);
    const own = config.scrape_configs.filter(({ authorization }: any) => authorization === undefined);
    const whole242 = forDebian({ ...config, scrape_configs: [...own, ...discovered] }, GUIDE_CLUSTER);
    const path = join(folder, 'prometheus.yml');
    writeFileSync(path, Yaml.stringify({ ...whole242, rule_files: [join(rulesFolder, '*.yml')] }));
    return path;
  }

  test('accepts the same jobs and rules of the stack and of two other apps, side by side', () => {
    const said = checkConfigFile(laidOut((apps) => Object.assign({}, ...apps)));

    expect(said).toContain('2 rule files found');
    expect(said.match(/SUCCESS: 2 rules found/g)).toHaveLength(2);
  });

  test('is asked in earnest: it refuses jobs that are named as in the app of the stack', () => {
    const renamed = (files: Files): Files =>
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, text.replaceAll(/(job_name: "?)shop\/plg\//g, '$1')]),
      );

    expect(() => checkConfigFile(laidOut(([shop]) => renamed(shop!)))).toThrow(
      'found multiple scrape configs with job name',
    );
  });
});

function environment(env: readonly any[]): { [name: string]: string | undefined } {
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

function jobNamesOf(files: Files): string[] {
  return Object.values(files).flatMap((text) =>
    readYamlDocument(text).scrape_configs.map((job: any) => job.job_name as string),
  );
}
