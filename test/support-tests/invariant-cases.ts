import type { SoundObjects } from './sound-objects';

/** The sound objects, and the parts of their pods that most faults are done to. */
export interface Stage {
  /** The objects by role. A role may be taken away or added. */
  readonly o: { [role: string]: any };
  /** The pod of the Deployment, its container and that of the StatefulSet. */
  readonly pod: any;
  readonly shop: any;
  readonly db: any;
}

/** The rule that finds the fault, the fault, how it is done, and what the rule says of it. */
export type InvariantFault = readonly [
  rule: string,
  fault: string,
  spoil: (stage: Stage) => void,
  ...messages: string[],
];

/** Parts of the sound objects, ready to be spoilt. */
export function stageOf(objects: SoundObjects): Stage {
  const pod = objects['deployment'].spec.template.spec;
  return {
    o: objects,
    pod,
    shop: pod.containers[0],
    db: objects['statefulSet'].spec.template.spec.containers[0],
  };
}

const copy = (value: any): any => JSON.parse(JSON.stringify(value));

const PODS: readonly InvariantFault[] = [
  [
    'workloadSelectors',
    'a selector that misses its own pods',
    ({ o }) => (o['deployment'].spec.template.metadata.labels = { app: 'shoop' }),
    'Deployment shop/shop: its selector does not match its own pods',
  ],
  [
    'workloadSelectors',
    'a selector that takes the pods of another',
    ({ o }) => (o['statefulSet'].spec.selector = { matchExpressions: [{ key: 'app', operator: 'Exists' }] }),
    'StatefulSet shop/db: its selector also matches the pods of Deployment shop/shop',
  ],
  [
    'references',
    'a ConfigMap that does not exist',
    ({ pod }) => (pod.volumes[0].configMap.name = 'other'),
    "Deployment shop/shop: refers to ConfigMap 'other', which does not exist",
  ],
  [
    'references',
    'a ConfigMap of another namespace',
    ({ o }) => (o['configMap'].metadata.namespace = 'elsewhere'),
    "Deployment shop/shop: refers to ConfigMap 'shop', which does not exist",
  ],
  [
    'references',
    'an item that the ConfigMap has not',
    ({ pod }) => (pod.volumes[0].configMap.items[0].key = 'shop.yml'),
    "Deployment shop/shop: refers to key 'shop.yml' of ConfigMap 'shop', which has none",
  ],
  [
    'references',
    'a projected ConfigMap and Secret that do not exist',
    ({ pod }) =>
      (pod.volumes[0] = {
        name: 'config',
        projected: { sources: [{ configMap: { name: 'x' } }, { secret: { name: 'y', items: [{ key: 'k' }] } }] },
      }),
    "Deployment shop/shop: refers to ConfigMap 'x', which does not exist",
    "Deployment shop/shop: refers to Secret 'y', which does not exist",
  ],
  [
    'references',
    'a Secret key that does not exist',
    ({ shop }) => (shop.env[1].valueFrom.secretKeyRef.key = 'pass'),
    "Deployment shop/shop: refers to key 'pass' of Secret 'db', which has none",
  ],
  [
    'references',
    'environment from a ConfigMap that does not exist',
    ({ db }) => db.envFrom.push({ configMapRef: { name: 'x' } }),
    "StatefulSet shop/db: refers to ConfigMap 'x', which does not exist",
  ],
  [
    'references',
    'a ServiceAccount, a claim, a pull secret and a priority class that do not exist',
    ({ pod }) => {
      pod.serviceAccountName = 'nobody';
      pod.priorityClassName = 'high';
      pod.imagePullSecrets = [{ name: 'pull' }];
      pod.volumes.push({ name: 'data', persistentVolumeClaim: { claimName: 'data' } });
    },
    "Deployment shop/shop: refers to ServiceAccount 'nobody', which does not exist",
    "Deployment shop/shop: refers to PriorityClass 'high', which does not exist",
    "Deployment shop/shop: refers to Secret 'pull', which does not exist",
    "Deployment shop/shop: refers to PersistentVolumeClaim 'data', which does not exist",
  ],
  [
    'probes',
    'a probe on a port that is not declared',
    ({ shop }) => {
      shop.readinessProbe.httpGet.port = 'metrics';
      shop.livenessProbe.tcpSocket.port = 9090;
    },
    "Deployment shop/shop: container 'shop' has a readinessProbe on port 'metrics', which it does not declare",
    "Deployment shop/shop: container 'shop' has a livenessProbe on port '9090', which it does not declare",
  ],
  [
    'probes',
    'a hook on a port that is not declared',
    ({ db }) => (db.lifecycle = { preStop: { httpGet: { port: 80 } } }),
    "StatefulSet shop/db: container 'db' has a preStop on port '80', which it does not declare",
  ],
  [
    'probes',
    'a liveness probe that must succeed twice',
    ({ shop }) => (shop.livenessProbe.successThreshold = 2),
    "Deployment shop/shop: container 'shop' has a livenessProbe with successThreshold 2; only 1 is allowed",
  ],
  ...(
    [
      ['grafana/grafana:13.1.3', 'names no registry'],
      ['postgres:16', 'names no registry'],
      ['docker.io/library/postgres', 'has neither tag nor digest'],
      ['localhost:5000/shop', 'has neither tag nor digest'],
      ['docker.io/library/postgres:latest', 'is not pinned: latest is whatever was pushed last'],
      ['docker.io/Library/postgres:16', 'is no image reference'],
      ['https://docker.io/library/postgres:16', 'names no registry'],
      [`docker.io/library/postgres:${'1'.repeat(129)}`, 'has no valid tag'],
      ['docker.io/library/postgres@sha256:abc', 'has no valid digest'],
      ['docker.io/a b:1', 'is no image reference'],
    ] as const
  ).map(([image, problem]): InvariantFault => [
    'pinnedImages',
    `the image ${image.slice(0, 60)}`,
    ({ shop }) => (shop.image = image),
    `Deployment shop/shop: image '${image}' ${problem}`,
  ]),
  [
    'pinnedImages',
    'an init container without a tag',
    ({ pod }) => (pod.initContainers = [{ name: 'init', image: 'docker.io/library/busybox' }]),
    "Deployment shop/shop: image 'docker.io/library/busybox' has neither tag nor digest",
  ],
  [
    'volumeMounts',
    'a mount of no volume, and a volume that nothing mounts',
    ({ shop }) => (shop.volumeMounts[0].name = 'conf'),
    "Deployment shop/shop: declares volume 'config' and mounts it nowhere",
    "Deployment shop/shop: container 'shop' mounts 'conf', which is no volume of the pod",
  ],
  [
    'volumeMounts',
    'two mounts at one path',
    ({ shop }) => shop.volumeMounts.push(copy(shop.volumeMounts[0])),
    "Deployment shop/shop: container 'shop' mounts two volumes at '/etc/shop'",
  ],
  [
    'volumeMounts',
    'a volume that stands twice',
    ({ pod }) => pod.volumes.push({ name: 'config', emptyDir: {} }),
    "Deployment shop/shop: declares volume 'config' twice",
  ],
  [
    'containers',
    'names that are no DNS labels',
    ({ pod, shop }) => {
      shop.name = 'my_shop';
      pod.volumes[0].name = 'Config';
    },
    "Deployment shop/shop: container name 'my_shop' is no DNS label",
    "Deployment shop/shop: volume name 'Config' is no DNS label",
  ],
  [
    'containers',
    'two containers and ports of one name',
    ({ pod, shop }) => (pod.initContainers = [{ ...copy(shop), restartPolicy: 'Always' }]),
    "Deployment shop/shop: two containers are called 'shop'",
    "Deployment shop/shop: two ports are called 'http'",
  ],
  ...['HTTP', '8080', 'a--b', 'a-very-long-port', '-a', 'a_b'].map((name): InvariantFault => [
    'containers',
    `the port name ${name}`,
    ({ db }) => (db.ports[0].name = name),
    `StatefulSet shop/db: container 'db' has a port called '${name}'`,
  ]),
  [
    'containers',
    'one port number twice',
    ({ db }) => db.ports.push({ name: 'again', containerPort: 5432 }),
    "StatefulSet shop/db: container 'db' declares port 5432/TCP twice",
  ],
  [
    'containers',
    'variables with impossible names, or set twice',
    ({ shop }) => shop.env.push({ name: 'A=B' }, { name: '1A' }, { name: '..' }, { name: 'DB_USER', value: 'x' }),
    "Deployment shop/shop: container 'shop' has a variable called 'A=B'",
    "Deployment shop/shop: container 'shop' has a variable called '1A'",
    "Deployment shop/shop: container 'shop' has a variable called '..'",
    "Deployment shop/shop: container 'shop' sets variable 'DB_USER' twice",
  ],
  [
    'containers',
    'a variable that is used and not set, or set too late',
    ({ shop }) => {
      shop.args.push('$(DB_PASS)');
      shop.env[0].value = '$(DB_PASSWORD)';
    },
    "Deployment shop/shop: container 'shop' uses $(DB_PASS), which it does not set",
    "Deployment shop/shop: container 'shop' uses $(DB_PASSWORD), which it does not set",
  ],
  [
    'hostPorts',
    'two pods that listen on one port of the host',
    ({ o, pod, db }) => {
      pod.hostNetwork = true;
      db.ports[0].hostPort = 8080;
      o['node'] = copy(o['deployment']);
      o['node'].metadata.name = 'node';
      o['node'].spec.template.spec.nodeSelector = { disk: 'ssd' };
    },
    'StatefulSet shop/db: host port 8080/TCP is taken by Deployment shop/shop',
    'Deployment shop/node: host port 8080/TCP is taken by Deployment shop/shop',
    'Deployment shop/node: host port 8080/TCP is taken by StatefulSet shop/db',
  ],
  [
    'hostPorts',
    'a port of the kubelet',
    ({ shop }) => (shop.ports[0].hostPort = 10250),
    'Deployment shop/shop: host port 10250 belongs to Kubernetes',
  ],
  [
    'resources',
    'no requests and no memory limit',
    ({ shop }) => delete shop.resources,
    "Deployment shop/shop: container 'shop' requests no cpu",
    "Deployment shop/shop: container 'shop' requests no memory",
    "Deployment shop/shop: container 'shop' has no memory limit",
  ],
  [
    'resources',
    'requests above the limits, across suffixes',
    ({ shop }) => (shop.resources = { requests: { cpu: 1, memory: '1Gi' }, limits: { cpu: '999m', memory: '1G' } }),
    "Deployment shop/shop: container 'shop' requests 1 of cpu, more than its limit 999m",
    "Deployment shop/shop: container 'shop' requests 1Gi of memory, more than its limit 1G",
  ],
  [
    'resources',
    'a quantity that is negative, or a part of a byte',
    ({ shop }) => (shop.resources = { requests: { cpu: '-1', memory: '64m' }, limits: { memory: '128Mi' } }),
    "Deployment shop/shop: container 'shop' cannot have -1 of cpu",
    "Deployment shop/shop: container 'shop' cannot have 64m of memory",
  ],
  [
    'serviceAccountTokens',
    'a token without a role',
    ({ o }) => delete o['binding'],
    "Deployment shop/shop: mounts a token of ServiceAccount 'shop', to which no role is bound",
  ],
  [
    'serviceAccountTokens',
    'the token of the default ServiceAccount',
    ({ o }) => delete o['statefulSet'].spec.template.spec.automountServiceAccountToken,
    "StatefulSet shop/db: mounts a token of ServiceAccount 'default', to which no role is bound",
  ],
  [
    'serviceAccountTokens',
    'a role without a token',
    ({ o }) => (o['account'].automountServiceAccountToken = false),
    "Deployment shop/shop: mounts no token of ServiceAccount 'shop', to which a role is bound",
  ],
];

