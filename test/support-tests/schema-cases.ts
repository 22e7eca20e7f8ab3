const FIELD_PATHS =
  "^(metadata\\.(name|namespace|uid|labels|annotations)|metadata\\.(labels|annotations)\\['[^']+'\\]" +
  '|spec\\.(nodeName|serviceAccountName)|status\\.(hostIP|hostIPs|podIP|podIPs))$';
const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers[0]`;

/** A role of the sound output, a path in its object, the value to put there, and what is then said about the object. */
export type Fault = readonly [role: string, path: string, value: unknown, message: string];

/** What an API server refuses. */
export const FAULTS: readonly Fault[] = [
  // fields that do not exist
  ['deployment', 'spec.replica', 2, "spec: unknown field 'replica'"],
  ['deployment', `${POD}.hostNetwrok`, true, `${POD}: unknown field 'hostNetwrok'`],
  ['deployment', `${CONTAINER}.imagee`, 'x', `${CONTAINER}: unknown field 'imagee'`],
  ['deployment', 'metadata.label', {}, "metadata: unknown field 'label'"],
  ['deployment', 'replicas', 2, "object: unknown field 'replicas'"],
  ['service', 'spec.ports[0].prot', 'TCP', "spec.ports[0]: unknown field 'prot'"],
  ['service', 'spec.ports[0].port', '80', 'spec.ports[0].port: is "80"; must be integer'],
  // types
  ['statefulSet', 'spec.replicas', '1', 'spec.replicas: is "1"; must be integer'],
  ['statefulSet', 'spec.replicas', 1.5, 'spec.replicas: is 1.5; must be integer'],
  ['deployment', 'metadata.labels', { a: 1 }, 'metadata.labels.a: is 1; must be string'],
  ['deployment', 'metadata.annotations', { 'a/b': true }, "metadata.annotations['a/b']: is true; must be string"],
  ['deployment', `${CONTAINER}.env[0].value`, 5, `${CONTAINER}.env[0].value: is 5; must be string`],
  ['deployment', `${CONTAINER}.args`, 'a', `${CONTAINER}.args: is "a"; must be array`],
  ['configMap', 'data', { a: { b: 1 } }, 'data.a: is {"b":1}; must be string'],
  ['secret', 'data', { a: 'no base64!' }, 'data.a: is "no base64!"; must be a byte'],
  // quantities
  ...['256MB', '1 Gi', '1.5.0Gi', '', 'NaN', 'ten', '1e', '1KiB', '١Gi'].map((bad): Fault => [
    'deployment',
    `${CONTAINER}.resources.limits.memory`,
    bad,
    `${CONTAINER}.resources.limits.memory: is "${bad}"; must be a quantity`,
  ]),
  // nulls, that Helm templates so often leave behind
  ['deployment', 'metadata.annotations', null, 'metadata.annotations: is null'],
  ['deployment', `${CONTAINER}.env`, null, `${CONTAINER}.env: is null`],
  ['configMap', 'data', { a: null }, 'data.a: is null'],
  // what is missing
  ['deployment', 'spec', undefined, "object: misses 'spec'"],
  ['deployment', 'spec.selector', undefined, "spec: misses 'selector'"],
  ['deployment', 'spec.selector', {}, 'spec.selector: must NOT have fewer than 1 properties'],
  ['deployment', 'spec.template.metadata', undefined, "spec.template: misses 'metadata'"],
  ['deployment', `${POD}.containers`, [], `${POD}.containers: must NOT have fewer than 1 items`],
  ['deployment', `${CONTAINER}.image`, undefined, `${CONTAINER}: misses 'image'`],
  ['service', 'spec.ports[0].port', undefined, "spec.ports[0]: misses 'port'"],
  ['deployment', 'metadata.name', undefined, "metadata: misses 'name'"],
  // values out of a list
  ['deployment', `${POD}.restartPolicy`, 'Never', `${POD}.restartPolicy: is "Never"; must be one of Always`],
  [
    'deployment',
    `${CONTAINER}.imagePullPolicy`,
    'Sometimes',
    `${CONTAINER}.imagePullPolicy: is "Sometimes"; must be one of Always, Never, IfNotPresent`,
  ],
  [
    'deployment',
    `${CONTAINER}.ports[0].protocol`,
    'tcp',
    `${CONTAINER}.ports[0].protocol: is "tcp"; must be one of TCP, UDP, SCTP`,
  ],
  [
    'deployment',
    'spec.strategy',
    { type: 'Rolling' },
    'spec.strategy.type: is "Rolling"; must be one of Recreate, RollingUpdate',
  ],
  [
    'service',
    'spec.type',
    'Headless',
    'spec.type: is "Headless"; must be one of ClusterIP, NodePort, LoadBalancer, ExternalName',
  ],
  [
    'ingress',
    'spec.rules[0].http.paths[0].pathType',
    'prefix',
    'spec.rules[0].http.paths[0].pathType: is "prefix"; must be one of Exact, Prefix, ImplementationSpecific',
  ],
  [
    'statefulSet',
    'spec.volumeClaimTemplates[0].spec.accessModes[0]',
    'RWO',
    'spec.volumeClaimTemplates[0].spec.accessModes[0]: is "RWO"; must be one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod',
  ],
  [
    'namespace',
    "metadata.labels.'pod-security.kubernetes.io/enforce'",
    'strict',
    'metadata.labels[\'pod-security.kubernetes.io/enforce\']: is "strict"; must be one of privileged, baseline, restricted',
  ],
  // values out of a range
  ['service', 'spec.ports[0].port', 65536, 'spec.ports[0].port: must be <= 65535'],
  ['service', 'spec.ports[0].nodePort', 8080, 'spec.ports[0].nodePort: must be >= 30000'],
  ['statefulSet', 'spec.replicas', -1, 'spec.replicas: must be >= 0'],
  ['autoscaler', 'spec.maxReplicas', 0, 'spec.maxReplicas: must be >= 1'],
  [
    'deployment',
    `${CONTAINER}.livenessProbe.periodSeconds`,
    0,
    `${CONTAINER}.livenessProbe.periodSeconds: must be >= 1`,
  ],
  [
    'deployment',
    `${CONTAINER}.securityContext.runAsUser`,
    2 ** 31,
    `${CONTAINER}.securityContext.runAsUser: must be <= 2147483647`,
  ],
  ['deployment', 'spec.replicas', 2 ** 40, 'spec.replicas: is 1099511627776; must be a int32'],
  [
    'deployment',
    `${POD}.volumes[0].configMap.defaultMode`,
    644,
    `${POD}.volumes[0].configMap.defaultMode: must be <= 511`,
  ],
  // fields that exclude each other
  [
    'deployment',
    `${CONTAINER}.livenessProbe.exec`,
    { command: ['true'] },
    `${CONTAINER}.livenessProbe: must have exactly one of exec, grpc, httpGet, tcpSocket`,
  ],
  [
    'deployment',
    `${CONTAINER}.env[1].value`,
    'x',
    `${CONTAINER}.env[1]: must not have {"required":["value","valueFrom"]}`,
  ],
  ['deployment', `${POD}.volumes[0].emptyDir`, {}, `${POD}.volumes[0]: must NOT have more than 2 properties`],
  [
    'deployment',
    'spec.strategy',
    { type: 'Recreate', rollingUpdate: {} },
    'spec.strategy: must NOT have more than 1 properties',
  ],
  [
    'deployment',
    `${POD}.tolerations`,
    [{ key: 'a', operator: 'Exists', value: 'b' }],
    `${POD}.tolerations[0].value: must NOT have more than 0 characters`,
  ],
  ['budget', 'spec.maxUnavailable', 1, 'spec: must not have {"required":["minAvailable","maxUnavailable"]}'],
  [
    'service',
    'spec.ports[1]',
    { name: 'other', port: 80 },
    'spec.ports: has two items with the same port and protocol',
  ],
  // texts of a form
  ['configMap', 'data', { 'a/b': '' }, 'data: is "a/b"; must match ^(?!\\.\\.?$)[-._a-zA-Z0-9]{1,253}$'],
  ['ingress', 'spec.rules[0].host', '10.0.0.1', 'spec.rules[0].host: is "10.0.0.1"; must be a ingress-host'],
  [
    'ingress',
    'spec.rules[0].http.paths[0].path',
    'shop',
    'spec.rules[0].http.paths[0].path: is "shop"; must match ^/(?!.*(//|/\\.\\.?(/|$)))',
  ],
  [
    'networkPolicy',
    'spec.egress',
    [{ to: [{ ipBlock: { cidr: '10.0.0.0/33' } }] }],
    'spec.egress[0].to[0].ipBlock.cidr: is "10.0.0.0/33"; must be a cidr',
  ],
  [
    'deployment',
    `${CONTAINER}.env[1].valueFrom`,
    { fieldRef: { fieldPath: 'spec.nodename' } },
    `${CONTAINER}.env[1].valueFrom.fieldRef.fieldPath: is "spec.nodename"; must match ${FIELD_PATHS}`,
  ],
];

/** A role of the sound output, a path in its object, and the value to put there. */
export type Oddity = readonly [role: string, path: string, value: unknown];

/** What looks wrong and is right. */
export const ODDITIES: readonly Oddity[] = [
  ...['1e3', '100m', '1.5Gi', '.5', '1.', '+1', '0.1', '1E', '1E6', '1e-3', '128974848', '2Ei', '500k'].map(
    (quantity): Oddity => ['deployment', `${CONTAINER}.resources.limits.cpu`, quantity],
  ),
  ['deployment', `${CONTAINER}.resources.limits.cpu`, 1],
  ['deployment', `${CONTAINER}.resources.limits.cpu`, 0.5],
  ['deployment', `${CONTAINER}.resources.limits`, { 'nvidia.com/gpu': 1, 'hugepages-2Mi': '4Mi' }],
  ['deployment', `${CONTAINER}.livenessProbe.tcpSocket.port`, 'http'],
  ['deployment', `${CONTAINER}.livenessProbe`, { grpc: { port: 9095, service: 'ready' } }],
  ['deployment', `${CONTAINER}.env[0].value`, ''],
  [
    'deployment',
    `${CONTAINER}.env[1].valueFrom`,
    { fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/name']" } },
  ],
  ['deployment', `${POD}.volumes[0]`, { name: 'config', emptyDir: {} }],
  ['deployment', `${POD}.volumes[0]`, { name: 'config', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }],
  ['deployment', `${POD}.volumes[0]`, { name: 'config' }],
  ['deployment', `${POD}.volumes[0].configMap.defaultMode`, 0o444],
  ['deployment', `${POD}.tolerations`, [{ operator: 'Exists' }]],
  ['deployment', `${POD}.initContainers`, [{ name: 'agent', image: 'a', restartPolicy: 'Always' }]],
  ['deployment', 'spec.strategy', { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } }],
  ['deployment', 'spec.replicas', 0],
  ['deployment', 'metadata.annotations', { 'example.com/title': '지표 🚀', empty: '' }],
  ['service', 'spec.ports[1]', { name: 'dns', port: 80, protocol: 'UDP', targetPort: 53 }],
  ['service', 'spec', { type: 'ExternalName', externalName: 'db.example.com' }],
  ['budget', 'spec.minAvailable', '50%'],
  ['ingress', 'spec.rules[0].host', '*.example.com'],
  [
    'ingress',
    'spec.rules[0].http.paths[0]',
    { pathType: 'ImplementationSpecific', backend: { service: { name: 'a', port: { number: 80 } } } },
  ],
  ['networkPolicy', 'spec.podSelector', {}],
  ['networkPolicy', 'spec.egress', [{}]],
  ['configMap', 'data', { '..2024_data': 'x', 'a.b-c_D': '' }],
  ['secret', 'data', { empty: '', text: 'aGk=' }],
  ['namespace', "metadata.labels.'pod-security.kubernetes.io/warn-version'", 'v1.28'],
  ['role', 'rules', []],
];
