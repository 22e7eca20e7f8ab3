import { ApiObject, Chart, type App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Credentials,
  DataSource,
  GrafanaDiscovery,
  LogAgent,
  OperatorStack,
  PlgStack,
  type PlgStackProps,
  PrometheusDiscovery,
  ScrapeTarget,
} from '../../lib';
import { stackGraph } from '../../preview/stack/graph';
import { allInvariants } from '../support/invariants';
import { podSources } from '../support/invariants/pods';
import { type Manifests, manifestsOf, testApp } from '../support/manifests';
import { isAllowed, type Talker } from '../support/network-traffic';

interface Given {
  readonly app: App;
  readonly plg: PlgStack;
  readonly shop: Chart;
  readonly api: kplus.Deployment;
}

function given(props: Partial<PlgStackProps> = {}): Given {
  const app = testApp();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    grafana: { admin: Credentials.fromSecret('grafana-admin') },
    networkPolicies: true,
    ...props,
  });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  return { app, plg, shop, api: deployment(shop, 'api') };
}

function deployment(chart: Chart, name: string): kplus.Deployment {
  return new kplus.Deployment(chart, name, {
    metadata: { name },
    podMetadata: { labels: { app: name } },
    select: false,
    containers: [
      {
        image: 'ghcr.io/acme/api:1',
        ports: [
          { name: 'http', number: 8080 },
          { name: 'admin', number: 9000 },
        ],
      },
    ],
  });
}

/** Everyone of the matrix, the parts of the stack by the names of their workloads. */
function talkers(manifests: Manifests): { readonly [name: string]: Talker } {
  const parts = podSources(manifests.objects)
    .filter(({ spec }) => !(spec as { hostNetwork?: boolean }).hostNetwork)
    .map(({ owner, namespace, labels }) => [nickname(owner.metadata.name), { namespace, labels }] as const);
  return {
    ...Object.fromEntries(parts),
    stranger: { namespace: 'shop', labels: { app: 'stranger' } },
    'a twin of Prometheus elsewhere': { namespace: 'shop', labels: { 'app.kubernetes.io/name': 'prometheus' } },
    CoreDNS: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    'the DNS cache of a node': { address: '169.254.20.10' },
    'the DNS cache of kubespray': { address: '169.254.25.10' },
    'the Service kube-dns': { address: '10.43.0.10' },
    'the API server': { address: '172.18.0.2' },
    'a node': { address: '172.18.0.3' },
    'the internet': { address: '203.0.113.9' },
  };
}

function nickname(workload: string): string {
  if (workload.startsWith('prometheus-')) return 'prometheus';
  return workload.replace(/^prom-/, '');
}

const ALLOWED: readonly (readonly [from: string, to: string, port: number])[] = [
  ['prometheus', 'loki', 3100],
  ['prometheus', 'grafana', 3000],
  ['prometheus', 'alloy', 12345],
  ['prometheus', 'loki-canary', 3500],
  ['prometheus', 'kube-state-metrics', 8080],
  ['prometheus', 'kube-state-metrics', 8081],
  ['prometheus', 'api', 8080],
  ['prometheus', 'a node', 9100],
  ['prometheus', 'a node', 10250],
  ['prometheus', 'the API server', 6443],
  ['prometheus', 'CoreDNS', 9153],
  ['prometheus', 'CoreDNS', 53],
  ['prometheus', 'the internet', 9187],
  ['grafana', 'prometheus', 9090],
  ['grafana', 'loki', 3100],
  ['grafana', 'CoreDNS', 53],
  ['alloy', 'loki', 3100],
  ['alloy', 'the API server', 443],
  ['alloy', 'the DNS cache of a node', 53],
  ['loki-canary', 'loki', 3100],
  ['loki-canary', 'CoreDNS', 53],
  ['grafana', 'the DNS cache of kubespray', 53],
  ['prometheus', 'the Service kube-dns', 53],
  ['kube-state-metrics', 'the API server', 6443],
  ['kube-state-metrics', 'the API server', 8443],
  ['prometheus', 'the API server', 16443],
  ['stranger', 'grafana', 3000],
  ['the internet', 'grafana', 3000],
];