const SECURITY: readonly InvariantFault[] = (
  [
    ['hostPID', ({ pod }) => (pod.hostPID = true), 'hostPID'],
    [
      'a host path',
      ({ pod }) => (pod.volumes[0] = { name: 'log', hostPath: { path: '/' } }),
      "hostPath 'log'",
      "volume 'log'",
    ],
    ['a host port', ({ shop }) => (shop.ports[0].hostPort = 80), "container 'shop' hostPort 80"],
    ['privilege', ({ shop }) => (shop.securityContext.privileged = true), "container 'shop' privileged"],
    [
      'a capability',
      ({ shop }) => (shop.securityContext.capabilities.add = ['SYS_TIME']),
      "container 'shop' adds SYS_TIME",
      "container 'shop' adds SYS_TIME",
    ],
    ['Unconfined', ({ shop }) => (shop.securityContext.seccompProfile.type = 'Unconfined'), 'seccomp Unconfined'],
    [
      'a sysctl',
      ({ pod }) => (pod.securityContext = { sysctls: [{ name: 'kernel.msgmax' }] }),
      "sysctl 'kernel.msgmax'",
    ],
    ['another host', ({ shop }) => (shop.readinessProbe.httpGet.host = 'a.b'), "container 'shop' probes host 'a.b'"],
    ['root', ({ shop }) => (shop.securityContext.runAsUser = 0), "container 'shop' runAsUser 0"],
    [
      'escalation',
      ({ shop }) => delete shop.securityContext.allowPrivilegeEscalation,
      "container 'shop' allowPrivilegeEscalation is not false",
    ],
    ['any user', ({ shop }) => delete shop.securityContext.runAsNonRoot, "container 'shop' runAsNonRoot is not true"],
    [
      'no seccomp profile',
      ({ shop }) => delete shop.securityContext.seccompProfile,
      "container 'shop' has no seccompProfile",
    ],
    [
      'capabilities that are not dropped',
      ({ shop }) => delete shop.securityContext.capabilities,
      "container 'shop' does not drop ALL",
    ],
  ] as readonly (readonly [string, (stage: Stage) => void, ...string[]])[]
).map(([fault, spoil, ...violations]): InvariantFault => [
  'podSecurity',
  fault,
  spoil,
  ...violations.map((violation) => `Deployment shop/shop: not restricted: ${violation}`),
]);

