import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart, Duration, JsonPatch } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import {
  Alloy,
  Credentials,
  Endpoint,
  Grafana,
  GrafanaDiscovery,
  KubeStateMetrics,
  LogAgent,
  Loki,
  LokiCanary,
  NodeExporter,
  PlgStack,
  Prometheus,
  Promtail,
  type PlgStackProps,
  type ScrapeTarget,
} from '../lib';
import { readAlloy } from './log-agents/alloy-reader';
import { generatedPage, row } from './support/generated-page';
import { allInvariants } from './support/invariants';
import { KUBERNETES_VERSIONS, schemaErrors } from './support/kubernetes-schema';
import { manifestsOf, testApp, testChart, type Manifests } from './support/manifests';

const admin = Credentials.fromSecret('grafana-admin', { usernameKey: 'admin-user', passwordKey: 'admin-password' });

/** A stack that has every object which a stack can have. */
function fullStack(props: Partial<PlgStackProps> = {}): { readonly chart: Chart; readonly plg: PlgStack } {
  const chart = testChart();
  const plg = new PlgStack(chart, 'Plg', {
    grafana: {
      admin: Credentials.insecureDemo('admin', 'admin'),
      discovery: GrafanaDiscovery.labelledConfigMaps({ namespaces: ['checkout'] }),
    },
    ...props,
  });
  return { chart, plg };
}

function apiObjects(scope: IConstruct): ApiObject[] {
  return scope.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node));
}

const templateOf = (manifests: Manifests, kind: string, name: string): any =>
  manifests.one(kind, name)['spec'].template;

describe('every object of a stack', () => {
  test('can be patched, and the patch is in the output', () => {
    const { chart, plg } = fullStack();
    const before = manifestsOf(chart).objects;
    const objects = apiObjects(plg);

    for (const object of objects) object.addJsonPatch(JsonPatch.add('/metadata/labels/example.com~1patched', 'yes'));
    const after = manifestsOf(chart).objects;

    expect(objects).toHaveLength(after.length);
    expect(new Set(objects.map(({ kind }) => kind))).toEqual(
      new Set([
        ...['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
        ...['ConfigMap', 'Secret', 'Service', 'PersistentVolumeClaim', 'StatefulSet', 'Deployment', 'DaemonSet'],
      ]),
    );
    expect(after).toEqual(
      before.map((object) => ({
        ...object,
        metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'example.com/patched': 'yes' } },
      })),
    );
  });

  test('can be given an annotation by its metadata', () => {
    const { chart, plg } = fullStack();
    for (const object of apiObjects(plg)) object.metadata.addAnnotation('example.com/owner', 'platform');

    const owners = manifestsOf(chart).objects.map(({ metadata }: any) => metadata.annotations['example.com/owner']);

    expect(new Set(owners)).toEqual(new Set(['platform']));
  });

  test('has the same ids whichever the log agent is', () => {
    const ids = (logAgent: LogAgent): string[] =>
      apiObjects(fullStack({ logAgent }).plg.logAgent).map(({ node, kind }) => `${node.path} ${kind}`);

    expect(ids(LogAgent.promtail())).toEqual(ids(LogAgent.alloy()));
  });
});

describe('ApiObject.of()', () => {
  test.each([
    ['prometheus', 'StatefulSet', 'prometheus-prom-kube-prometheus-stack-prometheus'],
    ['loki', 'StatefulSet', 'loki'],
    ['grafana', 'Deployment', 'prom-grafana'],
    ['kubeStateMetrics', 'Deployment', 'prom-kube-state-metrics'],
    ['nodeExporter', 'DaemonSet', 'prom-prometheus-node-exporter'],
    ['lokiCanary', 'DaemonSet', 'loki-canary'],
    ['logAgent', 'DaemonSet', 'alloy'],
  ] as const)('is the workload of plg.%s', (part, kind, name) => {
    const { chart, plg } = fullStack();
    const workload = ApiObject.of(plg[part]);

    workload.addJsonPatch(JsonPatch.add('/spec/template/spec/dnsPolicy', 'None'));

    expect([workload.kind, workload.name]).toEqual([kind, name]);
    expect(templateOf(manifestsOf(chart), kind, name).spec.dnsPolicy).toBe('None');
  });
});