const DENIED: readonly (readonly [from: string, to: string, port: number])[] = [
  ['prometheus', 'loki', 9095],
  ['prometheus', 'grafana', 22],
  ['prometheus', 'api', 9000],
  ['prometheus', 'stranger', 8080],
  ['prometheus', 'a node', 22],
  ['prometheus', 'the internet', 80],
  ['grafana', 'the API server', 6443],
  ['grafana', 'the internet', 443],
  ['grafana', 'the internet', 53],
  ['prometheus', 'the Service kube-dns', 80],
  ['grafana', 'alloy', 12345],
  ['grafana', 'kube-state-metrics', 8080],
  ['grafana', 'api', 8080],
  ['grafana', 'prometheus', 22],
  ['alloy', 'prometheus', 9090],
  ['alloy', 'grafana', 3000],
  ['alloy', 'the internet', 80],
  ['alloy', 'api', 8080],
  ['alloy', 'loki', 9095],
  ['alloy', 'a node', 10250],
  ['loki-canary', 'prometheus', 9090],
  ['loki-canary', 'grafana', 3000],
  ['loki-canary', 'the API server', 6443],
  ['loki-canary', 'the internet', 443],
  ['loki', 'prometheus', 9090],
  ['loki', 'the internet', 443],
  ['loki', 'CoreDNS', 53],
  ['loki', 'the API server', 6443],
  ['loki', 'grafana', 3000],
  ['kube-state-metrics', 'loki', 3100],
  ['kube-state-metrics', 'prometheus', 9090],
  ['kube-state-metrics', 'the internet', 80],
  ['stranger', 'prometheus', 9090],
  ['stranger', 'loki', 3100],
  ['stranger', 'alloy', 12345],
  ['stranger', 'kube-state-metrics', 8080],
  ['stranger', 'loki-canary', 3500],
  ['stranger', 'api', 8080],
  ['the internet', 'prometheus', 9090],
  ['the internet', 'loki', 3100],
  ['the internet', 'api', 8080],
  ['api', 'loki', 3100],
  ['api', 'prometheus', 9090],
  ['a twin of Prometheus elsewhere', 'api', 8080],
  ['a twin of Prometheus elsewhere', 'loki', 3100],
];

describe('with policies on both sides', () => {
  const { app, plg, api } = given();
  plg.monitor(api, { port: 8080, networkPolicy: true });
  plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
  const manifests = manifestsOf(app);
  const known = talkers(manifests);

  test.each(ALLOWED)('%s reaches %s on %d', (from, to, port) => {
    expect(isAllowed(manifests.objects, { from: known[from]!, to: known[to]!, port })).toBe(true);
  });

  test.each(DENIED)('%s does not reach %s on %d', (from, to, port) => {
    expect(isAllowed(manifests.objects, { from: known[from]!, to: known[to]!, port })).toBe(false);
  });

  test('names are asked for by UDP as well', () => {
    const connection = { from: known['grafana']!, to: known['CoreDNS']!, port: 53, protocol: 'UDP' as const };

    expect(isAllowed(manifests.objects, connection)).toBe(true);
  });

  test.each([
    ['Alloy', LogAgent.alloy()],
    ['Promtail', LogAgent.promtail()],
  ])(
    'with %s, among the parts those speak to each other that the configurations say, and nobody else',
    (_, logAgent) => {
      const stack = given({ logAgent }).app;
      const { nodes, edges } = stackGraph(stack);
      const { objects } = manifestsOf(stack);
      const parts = nodes.flatMap(({ id, name }) => {
        const source = podSources(objects).find(({ owner }) => owner.metadata.name === name);
        return source?.namespace !== 'monitoring' || source.spec['hostNetwork'] ? [] : [{ id, ...source }];
      });
      const pairs = parts.flatMap((from) => parts.filter((to) => to !== from).map((to) => ({ from, to })));
      const reaching = pairs.filter(({ from, to }) =>
        to.spec['containers'][0].ports.some(({ containerPort: port }: any) => isAllowed(objects, { from, to, port })),
      );
      const words = (list: readonly { from: { id: string }; to: { id: string } }[]): string[] =>
        list.map(({ from, to }) => `${from.id} ${to.id}`).sort();
      const said = pairs.filter(({ from, to }) => edges.some((edge) => edge.from === from.id && edge.to === to.id));

      expect(parts).toHaveLength(6);
      expect(words(reaching)).toEqual(words(said));
    },
  );

  test('each policy covers pods that are there, on ports that they have', () => {
    const externals = ['Secret/monitoring/grafana-admin', 'Namespace/shop'];

    expect(
      allInvariants(manifests.objects, { externals }).filter((problem) => problem.includes('NetworkPolicy')),
    ).toEqual([]);
  });
});

