import { selects, type KnownLabels } from '../../lib/core/label-match';
import {
  cuttingPolicies,
  type KnownPods,
  type KnownPolicy,
  type NetworkEnd,
  type PolicySpec,
} from '../../lib/core/network-reach';
import { isAllowed } from '../support/network-traffic';

type Labels = { readonly [key: string]: string };

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

function pods(namespace: string, labels: Labels, mayHave: KnownLabels['mayHave'] = () => false): KnownPods {
  const namespaceLabels = { labels: { [NAMESPACE_NAME]: namespace }, mayHave };
  return { namespace, namespaceLabels, labels: { labels, mayHave } };
}

function policy(spec: PolicySpec, namespace: string | undefined = 'shop'): KnownPolicy {
  return { path: 'shop/Policy', namespace, spec };
}

const API = { app: 'api', tier: 'web' };
const PROMETHEUS = { app: 'prometheus', role: 'scraper' };

/** Whether these policies of the namespace of the API cut what Prometheus asks of it. */
function isCut(specs: readonly PolicySpec[], peer: NetworkEnd = { pods: pods('monitoring', PROMETHEUS) }): boolean {
  const seen = { direction: 'Ingress' as const, own: pods('shop', API), peer, port: { number: 8080, names: ['http'] } };
  return (
    cuttingPolicies(
      specs.map((spec) => policy(spec)),
      seen,
    ).length > 0
  );
}

const SELECTORS: readonly NonNullable<PolicySpec['podSelector']>[] = [
  {},
  { matchLabels: { app: 'api' } },
  { matchLabels: { app: 'other' } },
  { matchExpressions: [{ key: 'app', operator: 'In', values: ['x', 'api'] }] },
  { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['api'] }] },
  { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
  { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['db'] }], matchLabels: { app: 'api' } },
];

const PEERS: readonly (readonly object[] | undefined)[] = [
  undefined,
  [],
  [{ namespaceSelector: {} }],
  [{ podSelector: {} }],
  [{ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'monitoring' } } }],
  [{ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'other' } } }, { podSelector: { matchLabels: PROMETHEUS } }],
  [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'prometheus' } } }],
  [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }],
];

const PORTS: readonly (readonly object[] | undefined)[] = [
  undefined,
  [],
  [{ port: 8080 }],
  [{ port: 80 }, { port: 8080, protocol: 'UDP' }],
  [{ port: 8000, endPort: 9000, protocol: 'TCP' }],
];

const TYPES: readonly (readonly string[] | undefined)[] = [undefined, ['Ingress'], ['Egress'], ['Ingress', 'Egress']];

/** Policies of every shape, as far as both evaluators know them. */
function specsOf(direction: 'Ingress' | 'Egress'): PolicySpec[] {
  const [rules, side] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  const lists = [
    undefined,
    [],
    ...PEERS.flatMap((peers) =>
      PORTS.map((ports) => [{ ...(peers ? { [side]: peers } : {}), ...(ports ? { ports } : {}) }]),
    ),
  ];
  return SELECTORS.flatMap((podSelector) =>
    TYPES.flatMap((policyTypes) =>
      lists.map((list) => ({
        podSelector,
        ...(policyTypes ? { policyTypes } : {}),
        ...(list ? { [rules]: list } : {}),
      })),
    ),
  );
}

