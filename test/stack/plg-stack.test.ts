import { ApiObject, type App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Credentials,
  Dashboard,
  type IPlgStack,
  KubernetesFlavor,
  LogAgent,
  LogPipeline,
  LogStage,
  Mixin,
  PlgStack,
  type PlgStackProps,
  Rule,
  RuleGroup,
  ScrapeTarget,
  StoredMetrics,
} from '../../lib';
import { manifestsOf, testApp } from '../support/manifests';

const PROMETHEUS = 'prom-kube-prometheus-stack-prometheus';

interface Given {
  readonly app: App;
  readonly plg: PlgStack;
  readonly shop: Chart;
}

function given(props: Partial<PlgStackProps> = {}): Given {
  const app = testApp();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    grafana: { admin: Credentials.fromSecret('grafana-admin') },
    logAgent: LogAgent.promtail(),
    ...props,
  });
  return { app, plg, shop: new Chart(app, 'shop', { namespace: 'shop' }) };
}

function api(shop: Chart, name = 'api'): kplus.Deployment {
  return new kplus.Deployment(shop, name, {
    metadata: { name },
    podMetadata: { labels: { app: name } },
    containers: [{ image: 'ghcr.io/acme/api:1', portNumber: 8080 }],
  });
}

function jobs(app: App): any[] {
  return manifestsOf(app).config('ConfigMap', PROMETHEUS, 'prometheus.yml').scrape_configs;
}

function job(app: App, name: string): any {
  return jobs(app).find((candidate) => candidate.job_name === name);
}

function ruleGroups(app: App): string[] {
  return manifestsOf(app)
    .config('ConfigMap', `${PROMETHEUS}-rules`, 'rules.yml')
    .groups.map((group: any) => group.name as string);
}

function dashboardTitles(app: App): string[] {
  return manifestsOf(app)
    .all('ConfigMap')
    .flatMap((configMap) => Object.entries((configMap['data'] ?? {}) as { [key: string]: string }))
    .filter(([key]) => key.endsWith('.json'))
    .map(([, text]) => JSON.parse(text).title as string);
}

function pipelines(app: App): any[] {
  const [config] = manifestsOf(app).config('ConfigMap', 'promtail', 'promtail.yaml').scrape_configs;
  return config.pipeline_stages.filter((stage: any) => 'match' in stage).map((stage: any) => stage.match);
}

const group = (name: string): RuleGroup =>
  new RuleGroup(name, { rules: [Rule.record(`${name}:up:sum`, { expr: 'sum(up)' })] });
const dashboard = (uid: string, title: string): Dashboard => Dashboard.fromJson({ uid, title, panels: [] });

describe('PlgStack', () => {
  test('scrapes each of its own parts and the cluster', () => {
    const { app } = given({ flavor: KubernetesFlavor.K3S });

    expect(jobs(app).map((one) => one.job_name as string)).toEqual(
      expect.arrayContaining([
        'kubelet',
        'kubelet/cadvisor',
        'coredns',
        'traefik',
        PROMETHEUS,
        'kube-state-metrics',
        'kube-state-metrics-telemetry',
        'node-exporter',
        'loki',
        'loki-canary',
        'promtail',
        'prom-grafana',
      ]),
    );
  });

  test('scrapes the API server where it is a program of its own, and Traefik where k3s brings it', () => {
    const standard = jobs(given().app).map((one) => one.job_name as string);
    const k3s = jobs(given({ flavor: KubernetesFlavor.K3S }).app).map((one) => one.job_name as string);

    expect(standard).toContain('apiserver');
    expect(standard).not.toContain('traefik');
    expect(k3s).not.toContain('apiserver');
  });

  test('collects logs with Alloy unless it is told otherwise', () => {
    const { app } = given({ logAgent: undefined });

    expect(manifestsOf(app).has('DaemonSet', 'alloy')).toBe(true);
    expect(manifestsOf(app).has('DaemonSet', 'promtail')).toBe(false);
  });

  test('writes no password, and no object into another namespace', () => {
    const { objects } = manifestsOf(given().app);
    const namespaces = objects.map((object) => object.metadata.namespace).filter((name) => name !== undefined);

    expect(objects.filter((object) => object.kind === 'Secret')).toEqual([]);
    expect(new Set(namespaces)).toEqual(new Set(['monitoring']));
  });

  test('passes on what is said of its parts', () => {
    const { app } = given({ prometheus: { retention: Duration.days(3), name: 'metrics' }, loki: { name: 'logs' } });
    const output = manifestsOf(app);
    const [prometheus] = output.one('StatefulSet', 'prometheus-metrics')['spec'].template.spec.containers;
    const promtail = output.config('ConfigMap', 'promtail', 'promtail.yaml');

    expect(prometheus.args).toContain('--storage.tsdb.retention.time=3d');
    expect(promtail.clients[0].url).toBe('http://logs:3100/loki/api/v1/push');
  });

  test('pulls every image from the mirror, with its credentials', () => {
    const { app } = given({ imageRegistry: 'mirror.corp:5000', imagePullSecrets: ['mirror'] });
    const pods = manifestsOf(app).objects.flatMap<any>((object) => object['spec']?.template?.spec ?? []);

    expect(pods.length).toBeGreaterThanOrEqual(7);
    for (const pod of pods) {
      expect(pod.imagePullSecrets).toEqual([{ name: 'mirror' }]);
      for (const container of pod.containers) expect(container.image).toMatch(/^mirror\.corp:5000\//);
    }
  });

  test('leaves the Namespace object to others on request', () => {
    expect(manifestsOf(given().app).all('Namespace')).toHaveLength(1);
    expect(manifestsOf(given({ createNamespace: false }).app).all('Namespace')).toEqual([]);
  });

  test('starts with no dashboards and no rules on request', () => {
    const { app, plg } = given({ mixins: [] });
    plg.addRuleGroup(group('own'));

    expect(dashboardTitles(app)).toEqual([]);
    expect(ruleGroups(app)).toEqual(['own']);
  });

  test('fails in a chart that has no namespace', () => {
    const chart = new Chart(testApp(), 'nowhere');

    expect(() => new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('x') } })).toThrow(
      /^\[nowhere\/Plg.*\] the chart has no 'namespace'; give it one/,
    );
  });
});