describe('the checksum that restarts pods', () => {
  const checksums = (props: Partial<PlgStackProps>): { readonly [workload: string]: string } => {
    const { objects } = manifestsOf(fullStack(props).chart);
    const found = objects.flatMap((object: any) => {
      const annotations = Object.entries<string>(object.spec?.template?.metadata.annotations ?? {});
      return annotations.filter(([key]) => key.startsWith('checksum/'));
    });
    return Object.fromEntries(found);
  };
  const promtail = LogAgent.promtail({ extraConfig: { limits_config: { readline_rate_enabled: true } } });

  test.each<[string, Partial<PlgStackProps>, Partial<PlgStackProps>]>([
    ['loki', {}, { loki: { extraConfig: { ruler: { enable_api: false } } } }],
    ['prom-grafana', { grafana: { admin } }, { grafana: { admin, extraConfig: { smtp: { enabled: true } } } }],
    ['alloy', {}, { logAgent: LogAgent.alloy({ extraConfig: 'livedebugging { }' }) }],
    ['promtail', { logAgent: LogAgent.promtail() }, { logAgent: promtail }],
  ])('follows the extraConfig of %s, and of nothing else', (name, plain, more) => {
    const [before, after] = [checksums(plain), checksums(more)];
    const changed = Object.keys(after).filter((key) => after[key] !== before[key]);

    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(changed).toEqual([`checksum/${name}`]);
  });
});

