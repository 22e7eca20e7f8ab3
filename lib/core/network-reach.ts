import { allOf, selects, type Certainty, type KnownLabels, type LabelSelector } from './label-match';

/** Some pods of the same labels, as far as they are known. */
export interface KnownPods {
  readonly namespace: string;
  readonly namespaceLabels: KnownLabels;
  readonly labels: KnownLabels;
}

/** Who speaks or is spoken to. */
export interface NetworkEnd {
  /** Undefined for what is no pod: the API server, a kubelet, a host. */
  readonly pods?: KnownPods;
  /** Whether a policy may take it for a pod all the same: a host name may be that of a Service. */
  readonly mayBePod?: boolean;
}

/** The TCP port that is spoken to, as far as it is known. */
export interface KnownPort {
  readonly number?: number;
  /** The names that it has in its pod. */
  readonly names?: readonly string[];
}

/** A NetworkPolicy of the app. */
export interface KnownPolicy {
  /** Path of its construct. */
  readonly path: string;
  /** Undefined where it is told to kubectl alone. */
  readonly namespace: string | undefined;
  readonly spec: PolicySpec;
}

/** What a manifest says of a policy; empty YAML values are null. */
export interface PolicySpec {
  readonly podSelector?: LabelSelector | null;
  readonly policyTypes?: readonly string[] | null;
  readonly ingress?: readonly (PolicyRule | null)[] | null;
  readonly egress?: readonly (PolicyRule | null)[] | null;
}

interface PolicyRule {
  readonly from?: readonly PolicyPeer[] | null;
  readonly to?: readonly PolicyPeer[] | null;
  readonly ports?: readonly PolicyPort[] | null;
}

interface PolicyPeer {
  readonly ipBlock?: object | null;
  readonly namespaceSelector?: LabelSelector | null;
  readonly podSelector?: LabelSelector | null;
}

interface PolicyPort {
  readonly port?: number | string | null;
  readonly endPort?: number | null;
  readonly protocol?: string | null;
}

/** A connection as a policy of one side sees it. */
export interface SeenConnection {
  readonly direction: 'Ingress' | 'Egress';
  /** The pods of the policy. */
  readonly own: KnownPods;
  readonly peer: NetworkEnd;
  readonly port: KnownPort;
}

/**
 * The policies that cut a connection for certain: they isolate the pods, and none of all policies may let it through. None
 * where it cannot be told.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function cuttingPolicies(policies: readonly KnownPolicy[], seen: SeenConnection): readonly KnownPolicy[] {
  const isolating: KnownPolicy[] = [];
  for (const policy of policies) {
    const covered = covers(policy, seen.own);
    if (covered === 'no' || !directionsOf(policy.spec).includes(seen.direction)) continue;
    if (mayPass(policy, seen)) return [];
    if (covered === 'yes') isolating.push(policy);
  }
  return isolating;
}

function directionsOf({ policyTypes, egress }: PolicySpec): readonly string[] {
  if (policyTypes && policyTypes.length > 0) return policyTypes;
  return ['Ingress', ...(egress && egress.length > 0 ? ['Egress'] : [])];
}

function covers({ namespace, spec }: KnownPolicy, pods: KnownPods): Certainty {
  if (namespace !== undefined && namespace !== pods.namespace) return 'no';
  const selected = selects(spec.podSelector ?? {}, pods.labels);
  return namespace === undefined ? allOf([selected, 'maybe']) : selected;
}

function mayPass({ spec, namespace }: KnownPolicy, { direction, peer, port }: SeenConnection): boolean {
  const rules = (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [];
  return rules.some((rule) => {
    const peers = (direction === 'Ingress' ? rule?.from : rule?.to) ?? [];
    const ports = rule?.ports ?? [];
    return (
      (peers.length === 0 || peers.some((one) => mayBe(one, namespace, peer))) &&
      (ports.length === 0 || ports.some((one) => mayOpen(one, port)))
    );
  });
}

function mayBe(
  { ipBlock, namespaceSelector, podSelector }: PolicyPeer,
  own: string | undefined,
  end: NetworkEnd,
): boolean {
  // the addresses of pods and nodes are not known, nor whether the network plugin holds blocks against pods
  if (ipBlock) return true;
  if (end.pods === undefined) return end.mayBePod ?? false;
  const { namespace, namespaceLabels, labels } = end.pods;
  const isInNamespace = namespaceSelector
    ? selects(namespaceSelector, namespaceLabels) !== 'no'
    : own === undefined || own === namespace;
  return isInNamespace && selects(podSelector ?? {}, labels) !== 'no';
}

function mayOpen({ port, endPort, protocol }: PolicyPort, { number, names }: KnownPort): boolean {
  if ((protocol ?? 'TCP') !== 'TCP') return false;
  if (typeof port === 'string') return names?.includes(port) ?? true;
  if (typeof port !== 'number' || number === undefined) return true;
  return port <= number && number <= (endPort ?? port);
}
