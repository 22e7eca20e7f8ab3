import { all, CONTAINER, deployment, found } from '../support/validate';

const AT = 'Deployment shop/api, spec.template.spec';

describe('the rules of containers', () => {
  test('find containers without requests or memory limit', () => {
    const bare = deployment({ resources: { requests: { cpu: '1' } } });

    expect(all(bare)).toEqual([
      `medium resource-requests: ${AT}.containers[0].resources: the container 'api' requests no memory`,
      `medium memory-limit: ${AT}.containers[0].resources: the container 'api' has no memory limit`,
    ]);
  });

  test('take a limit for its own request, as Kubernetes does', () => {
    expect(all(deployment({ resources: { limits: { cpu: '1', memory: '1Gi' } } }))).toEqual([]);
  });

  test('say nothing of the resources of containers that only initialize', () => {
    const init = { name: 'init', image: 'ghcr.io/acme/init:1' };

    expect(all(deployment({}, { initContainers: [init] }))).toEqual([]);
    expect(
      found('memory-limit', deployment({}, { initContainers: [{ ...init, restartPolicy: 'Always' }] })),
    ).toHaveLength(1);
  });

  test.each([
    ['nginx', "'nginx' has no tag, so it is 'latest'"],
    ['registry:5000/nginx', "'registry:5000/nginx' has no tag, so it is 'latest'"],
    ['nginx:latest', "'nginx:latest' is always the newest"],
  ])('find that the image %s has no version', (image, message) => {
    expect(found('image-tag', deployment({ image }))).toEqual([`medium: ${AT}.containers[0].image: ${message}`]);
  });

  test.each(['nginx:1.29', 'registry:5000/nginx:1', `nginx@sha256:${'a'.repeat(64)}`])('take the image %s', (image) => {
    expect(found('image-tag', deployment({ image }))).toEqual([]);
  });
});

describe('the rules of Secrets', () => {
  const secret = (annotations: object = {}): any => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', namespace: 'shop', annotations },
    stringData: { password: 'hunter2' },
  });

  test('find values in the manifest, in a Secret and in a variable', () => {
    expect(found('secret-data', secret())).toEqual([
      "medium: Secret shop/login, data: the values of 'password' stand in the manifest",
    ]);
    expect(found('secret-variable', deployment({ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }))).toEqual([
      `medium: ${AT}.containers[0].env[0].value: the value of 'DB_PASSWORD' stands in the manifest`,
    ]);
  });

  test('say nothing of demo credentials and of variables that only sound like secrets', () => {
    const env = [
      { name: 'DB_PASSWORD', value: '$(FROM_SECRET)' },
      { name: 'USE_TOKEN', value: 'true' },
      { name: 'TOKEN', value: '/var/run/token' },
    ];

    expect(all(secret({ 'plg.cdk8s.io/insecure-demo-credentials': 'do not use outside of a demo' }))).toEqual([]);
    expect(all(deployment({ env }))).toEqual([]);
  });
});

describe('the rules of privileges', () => {
  test('find containers that own their node', () => {
    const securityContext = { privileged: true, capabilities: { add: ['NET_BIND_SERVICE', 'SYS_ADMIN'] } };

    expect(found('privileged', deployment({ securityContext }))).toEqual([
      `high: ${AT}.containers[0].securityContext.privileged: the container 'api' is privileged`,
      `high: ${AT}.containers[0].securityContext.capabilities.add: the container 'api' adds 'SYS_ADMIN'`,
    ]);
  });

  test('find files and the network of the node, of less weight in an agent that only reads', () => {
    const pod = (readOnly: boolean): any =>
      deployment(
        { volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly }] },
        { hostNetwork: true, volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }] },
      );

    expect(all(pod(false))).toEqual([
      `medium host-namespace: ${AT}.hostNetwork: the pod has the node's Network`,
      `medium host-path: ${AT}.volumes[0].hostPath: the pod mounts '/var/log' of its node, and can write to it`,
    ]);
    expect(all({ ...pod(true), kind: 'DaemonSet' })).toEqual([
      "low host-namespace: DaemonSet shop/api, spec.template.spec.hostNetwork: the pod has the node's Network",
      "low host-path: DaemonSet shop/api, spec.template.spec.volumes[0].hostPath: the pod mounts '/var/log' of its node, read-only",
    ]);
  });

  test('read the containers of every kind of workload', () => {
    const { spec } = deployment({ image: 'nginx' });
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'c' },
      spec: { schedule: '@daily', jobTemplate: { spec: { template: spec.template } } },
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ ...CONTAINER, image: 'nginx' }] },
    };

    expect(found('image-tag', cron, pod)).toEqual([
      "medium: CronJob c, spec.jobTemplate.spec.template.spec.containers[0].image: 'nginx' has no tag, so it is 'latest'",
      "medium: Pod p, spec.containers[0].image: 'nginx' has no tag, so it is 'latest'",
    ]);
  });
});

describe('the rule wildcard-rbac', () => {
  const role = (rule: object, kind = 'ClusterRole'): any => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'r' },
    rules: [rule],
  });

  test.each([
    [
      'high',
      'ClusterRole',
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      'rules[0]: it allows everything on every resource of every API group',
    ],
    [
      'high',
      'ClusterRole',
      { apiGroups: [''], resources: ['*'], verbs: ['get'] },
      "rules[0]: it allows 'get' on every resource of its API groups",
    ],
    [
      'medium',
      'Role',
      { apiGroups: ['*'], resources: ['*'], verbs: ['get'] },
      "rules[0]: it allows 'get' on every resource of every API group",
    ],
    [
      'low',
      'ClusterRole',
      { apiGroups: ['acme.org'], resources: ['*'], verbs: ['*'] },
      'rules[0]: it allows everything on every resource of its API groups',
    ],
    [
      'medium',
      'ClusterRole',
      { apiGroups: [''], resources: ['secrets'], verbs: ['*'] },
      'rules[0].verbs: it allows every verb on secrets',
    ],
    [
      'high',
      'ClusterRole',
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['*'] },
      'rules[0].verbs: it allows every verb on clusterroles: it can give itself all rights',
    ],
  ])('finds what is of %s weight in a %s', (severity, kind, rule, message) => {
    expect(found('wildcard-rbac', role(rule, kind))).toEqual([`${severity}: ${kind} r, ${message}`]);
  });

  test('takes rules that list what they allow', () => {
    expect(all(role({ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }))).toEqual([]);
  });
});