describe('a component alone', () => {
  const loki = new Endpoint({ service: 'loki', namespace: 'logs', port: 3100 });
  const COMPONENTS: readonly (readonly [
    string,
    string,
    (scope: Construct) => IConstruct & { scrapeTarget: ScrapeTarget },
  ])[] = [
    ['Prometheus', 'StatefulSet', (scope) => new Prometheus(scope, 'Alone')],
    ['Loki', 'StatefulSet', (scope) => new Loki(scope, 'Alone')],
    ['LokiCanary', 'DaemonSet', (scope) => new LokiCanary(scope, 'Alone', { loki })],
    ['Grafana', 'Deployment', (scope) => new Grafana(scope, 'Alone', { admin })],
    ['Promtail', 'DaemonSet', (scope) => new Promtail(scope, 'Alone', { loki })],
    ['Alloy', 'DaemonSet', (scope) => new Alloy(scope, 'Alone', { loki })],
    ['KubeStateMetrics', 'Deployment', (scope) => new KubeStateMetrics(scope, 'Alone')],
    ['NodeExporter', 'DaemonSet', (scope) => new NodeExporter(scope, 'Alone')],
  ];
  const externalsOf = (component: IConstruct, ...namespaces: string[]): { readonly externals: string[] } => ({
    externals: [
      ...namespaces.map((name) => `Namespace/${name}`),
      ...(component instanceof Grafana ? ['Secret/parts/grafana-admin'] : []),
    ],
  });

  test.each(COMPONENTS)('%s is whole, and valid', (_, kind, create) => {
    const chart = testChart('parts');
    const component = create(chart);
    const { objects } = manifestsOf(chart);

    expect(ApiObject.of(component).kind).toBe(kind);
    expect(allInvariants(objects, externalsOf(component, 'parts'))).toEqual([]);
    for (const version of KUBERNETES_VERSIONS) {
      expect(objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
    }
  });

  test.each(COMPONENTS)('%s is found by a Prometheus that stands alone, too', (_name, _kind, create) => {
    const app = testApp();
    const component = create(new Chart(app, 'parts', { namespace: 'parts' }));
    const prometheus = new Prometheus(new Chart(app, 'metrics', { namespace: 'metrics' }), 'Prometheus', {
      name: 'lone',
    });

    prometheus.addScrapeTarget(component.scrapeTarget);

    const manifests = manifestsOf(app);
    const { scrape_configs: jobs } = manifests.config('ConfigMap', 'lone', 'prometheus.yml');
    expect(jobs.map((job: any) => [job.job_name, job.kubernetes_sd_configs[0].namespaces])).toEqual([
      [component.scrapeTarget.jobName, { names: ['parts'] }],
    ]);
    expect(allInvariants(manifests.objects, externalsOf(component, 'parts', 'metrics'))).toEqual([]);
  });
});

/** What the page shows, as code that runs: each of its blocks stands here. */
const EXAMPLES = {
  extraConfig: (chart: Chart): PlgStack => {
    const plg = new PlgStack(chart, 'Plg', {
      loki: {
        extraConfig: {
          ruler: { alertmanager_url: 'http://alertmanager:9093' },
          limits_config: { max_line_size: '512KB' },
        },
      },
      grafana: {
        admin: Credentials.fromSecret('grafana-admin'),
        extraConfig: {
          smtp: { enabled: true, host: 'mail.corp.example:25' },
          'auth.github': { enabled: true, client_id: 'plg', client_secret: '$__file{/etc/github/client-secret}' },
        },
      },
      logAgent: LogAgent.alloy({
        extraConfig: `
          loki.source.journal "node" {
            path       = "/var/log/journal"
            labels     = { job = "journal" }
            forward_to = [loki.write.loki.receiver]
          }
        `,
      }),
    });
    return plg;
  },
  patches: (plg: PlgStack): void => {
    ApiObject.of(plg.loki).addJsonPatch(JsonPatch.add('/spec/template/spec/nodeSelector', { disk: 'ssd' }));

    ApiObject.of(plg.grafana.node.findChild('Service')).metadata.addAnnotation('example.com/owner', 'platform');

    ApiObject.of(plg.grafana).addJsonPatch(
      JsonPatch.add('/spec/template/spec/volumes/-', { name: 'github', secret: { secretName: 'grafana-github' } }),
      JsonPatch.test('/spec/template/spec/containers/0/name', 'grafana'),
      JsonPatch.add('/spec/template/spec/containers/0/volumeMounts/-', { name: 'github', mountPath: '/etc/github' }),
    );

    ApiObject.of(plg.logAgent).addJsonPatch(
      JsonPatch.add('/spec/template/spec/volumes/-', { name: 'journal', hostPath: { path: '/var/log/journal' } }),
      JsonPatch.add('/spec/template/spec/containers/0/volumeMounts/-', {
        name: 'journal',
        mountPath: '/var/log/journal',
      }),
    );

    for (const node of plg.node.findAll()) {
      if (!ApiObject.isApiObject(node) || node.kind !== 'ConfigMap') continue;
      node.metadata.addLabel('example.com/team', 'platform');
    }
  },
  file: (plg: PlgStack, ownLokiConfig: string): void => {
    ApiObject.of(plg.loki.node.findChild('Config')).addJsonPatch(JsonPatch.replace('/data/config.yaml', ownLokiConfig));
  },
  parts: (chart: Chart): void => {
    const loki = new Loki(chart, 'Loki', { name: 'audit-loki', retention: Duration.days(90) });
    const promtail = new Promtail(chart, 'Promtail', { name: 'audit-promtail', loki: loki.endpoint });
    const prometheus = new Prometheus(chart, 'Prometheus', { name: 'audit', scrapeTargets: [loki.scrapeTarget] });
    prometheus.addScrapeTarget(promtail.scrapeTarget);
  },
};

const PAGE = 'docs/escape-hatches.md';
const TABLE = /(<!-- prettier-ignore-start -->\n)[^]*(<!-- prettier-ignore-end -->)/;
const pageNow = (): string => readFileSync(join(__dirname, '..', PAGE), 'utf8');

describe('the page of escape hatches', () => {
  test('shows what this file runs', () => {
    // prettier breaks the same lines elsewhere where they are indented
    const unbroken = (text: string): string => text.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '');
    const blocks = [...pageNow().matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => unbroken(block));
    const run = unbroken(readFileSync(__filename, 'utf8'));

    expect(blocks).toHaveLength(5);
    for (const block of blocks) expect(run).toContain(block);
  });

  test('shows additions that come through', () => {
    const chart = testChart();
    EXAMPLES.extraConfig(chart);
    const manifests = manifestsOf(chart);

    expect(manifests.config('ConfigMap', 'loki', 'config.yaml')).toMatchObject({
      ruler: { alertmanager_url: 'http://alertmanager:9093' },
      limits_config: { max_line_size: '512KB', retention_period: '168h' },
    });
    expect(manifests.config('ConfigMap', 'prom-grafana', 'grafana.ini')).toMatchObject({
      smtp: { enabled: 'true', host: 'mail.corp.example:25' },
      'auth.github': { client_secret: '$__file{/etc/github/client-secret}' },
    });
    expect(readAlloy(manifests.text('ConfigMap', 'alloy', 'config.alloy')).at(-1)).toMatchObject({
      name: 'loki.source.journal',
      label: 'node',
    });
  });

  test('shows patches that come through, in objects that an API server takes', () => {
    const { chart, plg } = fullStack();
    EXAMPLES.patches(plg);
    const manifests = manifestsOf(chart);
    const { volumes, containers } = templateOf(manifests, 'Deployment', 'prom-grafana').spec;
    const agent = templateOf(manifests, 'DaemonSet', 'alloy').spec;
    const teams = manifests.all('ConfigMap').map(({ metadata }: any) => metadata.labels['example.com/team']);

    expect(templateOf(manifests, 'StatefulSet', 'loki').spec.nodeSelector).toEqual({ disk: 'ssd' });
    expect(manifests.one('Service', 'prom-grafana').metadata.annotations).toEqual({ 'example.com/owner': 'platform' });
    expect(volumes.at(-1)).toEqual({ name: 'github', secret: { secretName: 'grafana-github' } });
    expect(containers[0].volumeMounts.at(-1)).toEqual({ name: 'github', mountPath: '/etc/github' });
    expect(agent.volumes.at(-1)).toEqual({ name: 'journal', hostPath: { path: '/var/log/journal' } });
    expect(agent.containers[0].volumeMounts.at(-1)).toEqual({ name: 'journal', mountPath: '/var/log/journal' });
    expect(new Set(teams)).toEqual(new Set(['platform']));
    expect(manifests.objects.flatMap((object) => schemaErrors(object, { version: KUBERNETES_VERSIONS[0] }))).toEqual(
      [],
    );
  });

  test('shows how to replace a file as a whole, for which the pods that read it restart', () => {
    const [plain, { chart, plg }] = [fullStack(), fullStack()];
    EXAMPLES.file(plg, 'auth_enabled: true\n');
    const manifests = manifestsOf(chart);
    const checksum = (found: Manifests): string =>
      templateOf(found, 'StatefulSet', 'loki').metadata.annotations['checksum/loki'];

    expect(manifests.config('ConfigMap', 'loki', 'config.yaml')).toEqual({ auth_enabled: true });
    expect(checksum(manifests)).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum(manifests)).not.toBe(checksum(manifestsOf(plain.chart)));
  });

  test('shows parts that work together', () => {
    const chart = testChart();
    EXAMPLES.parts(chart);
    const { scrape_configs: jobs } = manifestsOf(chart).config('ConfigMap', 'audit', 'prometheus.yml');

    expect(jobs.map((job: any) => job.job_name)).toEqual(['audit-loki', 'audit-promtail']);
  });

  test('is right that a test of an index stops the synthesis', () => {
    const { chart, plg } = fullStack();
    ApiObject.of(plg.grafana).addJsonPatch(JsonPatch.test('/spec/template/spec/containers/0/name', 'sidecar'));

    expect(() => manifestsOf(chart)).toThrow('Test operation failed');
  });

  test('tells how every object of a stack is reached, as it is', () => {
    const { chart, plg } = fullStack();
    const rows = objectRows(plg);
    const table = [row('`x` in `ApiObject.of(x)`', 'is the', 'named'), row('---', '---', '---')];
    const lines = [
      ...table,
      ...new Set(rows.map(({ way, object }) => row(`\`${way}\``, object.kind, `\`${shownName(object)}\``))),
    ];

    const now = pageNow().replace(TABLE, (_, begin: string, end: string) => `${begin}\n${lines.join('\n')}\n\n${end}`);

    expect(rows).toHaveLength(manifestsOf(chart).objects.length);
    expect(generatedPage(PAGE, now)).toBe(now);
  });

  test('gives expressions that are the objects they name', () => {
    const { plg } = fullStack();

    for (const { expression, object } of objectRows(plg)) {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the expressions of the page are what is tested
      const evaluated = new Function('plg', `return ${expression}`) as (stack: PlgStack) => IConstruct;

      expect(ApiObject.of(evaluated(plg))).toBe(object);
    }
  });
});