test('two stacks of one cluster remember apart from each other how far they have read', () => {
  const folder = (namespace: string): unknown => {
    const app = testApp();
    new PlgStack(new Chart(app, 'c', { namespace }), 'Plg', { grafana: { admin: Credentials.fromSecret('x') } });
    const { volumes } = manifestsOf(app).one('DaemonSet', 'alloy')['spec'].template.spec;
    return volumes.find((volume: any) => volume.hostPath?.type === 'DirectoryOrCreate').hostPath.path;
  };

  expect(folder('team-a')).not.toBe(folder('team-b'));
});

test('a second stack of one cluster fails where it would overwrite the first', () => {
  const app = testApp();
  const grafana = { admin: Credentials.fromSecret('x') };
  new PlgStack(new Chart(app, 'a', { namespace: 'team-a' }), 'Plg', { grafana });

  expect(() => new PlgStack(new Chart(app, 'twin', { namespace: 'team-a' }), 'Plg', { grafana })).toThrow(
    /^\[twin\/Plg\/.*\] the \w+ '.*' of the namespace 'team-a' belongs to a\/Plg\/.* already; give one of them another 'name'$/,
  );
  expect(() => new PlgStack(new Chart(app, 'b', { namespace: 'team-b' }), 'Plg', { grafana })).toThrow(
    "[b/Plg/NodeExporter] the port 9100 of every node belongs to a/Plg/NodeExporter already; give one of them another 'port'",
  );
});

