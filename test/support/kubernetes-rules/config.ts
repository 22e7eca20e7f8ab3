import { from, oneOf, properties, type Rules } from './fragments';

const DATA_KEYS = { propertyNames: { pattern: '^(?!\\.\\.?$)[-._a-zA-Z0-9]{1,253}$' } };
const SECURITY_LEVEL = oneOf('privileged', 'baseline', 'restricted');
const SECURITY_VERSION = { pattern: '^(latest|v1\\.[0-9]+)$' };

/** Namespaces, configuration, roles and priorities. */
export const CONFIG: Rules = {
  'core.v1.ConfigMap': properties({ binaryData: DATA_KEYS, data: DATA_KEYS }),
  'core.v1.Namespace': properties({
    metadata: properties({
      labels: {
        properties: Object.fromEntries(
          ['enforce', 'audit', 'warn'].flatMap((mode) => [
            [`pod-security.kubernetes.io/${mode}`, SECURITY_LEVEL],
            [`pod-security.kubernetes.io/${mode}-version`, SECURITY_VERSION],
          ]),
        ),
        propertyNames: { pattern: '^(?!pod-security\\.kubernetes\\.io/(?!(enforce|audit|warn)(-version)?$))' },
      },
    }),
  }),
  'core.v1.Secret': properties({ data: DATA_KEYS, stringData: DATA_KEYS }),
  'rbac.v1.PolicyRule': {
    dependencies: { resources: ['apiGroups'], resourceNames: ['resources'] },
    not: { required: ['nonResourceURLs', 'resources'] },
    properties: { verbs: { minItems: 1 }, apiGroups: { minItems: 1 }, resources: { minItems: 1 } },
  },
  'rbac.v1.Role': properties({ rules: { items: { not: { required: ['nonResourceURLs'] } } } }),
  'rbac.v1.RoleRef': properties({ apiGroup: oneOf('rbac.authorization.k8s.io'), kind: oneOf('Role', 'ClusterRole') }),
  'rbac.v1.Subject': properties({ kind: oneOf('User', 'Group', 'ServiceAccount') }),
  // 1,000,000,000 is HighestUserDefinablePriority
  'scheduling.v1.PriorityClass': properties({
    preemptionPolicy: oneOf('Never', 'PreemptLowerPriority'),
    value: from(-2147483648, 1000000000),
  }),
};
