import { ApiObject, type App, Chart, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Credentials, OperatorStack, PlgStack, type PlgStackProps, ScrapeTarget } from '../../lib';
import { codeBlocksOf } from '../support/docs-page';
import { testApp } from '../support/manifests';

const DENIES = kplus.NetworkPolicyTrafficDefault.DENY;

interface Given {
  readonly app: App;
  readonly monitoring: Chart;
  readonly shop: Chart;
  readonly plg: PlgStack;
  readonly api: kplus.Deployment;
}

function given(props: Partial<PlgStackProps> = {}): Given {
  const app = testApp();
  const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const grafana = { admin: Credentials.fromSecret('grafana-admin') };
  return { app, monitoring, shop, plg: new PlgStack(monitoring, 'Plg', { grafana, ...props }), api: apiOf(shop) };
}

function apiOf(chart: Chart, props: kplus.DeploymentProps = {}): kplus.Deployment {
  return new kplus.Deployment(chart, 'Api', {
    metadata: { name: 'api' },
    podMetadata: { labels: { app: 'api', tier: 'web' } },
    containers: [
      {
        image: 'ghcr.io/acme/api:1',
        ports: [
          { name: 'http', number: 8080 },
          { name: 'metrics', number: 9000 },
        ],
      },
    ],
    ...props,
  });
}

/** A policy as plain YAML brings it. */
function policy(chart: Chart, name: string, spec: object, namespace?: string): ApiObject {
  return new ApiObject(chart, name, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec,
  });
}

function denyAll(chart: Chart, ...policyTypes: readonly string[]): ApiObject {
  return policy(chart, 'DenyAll', { podSelector: {}, policyTypes });
}

/** What the synthesis fails with; none where it does not. */
function problemsOf(app: App): string[] {
  try {
    app.synthYaml();
    return [];
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split('\n');
    expect(title).toBe('Validation failed with the following errors:');
    return lines.map((line) => line.trim());
  }
}

const API_IS_CUT = (policies: string, stack = 'monitoring/Plg'): string =>
  `[${stack}] the NetworkPolicy ${policies} isolates the pods of the Deployment 'api', and none lets in Prometheus at port 8080; monitor it with 'networkPolicy: true', or allow it by a policy of your own`;

