import { Chart, Duration, Size } from 'cdk8s';
import { ContainerImage } from '../../lib/core/container-image';
import { ComputeResources } from '../../lib/core/resources';
import { Storage } from '../../lib/core/storage';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { Rule, Severity } from '../../lib/model/rule';
import { RuleGroup } from '../../lib/model/rule-group';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { ClusterTargets } from '../../lib/prometheus/cluster-targets';
import { Prometheus, type PrometheusProps } from '../../lib/prometheus/prometheus';
import { allInvariants } from '../support/invariants';
import { manifestsOf, testApp, testChart, type Manifests } from '../support/manifests';
import { guideTargets, stockService } from './guide-targets';

const NAME = 'prom-kube-prometheus-stack-prometheus';

const group = (name: string, record = `${name}:up:sum`): RuleGroup =>
  new RuleGroup(name, { rules: [Rule.record(record, { expr: 'sum(up)' })] });

const hosts = (job: string): ScrapeTarget => ScrapeTarget.hosts(job, ['db:9187']);

function create(props: PrometheusProps = {}, chart: Chart = testChart()): Prometheus {
  return new Prometheus(chart, 'Prometheus', props);
}

function synthesize(props: PrometheusProps = {}, then: (prometheus: Prometheus) => void = () => {}): Manifests {
  const chart = testChart();
  then(create(props, chart));
  return manifestsOf(chart);
}

const config = (manifests: Manifests): any => manifests.config('ConfigMap', NAME, 'prometheus.yml');

const jobs = (manifests: Manifests): string[] =>
  config(manifests).scrape_configs.map((job: any) => job.job_name as string) as string[];

const statefulSet = (manifests: Manifests): any => manifests.one('StatefulSet')['spec'];
const pod = (manifests: Manifests): any => statefulSet(manifests).template.spec;
const container = (manifests: Manifests): any => pod(manifests).containers[0];

/** What is wrong with the objects as a set; the namespace is made by others. */
const problems = (manifests: Manifests): string[] =>
  allInvariants(manifests.objects, { externals: ['Namespace/monitoring'] });

