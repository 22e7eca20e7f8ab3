import type { KubeObject, Labels } from './kube-object';
import { namespaceOf, selects } from './invariants/pods';

/** A pod that speaks or is spoken to; without a namespace it is somebody outside of the cluster, or in the network of a node. */
export interface Talker {
  readonly namespace?: string;
  readonly labels?: Labels;
  /** For somebody outside. */
  readonly address?: string;
}

export interface Connection {
  readonly from: Talker;
  readonly to: Talker;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/**
 * Whether policies let a connection through, as Kubernetes says: a pod that no policy of a direction selects is open in it, and
 * of those that select it one must allow.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function isAllowed(objects: readonly KubeObject[], connection: Connection): boolean {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const { from, to } = connection;
  return passes(policies, 'Egress', from, to, connection) && passes(policies, 'Ingress', to, from, connection);
}

function passes(
  policies: readonly KubeObject[],
  direction: 'Ingress' | 'Egress',
  pod: Talker,
  peer: Talker,
  connection: Connection,
): boolean {
  const isolating = policies.filter(
    (policy) =>
      pod.namespace === namespaceOf(policy) &&
      directionsOf(policy).includes(direction) &&
      selects(policy['spec'].podSelector, pod.labels ?? {}),
  );
  if (isolating.length === 0) return true;
  const [rules, side] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return isolating.some((policy) =>
    (policy['spec'][rules] ?? []).some(
      (rule: any) => portMatches(rule.ports, connection) && peerMatches(rule[side], peer, namespaceOf(policy)),
    ),
  );
}

/** As the API server fills them in: an empty list of egress rules is none. */
function directionsOf({ spec }: any): string[] {
  return spec.policyTypes ?? ['Ingress', ...((spec.egress ?? []).length === 0 ? [] : ['Egress'])];
}

function portMatches(ports: any[] | undefined, { port, protocol = 'TCP' }: Connection): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(
    (one) =>
      (one.protocol ?? 'TCP') === protocol &&
      (one.port === undefined || one.port === port || (one.endPort >= port && one.port <= port)),
  );
}

function peerMatches(peers: any[] | undefined, talker: Talker, own: string): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock !== undefined) return talker.address !== undefined && inBlock(ipBlock.cidr, talker.address);
    if (talker.namespace === undefined) return false;
    const inNamespace =
      namespaceSelector === undefined
        ? talker.namespace === own
        : selects(namespaceSelector, { 'kubernetes.io/metadata.name': talker.namespace });
    return inNamespace && (podSelector === undefined || selects(podSelector, talker.labels ?? {}));
  });
}

function inBlock(cidr: string, address: string): boolean {
  const [base = '', length = '32'] = cidr.split('/');
  const bits = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return Math.floor(bits(base) / size) === Math.floor(bits(address) / size);
}
