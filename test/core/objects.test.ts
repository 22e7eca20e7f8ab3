import { App, Chart, JsonPatch, Size, Testing } from 'cdk8s';
import { ConfigFiles } from '../../lib/core/config-file';
import { Credentials } from '../../lib/core/credentials';
import { Endpoint } from '../../lib/core/endpoint';
import { k8s } from '../../lib/core/k8s';
import { ComponentLabels } from '../../lib/core/labels';
import { addNamespace, namespaceOf, PodSecurityLevel } from '../../lib/core/namespace';
import { ServiceIdentity } from '../../lib/core/rbac';
import { StatefulSet } from '../../lib/core/stateful-set';
import { Storage } from '../../lib/core/storage';

function chart(namespace?: string): Chart {
  return new Chart(new App({ outdir: 'unused' }), 'test', { namespace });
}

type Manifest = { [key: string]: any };

function manifests(of: Chart): Manifest[] {
  return Testing.synth(of) as Manifest[];
}

const labels = { app: 'x' };

describe('ConfigFiles', () => {
  test('holds what is added after its construction', () => {
    const given = chart('monitoring');
    const lines = ['first'];
    new ConfigFiles(given, 'Config', { name: 'x', labels, files: () => ({ 'x.txt': lines.join(',') }) });

    lines.push('late');

    expect(manifests(given)[0]?.data).toEqual({ 'x.txt': 'first,late' });
  });

  test('changes its checksum with a text and with a file name, and with nothing else', () => {
    const checksum = (files: { [name: string]: string }): string => {
      const given = chart('monitoring');
      const config = new ConfigFiles(given, 'Config', { name: 'x', labels, files: () => files });
      new k8s.KubePod(given, 'Pod', { metadata: { name: 'p', annotations: config.checksum() } });
      return manifests(given)[1]?.metadata.annotations['checksum/x'] as string;
    };

    expect(checksum({ a: '1', b: '2' })).toBe(checksum({ b: '2', a: '1' }));
    expect(checksum({ a: '1' })).not.toBe(checksum({ a: '2' }));
    expect(checksum({ a: '1' })).not.toBe(checksum({ b: '1' }));
    expect(checksum({ a: '1' })).toMatch(/^[0-9a-f]{16}$/);
  });

  test('renders once, however often it is read', () => {
    const given = chart('monitoring');
    let times = 0;
    const files = (): { [name: string]: string } => ({ 'x.txt': String(++times) });
    const config = new ConfigFiles(given, 'Config', { name: 'x', labels, files });
    new k8s.KubePod(given, 'Pod', { metadata: { name: 'p', annotations: config.checksum() } });

    manifests(given);

    expect(times).toBe(1);
  });

  test('fails when kubectl could not apply it, and for a file name that is none', () => {
    const config = (files: { [name: string]: string }) => () =>
      new ConfigFiles(chart('monitoring'), 'Config', { name: 'x', labels, files: () => files }).files();

    expect(config({ 'big.txt': 'x'.repeat(250_001) })).toThrow(
      "[test/Config] the ConfigMap 'x' has 250015 bytes; at most 250000 can be applied by kubectl: split its content",
    );
    expect(config({ 'a/b': '' })).toThrow(
      '[test/Config] \'file name\' is "a/b"; it must be a file name of at most 253',
    );
  });
});

describe('ServiceIdentity', () => {
  const rule = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };

  test('mounts no token and makes no role for a component that asks nothing of the API', () => {
    const given = chart('monitoring');
    const identity = new ServiceIdentity(given, 'Identity', { name: 'x', labels });

    expect(manifests(given).map((object) => object.kind as string)).toEqual(['ServiceAccount']);
    new k8s.KubePod(given, 'Pod', {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c' }], ...identity.podSettings() },
    });
    expect(manifests(given)[1]?.spec).toMatchObject({
      serviceAccountName: 'x',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
  });

  test('keeps cluster-wide objects free of a namespace, and apart from those of a stack in another one', () => {
    const given = chart('monitoring');
    const identity = new ServiceIdentity(given, 'Identity', { name: 'x', labels, clusterRules: [rule] });

    const [, role, binding] = manifests(given);
    expect(identity.needsToken).toBe(true);
    expect(role?.metadata).toEqual({ name: 'monitoring-x', labels });
    expect(role?.rules).toEqual([rule]);
    expect(binding?.metadata).toEqual({ name: 'monitoring-x', labels });
    expect(binding?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'x', namespace: 'monitoring' }]);
    expect(binding?.roleRef).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'monitoring-x',
    });
  });

  test('keeps the rules of its own namespace in a Role', () => {
    const given = chart('monitoring');
    new ServiceIdentity(given, 'Identity', { name: 'x', labels, namespaceRules: [rule] });

    const [, role, binding] = manifests(given);
    expect(role).toMatchObject({ kind: 'Role', metadata: { name: 'x', namespace: 'monitoring' } });
    expect(binding).toMatchObject({ kind: 'RoleBinding', roleRef: { kind: 'Role', name: 'x' } });
  });
});