describe('a policy that keeps Prometheus out of a workload', () => {
  test('fails the synthesis, whatever made it', () => {
    const raw = given();
    raw.plg.monitor(raw.api, { port: 8080 });
    denyAll(raw.shop, 'Ingress');
    const plus = given();
    plus.plg.monitor(plus.api, { port: 8080 });
    new kplus.NetworkPolicy(plus.shop, 'Deny', { ingress: { default: DENIES } });
    const selected = given();
    selected.plg.monitor(selected.api, { port: 8080 });
    new kplus.NetworkPolicy(selected.shop, 'Deny', { selector: selected.api, ingress: { default: DENIES } });

    expect(problemsOf(raw.app)).toEqual([API_IS_CUT('shop/DenyAll')]);
    expect(problemsOf(plus.app)).toEqual([API_IS_CUT('shop/Deny/Resource')]);
    expect(problemsOf(selected.app)).toEqual([API_IS_CUT('shop/Deny/Resource')]);
  });

  test('fails the synthesis when the workload is isolated by cdk8s-plus', () => {
    const { app, plg, shop } = given();
    const api = new kplus.Deployment(shop, 'Isolated', {
      metadata: { name: 'api' },
      isolate: true,
      containers: [{ image: 'ghcr.io/acme/api:1', portNumber: 8080 }],
    });
    plg.monitor(api, { port: 8080 });

    const [problem, ...more] = problemsOf(app);
    expect(problem).toMatch(/^\[monitoring\/Plg\] the NetworkPolicy shop\/Isolated\/\S+ isolates the pods of the Dep/);
    expect(more).toEqual([]);
  });

  test('fails the synthesis out of included YAML, alone or in a List', () => {
    const item = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'deny' } };
    const inShop = { ...item, metadata: { name: 'deny', namespace: 'shop' } };
    const list = { apiVersion: 'v1', kind: 'List', metadata: {}, items: [{ ...inShop, spec: { podSelector: {} } }] };
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-test-'));
    const found = [{ ...item, spec: { podSelector: null, ingress: null } }, list].map((object, index) => {
      const url = join(folder, `${index}.yaml`);
      writeFileSync(url, stringify(object));
      const { app, plg, api, shop } = given();
      plg.monitor(api, { port: 8080 });
      new Include(shop, 'Included', { url });
      return problemsOf(app);
    });
    rmSync(folder, { recursive: true });

    expect(found.map((problems) => problems.length)).toEqual([1, 1]);
    for (const [problem] of found) {
      expect(problem).toMatch(/^\[monitoring\/Plg\] the NetworkPolicy shop\/Included\/\S+ isolates the pods/);
    }
  });

  test.each([
    ['another namespace', { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }] }],
    ['its own namespace alone', { from: [{ podSelector: {} }] }],
    [
      'pods of other labels',
      { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'prometheus' } } }] },
    ],
    [
      'another program of the release',
      {
        from: [
          {
            namespaceSelector: {},
            podSelector: {
              matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'NotIn', values: ['prometheus'] }],
            },
          },
        ],
      },
    ],
    ['another port', { ports: [{ port: 80 }] }],
    ['the name of another port', { ports: [{ port: 'metrics' }] }],
    ['a name that no port has', { ports: [{ port: 'web' }] }],
    ['the port by UDP', { ports: [{ port: 8080, protocol: 'UDP' }] }],
    ['a range beside it', { ports: [{ port: 8081, endPort: 9999 }] }],
    // a label that the namespace was never given, as recipes from before Kubernetes 1.21 have it
    ['a namespace by a label of its own', { from: [{ namespaceSelector: { matchLabels: { name: 'monitoring' } } }] }],
  ])('fails the synthesis where it allows %s', (_, rule) => {
    const { app, plg, shop, api } = given();
    plg.monitor(api, { port: 8080 });
    policy(shop, 'Some', { podSelector: { matchLabels: { app: 'api' } }, ingress: [rule] });

    expect(problemsOf(app)).toEqual([API_IS_CUT('shop/Some')]);
  });

  test('names each that isolates, once for each port of the workload', () => {
    const { app, plg, shop, api } = given();
    plg.monitor(api, { port: 8080 });
    plg.monitor(api, { portName: 'metrics', jobName: 'api-metrics' });
    denyAll(shop, 'Ingress', 'Egress');
    policy(shop, 'Web', { podSelector: { matchLabels: { tier: 'web' } }, ingress: [{ ports: [{ port: 443 }] }] });

    expect(problemsOf(app)).toEqual([
      "[monitoring/Plg] the NetworkPolicies shop/DenyAll, shop/Web isolate the pods of the Deployment 'api', and none lets in Prometheus at port 8080, Prometheus at port 9000; monitor it with 'networkPolicy: true', or allow it by a policy of your own",
    ]);
  });

  test('is mended as the message says', () => {
    const { app, plg, shop, api } = given();
    plg.monitor(api, { port: 8080, networkPolicy: true });
    denyAll(shop, 'Ingress', 'Egress');

    expect(problemsOf(app)).toEqual([]);
  });

  test('fails for a second port that the policy of the first does not open', () => {
    const { app, plg, api } = given();
    plg.monitor(api, { portName: 'metrics', jobName: 'api-metrics', networkPolicy: true });
    plg.monitor(api, { port: 8080 });

    expect(problemsOf(app)).toEqual([API_IS_CUT('shop/NetworkPolicy-shop-monitoring-scrapes-deployment-api')]);
  });

  test('fails for the Prometheus of an operator and of another app, whose namespace is known', () => {
    const app = testApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const prometheusNamespace = 'monitoring';
    const operator = new OperatorStack(shop, 'Operator', { selectorLabels: {}, prometheusNamespace });
    const existing = PlgStack.fromExisting(shop, 'Existing', { name: 'shop', prometheusNamespace });
    const blind = new OperatorStack(shop, 'Blind', { name: 'blind', selectorLabels: {} });
    const api = apiOf(shop);
    for (const stack of [operator, existing, blind]) stack.monitor(api, { port: 8080 });
    denyAll(shop, 'Ingress');

    expect(problemsOf(app)).toEqual(['shop/Operator', 'shop/Existing'].map((path) => API_IS_CUT('shop/DenyAll', path)));
  });

  test('is let by as soon as it allows what their Prometheus may be', () => {
    const app = testApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const operator = new OperatorStack(shop, 'Operator', { selectorLabels: {}, prometheusNamespace: 'monitoring' });
    operator.monitor(apiOf(shop), { port: 8080 });
    denyAll(shop, 'Ingress');
    const release = { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': 'k8s' };
    policy(shop, 'Allow', {
      podSelector: {},
      ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: release } }] }],
    });

    expect(problemsOf(app)).toEqual([]);
  });
});