interface ObjectRow {
  readonly object: ApiObject;
  /** What is the object, as code. */
  readonly expression: string;
  /** The same, with placeholders for what the user names and without what the size decides. */
  readonly way: string;
}

function objectRows(plg: PlgStack): ObjectRow[] {
  const parts = new Map(Object.entries(plg).map(([name, value]) => [value as unknown, `plg.${name}`]));
  return apiObjects(plg).map((object) => {
    const { scopes } = object.node;
    const part = scopes.findLastIndex((scope) => scope === plg || parts.has(scope));
    const ids = scopes.slice(part + 1).map(({ node }) => node.id);
    const expression = ids
      // the main object of a construct needs no id
      .filter((id, index) => id !== 'Resource' || index < ids.length - 1)
      .reduce((scope, id) => `${scope}.node.findChild('${id}')`, parts.get(scopes[part]) ?? 'plg');
    return { object, expression, way: placeholders(expression) };
  });
}

function placeholders(text: string): string {
  return text
    .replace(/('Dashboards'\)\.node\.findChild\(')[^']+/, '$1<uid>')
    .replace(/('Role(Binding)?-)[^']+/, '$1<namespace>')
    .replace(/'Page\d+'/, "'Page1'");
}

function shownName({ name }: ApiObject): string {
  return name.replace(/^(prom-grafana-dashboard-).+/, '$1<uid>').replace(/-rules-\d+$/, '-rules');
}