describe('what only one construct of an app can have', () => {
  test('fails for the second one of a name in a namespace, and says where the first is', () => {
    const given = chart('monitoring');
    new ServiceIdentity(given, 'First', { name: 'loki', labels });

    expect(() => new ServiceIdentity(given, 'Second', { name: 'loki', labels })).toThrow(
      "[test/Second] the ServiceAccount 'loki' of the namespace 'monitoring' belongs to test/First already; give one of them another 'name'",
    );
  });

  test('lets the same name stand in another namespace and in another app', () => {
    const app = new App({ outdir: 'unused' });
    for (const namespace of ['a', 'b']) {
      new ServiceIdentity(new Chart(app, namespace, { namespace }), 'Identity', { name: 'loki', labels });
    }

    expect(() => new ServiceIdentity(chart('a'), 'Identity', { name: 'loki', labels })).not.toThrow();
  });
});

describe('Storage', () => {
  test('claims a ReadWriteOnce volume of the size and class that are asked for', () => {
    const claim = Storage.persistent(Size.gibibytes(10), { storageClassName: 'fast' })._claimTemplates('data')?.[0];

    expect(JSON.parse(JSON.stringify(claim))).toEqual({
      metadata: { name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: { value: '10Gi' } } },
        storageClassName: 'fast',
      },
    });
  });

  test('leaves the class to the cluster where none is named', () => {
    expect(Storage.persistent(Size.gibibytes(1))._claimSpec()).not.toHaveProperty('storageClassName');
  });

  test('bounds a volume that is deleted with its pod', () => {
    const storage = Storage.ephemeral(Size.gibibytes(2));

    expect(storage._claimTemplates('data')).toBeUndefined();
    expect(JSON.parse(JSON.stringify(storage._ephemeralVolumes('data')))).toEqual([
      { name: 'data', emptyDir: { sizeLimit: { value: '2Gi' } } },
    ]);
  });

  test('fails for no size, for what is no size, and for a class that is no name', () => {
    expect(() => Storage.persistent(Size.gibibytes(0))).toThrow("[Storage] 'size' is 0Gi; it must be at least 1 KiB");
    expect(() => Storage.persistent('10 GB' as unknown as Size)).toThrow(
      '[Storage] \'size\' is "10 GB"; it must be a Size, such as Size.gibibytes(10)',
    );
    expect(() => Storage.persistent(Size.gibibytes(1), { storageClassName: 'My Class' })).toThrow(
      /^\[Storage\] 'storageClassName' is "My Class"/,
    );
  });
});

describe('StatefulSet', () => {
  test('says all of its claims that the API server would add', () => {
    const given = chart('monitoring');
    const claims = Storage.persistent(Size.gibibytes(1))._claimTemplates('data');
    const template = { spec: { containers: [{ name: 'c' }] } };
    new StatefulSet(given, 'X', {
      metadata: { name: 'x' },
      spec: { serviceName: 'x', selector: {}, template, volumeClaimTemplates: claims },
    });

    expect(manifests(given)[0]?.spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
          volumeMode: 'Filesystem',
        },
        status: { phase: 'Pending' },
      },
    ]);
  });

  test('leaves what a patch says of a claim', () => {
    const given = chart('monitoring');
    const template = { spec: { containers: [{ name: 'c' }] } };
    const set = new StatefulSet(given, 'X', {
      metadata: { name: 'x' },
      spec: {
        serviceName: 'x',
        selector: {},
        template,
        volumeClaimTemplates: Storage.persistent(Size.gibibytes(1))._claimTemplates('data'),
      },
    });
    set.addJsonPatch(JsonPatch.add('/spec/volumeClaimTemplates/0/spec/volumeMode', 'Block'));

    expect(manifests(given)[0]?.spec.volumeClaimTemplates[0].spec.volumeMode).toBe('Block');
  });

  test('claims nothing where nothing is to outlive its pods', () => {
    const given = chart('monitoring');
    const template = { spec: { containers: [{ name: 'c' }] } };
    new StatefulSet(given, 'X', { metadata: { name: 'x' }, spec: { serviceName: 'x', selector: {}, template } });

    expect(manifests(given)[0]?.spec).not.toHaveProperty('volumeClaimTemplates');
  });
});

