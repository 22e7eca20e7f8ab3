import { all, CONTAINER, configMap, deployment, found, service } from '../support/validate';

describe('the rule schema', () => {
  test('has nothing to say of a sound workload', () => {
    expect(all(deployment())).toEqual([]);
  });

  test('finds a misspelt field at any depth and says which is meant', () => {
    expect(
      found('schema', deployment({ readinessProbe: { httpGet: { path: '/', port: 80 }, periodSecond: 5 } })),
    ).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].readinessProbe.periodSecond: there is no field 'periodSecond' here; did you mean 'periodSeconds'?",
    ]);
  });

  test('finds a field of the wrong type', () => {
    const wrong = deployment({ ports: [{ containerPort: '80' }], env: [{ name: 'N', value: 1 }] });

    expect(found('schema', { ...wrong, spec: { replicas: '2', ...wrong.spec } })).toEqual([
      'high: Deployment shop/api, spec.replicas: it is "2"; it must be a whole number',
      'high: Deployment shop/api, spec.template.spec.containers[0].ports[0].containerPort: it is "80"; it must be a whole number',
      'high: Deployment shop/api, spec.template.spec.containers[0].env[0].value: it is 1; it must be text; put it in quotes',
    ]);
  });

  test('finds a required field that is missing', () => {
    expect(found('schema', deployment({ ports: [{ name: 'http' }] }))).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].ports[0]: 'containerPort' is missing",
    ]);
  });

  test('finds a quantity that is none', () => {
    expect(found('schema', deployment({ resources: { ...CONTAINER.resources, limits: { memory: '128MB' } } }))).toEqual(
      [
        "high: Deployment shop/api, spec.template.spec.containers[0].resources.limits.memory: it is \"128MB\"; it must be a quantity such as '100m' or '256Mi'",
      ],
    );
  });

  test('finds a list where an object must be', () => {
    expect(found('schema', service({ ports: [{ port: 80 }], selector: ['api'] }))).toEqual([
      'high: Service shop/api, spec.selector: it is ["api"]; it must be an object',
    ]);
  });

  test('finds a word that a field does not take', () => {
    expect(found('schema', deployment({ ports: [{ containerPort: 80, protocol: 'tcp' }] }))).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].ports[0].protocol: it is 'tcp'; it must be one of 'TCP', 'UDP', 'SCTP'",
    ]);
  });

  test('takes null for a field that is not there, as the API server does', () => {
    expect(found('schema', deployment({}, { nodeSelector: null }))).toEqual([]);
  });

  test('takes numbers where Kubernetes takes them for quantities and ports', () => {
    const resources = { requests: { cpu: 1, memory: '64Mi' }, limits: { memory: '64Mi' } };

    expect(
      all(deployment({ resources }), service({ selector: { app: 'api' }, ports: [{ port: 80, targetPort: 8080 }] })),
    ).toEqual([]);
  });

  test('says nothing of the fields of custom resources', () => {
    const custom = { apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'x' }, spec: { any: 1 } };

    expect(all(custom)).toEqual([]);
  });
});

describe('the rule api-version', () => {
  test('names the version to use for one that clusters serve no more', () => {
    const old = { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'x' }, spec: {} };

    expect(found('api-version', old)).toEqual([
      "high: PodDisruptionBudget x, apiVersion: there is no PodDisruptionBudget in 'policy/v1beta1'; use 'policy/v1'",
    ]);
  });

  test('leaves kinds of other groups alone that have the name of one of Kubernetes', () => {
    const knative = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'x' }, spec: {} };

    expect(all(knative)).toEqual([]);
  });
});

describe('the rules name and container-name', () => {
  test('find names and labels that the API server refuses', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'A_b', labels: { team: 'a b' } },
      data: { 'a/b': '' },
    };

    expect(found('name', object)).toEqual([
      "high: ConfigMap A_b, metadata.name: 'name' is \"A_b\"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit",
      "high: ConfigMap A_b, metadata.labels: 'labels.team' is \"a b\"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit",
      "high: ConfigMap A_b, data: 'key' is \"a/b\"; it must be a file name of at most 253 letters, digits, '-', '_' or '.'",
    ]);
  });

  test('let roles have the names that Kubernetes itself gives', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:reader' },
      rules: [],
    };

    expect(all(role)).toEqual([]);
  });

  test('find a port name that is too long and a name that two containers have', () => {
    const pod = deployment(
      { ports: [{ name: 'a-very-long-port-name', containerPort: 80 }] },
      { initContainers: [CONTAINER] },
    );

    expect(found('container-name', pod)).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].ports[0].name: 'name' is \"a-very-long-port-name\"; it must be 1 to 15 lower-case letters, digits or single '-', with at least one letter, such as 'metrics'",
      "high: Deployment shop/api, spec.template.spec: two containers are named 'api'",
    ]);
  });
});

describe('the rules quantity and object-size', () => {
  test('find memory in thousandths of a byte, and a request above its limit', () => {
    const resources = { requests: { cpu: '2', memory: '256m' }, limits: { cpu: '1', memory: '1Gi' } };

    expect(found('quantity', deployment({ resources }))).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].resources.requests.memory: '256m' is 0.256 bytes; write '256Mi'",
      'high: Deployment shop/api, spec.template.spec.containers[0].resources.requests.cpu: the request 2 is above the limit 1',
    ]);
  });

  test('find a ConfigMap that etcd does not take, and warn of one that only a server-side apply takes', () => {
    expect(found('object-size', configMap({ a: 'x'.repeat(1024 * 1024) }))).toEqual([
      'high: ConfigMap shop/files, data: its data is 1048577 bytes, more than 1048576',
    ]);
    expect(found('object-size', configMap({ a: 'x'.repeat(300_000) }))).toEqual([
      'low: ConfigMap shop/files: it is 300113 bytes; apply it with --server-side',
    ]);
  });
});

describe('the rule duplicate-object', () => {
  test('finds two objects that would overwrite each other', () => {
    expect(found('duplicate-object', configMap({ a: '1' }), configMap({ b: '2' }))).toEqual([
      'high: ConfigMap shop/files: there is another ConfigMap shop/files in this manifest',
    ]);
  });

  test('lets objects of different kinds or namespaces share a name', () => {
    const elsewhere = { ...configMap({}), metadata: { name: 'files', namespace: 'other' } };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'files', namespace: 'shop' } };

    expect(all(configMap({}), elsewhere, secret)).toEqual([]);
  });
});