/** What the evaluator of the tests says, which shares no line with that of the library. */
function isAllowedByTest(
  specs: readonly PolicySpec[],
  direction: 'Ingress' | 'Egress',
  labels: { readonly api: Labels; readonly prometheus: Labels },
): boolean {
  const objects = specs.map((spec, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${index}`, namespace: 'shop' },
    spec,
  }));
  const api = { namespace: 'shop', labels: labels.api };
  const prometheus = { namespace: 'monitoring', labels: labels.prometheus };
  const [from, to] = direction === 'Ingress' ? [prometheus, api] : [api, prometheus];
  return isAllowed(objects, { from, to, port: 8080 });
}

function isCutBy(
  specs: readonly PolicySpec[],
  direction: 'Ingress' | 'Egress',
  mayHave: KnownLabels['mayHave'],
  labels: { readonly api: Labels; readonly prometheus: Labels },
): boolean {
  const [own, peer] = [pods('shop', labels.api, mayHave), pods('monitoring', labels.prometheus, mayHave)];
  const known = { ...peer, namespaceLabels: { labels: { [NAMESPACE_NAME]: 'monitoring' }, mayHave: () => false } };
  const seen = { direction, own, peer: { pods: known }, port: { number: 8080, names: [] } };
  return (
    cuttingPolicies(
      specs.map((spec) => policy(spec)),
      seen,
    ).length > 0
  );
}

/** Each one alone, and beside others of another shape. */
function groupsOf(specs: readonly PolicySpec[]): PolicySpec[][] {
  const alone = specs.map((spec) => [spec]);
  const paired = specs.flatMap((one, index) =>
    [7, 101, 577].map((step) => [one, specs[(index + step) % specs.length]!]),
  );
  return [...alone, ...paired];
}

describe.each(['Ingress', 'Egress'] as const)('of thousands of %s policies', (direction) => {
  const groups = groupsOf(specsOf(direction));

  test('those cut that let nothing through, where all labels are known', () => {
    const labels = { api: API, prometheus: PROMETHEUS };
    const different = groups.filter(
      (specs) => isCutBy(specs, direction, () => false, labels) === isAllowedByTest(specs, direction, labels),
    );

    expect(groups.length).toBeGreaterThan(5000);
    expect(different).toEqual([]);
  });

  test('none is said to cut that lets through, whatever the label that is not known', () => {
    const known = { api: { app: 'api' }, prometheus: { app: 'prometheus' } };
    const more: readonly Labels[] = [{}, { tier: 'web' }, { tier: 'db' }, { role: 'scraper' }];
    const completions = more.flatMap((api) =>
      more.map((prometheus) => ({
        api: { ...known.api, ...api },
        prometheus: { ...known.prometheus, ...prometheus },
      })),
    );
    const said = groups.filter((specs) => isCutBy(specs, direction, (key) => key !== 'app', known));
    const wrong = said.filter((specs) => completions.some((labels) => isAllowedByTest(specs, direction, labels)));

    expect(said.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });
});

describe('what a policy lets through', () => {
  const deny: PolicySpec = { podSelector: {}, policyTypes: ['Ingress'] };

  test('may be an address, which is not known', () => {
    expect(isCut([deny])).toBe(true);
    expect(isCut([deny, { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.42.0.0/16' } }] }] }])).toBe(
      false,
    );
  });

  test('is a port by the name that it has in the pod, and by no other', () => {
    const open = (port: string): PolicySpec => ({ podSelector: {}, ingress: [{ ports: [{ port }] }] });

    expect(isCut([deny, open('http')])).toBe(false);
    expect(isCut([deny, open('metrics')])).toBe(true);
  });

  test('is in the dark where the port, or the namespace of the policy, is', () => {
    const own = pods('shop', API);
    const peer = { pods: pods('monitoring', PROMETHEUS) };
    const port9: PolicySpec = { podSelector: {}, ingress: [{ ports: [{ port: 9 }] }] };
    const cut = (policies: readonly KnownPolicy[], port: object): number =>
      cuttingPolicies(policies, { direction: 'Ingress', own, peer, port }).length;

    expect(cut([policy(port9)], { number: 8080 })).toBe(1);
    expect(cut([policy(port9)], {})).toBe(0);
    expect(cut([{ ...policy(deny), namespace: undefined }], { number: 8080 })).toBe(0);
    expect(cut([policy(deny), { ...policy({ ...deny, ingress: [{}] }), namespace: undefined }], { number: 1 })).toBe(0);
  });

  test('is no host by the labels of pods, unless its name may be that of a Service', () => {
    const egress = { direction: 'Egress' as const, own: pods('shop', API), port: { number: 9187 } };
    const toPods = [
      policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] }),
    ];

    expect(cuttingPolicies(toPods, { ...egress, peer: {} })).toEqual(toPods);
    expect(cuttingPolicies(toPods, { ...egress, peer: { mayBePod: true } })).toEqual([]);
  });

  test('is read from YAML that leaves fields empty', () => {
    expect(isCut([{ podSelector: null, policyTypes: null, ingress: null, egress: null }])).toBe(true);
    expect(isCut([{ podSelector: {}, ingress: [null] }])).toBe(false);
    expect(isCut([{ podSelector: {}, ingress: [{ from: null, ports: null }] }])).toBe(false);
    expect(isCut([{ podSelector: { matchLabels: null, matchExpressions: null }, ingress: [] }])).toBe(true);
  });
});

test('a selector with an operator that nobody knows is in the dark, and a label of every object is none', () => {
  const known = { labels: { app: 'api' }, mayHave: () => false };

  expect(selects({ matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] }, known)).toBe('maybe');
  expect(selects({ matchExpressions: [{ key: 'constructor', operator: 'Exists' }] }, known)).toBe('no');
});