describe('the policies of a stack', () => {
  const reaches = ({ app }: Given, from: string, to: Talker | string, port: number): boolean => {
    const manifests = manifestsOf(app);
    const known = talkers(manifests);
    return isAllowed(manifests.objects, { from: known[from]!, to: typeof to === 'string' ? known[to]! : to, port });
  };

  test('are not there unless they are asked for', () => {
    expect(manifestsOf(given({ networkPolicies: false }).app).all('NetworkPolicy')).toEqual([]);
  });

  test('are the same whichever agent collects the logs', () => {
    const promtail = given({ logAgent: LogAgent.promtail() });

    expect(reaches(promtail, 'promtail', 'loki', 3100)).toBe(true);
    expect(reaches(promtail, 'promtail', 'prometheus', 9090)).toBe(false);
    expect(reaches(promtail, 'prometheus', 'promtail', 3101)).toBe(true);
  });

  test('know what is added later, in any order', () => {
    const one = given();
    one.plg.addScrapeTarget(ScrapeTarget.hosts('a', ['10.0.0.5:9187']));
    one.plg.addScrapeTarget(ScrapeTarget.hosts('b', ['10.0.0.6:9104']));
    const other = given();
    other.plg.addScrapeTarget(ScrapeTarget.hosts('b', ['10.0.0.6:9104']));
    other.plg.addScrapeTarget(ScrapeTarget.hosts('a', ['10.0.0.5:9187']));

    expect(manifestsOf(one.app).all('NetworkPolicy')).toEqual(manifestsOf(other.app).all('NetworkPolicy'));
    expect(reaches(one, 'prometheus', { address: '10.0.0.6' }, 9104)).toBe(true);
  });

  test('let Prometheus through to a Service of others by its namespace, and to labelled pods', () => {
    const stack = given();
    stack.plg.addScrapeTarget(ScrapeTarget.service({ service: 'mail', namespace: 'mail', portName: 'metrics' }));
    stack.plg.addScrapeTarget(
      ScrapeTarget.pods('queue', { namespace: 'queue', matchLabels: { app: 'queue' }, portName: 'metrics' }),
    );

    expect(reaches(stack, 'prometheus', { namespace: 'mail', labels: { any: 'pod' } }, 9100)).toBe(true);
    expect(reaches(stack, 'prometheus', { namespace: 'queue', labels: { app: 'queue' } }, 9999)).toBe(true);
    expect(reaches(stack, 'prometheus', { namespace: 'queue', labels: { app: 'other' } }, 9999)).toBe(false);
  });

  test('let Prometheus through to a host that is a Service by its namespace: pods listen at ports of their own', () => {
    const stack = given();
    const hosts = ['db.shop.svc:80', 'db.mail.svc.cluster.local:80', 'db.corp.example:9187'];
    stack.plg.addScrapeTarget(ScrapeTarget.hosts('db', hosts));

    expect(reaches(stack, 'prometheus', { namespace: 'shop', labels: { app: 'db' } }, 9187)).toBe(true);
    expect(reaches(stack, 'prometheus', { namespace: 'mail', labels: { app: 'db' } }, 9187)).toBe(true);
    expect(reaches(stack, 'prometheus', { namespace: 'web', labels: { app: 'db' } }, 9999)).toBe(false);
    expect(reaches(stack, 'prometheus', 'the internet', 9187)).toBe(true);
    expect(reaches(stack, 'prometheus', 'the internet', 80)).toBe(false);
  });

  test.each([
    ['http://mimir:8080', { namespace: 'monitoring', labels: { app: 'mimir' } }, 9009],
    ['http://tempo.traces:3200', { namespace: 'traces', labels: { app: 'tempo' } }, 3100],
    ['http://tempo.traces.svc.cluster.local:3200', { namespace: 'traces', labels: { app: 'tempo' } }, 3100],
    ['https://prometheus.example.com', { address: '203.0.113.9' }, 443],
    ['https://grafana.net', { address: '203.0.113.9' }, 443],
    ['http://10.0.0.9:9090', { address: '10.0.0.9' }, 9090],
  ] as const)('let Grafana through to the data source at %s', (url, to, port) => {
    const stack = given();
    stack.plg.grafana.addDataSource(DataSource.prometheus({ url, name: 'Other', uid: 'other' }));

    expect(reaches(given(), 'grafana', to, port)).toBe(false);
    expect(reaches(stack, 'grafana', to, port)).toBe(true);
    expect(reaches(stack, 'grafana', { address: '198.51.100.1' }, 25)).toBe(false);
  });

  test('let a part that discovers through to the namespaces that it watches', () => {
    const stack = given({
      prometheus: { discovery: PrometheusDiscovery.labelledConfigMaps({ namespaces: ['checkout'] }) },
      grafana: {
        admin: Credentials.fromSecret('grafana-admin'),
        discovery: GrafanaDiscovery.labelledConfigMaps({ namespaces: ['traces'] }),
      },
    });

    expect(reaches(stack, 'prometheus', { namespace: 'checkout', labels: { app: 'cart' } }, 8080)).toBe(true);
    expect(reaches(stack, 'prometheus', { namespace: 'traces', labels: { app: 'tempo' } }, 3200)).toBe(false);
    expect(reaches(stack, 'grafana', { namespace: 'traces', labels: { app: 'tempo' } }, 3200)).toBe(true);
    expect(reaches(stack, 'grafana', 'the API server', 6443)).toBe(true);
  });

  test.each([
    ['prometheus', { prometheus: { extraConfig: { remote_write: [{ url: 'https://mimir.example.com/push' }] } } }],
    ['loki', { loki: { extraConfig: { ruler: { alertmanager_url: 'http://alertmanager:9093' } } } }],
    ['promtail', { logAgent: LogAgent.promtail({ extraConfig: { limits_config: { readline_rate: 100 } } }) }],
  ] as const)(
    'let %s speak to anyone where its own configuration may name them, and keep others out',
    (part, props) => {
      const stack = given(props);
      // which is no less true where the app denies what none allows
      new kplus.NetworkPolicy(Chart.of(stack.plg), 'Deny', {
        metadata: { name: 'deny' },
        ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
        egress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
      });

      expect(reaches(stack, part, 'the internet', 443)).toBe(true);
      const port = { prometheus: 9090, loki: 3100, promtail: 3101 }[part];
      expect(
        isAllowed(manifestsOf(stack.app).objects, {
          from: { namespace: 'shop' },
          to: talkers(manifestsOf(stack.app))[part]!,
          port,
        }),
      ).toBe(false);
    },
  );
});