describe('Credentials', () => {
  const made = { name: 'prom-grafana', labels, usernameKey: 'admin-user', passwordKey: 'admin-password' };

  test('refer to a Secret without writing anything secret', () => {
    const given = chart('monitoring');
    const bound = Credentials.fromSecret('grafana-admin', { usernameKey: 'user' })._bind(given, 'Admin', made);

    expect(manifests(given)).toEqual([]);
    expect(bound.usernameVariable('U')).toEqual({
      name: 'U',
      valueFrom: { secretKeyRef: { name: 'grafana-admin', key: 'user' } },
    });
    expect(bound.passwordVariable('P')).toEqual({
      name: 'P',
      valueFrom: { secretKeyRef: { name: 'grafana-admin', key: 'password' } },
    });
  });

  test('make a Secret that says that it is insecure, for a demo', () => {
    const given = chart('monitoring');
    const bound = Credentials.insecureDemo('admin', 'admin')._bind(given, 'Admin', made);

    const [secret] = manifests(given);
    expect(secret).toMatchObject({
      kind: 'Secret',
      metadata: { name: 'prom-grafana' },
      stringData: { 'admin-user': 'admin', 'admin-password': 'admin' },
    });
    expect(Object.keys(secret?.metadata.annotations as object)).toEqual(['plg.cdk8s.io/insecure-demo-credentials']);
    expect(bound.secretName).toBe('prom-grafana');
  });

  test('fail for what is no name, no key, no password', () => {
    expect(() => Credentials.fromSecret('My Secret')).toThrow(/^\[Credentials\] 'secretName' is "My Secret"/);
    expect(() => Credentials.fromSecret('x', { passwordKey: 'a/b' })).toThrow(
      /^\[Credentials\] 'passwordKey' is "a\/b"/,
    );
    expect(() => Credentials.insecureDemo('admin', '')).toThrow(
      "[Credentials] 'password' is missing; it must be one line of text that is not empty and has no control characters",
    );
    expect(() => Credentials.insecureDemo('a\nb', 'x')).toThrow(/^\[Credentials\] 'username' is "a\\nb"/);
  });
});

describe('Endpoint', () => {
  test('is shortest within its own namespace', () => {
    const loki = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });

    expect(loki.urlFrom('monitoring')).toBe('http://loki:3100');
    expect(loki.urlFrom('timedeal')).toBe('http://loki.monitoring:3100');
  });

  test('fails for what is no Service, namespace or port', () => {
    expect(() => new Endpoint({ service: '1loki', namespace: 'm', port: 1 })).toThrow(
      /^\[Endpoint 1loki\] 'service' is "1loki"/,
    );
    expect(() => new Endpoint({ service: 'loki', namespace: 'M', port: 1 })).toThrow(
      /^\[Endpoint loki\] 'namespace' is "M"/,
    );
    expect(() => new Endpoint({ service: 'loki', namespace: 'm', port: 0 })).toThrow(/^\[Endpoint loki\] 'port' is 0/);
  });
});

describe('namespaces and labels', () => {
  test('fails for a chart without a namespace, and says how to give it one', () => {
    expect(() => namespaceOf(chart())).toThrow(
      "[test] the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })",
    );
    expect(() => namespaceOf(chart('MyNS'))).toThrow(/^\[test\] 'namespace' is "MyNS"/);
  });

  test('makes the Namespace object of the chart, without a namespace of its own', () => {
    const given = chart('shop');
    addNamespace(given, 'Namespace', PodSecurityLevel.RESTRICTED);

    expect(manifests(given)[0]?.metadata).toEqual({
      name: 'shop',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });

  test('keeps the version out of selectors, which can never change', () => {
    const made = new ComponentLabels(chart('m'), {
      name: 'loki',
      instance: 'loki',
      component: 'canary',
      version: '3.7.6',
    });

    expect(made.selector).toEqual({
      'app.kubernetes.io/name': 'loki',
      'app.kubernetes.io/instance': 'loki',
      'app.kubernetes.io/component': 'canary',
    });
    expect(made.all).toMatchObject({
      ...made.selector,
      'app.kubernetes.io/version': '3.7.6',
      'app.kubernetes.io/part-of': 'plg',
    });
  });
});