describe('Prometheus', () => {
  test('has the names of the guide, and one container', () => {
    const manifests = synthesize();

    expect(manifests.one('StatefulSet').metadata.name).toBe(`prometheus-${NAME}`);
    expect(manifests.one('Service', NAME)['spec'].ports).toEqual([
      { name: 'http-web', port: 9090, targetPort: 'http-web' },
    ]);
    expect(pod(manifests).containers).toHaveLength(1);
    expect(statefulSet(manifests).replicas).toBe(1);
  });

  test('tells where it listens and how it is scraped itself', () => {
    const { endpoint, scrapeTarget } = create();

    expect(endpoint.url()).toBe(`http://${NAME}.monitoring:9090`);
    expect(scrapeTarget.jobName).toBe(NAME);
    expect(jobs(synthesize({}, (prometheus) => prometheus.addScrapeTarget(prometheus.scrapeTarget)))).toEqual([NAME]);
  });

  test('goes by another name where it is given one, beside the first', () => {
    const chart = testChart();
    new Prometheus(chart, 'First');
    new Prometheus(chart, 'Second', { name: 'longterm', scrapeTargets: guideTargets(), ruleGroups: [group('a')] });
    const manifests = manifestsOf(chart);

    expect(manifests.has('StatefulSet', 'prometheus-longterm')).toBe(true);
    expect(manifests.has('ConfigMap', 'longterm-rules')).toBe(true);
    expect(problems(manifests)).toEqual([]);
  });

  test('keeps metrics for 6 hours, and less than 80 % of 8 GiB, by default', () => {
    const manifests = synthesize();

    expect(container(manifests).args).toContain('--storage.tsdb.retention.time=6h');
    expect(container(manifests).args).toContain('--storage.tsdb.retention.size=6553MB');
    expect(statefulSet(manifests).volumeClaimTemplates).toEqual([
      expect.objectContaining({
        metadata: { name: 'data' },
        spec: expect.objectContaining({
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '8Gi' } },
        }) as object,
      }),
    ]);
  });

  test('keeps what it is told to', () => {
    const manifests = synthesize({
      retention: Duration.days(30),
      storage: Storage.persistent(Size.gibibytes(100), { storageClassName: 'fast' }),
      retentionSize: Size.gibibytes(80),
    });

    expect(container(manifests).args).toContain('--storage.tsdb.retention.time=30d');
    expect(container(manifests).args).toContain('--storage.tsdb.retention.size=81920MB');
    expect(statefulSet(manifests).volumeClaimTemplates[0].spec.storageClassName).toBe('fast');
  });

  test('keeps its data in the pod where it is told to, within the same bound', () => {
    const manifests = synthesize({ storage: Storage.ephemeral(Size.gibibytes(1)) });

    expect(statefulSet(manifests)).not.toHaveProperty('volumeClaimTemplates');
    expect(pod(manifests).volumes).toContainEqual({ name: 'data', emptyDir: { sizeLimit: '1Gi' } });
    expect(container(manifests).args).toContain('--storage.tsdb.retention.size=819MB');
  });

  test('scrapes and evaluates every 30 seconds by default, and as often as it is told to', () => {
    expect(config(synthesize()).global).toMatchObject({ scrape_interval: '30s', evaluation_interval: '30s' });
    expect(
      config(synthesize({ scrapeInterval: Duration.seconds(5), evaluationInterval: Duration.minutes(1) })).global,
    ).toMatchObject({ scrape_interval: '5s', scrape_timeout: '5s', evaluation_interval: '1m' });
  });

  test('bounds what one scrape may bring', () => {
    expect(config(synthesize()).global).toMatchObject({ sample_limit: 100_000, body_size_limit: '64MB' });
    expect(config(synthesize({ sampleLimit: 5, bodySizeLimit: Size.gibibytes(1) })).global).toMatchObject({
      sample_limit: 5,
      body_size_limit: '1024MB',
    });
  });

  test('writes links and labels for others as it is told to', () => {
    const manifests = synthesize({ externalUrl: 'https://corp.example/prometheus', externalLabels: { cluster: 'a' } });

    expect(container(manifests).args).toContain('--web.external-url=https://corp.example/prometheus');
    expect(config(manifests).global.external_labels).toEqual({ cluster: 'a' });
    expect(container(synthesize()).args).toContain(`--web.external-url=http://${NAME}.monitoring:9090`);
    expect(config(synthesize()).global).not.toHaveProperty('external_labels');
  });

  test('cannot be stopped over HTTP unless that is asked for', () => {
    expect(container(synthesize()).args).not.toContain('--web.enable-lifecycle');
    expect(container(synthesize({ enableLifecycle: true })).args).toContain('--web.enable-lifecycle');
  });

  test('asks for what the guide gives it, and may not take the memory of its node', () => {
    expect(container(synthesize()).resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { memory: '1Gi' },
    });
    const resources = new ComputeResources({ memoryRequest: '2Gi', memoryLimit: '4Gi' });
    expect(container(synthesize({ resources })).resources).toEqual({
      requests: { memory: '2Gi' },
      limits: { memory: '4Gi' },
    });
  });

  test('has time to replay its log and to write what is in memory', () => {
    const manifests = synthesize();
    const { startupProbe, readinessProbe, livenessProbe } = container(manifests);

    expect(startupProbe).toMatchObject({ httpGet: { path: '/-/ready' }, periodSeconds: 15, failureThreshold: 60 });
    expect(readinessProbe).toMatchObject({ httpGet: { path: '/-/ready', port: 'http-web' }, failureThreshold: 3 });
    expect(livenessProbe).toMatchObject({ httpGet: { path: '/-/healthy', port: 'http-web' }, failureThreshold: 6 });
    expect(pod(manifests).terminationGracePeriodSeconds).toBe(600);
  });

  test('takes image, registry, pull secrets and priority from its props', () => {
    const manifests = synthesize({
      image: ContainerImage.parse('quay.io/prometheus/prometheus:v3.5.0'),
      imageRegistry: 'registry.corp.example:5000',
      imagePullSecrets: ['pull'],
      priorityClassName: 'high',
    });

    expect(container(manifests).image).toBe('registry.corp.example:5000/prometheus/prometheus:v3.5.0');
    expect(container(manifests).args).toContain('--enable-feature=auto-reload-config');
    expect(pod(manifests)).toMatchObject({ imagePullSecrets: [{ name: 'pull' }], priorityClassName: 'high' });
    expect(manifests.one('StatefulSet').metadata.labels).toMatchObject({ 'app.kubernetes.io/version': '3.5.0' });
  });

  test.each([
    ['nothing to scrape', {}],
    ['k3s', { scrapeTargets: guideTargets(KubernetesFlavor.K3S) }],
    ['another cluster', { scrapeTargets: ClusterTargets.forFlavor(KubernetesFlavor.STANDARD) }],
    ['ephemeral storage', { storage: Storage.ephemeral(Size.gibibytes(1)), ruleGroups: [group('a')] }],
  ])('is sound as a set of objects: %s', (_, props) => {
    expect(problems(synthesize(props))).toEqual([]);
  });
});