describe('its six verbs', () => {
  test('monitor scrapes a workload of another chart every 15 seconds and runs its lines through the stages', () => {
    const { app, plg, shop } = given();
    plg.monitor(api(shop), { port: 8080, logStages: [LogStage.drop('GET /healthz')] });

    expect(job(app, 'api')).toMatchObject({
      scrape_interval: '15s',
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shop'] } }],
    });
    expect(pipelines(app)).toMatchObject([
      { selector: '{namespace="shop", app="api"}', stages: [{ drop: { expression: 'GET /healthz' } }] },
    ]);
  });

  test('monitor takes what any construct library made, plain objects included', () => {
    const { app, plg, shop } = given();
    const template = {
      metadata: { labels: { app: 'plain' } },
      spec: { containers: [{ name: 'c', ports: [{ name: 'metrics', containerPort: 9000 }] }] },
    };
    const plain = new ApiObject(shop, 'Plain', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'plain' },
      spec: { selector: { matchLabels: { app: 'plain' } }, template },
    });
    plg.monitor(plain);

    expect(job(app, 'plain')).toBeDefined();
  });

  test('monitor watches the logs alone of a workload without metrics', () => {
    const { app, plg, shop } = given();
    plg.monitor(api(shop), { scrape: false, logStages: [LogStage.drop('debug')] });

    expect(job(app, 'api')).toBeUndefined();
    expect(pipelines(app)).toHaveLength(1);
  });

  test('monitor fails when it is told to do nothing', () => {
    const { plg, shop } = given();

    expect(() => plg.monitor(api(shop), { scrape: false })).toThrow(
      /^\[monitoring\/Plg\] 'monitor' of shop\/api has neither metrics nor log stages/,
    );
  });

  test('monitor fails at synthesis for a port that the workload does not declare, and names those that it does', () => {
    const { app, plg, shop } = given();
    plg.monitor(api(shop), { port: 9999 });

    expect(() => app.synthYaml()).toThrow(/9999.*8080/s);
  });

  test('each counts however late it is called, from whatever chart', () => {
    const { app, plg } = given({ mixins: [] });
    const late: IPlgStack = plg;
    late.addScrapeTarget(ScrapeTarget.hosts('legacy', ['10.0.0.5:9187']));
    late.addRuleGroup(group('late'));
    late.addDashboard(dashboard('late', 'Late'));
    late.addLogPipeline(LogPipeline.forSelector('{namespace="late"}', [LogStage.drop('x')]));
    late.addMixin(new Mixin('late', { dashboards: [dashboard('mixed', 'Mixed')], ruleGroups: [group('mixed')] }));

    expect(job(app, 'legacy').static_configs).toEqual([{ targets: ['10.0.0.5:9187'] }]);
    expect(ruleGroups(app)).toEqual(['late', 'mixed']);
    expect(dashboardTitles(app)).toEqual(['Late', 'Mixed']);
    expect(pipelines(app).map((one) => one.selector as string)).toEqual(['{namespace="late"}']);
  });

  test('a late call restarts the log agent, and Prometheus reads it without a restart', () => {
    const checksums = (late: boolean): { [kind: string]: unknown } => {
      const { app, plg, shop } = given();
      if (late) plg.monitor(api(shop), { port: 8080, logStages: [LogStage.drop('x')] });
      const output = manifestsOf(app);
      const annotations = (kind: string, name: string): unknown =>
        output.one(kind, name)['spec'].template.metadata.annotations;
      return {
        promtail: annotations('DaemonSet', 'promtail'),
        prometheus: annotations('StatefulSet', `prometheus-${PROMETHEUS}`),
      };
    };

    expect(checksums(true).promtail).not.toEqual(checksums(false).promtail);
    expect(checksums(true).prometheus).toEqual(checksums(false).prometheus);
  });

  test.each([
    [
      'job',
      (plg: PlgStack) => plg.addScrapeTarget(ScrapeTarget.hosts('twin', ['a:1'])),
      /a scrape target of the job 'twin' was added already/,
    ],
    ['rule group', (plg: PlgStack) => plg.addRuleGroup(group('twin')), /a rule group named 'twin' was added already/],
    ['dashboard uid', (plg: PlgStack) => plg.addDashboard(dashboard('twin', 'Twin')), /'twin'/],
    [
      'mixin',
      (plg: PlgStack) => plg.addMixin(new Mixin('twin')),
      /^\[monitoring\/Plg\] a mixin named 'twin' was added already/,
    ],
  ])('a second %s of one name fails at once', (_, add, message) => {
    const { plg } = given();
    add(plg);

    expect(() => add(plg)).toThrow(message);
  });

  test('a second dashboard of one title in one folder fails, in another folder it does not', () => {
    const { plg } = given();
    plg.addDashboard(dashboard('a', 'Same'));

    expect(() => plg.addDashboard(dashboard('b', 'Same'))).toThrow(/Same/);
    expect(() =>
      plg.addDashboard(Dashboard.fromJson({ uid: 'c', title: 'Same', panels: [] }, { folder: 'Other' })),
    ).not.toThrow();
  });

  test('one workload twice fails: its job is there already', () => {
    const { plg, shop } = given();
    const workload = api(shop);
    plg.monitor(workload, { port: 8080 });

    expect(() => plg.monitor(workload, { port: 8080 })).toThrow(/a scrape target of the job 'api' was added already/);
  });

  test('the order of calls means nothing where it means nothing to the program that reads them', () => {
    const text = (order: readonly string[]): string => {
      const { app, plg, shop } = given();
      for (const name of ['a', 'b']) api(shop, name);
      for (const name of order) {
        plg.monitor(shop.node.findChild(name), { port: 8080 });
        plg.addRuleGroup(group(name));
      }
      return app.synthYaml();
    };

    expect(text(['a', 'b'])).toBe(text(['b', 'a']));
  });
});

