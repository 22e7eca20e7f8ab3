import { describeObject } from '../kube-object';
import { podSources, servingContainersOf, type PodSource } from './pods';
import type { Rule } from './rule';

interface Claim {
  readonly owner: string;
  readonly number: number;
  readonly protocol: string;
  readonly address: string;
  readonly nodes: { readonly [label: string]: string };
}

const ANY = '0.0.0.0';

/** What Kubernetes itself listens on: etcd, the API server, kubelet, kube-proxy, controllers and scheduler. */
const RESERVED = [2379, 2380, 6443, 10248, 10249, 10250, 10256, 10257, 10259];

/** No two pods that may meet on a node claim one port of it, and none claims a port of Kubernetes. */
export const hostPorts: Rule = (objects) => {
  const claims = podSources(objects).flatMap(claimsOf);
  return claims.flatMap((claim, index) => [
    ...(RESERVED.includes(claim.number) ? [`${claim.owner}: host port ${claim.number} belongs to Kubernetes`] : []),
    ...claims
      .slice(0, index)
      .filter((other) => clash(claim, other))
      .map((other) => `${claim.owner}: host port ${claim.number}/${claim.protocol} is taken by ${other.owner}`),
  ]);
};

function claimsOf({ owner, spec }: PodSource): Claim[] {
  return servingContainersOf(spec).flatMap((container) =>
    (container.ports ?? [])
      .map((port: any) => ({
        owner: describeObject(owner),
        // on the host's network each port is a host port
        number: port.hostPort ?? (spec.hostNetwork ? port.containerPort : undefined),
        protocol: port.protocol ?? 'TCP',
        address: port.hostIP || ANY,
        nodes: spec.nodeSelector ?? {},
      }))
      .filter((claim: Claim) => claim.number !== undefined),
  );
}

function clash(a: Claim, b: Claim): boolean {
  const apart = Object.entries(a.nodes).some(([label, value]) => (b.nodes[label] ?? value) !== value);
  const sameAddress = a.address === b.address || a.address === ANY || b.address === ANY;
  return !apart && sameAddress && a.number === b.number && a.protocol === b.protocol;
}
