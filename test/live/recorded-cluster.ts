import { GUIDE_CLUSTER } from '../prometheus/guide-cluster';
import type { Cluster, Container, Node, Pod, Service } from '../prometheus/service-discovery';
import type { Family, Sample } from '../support/exposition';
import type { Manifests } from '../support/manifests';
import type { Labels } from '../support/relabel';

/** A pod of the recorded cluster, and the workload that it belongs to. */
export interface RecordedPod extends Pod {
  readonly workload: string;
}

export interface RecordedCluster extends Cluster {
  readonly pods: readonly RecordedPod[];
}

/**
 * The cluster that kube-state-metrics told of when it was recorded, its pods with the labels and ports that the manifests
 * give them.
 */
export function recordedCluster(manifests: Manifests, state: readonly Family[]): RecordedCluster {
  const samples = (name: string): readonly Sample[] => state.find((family) => family.name === name)?.samples ?? [];
  const nodes = samples('kube_node_info').map(({ labels }): Node => ({
    name: labels['node'] ?? '',
    ip: labels['internal_ip'] ?? '',
  }));
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => manifests.all(kind));
  const ours = samples('kube_pod_info').flatMap(({ labels }): RecordedPod[] => {
    const owner = workloads.find((workload: any) => isOwner(workload, labels));
    return owner === undefined ? [] : [podOf(owner, labels)];
  });
  const outside = GUIDE_CLUSTER.pods.filter(({ namespace }) => namespace === 'kube-system');
  return {
    nodes,
    pods: [...ours, ...outside.map((pod) => ({ ...pod, workload: workloadOf(pod) }))],
    services: [...GUIDE_CLUSTER.services.filter(isOutside), ...manifests.all('Service').map(serviceOf)],
  };
}

function isOutside({ namespace }: Service): boolean {
  return ['kube-system', 'default'].includes(namespace);
}

function workloadOf({ name, labels }: Pod): string {
  return labels['k8s-app'] === 'kube-dns' ? 'coredns' : (labels['app.kubernetes.io/name'] ?? name);
}

/** Promtail was recorded, and stands for the agent that runs in its place. */
const AGENTS: { readonly [name: string]: string } = { promtail: 'agent', alloy: 'agent' };

/** Directly, or through a ReplicaSet, whose name is that of the Deployment and a hash. */
function isOwner(
  { kind, metadata }: any,
  { namespace, created_by_kind: by, created_by_name: name = '' }: Labels,
): boolean {
  if (metadata.namespace !== namespace) return false;
  if (kind === 'Deployment') return by === 'ReplicaSet' && name.replace(/-[a-z0-9]+$/, '') === metadata.name;
  return by === kind && (AGENTS[name] ?? name) === (AGENTS[metadata.name] ?? metadata.name);
}

function podOf(workload: any, { namespace = '', pod = '', pod_ip: ip = '', node = '' }: Labels): RecordedPod {
  const { metadata, spec } = workload.spec.template;
  const containers = spec.containers.map((container: any): Container => ({
    name: container.name,
    ports: container.ports ?? [],
  }));
  return { namespace, name: pod, ip, node, labels: metadata.labels, containers, workload: workload.metadata.name };
}

function serviceOf({ metadata, spec }: any): Service {
  const { namespace, name, labels } = metadata;
  return { namespace, name, labels, selector: spec.selector, ports: spec.ports };
}