describe('what Prometheus scrapes', () => {
  test('is what its props say and what is added later, in the order of the names', () => {
    const manifests = synthesize({ scrapeTargets: [hosts('b'), hosts('a')] }, (prometheus) => {
      prometheus.addScrapeTarget(hosts('c'));
    });

    expect(jobs(manifests)).toEqual(['a', 'b', 'c']);
  });

  test('never restarts it', () => {
    const before = synthesize({ scrapeTargets: [hosts('a')] });
    const after = synthesize({ scrapeTargets: [hosts('a'), hosts('b')], ruleGroups: [group('r')] });

    expect(after.one('StatefulSet')).toEqual(before.one('StatefulSet'));
  });

  test('decides what it may ask of the Kubernetes API, late additions included', () => {
    const manifests = synthesize({}, (prometheus) => {
      prometheus.addScrapeTarget(hosts('a'));
      prometheus.addScrapeTarget(ScrapeTarget.workload(stockService(), { port: 8080 }));
    });

    expect(manifests.one('ClusterRole')['rules']).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    ]);
    expect(pod(manifests).automountServiceAccountToken).toBe(true);
  });

  test('gives it no token and no role when all of it is outside of the cluster', () => {
    const manifests = synthesize({ scrapeTargets: [hosts('a')] });

    expect(manifests.all('ClusterRole')).toEqual([]);
    expect(manifests.all('ClusterRoleBinding')).toEqual([]);
    expect(pod(manifests).automountServiceAccountToken).toBe(false);
  });

  test('goes on in further files when it outgrows a ConfigMap', () => {
    const many = Array.from({ length: 150 }, (_, index) => `job-${String(index).padStart(3, '0')}`);
    const manifests = synthesize({
      scrapeTargets: many.map((job) => ScrapeTarget.workload(stockService(), { port: 8080, jobName: job })),
    });

    const more = ['2', '3'].map((page) => manifests.config('ConfigMap', `${NAME}-jobs-${page}`, `jobs-${page}.yml`));
    const all = [config(manifests), ...more].flatMap(
      (file) => file.scrape_configs.map((job: any) => job.job_name as string) as string[],
    );
    expect(all).toEqual(many);
    expect(config(manifests).scrape_config_files).toEqual(['/etc/prometheus/config/jobs-*.yml']);
    expect(more.map((file) => Object.keys(file as object))).toEqual([['scrape_configs'], ['scrape_configs']]);
    expect(problems(manifests)).toEqual([]);
  });

  test('fails for two targets of one job, however late the second comes', () => {
    const prometheus = create({ scrapeTargets: [hosts('db')] });

    expect(() => prometheus.addScrapeTarget(hosts('db'))).toThrow(
      new Error(
        "[test/Prometheus] a scrape target of the job 'db' was added already; give one of them another 'jobName'",
      ),
    );
    expect(() => create({ scrapeTargets: [hosts('db'), hosts('db')] })).toThrow("of the job 'db' was added already");
  });

  test('fails for a timeout that is longer than the interval that the target inherits', () => {
    const slow = ScrapeTarget.hosts('db', ['db:1'], { timeout: Duration.seconds(45) });

    expect(() => create().addScrapeTarget(slow)).toThrow(
      new Error(
        "[test/Prometheus] 'timeout of the job db' is 45s; it must be at most the scrape interval, which is 30s; give the target an 'interval'",
      ),
    );
    expect(() => create({ scrapeInterval: Duration.minutes(1) }).addScrapeTarget(slow)).not.toThrow();
  });

  test('fails at synthesis for a workload that does not declare its port, with the path of Prometheus', () => {
    const target = ScrapeTarget.workload(stockService(), { port: 1 });

    expect(() => synthesize({ scrapeTargets: [target] })).toThrow(
      "[test/Prometheus] the scrape target 'stock-service' has the 'port' 1; the containers of the Deployment 'stock-service' declare 'http' (8080): name one of these",
    );
  });
});

