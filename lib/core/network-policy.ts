import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from './k8s';

type Labels = { readonly [key: string]: string };

/** Pods of a namespace. */
export interface PodGroup {
  readonly namespace: string;
  /** What they are known by; all pods of the namespace when left out. */
  readonly labels?: Labels;
}

/** Some who may speak to the pods of a policy, or be spoken to by them. */
export interface NetworkRule {
  /** Anyone when left out, inside of the cluster and outside. */
  readonly peers?: readonly k8s.NetworkPolicyPeer[];
  /** Any when left out. These are ports of pods: a Service is gone by the time that a policy looks. */
  readonly ports?: readonly k8s.NetworkPolicyPort[];
}

/** Whom a policy is about, and whom it lets through. */
export interface NetworkPolicyProps {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: { [key: string]: string };
  /** The pods that it isolates; read at synthesis. */
  readonly pods: () => Labels;
  /** Who may speak to them; anyone when left out. */
  readonly ingress?: () => readonly NetworkRule[];
  /** Whom they may speak to; anyone when left out. */
  readonly egress?: () => readonly NetworkRule[];
}

/** The label that the API server sets on every namespace. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** A NetworkPolicy whose rules are known at synthesis alone. */
export class NetworkPolicy extends k8s.KubeNetworkPolicy {
  public constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    const { name, namespace, labels } = props;
    super(scope, id, {
      metadata: { name, labels, ...(namespace === undefined ? {} : { namespace }) },
      spec: Lazy.any({ produce: () => specOf(props) }) as k8s.NetworkPolicySpec,
    });
  }
}

function specOf({ pods, ingress, egress }: NetworkPolicyProps): k8s.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: { ...pods() } },
    policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
    ...(ingress ? { ingress: useful(ingress()).map((rule) => ({ ...sides(rule, 'from') })) } : {}),
    ...(egress ? { egress: useful(egress()).map((rule) => ({ ...sides(rule, 'to') })) } : {}),
  };
}

/** Without those that let nobody through: an empty list of peers would be read as anyone. */
function useful(rules: readonly NetworkRule[]): readonly NetworkRule[] {
  return rules.filter(({ peers, ports }) => peers?.length !== 0 && ports?.length !== 0);
}

function sides({ peers, ports }: NetworkRule, side: 'from' | 'to'): object {
  return { ...(peers ? { [side]: peers } : {}), ...(ports ? { ports } : {}) };
}

/** Pods as the peer of a rule. */
export function podPeer({ namespace, labels }: PodGroup): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
    ...(labels === undefined ? {} : { podSelector: { matchLabels: { ...labels } } }),
  };
}

/** TCP ports of a rule, in the order of their numbers. */
export function tcpPorts(...numbers: readonly number[]): k8s.NetworkPolicyPort[] {
  return [...new Set(numbers)].sort((a, b) => a - b).map((number) => portOf(number, 'TCP'));
}

/** A port of a rule. */
function portOf(number: number, protocol: 'TCP' | 'UDP'): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(number), protocol };
}

/**
 * Addresses that are not of the internet. A name server is at one of them and no pod where a cache runs in the network of each
 * node: NodeLocal DNSCache answers at 169.254.20.10, kubespray's at 169.254.25.10, and both at the address of the Service
 * kube-dns too, which is any that the cluster was given.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
const PRIVATE_BLOCKS = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** The name servers of the cluster: CoreDNS in kube-system, and the cache that some clusters run on each node. */
export const NAME_SERVERS: NetworkRule = {
  peers: [
    podPeer({ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }),
    ...PRIVATE_BLOCKS.map((cidr) => ({ ipBlock: { cidr } })),
  ],
  ports: [portOf(53, 'UDP'), portOf(53, 'TCP')],
};

/**
 * The API server: no pod, and at an address that only the cluster knows. Managed clusters serve it at 443, k3s, kubeadm and
 * kind at 6443, minikube at 8443, MicroK8s at 16443.
 */
export const API_SERVER: NetworkRule = { ports: tcpPorts(443, 6443, 8443, 16_443) };
