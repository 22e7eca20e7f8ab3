import { from, ONE_MEMBER, oneOf, PORT, PORT_OR_NAME, properties, PROTOCOL, type Rules } from './fragments';

const ID = from(0, 2147483647);
const CONTAINER_RESOURCES = {
  propertyNames: {
    pattern: '^(cpu|memory|storage|ephemeral-storage|hugepages-[0-9]+[KMGT]i|[a-z0-9.-]+/[A-Za-z0-9._-]+)$',
  },
};
const CONTAINER = {
  required: ['image'],
  properties: {
    image: { minLength: 1 },
    imagePullPolicy: oneOf('Always', 'Never', 'IfNotPresent'),
    restartPolicy: oneOf('Always'),
    terminationMessagePolicy: oneOf('File', 'FallbackToLogsOnError'),
  },
};

/** What stands inside a pod, volumes apart. */
export const PODS: Rules = {
  'core.v1.Capabilities': properties({
    // the kernel's names without their prefix; the API server takes CAP_X, the runtime then fails or ignores it
    add: { items: { pattern: '^(?!CAP_)[A-Za-z_]+$' } },
    drop: { items: { pattern: '^(?!CAP_)[A-Za-z_]+$' } },
  }),
  'core.v1.Container': CONTAINER,
  'core.v1.EphemeralContainer': CONTAINER,
  'core.v1.ContainerPort': properties({ containerPort: PORT, hostPort: PORT, protocol: PROTOCOL }),
  'core.v1.ContainerResizePolicy': properties({
    resourceName: oneOf('cpu', 'memory'),
    restartPolicy: oneOf('NotRequired', 'RestartContainer'),
  }),
  'core.v1.EnvVar': { not: { required: ['value', 'valueFrom'] } },
  'core.v1.EnvVarSource': ONE_MEMBER,
  'core.v1.GRPCAction': properties({ port: PORT }),
  'core.v1.HTTPGetAction': properties({
    path: { pattern: '^/' },
    port: PORT_OR_NAME,
    scheme: oneOf('HTTP', 'HTTPS'),
  }),
  'core.v1.LifecycleHandler': ONE_MEMBER,
  'core.v1.NodeSelectorRequirement': properties({
    operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
  }),
  'core.v1.ObjectFieldSelector': properties({
    fieldPath: {
      pattern:
        "^(metadata\\.(name|namespace|uid|labels|annotations)|metadata\\.(labels|annotations)\\['[^']+'\\]" +
        '|spec\\.(nodeName|serviceAccountName)|status\\.(hostIP|hostIPs|podIP|podIPs))$',
    },
  }),
  'core.v1.PodAffinityTerm': properties({ topologyKey: { minLength: 1 } }),
  'core.v1.PodOS': properties({ name: oneOf('linux', 'windows') }),
  'core.v1.PodSecurityContext': properties({
    fsGroup: ID,
    fsGroupChangePolicy: oneOf('OnRootMismatch', 'Always'),
    runAsGroup: ID,
    runAsUser: ID,
  }),
  'core.v1.PodSpec': properties({
    activeDeadlineSeconds: from(1, 2147483647),
    containers: { minItems: 1 },
    dnsPolicy: oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'),
    preemptionPolicy: oneOf('Never', 'PreemptLowerPriority'),
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
    terminationGracePeriodSeconds: from(0),
  }),
  'core.v1.PodTemplateSpec': { required: ['spec'] },
  'core.v1.PreferredSchedulingTerm': properties({ weight: from(1, 100) }),
  'core.v1.Probe': {
    exactlyOneOf: ['exec', 'grpc', 'httpGet', 'tcpSocket'],
    properties: {
      failureThreshold: from(1),
      initialDelaySeconds: from(0),
      periodSeconds: from(1),
      successThreshold: from(1),
      terminationGracePeriodSeconds: from(1),
      timeoutSeconds: from(1),
    },
  },
  'core.v1.ResourceRequirements': properties({ limits: CONTAINER_RESOURCES, requests: CONTAINER_RESOURCES }),
  'core.v1.SeccompProfile': properties({ type: oneOf('RuntimeDefault', 'Localhost', 'Unconfined') }),
  'core.v1.SecurityContext': properties({
    procMount: oneOf('Default', 'Unmasked'),
    runAsGroup: ID,
    runAsUser: ID,
  }),
  'core.v1.TCPSocketAction': properties({ port: PORT_OR_NAME }),
  'core.v1.Toleration': {
    // "value must be empty when `operator` is 'Exists'", and an empty key needs that operator
    if: { properties: { operator: { const: 'Exists' } }, required: ['operator'] },
    then: { properties: { value: { maxLength: 0 } } },
    else: { required: ['key'] },
    properties: {
      effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
      operator: oneOf('Exists', 'Equal'),
    },
  },
  'core.v1.TopologySpreadConstraint': properties({
    maxSkew: from(1),
    minDomains: from(1),
    nodeAffinityPolicy: oneOf('Honor', 'Ignore'),
    nodeTaintsPolicy: oneOf('Honor', 'Ignore'),
    topologyKey: { minLength: 1 },
    whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
  }),
  'core.v1.WeightedPodAffinityTerm': properties({ weight: from(1, 100) }),
};