describe('what Prometheus evaluates', () => {
  const rules = (manifests: Manifests): any => manifests.config('ConfigMap', `${NAME}-rules`, 'rules.yml');

  test('is what its props say and what is added later', () => {
    const manifests = synthesize({ ruleGroups: [group('a')] }, (prometheus) => {
      prometheus.addRuleGroup(
        new RuleGroup('b', {
          interval: Duration.minutes(3),
          rules: [Rule.alert('Down', { expr: 'up == 0', severity: Severity.CRITICAL, summary: 'it is down' })],
        }),
      );
    });

    expect(rules(manifests)).toEqual({
      groups: [
        { name: 'a', rules: [{ record: 'a:up:sum', expr: 'sum(up)' }] },
        {
          name: 'b',
          interval: '3m',
          rules: [
            {
              alert: 'Down',
              expr: 'up == 0',
              labels: { severity: 'critical' },
              annotations: { summary: 'it is down' },
            },
          ],
        },
      ],
    });
  });

  test('is read from where it is mounted', () => {
    const manifests = synthesize();
    const [glob] = config(manifests).rule_files;
    const { mountPath } = container(manifests).volumeMounts.find((mount: any) => mount.name === 'rules');

    expect(glob).toBe(`${mountPath}/*.yml`);
    expect(container(manifests).args).toContain('--config.file=/etc/prometheus/config/prometheus.yml');
    expect(rules(manifests)).toEqual({ groups: [] });
  });

  test('is spread over more ConfigMaps when it outgrows one', () => {
    const long = 'x'.repeat(40_000);
    const groups = Array.from(
      { length: 5 },
      (_, index) =>
        new RuleGroup(`g${index}`, {
          rules: [Rule.alert('A', { expr: 'up', severity: Severity.INFO, summary: 'a', description: long })],
        }),
    );
    const manifests = synthesize({ ruleGroups: groups });

    const files = [1, 2, 3].map((page) =>
      page === 1 ? rules(manifests) : manifests.config('ConfigMap', `${NAME}-rules-${page}`, `rules-${page}.yml`),
    );
    expect(files.map((file) => file.groups.map((one: any) => one.name as string) as string[])).toEqual([
      ['g0', 'g1'],
      ['g2', 'g3'],
      ['g4'],
    ]);
    expect(pod(manifests).volumes.find((volume: any) => volume.name === 'rules').projected.sources).toHaveLength(3);
  });

  test('fails for two groups of one name, however late the second comes', () => {
    expect(() => create({ ruleGroups: [group('a')] }).addRuleGroup(group('a', 'other:up:sum'))).toThrow(
      new Error("[test/Prometheus] a rule group named 'a' was added already; give one of them another name"),
    );
  });

  test('fails when two groups record the same series, and not when their labels differ', () => {
    const prometheus = create({ ruleGroups: [group('a', 'job:up:sum')] });
    const labelled = new RuleGroup('c', {
      rules: [Rule.record('job:up:sum', { expr: 'sum(up)', labels: { from: 'c' } })],
    });

    expect(() => prometheus.addRuleGroup(group('b', 'job:up:sum'))).toThrow(
      new Error(
        "[test/Prometheus] the rule group 'b' records 'job:up:sum', as 'a' does already; samples of both would mix: rename one, or leave one group out",
      ),
    );
    expect(() => prometheus.addRuleGroup(labelled)).not.toThrow();
  });

  test('fails for a rule that reads further back than metrics are kept', () => {
    const slow = (window: string): RuleGroup =>
      new RuleGroup(window, { rules: [Rule.record(`job:up:avg${window}`, { expr: `avg_over_time(up[${window}])` })] });
    const prometheus = create({ retention: Duration.hours(6) });

    expect(() => prometheus.addRuleGroup(slow('1d'))).toThrow(
      new Error(
        "[test/Prometheus] the rule 'job:up:avg1d' of the group '1d' reads 1d back, but 'retention' is 6h; keep metrics for at least 1d, or shorten the rule's window",
      ),
    );
    expect(() => prometheus.addRuleGroup(slow('6h'))).not.toThrow();
  });
});

