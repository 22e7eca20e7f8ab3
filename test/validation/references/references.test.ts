import { all, configMap, CONTAINER, deployment, found, service } from '../support/validate';

describe('the rule workload-selector', () => {
  test('finds a workload that would not find its own pods', () => {
    const lost = deployment();
    lost.spec.template.metadata.labels = { app: 'apis' };

    expect(found('workload-selector', lost)).toEqual([
      "high: Deployment shop/api, spec.selector.matchLabels['app']: it is 'api', and the pod template has 'apis'",
    ]);
  });
});

describe('the rule service-selector', () => {
  test('finds a Service that misses its workload by one slip', () => {
    expect(
      found('service-selector', deployment(), service({ selector: { app: 'apy' }, ports: [{ port: 80 }] }, 'web')),
    ).toEqual([
      "medium: Service shop/web, spec.selector['app']: it is 'apy', and the pods of Deployment shop/api have 'api'; no pods are selected",
    ]);
  });

  test('says nothing of a Service whose pods may be made by others', () => {
    expect(all(deployment(), service({ selector: { app: 'database' }, ports: [{ port: 80 }] }, 'db'))).toEqual([]);
  });

  test('says nothing of a Service for one pod of a StatefulSet', () => {
    const selector = { app: 'api', 'statefulset.kubernetes.io/pod-name': 'api-0' };

    expect(
      all({ ...deployment(), kind: 'StatefulSet' }, service({ selector, ports: [{ port: 80 }] })),
    ).not.toContainEqual(expect.stringContaining('service-selector'));
  });
});

describe('the rules service-port and probe-port', () => {
  const api = deployment({ ports: [{ name: 'http', containerPort: 8080 }] });

  test('find a target port that no container declares', () => {
    expect(
      found('service-port', api, service({ selector: { app: 'api' }, ports: [{ port: 80, targetPort: 'web' }] })),
    ).toEqual([
      "high: Service shop/api, spec.ports[0].targetPort: no container declares a port 'web'; there is: 'http'",
    ]);
  });

  test('take the name and the number of a port', () => {
    const ports = [
      { name: 'a', port: 80, targetPort: 'http' },
      { name: 'b', port: 81, targetPort: 9999 },
    ];

    expect(all(api, service({ selector: { app: 'api' }, ports }))).toEqual([]);
  });

  test('find several ports without names', () => {
    expect(found('service-port', service({ ports: [{ port: 80 }, { name: 'b', port: 81 }] }))).toEqual([
      'high: Service shop/api, spec.ports[0]: each of several ports needs a name',
    ]);
  });

  test('find a probe of a port that another container declares', () => {
    const side = { ...CONTAINER, name: 'side', livenessProbe: { tcpSocket: { port: 'http' } } };
    const both = deployment({}, { containers: [{ ...CONTAINER, ports: [{ name: 'http', containerPort: 80 }] }, side] });

    expect(found('probe-port', both)).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[1].livenessProbe.tcpSocket.port: no container declares a port 'http'; there is: none",
    ]);
  });
});

describe('the rules volume-mount and unused-volume', () => {
  test('find a volume that is mounted and not defined, and the one that nobody mounts', () => {
    const pod = deployment(
      { volumeMounts: [{ name: 'cache', mountPath: '/c' }] },
      { volumes: [{ name: 'cahce', emptyDir: {} }] },
    );

    expect(found('volume-mount', pod)).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].volumeMounts[0]: there is no volume 'cache'; there is: 'cahce'; did you mean 'cahce'?",
    ]);
    expect(found('unused-volume', pod)).toEqual([
      "low: Deployment shop/api, spec.template.spec.volumes[0]: no container mounts the volume 'cahce'",
    ]);
  });

  test('take a claim of a StatefulSet for a volume, even one of the same name', () => {
    const set = deployment(
      { volumeMounts: [{ name: 'data', mountPath: '/d' }] },
      { volumes: [{ name: 'data', emptyDir: {} }] },
    );
    const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: {} }];

    expect(found('volume-mount', { ...set, kind: 'StatefulSet', spec: { ...set.spec, volumeClaimTemplates } })).toEqual(
      [],
    );
  });

  test('find two volumes at one path', () => {
    const mounts = ['a', 'b'].map((name) => ({ name, mountPath: '/x' }));
    const volumes = ['a', 'b'].map((name) => ({ name, emptyDir: {} }));

    expect(found('volume-mount', deployment({ volumeMounts: mounts }, { volumes }))).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0]: two volumes are mounted at '/x'",
    ]);
  });
});

describe('the rule config-key', () => {
  const variable = (key: string, more: object = {}): object => ({
    env: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'files', key, ...more } } }],
  });

  test('finds a variable whose key the ConfigMap lacks', () => {
    expect(found('config-key', configMap({ level: 'info' }), deployment(variable('levle')))).toEqual([
      "high: Deployment shop/api, spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key: ConfigMap shop/files has no key 'levle'; it has: 'level'; did you mean 'level'?",
    ]);
  });

  test('finds a file of a volume that the Secret lacks', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'tls', namespace: 'shop' },
      stringData: { crt: 'x' },
    };
    const volumes = [{ name: 'tls', secret: { secretName: 'tls', items: [{ key: 'key', path: 'key' }] } }];

    expect(
      found('config-key', secret, deployment({ volumeMounts: [{ name: 'tls', mountPath: '/t' }] }, { volumes })),
    ).toEqual([
      "high: Deployment shop/api, spec.template.spec.volumes[0].secret.items: Secret shop/tls has no key 'key'; it has: 'crt'",
    ]);
  });

  test('says nothing of what is optional, in the cluster already, or filled by a program', () => {
    expect(all(configMap({ level: 'info' }), deployment(variable('other', { optional: true })))).toEqual([]);
    expect(all(deployment(variable('level')))).toEqual([]);
    expect(all(configMap({}), deployment(variable('level')))).toEqual([]);
  });
});

describe('the rules ingress-backend and scale-target', () => {
  const ingress = (port: object): any => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'api', port } } }] } }],
    },
  });
  const api = service({ ports: [{ name: 'http', port: 80 }] });

  test('find a backend whose port the Service does not have', () => {
    expect(found('ingress-backend', api, ingress({ number: 8080 }))).toEqual([
      "high: Ingress shop/web, spec.rules[0].http.paths[0].backend.service.port: Service shop/api has no port '8080'; it has: 'http = 80'",
    ]);
  });

  test('take a port by name and by number', () => {
    expect(all(api, ingress({ name: 'http' }))).toEqual([]);
    expect(all(api, ingress({ number: 80 }))).toEqual([]);
  });

  test('find an autoscaler whose workload is not there', () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'api', namespace: 'shop' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'apis' }, maxReplicas: 3 },
    };

    expect(found('scale-target', deployment(), scaler)).toEqual([
      "medium: HorizontalPodAutoscaler shop/api, spec.scaleTargetRef.name: there is no Deployment 'apis'; there is: 'api'",
    ]);
    expect(found('scale-target', scaler)).toEqual([]);
  });
});