describe('nothing is said', () => {
  const quiet = (change: (given: Given) => void, props?: Partial<PlgStackProps>): string[] => {
    const all = given(props);
    all.plg.monitor(all.api, { port: 8080 });
    change(all);
    return problemsOf(all.app);
  };

  test.each([
    ['an address', { from: [{ ipBlock: { cidr: '10.42.0.0/16' } }] }],
    ['anyone', {}],
    ['the port by its number', { ports: [{ port: 8080 }] }],
    ['the port by its name', { ports: [{ port: 'http', protocol: 'TCP' }] }],
    ['a range of ports', { ports: [{ port: 8000, endPort: 8999 }] }],
    ['every namespace', { from: [{ namespaceSelector: {} }] }],
    [
      'a namespace by a label that Rancher writes',
      { from: [{ namespaceSelector: { matchLabels: { 'field.cattle.io/projectId': 'p-1' } } }] },
    ],
    [
      'a namespace by a label that it was given',
      { from: [{ namespaceSelector: { matchLabels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }] },
    ],
    [
      'pods by a label that a controller writes',
      {
        from: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'controller-revision-hash': 'prometheus-1' } } }],
      },
    ],
    [
      'pods by a label that a mesh writes',
      { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'security.istio.io/tlsMode': 'istio' } } }] },
    ],
  ])('where a policy allows %s', (_, rule) => {
    expect(quiet(({ shop }) => policy(shop, 'Some', { podSelector: {}, ingress: [rule] }))).toEqual([]);
  });

  test('where the namespace of Prometheus is made elsewhere, and may have any label', () => {
    const from = [{ namespaceSelector: { matchLabels: { name: 'monitoring' } } }];

    expect(
      quiet(({ shop }) => policy(shop, 'Some', { podSelector: {}, ingress: [{ from }] }), { createNamespace: false }),
    ).toEqual([]);
  });

  test('where a policy selects other pods, another direction or another namespace', () => {
    expect(
      quiet(({ shop }) => {
        policy(shop, 'Others', { podSelector: { matchLabels: { app: 'web' } } });
        policy(shop, 'Egress', { podSelector: {}, policyTypes: ['Egress'] });
        policy(shop, 'Elsewhere', { podSelector: {} }, 'web');
        // what controllers write is not known
        policy(shop, 'Release', { podSelector: { matchLabels: { 'pod-template-hash': '5d4f' } } });
      }),
    ).toEqual([]);
  });

  test('where policies of Cilium or Calico may let through', () => {
    const of = (apiVersion: string, kind: string) => (all: Given) => {
      denyAll(all.shop, 'Ingress');
      new ApiObject(all.shop, 'Allow', { apiVersion, kind, metadata: { name: 'allow' }, spec: {} });
    };

    expect(quiet(of('cilium.io/v2', 'CiliumNetworkPolicy'))).toEqual([]);
    expect(quiet(of('projectcalico.org/v3', 'NetworkPolicy'))).toEqual([]);
    expect(quiet(of('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'))).toEqual([]);
  });

  test('of pods in the network of their node', () => {
    const { app, plg, shop } = given();
    const agent = new ApiObject(shop, 'Agent', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          metadata: { labels: { app: 'agent' } },
          spec: {
            hostNetwork: true,
            containers: [{ name: 'agent', image: 'agent:1', ports: [{ containerPort: 9100 }] }],
          },
        },
      },
    });
    plg.monitor(agent, { port: 9100 });
    denyAll(shop, 'Ingress');

    expect(problemsOf(app)).toEqual([]);
  });

  test('of a host that may be a Service, whose pods listen at another port', () => {
    expect(
      quiet(({ plg, monitoring }) => {
        plg.addScrapeTarget(ScrapeTarget.hosts('db', ['db.shop.svc:80']));
        policy(monitoring, 'Out', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 9187 }] }] });
        // all the others
        const ports = [443, 3000, 3100, 3500, 8080, 8081, 9090, 9100, 10250, 12345].map((port) => ({ port }));
        policy(monitoring, 'Stack', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports }] });
      }),
    ).toEqual([]);
  });

  test('of pods that are not of the app', () => {
    expect(
      quiet(({ plg, monitoring }) => {
        plg.addScrapeTarget(
          ScrapeTarget.pods('queue', { namespace: 'queue', matchLabels: { app: 'queue' }, portName: 'metrics' }),
        );
        policy(monitoring, 'Queue', { podSelector: {} }, 'queue');
      }),
    ).toEqual([]);
  });
});

