import { allInvariants, INVARIANTS } from '../support/invariants';
import { Externals } from '../support/invariants/externals';
import { podSecurityViolations } from '../support/invariants/pod-security';
import { INVARIANT_FAULTS, stageOf, type Stage } from './invariant-cases';
import { listOf, soundObjects, type SoundObjects } from './sound-objects';

describe('the invariants', () => {
  test('accept a sound output', () => {
    expect(allInvariants(listOf(soundObjects()))).toEqual([]);
  });

  const faults = INVARIANT_FAULTS.map(([rule, fault, spoil, ...messages]) => ({ rule, fault, spoil, messages }));

  test.each(faults)('$rule finds $fault', ({ rule, spoil, messages }) => {
    const objects = soundObjects();
    spoil(stageOf(objects));

    expect(INVARIANTS[rule]!(listOf(objects), new Externals())).toEqual(messages);
  });

  test('each have a fault to find', () => {
    expect([...new Set(INVARIANT_FAULTS.map(([rule]) => rule))].sort()).toEqual(Object.keys(INVARIANTS).sort());
  });

  test('are all run by allInvariants', () => {
    const objects = soundObjects();
    objects['deployment'].spec.template.spec.containers[0].image = 'shop';
    objects['configMap'].metadata.name = 'shop-config';

    expect(allInvariants(listOf(objects))).toEqual([
      "Deployment shop/shop: image 'shop' names no registry",
      "Deployment shop/shop: refers to ConfigMap 'shop', which does not exist",
    ]);
  });
});

describe('the invariants accept', () => {
  test.each<[string, (stage: Stage) => void]>([
    ['Korean, emoji, tabs and lines in a text', ({ o }) => (o['configMap'].data['shop.yaml'] = '지표 🚀\n\tx\u00a0é')],
    [
      'a key from binary data',
      ({ o }) => (o['configMap'] = { ...o['configMap'], data: {}, binaryData: { 'shop.yaml': '' } }),
    ],
    ['a ConfigMap that is optional', ({ pod }) => (pod.volumes[0].configMap = { name: 'none', optional: true })],
    [
      'a Secret key that is optional',
      ({ shop }) => Object.assign(shop.env[1].valueFrom.secretKeyRef, { key: 'x', optional: true }),
    ],
    ['a reference to what every namespace has', ({ pod }) => (pod.volumes[0].configMap = { name: 'kube-root-ca.crt' })],
    ['a built-in priority class', ({ pod }) => (pod.priorityClassName = 'system-cluster-critical')],
    ['a built-in role', ({ o }) => (o['binding'].roleRef = { kind: 'ClusterRole', name: 'view' })],
    ['a user and a group as subjects', ({ o }) => o['binding'].subjects.push({ kind: 'Group', name: 'system:nodes' })],
    [
      'a Service without a selector',
      ({ o }) => (o['endpoints'] = { ...o['service'], metadata: { name: 'ep', namespace: 'shop' }, spec: {} }),
    ],
    [
      'a Service elsewhere',
      ({ o }) =>
        (o['service'].spec = { type: 'ExternalName', externalName: 'a.b', ports: [{ name: 'http', port: 80 }] }),
    ],
    ['a target port by number', ({ o }) => (o['service'].spec.ports[0].targetPort = 8080)],
    ['a probe by command', ({ shop }) => (shop.livenessProbe = { exec: { command: ['true'] } })],
    ['an escaped variable', ({ shop }) => shop.args.push('$$(NOT_MINE)', '$1', '$(not a name)')],
    ['any variable when some come from elsewhere', ({ db }) => (db.args = ['$(password)'])],
    [
      'one host port on two kinds of nodes',
      ({ o, pod, db }) => {
        o['namespace'].metadata.labels = {};
        pod.hostNetwork = true;
        pod.nodeSelector = { role: 'web' };
        db.ports[0].hostPort = 8080;
        o['statefulSet'].spec.template.spec.nodeSelector = { role: 'db' };
      },
    ],
    [
      'one host port for two protocols and for two addresses',
      ({ o, shop, db }) => {
        o['namespace'].metadata.labels = {};
        shop.ports[0] = { ...shop.ports[0], hostPort: 53, hostIP: '10.0.0.1' };
        db.ports = [
          { ...db.ports[0], hostPort: 53, hostIP: '10.0.0.2' },
          { name: 'u', containerPort: 53, hostPort: 53, protocol: 'UDP' },
        ];
      },
    ],
    [
      'a sidecar that serves the port',
      ({ pod, shop }) => {
        pod.initContainers = [{ ...shop, name: 'proxy', restartPolicy: 'Always' }];
        pod.containers = [{ ...shop, ports: [], readinessProbe: undefined, livenessProbe: undefined }];
        for (const container of pod.containers)
          for (const key of ['readinessProbe', 'livenessProbe']) delete container[key];
      },
    ],
    ['requests that equal the limits', ({ shop }) => (shop.resources.limits = { cpu: '0.1', memory: '65536Ki' })],
    [
      'a projected token',
      ({ o, pod, shop }) => {
        o['account'].automountServiceAccountToken = false;
        pod.volumes.push({ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } });
        shop.volumeMounts.push({ name: 'token', mountPath: '/token' });
      },
    ],
    [
      'the restricted settings on the pod',
      ({ pod, shop }) => {
        pod.securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
        delete shop.securityContext.runAsNonRoot;
        delete shop.securityContext.seccompProfile;
      },
    ],
    ['a budget in per cent', ({ o }) => (o['budget'].spec = { ...o['budget'].spec, minAvailable: '50%' })],
    [
      'a budget by what may be missing',
      ({ o }) => (o['budget'].spec = { selector: o['budget'].spec.selector, maxUnavailable: 1 }),
    ],
    [
      'a policy for every pod',
      ({ o }) => (o['networkPolicy'].spec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    ],
    [
      'an exception inside its block',
      ({ o }) =>
        (o['networkPolicy'].spec.egress = [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }]),
    ],
    [
      'a route for another host',
      ({ o }) => o['ingress'].spec.rules.push({ ...o['ingress'].spec.rules[0], host: 'b.example.com' }),
    ],
    ['a role with a colon', ({ o }) => (o['role'].metadata.name = o['binding'].roleRef.name = 'shop:read')],
    [
      'one name for two kinds and for two namespaces',
      ({ o }) => {
        o['other'] = { ...o['namespace'], metadata: { name: 'other' } };
        o['otherMap'] = { ...o['configMap'], metadata: { name: 'shop', namespace: 'other' } };
      },
    ],
    [
      'label keys and values at their limits',
      ({ o }) => (o['secret'].metadata.labels = { [`a.b/${'k'.repeat(63)}`]: 'v'.repeat(63), e: '' }),
    ],
  ])('%s', (_, change) => {
    const objects = soundObjects();
    change(stageOf(objects));

    expect(allInvariants(listOf(objects))).toEqual([]);
  });
});