describe('Prometheus refuses', () => {
  const url =
    "it must be an http or https URL without user, query and fragment, such as 'https://prometheus.corp.example'";
  const interval = 'so that a series outlives a missed scrape: after 5 minutes without a sample it is taken for gone';

  test.each<[PrometheusProps, string]>([
    [{ retention: Duration.minutes(90) }, "'retention' is 1h30m; it must be at least 2h, the length of one block"],
    [
      { retention: '6h' as never },
      '\'retention\' is "6h"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)',
    ],
    [
      { retentionSize: Size.gibibytes(7) },
      "'retentionSize' is 7Gi; it must be at most 6553Mi, 80 % of the storage: the rest is for blocks that are being written; ask for more 'storage' or keep less",
    ],
    [{ retentionSize: Size.mebibytes(0) }, "'retentionSize' is 0Mi; it must be at least 256Mi"],
    [{ storage: Storage.ephemeral(Size.mebibytes(100)) }, "'storage' is 100Mi; it must be at least 512Mi"],
    [
      { scrapeInterval: Duration.seconds(0) },
      "'scrapeInterval' is 0s; it must be longer than 0, in whole milliseconds",
    ],
    [{ scrapeInterval: Duration.millis(100) }, `'scrapeInterval' is 100ms; it must be at least 1s, ${interval}`],
    [{ scrapeInterval: Duration.minutes(5) }, `'scrapeInterval' is 5m; it must be at most 2m, ${interval}`],
    [{ evaluationInterval: Duration.hours(1) }, `'evaluationInterval' is 1h; it must be at most 2m, ${interval}`],
    [{ sampleLimit: -1 }, "'sampleLimit' is -1; it must be a whole number of at least 1"],
    [{ bodySizeLimit: Size.kibibytes(100) }, "'bodySizeLimit' is 100Ki; it must be at least 1Mi"],
    [{ externalUrl: 'not a url' }, `'externalUrl' is "not a url"; ${url}`],
    [{ externalUrl: 'ftp://x' }, `'externalUrl' is "ftp://x"; ${url}`],
    [{ externalUrl: 'https://user:secret@x' }, `'externalUrl' is "https://...@x"; ${url}`],
    [{ externalUrl: 'http:///path' }, `'externalUrl' is "http:///path"; ${url}`],
    [{ externalUrl: 'http://x:99999' }, `'externalUrl' is "http://x:99999"; ${url}`],
    [{ externalUrl: 'https://x/?a=b' }, `'externalUrl' is "https://x/?a=b"; ${url}`],
    [
      { externalUrl: '' },
      '\'externalUrl\' is ""; it must be one line of text that is not empty and has no control characters',
    ],
    [
      { externalLabels: { 'my-label': 'x' } },
      "'externalLabels' is \"my-label\"; it must be a label name: letters, digits and '_', not beginning with a digit",
    ],
    [
      { externalLabels: { __x: 'x' } },
      "'externalLabels' is \"__x\"; it must not begin with '__', which Prometheus keeps for itself",
    ],
    [
      { externalLabels: { x: '' } },
      '\'externalLabels.x\' is ""; it must be one line of text that is not empty and has no control characters',
    ],
    [
      { name: 'a'.repeat(42) },
      `'name' is "${'a'.repeat(42)}"; it must be at most 41 characters: its StatefulSet is named 'prometheus-<name>', and a StatefulSet's name has at most 52`,
    ],
    [
      { name: 'Prom' },
      "'name' is \"Prom\"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter",
    ],
    [
      { image: ContainerImage.parse('quay.io/prometheus/prometheus:v2.53.0') },
      '\'image\' is "quay.io/prometheus/prometheus:v2.53.0"; it must be Prometheus 3.4 or later: older versions do not reload changed rules by themselves',
    ],
  ])('%j', (props, message) => {
    expect(() => create(props)).toThrow(new Error(`[test/Prometheus] ${message}`));
  });

  test('a chart without a namespace', () => {
    const chart = new Chart(testApp(), 'test');

    expect(() => create({}, chart)).toThrow(
      new Error(
        "[test/Prometheus] the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })",
      ),
    );
  });

  test('no name that fits: one of 41 characters', () => {
    expect(() => create({ name: 'a'.repeat(41) })).not.toThrow();
  });
});
