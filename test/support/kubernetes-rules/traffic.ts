import { eachOneOf, from, oneOf, PORT, PORT_OR_NAME, properties, PROTOCOL, type Rules } from './fragments';

/** Services, ingresses and network policies. */
export const TRAFFIC: Rules = {
  'core.v1.ServicePort': properties({
    nodePort: from(30000, 32767),
    port: PORT,
    protocol: PROTOCOL,
    targetPort: PORT_OR_NAME,
  }),
  'core.v1.ServiceSpec': properties({
    externalTrafficPolicy: oneOf('Cluster', 'Local'),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    ipFamilies: eachOneOf('IPv4', 'IPv6'),
    ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    sessionAffinity: oneOf('None', 'ClientIP'),
    type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  }),
  'networking.v1.HTTPIngressPath': {
    properties: { pathType: oneOf('Exact', 'Prefix', 'ImplementationSpecific') },
    if: { properties: { pathType: { enum: ['Exact', 'Prefix'] } } },
    then: { required: ['path'], properties: { path: { pattern: '^/(?!.*(//|/\\.\\.?(/|$)))' } } },
  },
  'networking.v1.IngressBackend': { exactlyOneOf: ['resource', 'service'] },
  'networking.v1.IngressRule': properties({ host: { format: 'ingress-host' } }),
  'networking.v1.IngressServiceBackend': { required: ['port'] },
  'networking.v1.IPBlock': properties({ cidr: { format: 'cidr' }, except: { items: { format: 'cidr' } } }),
  'networking.v1.NetworkPolicyPeer': { minProperties: 1, if: { required: ['ipBlock'] }, then: { maxProperties: 1 } },
  'networking.v1.NetworkPolicyPort': properties({ endPort: PORT, port: PORT_OR_NAME, protocol: PROTOCOL }),
  'networking.v1.NetworkPolicySpec': {
    required: ['podSelector'],
    properties: { policyTypes: eachOneOf('Ingress', 'Egress') },
  },
  'networking.v1.ServiceBackendPort': { exactlyOneOf: ['name', 'number'], properties: { number: PORT } },
};