describe('externals', () => {
  test('stand for objects that others make', () => {
    const rest = without('secret', 'namespace');

    expect(allInvariants(listOf(rest), { externals: ['Secret/shop/db', 'Namespace/shop'] })).toEqual([]);
  });

  test('stand for the pods behind a Service', () => {
    const objects = soundObjects();
    objects['service'].spec.selector = { 'k8s-app': 'kube-dns' };

    expect(allInvariants(listOf(objects), { externals: ['Service/shop/shop'] })).toEqual([]);
  });

  test('count in their own namespace only', () => {
    const rest = without('secret');

    expect(allInvariants(listOf(rest), { externals: ['Secret/other/db'] })).toEqual([
      "Deployment shop/shop: refers to Secret 'db', which does not exist",
      "StatefulSet shop/db: refers to Secret 'db', which does not exist",
      'externals: nothing needs Secret/other/db',
    ]);
  });

  test('are an error when the output holds the object itself', () => {
    expect(allInvariants(listOf(soundObjects()), { externals: ['Secret/shop/db'] })).toEqual([
      'externals: nothing needs Secret/shop/db',
    ]);
  });
});

describe('podSecurityViolations', () => {
  test('lets the baseline have what restricted forbids', () => {
    const spec = { containers: [{ name: 'a', securityContext: { runAsUser: 0, capabilities: { add: ['CHOWN'] } } }] };

    expect(podSecurityViolations(spec, 'baseline')).toEqual([]);
    expect(podSecurityViolations(spec, 'restricted')).toEqual([
      "container 'a' allowPrivilegeEscalation is not false",
      "container 'a' runAsNonRoot is not true",
      "container 'a' runAsUser 0",
      "container 'a' has no seccompProfile",
      "container 'a' does not drop ALL",
      "container 'a' adds CHOWN",
    ]);
  });
});

function without(...roles: string[]): SoundObjects {
  return Object.fromEntries(Object.entries(soundObjects()).filter(([role]) => !roles.includes(role)));
}