describe('the policy of a workload', () => {
  const policies = (app: App): any[] =>
    manifestsOf(app)
      .all('NetworkPolicy')
      .filter(({ metadata }) => metadata.namespace === 'shop');

  test('stands beside it, and is not made unasked', () => {
    const { app, plg, shop, api } = given();
    plg.monitor(api, { port: 8080, networkPolicy: true });
    plg.monitor(deployment(shop, 'quiet'), { port: 8080 });

    expect(policies(app).map(({ metadata }) => metadata.name)).toEqual(['monitoring-scrapes-deployment-api']);
    expect(manifestsOf(shop).all('NetworkPolicy')).toHaveLength(1);
  });

  test('opens every port of it that is scraped, in one object', () => {
    const { app, plg, api } = given();
    plg.monitor(api, { port: 9000, networkPolicy: true });
    plg.monitor(api, { portName: 'http', jobName: 'api-http', networkPolicy: true });

    expect(policies(app).map(({ spec }) => spec.ingress[0].ports)).toEqual([
      [
        { port: 8080, protocol: 'TCP' },
        { port: 9000, protocol: 'TCP' },
      ],
    ]);
  });

  test('lets in where the namespace denies by default', () => {
    const { app, plg, shop, api } = given({ networkPolicies: false });
    new kplus.NetworkPolicy(shop, 'Deny', {
      metadata: { name: 'deny' },
      ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
    });
    const { prometheus, api: pod } = talkers(manifestsOf(app));
    const connection = { from: prometheus!, to: pod!, port: 8080 };
    const without = isAllowed(manifestsOf(app).objects, connection);
    plg.monitor(api, { port: 8080, networkPolicy: true });

    expect([without, isAllowed(manifestsOf(app).objects, connection)]).toEqual([false, true]);
  });

  test('isolates no pods of others, where labels alone do not say which are its own', () => {
    const { app, plg, shop } = given();
    const labels = { app: 'shop', tier: 'api' };
    const tiers = new ApiObject(shop, 'Tiers', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'tiers' },
      spec: {
        selector: {
          matchLabels: { app: 'shop' },
          matchExpressions: [{ key: 'tier', operator: 'In', values: ['api', 'worker'] }],
        },
        template: { metadata: { labels }, spec: { containers: [{ name: 'api', ports: [{ containerPort: 8080 }] }] } },
      },
    });
    plg.monitor(tiers, { port: 8080, networkPolicy: true });

    const { objects } = manifestsOf(app);
    const from = { namespace: 'shop' };
    expect(isAllowed(objects, { from, to: { namespace: 'shop', labels }, port: 8080 })).toBe(false);
    expect(isAllowed(objects, { from, to: { namespace: 'shop', labels: { app: 'shop' } }, port: 8080 })).toBe(true);
  });

  test('stands in the namespace of each of two workloads of one name', () => {
    const { app, plg, shop } = given();
    for (const namespace of ['blue', 'green']) {
      const api = new kplus.Deployment(shop, namespace, {
        metadata: { name: 'api', namespace },
        containers: [{ image: 'ghcr.io/acme/api:1', portNumber: 8080 }],
      });
      plg.monitor(api, { port: 8080, jobName: namespace, networkPolicy: true });
    }

    const found = manifestsOf(app)
      .all('NetworkPolicy')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(found).toEqual(
      expect.arrayContaining(['blue', 'green'].map((namespace) => `${namespace}/monitoring-scrapes-deployment-api`)),
    );
  });

  test('lets in the Prometheus of an operator, or of another app, by its namespace', () => {
    const app = testApp();
    const chart = new Chart(app, 'monitors', { namespace: 'shop' });
    const operator = new OperatorStack(chart, 'Operator', { selectorLabels: {}, prometheusNamespace: 'monitoring' });
    const existing = PlgStack.fromExisting(new Chart(app, 'other', { namespace: 'mail' }), 'Plg', {
      name: 'mail',
      prometheusNamespace: 'monitoring',
    });
    operator.monitor(deployment(new Chart(app, 'shop', { namespace: 'shop' }), 'api'), {
      port: 8080,
      networkPolicy: true,
    });
    existing.monitor(deployment(new Chart(app, 'mail', { namespace: 'mail' }), 'mail'), {
      port: 8080,
      networkPolicy: true,
    });

    const { objects } = manifestsOf(app);
    const prometheus = {
      namespace: 'monitoring',
      labels: { 'app.kubernetes.io/name': 'prometheus', prometheus: 'k8s' },
    };
    for (const name of ['api', 'mail']) {
      const to = talkers(manifestsOf(app))[name]!;
      expect(isAllowed(objects, { from: prometheus, to, port: 8080 })).toBe(true);
      expect(isAllowed(objects, { from: { namespace: 'default' }, to, port: 8080 })).toBe(false);
    }
  });

  test('fails where it is not known whom to let in, and where nothing is scraped', () => {
    const app = testApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const operator = new OperatorStack(shop, 'Operator', { selectorLabels: {} });
    const api = deployment(shop, 'api');
    const { plg, api: mine } = given();
    const [one, two] = ['one', 'two'].map((name) =>
      PlgStack.fromExisting(shop, name, { name, prometheusNamespace: 'monitoring' }),
    );
    one!.monitor(api, { port: 8080, networkPolicy: true });

    expect(() => two!.monitor(api, { port: 8080, networkPolicy: true })).toThrow(
      new Error(
        "[shop/two] another stack of the namespace shop lets Prometheus in to the Deployment 'api'; leave out its 'networkPolicy' here, and let the second Prometheus in by a policy of your own",
      ),
    );

    expect(() => operator.monitor(api, { port: 8080, networkPolicy: true })).toThrow(
      new Error(
        "[shop/Operator] the 'networkPolicy' of shop/api must know whom to let in; give the stack the 'prometheusNamespace' that Prometheus runs in",
      ),
    );
    expect(() => plg.monitor(mine, { scrape: false, mixins: [], logStages: [], networkPolicy: true })).toThrow(
      "[monitoring/Plg] 'monitor' of shop/api has neither metrics nor log stages; its logs are collected without it",
    );
    expect(() => new OperatorStack(shop, 'Bad', { selectorLabels: {}, prometheusNamespace: 'Monitoring' })).toThrow(
      '[shop/Bad] \'prometheusNamespace\' is "Monitoring"; it must be',
    );
  });
});