const TRAFFIC: readonly InvariantFault[] = [
  [
    'serviceTargets',
    'a Service that selects nothing',
    ({ o }) => (o['service'].spec.selector = { app: 'shop', tier: 'web' }),
    'Service shop/shop: selects no pod of the output',
  ],
  [
    'serviceTargets',
    'ports that its pods do not declare, by name, number and protocol',
    ({ o }) => {
      o['service'].spec.ports[0].targetPort = 'web';
      o['dbService'].spec.ports = [
        { name: 'a', port: 5433 },
        { name: 'b', port: 5432, protocol: 'UDP' },
      ];
    },
    "Service shop/shop: port 80 goes to 'web', which Deployment shop/shop does not declare",
    "Service shop/db: port 5433 goes to '5433', which StatefulSet shop/db does not declare",
    "Service shop/db: port 5432 goes to '5432', which StatefulSet shop/db does not declare",
  ],
  [
    'serviceTargets',
    'two ports, one without a name',
    ({ o }) => o['service'].spec.ports.push({ port: 80, targetPort: 'http' }),
    'Service shop/shop: has more than one port and one without a name',
    'Service shop/shop: has one port number twice',
  ],
  [
    'serviceTargets',
    'two ports of one name',
    ({ o }) => o['service'].spec.ports.push({ name: 'http', port: 81, targetPort: 'http' }),
    'Service shop/shop: has two ports of one name',
  ],
  [
    'serviceTargets',
    'one node port for two services',
    ({ o }) => {
      o['service'].spec.ports[0].nodePort = 30080;
      o['dbService'].spec.ports[0].nodePort = 30080;
    },
    'Service shop/db: node port 30080/TCP is taken by Service shop/shop',
  ],
  [
    'ingressBackends',
    'a backend that does not exist',
    ({ o }) => (o['ingress'].spec.rules[0].http.paths[0].backend.service.name = 'web'),
    "Ingress shop/shop: leads to Service 'web', which does not exist",
  ],
  [
    'ingressBackends',
    'ports that the Service has not',
    ({ o }) => {
      o['ingress'].spec.rules[0].http.paths[0].backend.service.port = { name: 'web' };
      o['ingress'].spec.defaultBackend = { service: { name: 'shop', port: { number: 8080 } } };
    },
    "Ingress shop/shop: leads to port 'web' of Service 'shop', which has none such",
    "Ingress shop/shop: leads to port '8080' of Service 'shop', which has none such",
  ],
  [
    'ingressBackends',
    'a route that is taken',
    ({ o }) => {
      o['other'] = copy(o['ingress']);
      o['other'].metadata.name = 'other';
    },
    "Ingress shop/other: 'shop.example.com/ (Prefix)' is already taken by Ingress shop/shop",
  ],
  [
    'ingressBackends',
    'a certificate that does not exist',
    ({ o }) => (o['ingress'].spec.tls = [{ hosts: ['shop.example.com'], secretName: 'tls' }]),
    "Ingress shop/shop: takes its certificate from Secret 'tls', which does not exist",
  ],
  [
    'networkPolicies',
    'a policy that covers nothing',
    ({ o }) => (o['networkPolicy'].spec.podSelector = { matchLabels: { app: 'cache' } }),
    'NetworkPolicy shop/db: covers no pod of the output',
    "NetworkPolicy shop/db: opens port 'postgres', which no pod declares",
  ],
  [
    'networkPolicies',
    'ranges of ports and addresses that are upside down',
    ({ o }) =>
      (o['networkPolicy'].spec.egress = [
        { ports: [{ port: 90, endPort: 80 }, { endPort: 80 }] },
        { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] },
        { to: [{ ipBlock: { cidr: 'fd00::/8', except: ['fd00::/8', 'fd12:3456::/32'] } }] },
      ]),
    'NetworkPolicy shop/db: has endPort 80 below port 90',
    'NetworkPolicy shop/db: has endPort 80 without a numbered port',
    'NetworkPolicy shop/db: excepts 11.0.0.0/16, which is not inside 10.0.0.0/8',
    'NetworkPolicy shop/db: excepts fd00::/8, which is not inside fd00::/8',
  ],
];