describe('a policy that cuts the parts of a stack from each other', () => {
  const MEND = "give the stack 'networkPolicies: true', or allow it by a policy of your own";

  test('fails the synthesis, with all that it cuts', () => {
    const { app, plg, monitoring, api } = given();
    plg.monitor(api, { port: 8080 });
    plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
    denyAll(monitoring, 'Ingress', 'Egress');

    expect(problemsOf(app)).toEqual([
      `[monitoring/Plg] the NetworkPolicy monitoring/DenyAll isolates pods of the stack, and none lets through Prometheus to the API server, Prometheus to Loki at port 3100, Prometheus to Grafana at port 3000, Prometheus to the log agent at port 12345, Prometheus to the canary of Loki at port 3500, and 15 more; ${MEND}`,
    ]);
  });

  test.each([
    [
      'Ingress',
      'Loki',
      'loki',
      'Prometheus to Loki at port 3100, Grafana to Loki at port 3100, the log agent to Loki at port 3100, the canary of Loki to Loki at port 3100',
    ],
    ['Egress', 'Grafana', 'grafana', 'Grafana to Prometheus at port 9090, Grafana to Loki at port 3100'],
    ['Egress', 'the log agent', 'alloy', 'the log agent to the API server, the log agent to Loki at port 3100'],
    ['Egress', 'kube-state-metrics', 'kube-state-metrics', 'kube-state-metrics to the API server'],
    ['Ingress', 'Prometheus', 'prometheus', 'Grafana to Prometheus at port 9090'],
  ])('fails the synthesis for the %s of %s alone', (direction, _, name, cut) => {
    const { app, monitoring } = given();
    const matchLabels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': 'cdk8s' };
    const notCanary = {
      matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['canary'] }],
    };
    policy(monitoring, 'Some', { podSelector: { matchLabels, ...notCanary }, policyTypes: [direction] });

    expect(problemsOf(app)).toEqual([
      `[monitoring/Plg] the NetworkPolicy monitoring/Some isolates pods of the stack, and none lets through ${cut}; ${MEND}`,
    ]);
  });

  test('is mended as the message says', () => {
    const { app, plg, monitoring, shop, api } = given({ networkPolicies: true });
    plg.monitor(api, { port: 8080, networkPolicy: true });
    plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
    plg.addScrapeTarget(ScrapeTarget.service({ service: 'mail', namespace: 'mail', portName: 'metrics' }));
    denyAll(monitoring, 'Ingress', 'Egress');
    denyAll(shop, 'Ingress', 'Egress');

    expect(problemsOf(app)).toEqual([]);
  });

  test('fails where Prometheus is let out to its namespace alone: the API server and hosts are no pods', () => {
    const { app, monitoring } = given();
    policy(monitoring, 'Inside', {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: {} }] }],
    });

    expect(problemsOf(app)).toEqual([
      `[monitoring/Plg] the NetworkPolicy monitoring/Inside isolates pods of the stack, and none lets through Prometheus to the API server, Prometheus to the target 'kubelet' at port 10250, Prometheus to the target 'kubelet/cadvisor' at port 10250, Prometheus to the target 'coredns', Prometheus to the target 'apiserver'; ${MEND}`,
    ]);
  });

  test('fails for the Prometheus of an operator, which only a policy of its own opens', () => {
    const app = testApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const operator = new OperatorStack(shop, 'Operator', { selectorLabels: {}, prometheusNamespace: 'monitoring' });
    operator.monitor(apiOf(shop), { port: 8080 });
    denyAll(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Egress');

    expect(problemsOf(app)).toEqual([
      "[shop/Operator] the NetworkPolicy monitoring/DenyAll isolates the pods of Prometheus, and none lets them out to the Deployment 'api' at port 8080; allow it by a policy of your own",
    ]);
  });
});

test('docs/network-policies.md shows the message that its program fails with when it does not let Prometheus in', () => {
  const text = readFileSync(join(__dirname, '../../docs/network-policies.md'), 'utf8');
  const [block] = codeBlocksOf({ path: 'docs/network-policies.md', text }).filter(({ language }) => language === '');
  const { app, shop, plg } = given({ networkPolicies: true });
  new kplus.NetworkPolicy(shop, 'DenyAll', { ingress: { default: DENIES } });
  shop.node.tryRemoveChild('Api');
  const api = new kplus.Deployment(shop, 'Api', {
    containers: [{ image: 'ghcr.io/acme/api:1.4.2', portNumber: 8080 }],
  });
  plg.monitor(api, { port: 8080 });

  expect(problemsOf(app)).toEqual(block?.lines);
});