describe('what plain JavaScript lets through', () => {
  const admin = Credentials.fromSecret('grafana-admin');
  const make = (props: unknown) => () =>
    new PlgStack(new Chart(testApp(), 'm', { namespace: 'monitoring' }), 'Plg', props as PlgStackProps);

  test.each([
    [
      undefined,
      "[m/Plg] 'props' is null; it must be { grafana: { admin: Credentials.fromSecret('grafana-admin') } }, or more",
    ],
    [
      { grafana: { admin }, logAgent: 'promtail' },
      '[m/Plg] \'logAgent\' is "promtail"; it must be LogAgent.alloy() or LogAgent.promtail()',
    ],
    [
      { grafana: { admin }, flavor: 'gke' },
      '[m/Plg] \'flavor\' is "gke"; it must be KubernetesFlavor.K3S or .STANDARD',
    ],
    [
      { grafana: { admin }, imagePullSecrets: 'mirror' },
      "[m/Plg/Prometheus] 'imagePullSecrets' is \"mirror\"; it must be a list of text, such as ['a', 'b']",
    ],
    [
      { grafana: { admin }, prometheus: { resources: '256Mi' } },
      "[m/Plg/Prometheus] 'resources' is \"256Mi\"; it must be new ComputeResources({ memoryRequest: '256Mi' })",
    ],
    [
      { grafana: { admin }, loki: { storage: '10Gi' } },
      '[m/Plg/Loki] \'storage\' is "10Gi"; it must be Storage.persistent(Size.gibibytes(10)) or Storage.ephemeral(Size.gibibytes(10))',
    ],
    [
      { grafana: { admin }, loki: { image: 'grafana/loki:3' } },
      "[m/Plg/Loki] 'image' is \"grafana/loki:3\"; it must be ContainerImage.parse('docker.io/grafana/loki:3.7.6')",
    ],
    [{ grafana: { admin: 'admin' } }, /^\[m\/Plg\/Grafana\] 'admin' is /],
  ])('%j fails, and the message says what to write', (props, message) => {
    expect(make(props)).toThrow(message);
  });
});

describe('storedMetrics: StoredMetrics.onlyRead', () => {
  const READ = 'node_load5';

  /** The last metric relabel rule of each job. */
  function lastRules(storedMetrics: StoredMetrics, more: (plg: PlgStack) => void = () => undefined): any {
    const { app, plg } = given({ storedMetrics });
    more(plg);
    return Object.fromEntries(jobs(app).map((one) => [one.job_name, one.metric_relabel_configs?.at(-1)]));
  }

  const nodes = (rules: any): string[] => rules['node-exporter'].regex.split('|') as string[];

  test('keeps of each job of the stack what its rules and dashboards read', () => {
    const rules = lastRules(StoredMetrics.onlyRead());

    expect(nodes(rules)).toContain(READ);
    expect(nodes(rules)).not.toContain('node_arp_entries');
    expect(rules['kubelet/cadvisor'].regex.split('|')).toContain('container_cpu_usage_seconds_total');
    expect(rules['kube-state-metrics'].regex.split('|')).not.toContain(READ);
  });

  test('keeps what is named besides, and what late rules and dashboards read', () => {
    const rules = lastRules(StoredMetrics.onlyRead(['node_arp_.+']), (plg) => {
      plg.addRuleGroup(
        new RuleGroup('late', { rules: [Rule.record('a:b:c', { expr: 'sum(node_context_switches_total)' })] }),
      );
      const targets = [{ refId: 'A', expr: 'node_forks_total' }];
      plg.addDashboard(
        Dashboard.fromJson({
          uid: 'late',
          title: 'Late',
          panels: [{ id: 1, gridPos: { x: 0, y: 0, w: 1, h: 1 }, title: 'P', targets }],
        }),
      );
    });

    expect(nodes(rules)).toEqual(
      expect.arrayContaining(['node_arp_.+', 'node_context_switches_total', 'node_forks_total']),
    );
  });

  test('leaves the metrics of other targets alone', () => {
    const rules = lastRules(StoredMetrics.onlyRead(), (plg) => {
      plg.addScrapeTarget(ScrapeTarget.hosts('legacy', ['10.0.0.5:9187']));
    });

    expect(rules['legacy']).toBeUndefined();
  });

  test('is off by default', () => {
    expect(lastRules(StoredMetrics.all())['node-exporter']).toBeUndefined();
  });
});