const CONTROL: readonly InvariantFault[] = [
  [
    'autoscalers',
    'a minimum above the maximum',
    ({ o }) => (o['autoscaler'].spec.minReplicas = 5),
    'HorizontalPodAutoscaler shop/shop: minReplicas 5 is above maxReplicas 4',
  ],
  [
    'autoscalers',
    'a target that does not exist, or of another version',
    ({ o }) => {
      o['second'] = copy(o['autoscaler']);
      o['second'].metadata.name = 'second';
      o['second'].spec.scaleTargetRef.name = 'web';
      o['autoscaler'].spec.scaleTargetRef.apiVersion = 'extensions/v1beta1';
    },
    "HorizontalPodAutoscaler shop/shop: scales Deployment 'shop' of extensions/v1beta1; it is of apps/v1",
    "HorizontalPodAutoscaler shop/second: scales Deployment 'web', which does not exist",
  ],
  [
    'autoscalers',
    'a target that fixes its replicas',
    ({ o }) => (o['deployment'].spec.replicas = 2),
    "HorizontalPodAutoscaler shop/shop: scales Deployment 'shop', which fixes its replicas",
  ],
  [
    'autoscalers',
    'utilisation of what is not requested',
    ({ shop }) => delete shop.resources.requests.cpu,
    "HorizontalPodAutoscaler shop/shop: measures cpu, which container 'shop' of Deployment 'shop' does not request",
  ],
  [
    'autoscalers',
    'two for one target',
    ({ o }) => (o['second'] = { ...copy(o['autoscaler']), metadata: { name: 'second', namespace: 'shop' } }),
    'HorizontalPodAutoscaler shop/second: scales Deployment shop/shop, as HorizontalPodAutoscaler shop/shop does',
  ],
  [
    'statefulSets',
    'a Service that does not exist',
    ({ o }) => (o['statefulSet'].spec.serviceName = 'db-headless'),
    "StatefulSet shop/db: its Service 'db-headless' does not exist",
  ],
  [
    'statefulSets',
    'a Service that selects others',
    ({ o }) => (o['statefulSet'].spec.serviceName = 'shop'),
    "StatefulSet shop/db: its Service 'shop' does not select its pods",
  ],
  [
    'statefulSets',
    'a name of 53 characters',
    ({ o }) => (o['statefulSet'].metadata.name = 'd'.repeat(53)),
    `StatefulSet shop/${'d'.repeat(53)}: its name is longer than 52 characters`,
  ],
  [
    'statefulSets',
    'a claim that nothing mounts',
    ({ db }) => delete db.volumeMounts,
    "StatefulSet shop/db: no container mounts its claim 'data'",
  ],
  [
    'storedForm',
    'a claim without what the API server adds',
    ({ o }) => delete o['statefulSet'].spec.volumeClaimTemplates[0].spec.volumeMode,
    "StatefulSet shop/db: its claim 'data' lacks apiVersion, kind, volumeMode or status",
  ],
  [
    'storedForm',
    'a field of the pod without its version',
    ({ shop }) => shop.env.push({ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
    'Deployment shop/shop: spec.template.spec.containers.0.env.2.valueFrom.fieldRef has no apiVersion',
  ],
  [
    'disruptionBudgets',
    'a budget that covers nothing',
    ({ o }) => (o['budget'].spec.selector.matchLabels = { app: 'web' }),
    'PodDisruptionBudget shop/shop: covers no pod of the output',
  ],
  [
    'disruptionBudgets',
    'budgets that let no pod go',
    ({ o }) => {
      o['budget'].spec.minAvailable = 2;
      const spec = { selector: o['statefulSet'].spec.selector, minAvailable: '1%' };
      o['second'] = { ...copy(o['budget']), metadata: { name: 'db', namespace: 'shop' }, spec };
    },
    'PodDisruptionBudget shop/shop: lets none of 2 pods go: its nodes cannot be drained',
    'PodDisruptionBudget shop/db: lets none of 1 pods go: its nodes cannot be drained',
  ],
  [
    'disruptionBudgets',
    'neither of the two bounds, and two budgets for one pod',
    ({ o }) => {
      o['second'] = { ...copy(o['budget']), metadata: { name: 'second', namespace: 'shop' } };
      delete o['budget'].spec.minAvailable;
    },
    'PodDisruptionBudget shop/shop: needs exactly one of minAvailable and maxUnavailable',
    'PodDisruptionBudget shop/second: covers the pods of Deployment shop/shop, as PodDisruptionBudget shop/shop does',
  ],
];

const OBJECTS: readonly InvariantFault[] = [
  [
    'uniqueObjects',
    'an object that stands twice, whatever its version',
    ({ o }) => (o['second'] = { ...copy(o['deployment']), apiVersion: 'apps/v1beta1' }),
    'Deployment shop/shop: stands twice in the output',
  ],
  [
    'objectSize',
    'a ConfigMap too large for kubectl apply',
    ({ o }) => (o['configMap'].data.big = '지'.repeat(90_000)),
    'ConfigMap shop/shop: 270132 bytes; kubectl apply takes less than 262144',
  ],
  [
    'namespaces',
    'no namespace, one that does not exist, and one too many',
    ({ o }) => {
      delete o['configMap'].metadata.namespace;
      o['secret'].metadata.namespace = 'shopp';
      o['namespace'].metadata.namespace = 'shop';
    },
    'Namespace shop/shop: is cluster-scoped and names a namespace',
    'ConfigMap shop: names no namespace',
    'Secret shopp/db: its namespace does not exist',
  ],
  [
    'roleBindings',
    'a role that does not exist',
    ({ o }) => (o['binding'].roleRef.kind = 'ClusterRole'),
    "RoleBinding shop/shop: binds ClusterRole 'shop', which does not exist",
  ],
  [
    'roleBindings',
    'a cluster-wide binding of a namespaced role',
    ({ o }) => (o['binding'].kind = 'ClusterRoleBinding'),
    'ClusterRoleBinding shop/shop: binds a Role, which only a RoleBinding can',
  ],
  [
    'roleBindings',
    'subjects that do not exist or have no namespace',
    ({ o }) =>
      (o['binding'].subjects = [
        { kind: 'ServiceAccount', name: 'shop', namespace: 'other' },
        { kind: 'ServiceAccount', name: 'shop' },
        { kind: 'ServiceAccount', name: 'shop', namespace: 'shop', apiGroup: 'rbac.authorization.k8s.io' },
      ]),
    "RoleBinding shop/shop: names ServiceAccount 'other/shop', which does not exist",
    "RoleBinding shop/shop: names no namespace for ServiceAccount 'shop'",
    "RoleBinding shop/shop: gives ServiceAccount 'shop' the API group 'rbac.authorization.k8s.io'; it has none",
  ],
  ['roleBindings', 'no subject', ({ o }) => delete o['binding'].subjects, 'RoleBinding shop/shop: binds nobody'],
  ...(
    [
      ['configMap', 'My_Map', 'ConfigMap shop/My_Map: its name is not a DNS name'],
      ['configMap', 'a'.repeat(254), `ConfigMap shop/${'a'.repeat(254)}: its name is not a DNS name`],
      ['service', '1shop', 'Service shop/1shop: its name is not a DNS label that begins with a letter'],
      ['service', 'a.b', 'Service shop/a.b: its name is not a DNS label that begins with a letter'],
      ['namespace', 'Shop', 'Namespace Shop: its name is not a DNS label'],
      ['role', 'a/b', 'Role shop/a/b: its name is not a path segment'],
    ] as const
  ).map(([role, name, message]): InvariantFault => [
    'names',
    `a ${role} called ${name.slice(0, 10)}`,
    ({ o }) => (o[role].metadata.name = name),
    message,
  ]),
  [
    'names',
    'labels and annotations with impossible keys and values',
    ({ o }) => {
      o['configMap'].metadata.labels = { 'a b': 'x', '/x': 'x', [`${'k'.repeat(64)}`]: 'x', 'a/b/c': 'x', 'A/b': 'x' };
      o['secret'].metadata.labels = { a: '한글', b: 'x'.repeat(64), c: 'end-', d: 'a b' };
      o['service'].metadata.annotations = { 'b:c': '' };
      o['deployment'].spec.template.metadata.labels['team!'] = 'a';
    },
    "ConfigMap shop/shop: 'a b' is no key of a label or annotation",
    "ConfigMap shop/shop: '/x' is no key of a label or annotation",
    `ConfigMap shop/shop: '${'k'.repeat(64)}' is no key of a label or annotation`,
    "ConfigMap shop/shop: 'a/b/c' is no key of a label or annotation",
    "ConfigMap shop/shop: 'A/b' is no key of a label or annotation",
    "Secret shop/db: label 'a' cannot have the value '한글'",
    `Secret shop/db: label 'b' cannot have the value '${'x'.repeat(64)}'`,
    "Secret shop/db: label 'c' cannot have the value 'end-'",
    "Secret shop/db: label 'd' cannot have the value 'a b'",
    "Service shop/shop: 'b:c' is no key of a label or annotation",
    "Deployment shop/shop: pod: 'team!' is no key of a label or annotation",
  ],
  [
    'names',
    'annotations of more than 256 KiB',
    ({ o }) => (o['configMap'].metadata.annotations = { a: 'x'.repeat(262_144) }),
    'ConfigMap shop/shop: 262145 bytes of annotations; at most 262144',
  ],
  [
    'cleanValues',
    'null, undefined and no number',
    ({ o }) => {
      o['configMap'].metadata.annotations = null;
      o['secret'].stringData.a = undefined;
      o['budget'].spec.minAvailable = NaN;
    },
    'ConfigMap shop/shop: metadata.annotations is null',
    'Secret shop/db: stringData.a is undefined',
    'PodDisruptionBudget shop/shop: spec.minAvailable is NaN',
  ],
  ...['\u0000', '\u0007', '\r', '\u001b', '\u007f', '\u0085', '\u2028', '\u2029', '\ufffe', '\ud83d', '\udc00'].map(
    (character): InvariantFault => {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return [
        'cleanValues',
        `the character U+${code}, in a value and in a key`,
        ({ o }) => (o['configMap'].data = { a: `x${character}y`, [`k${character}`]: '' }),
        `ConfigMap shop/shop: data.a has the character U+${code}`,
        `ConfigMap shop/shop: a key of data has the character U+${code}`,
      ];
    },
  ),
];

/** At least one fault for each rule. */
export const INVARIANT_FAULTS: readonly InvariantFault[] = [...PODS, ...SECURITY, ...TRAFFIC, ...CONTROL, ...OBJECTS];
