import { createHash } from 'node:crypto';
import type { KubeObject } from '../../support/kube-object';
import type { Manifests } from '../../support/manifests';

/** A node, which is an address of this machine. */
export interface Node {
  readonly name: string;
  readonly ip: string;
}

/** A pod as a controller makes it, with an address of its own: all of 127.0.0.0/8 is this machine. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly node: Node;
  /** The Deployment, StatefulSet or DaemonSet. */
  readonly workload: KubeObject;
  readonly spec: any;
}

/** The nodes of the guide's cluster. */
export const NODE_NAMES: readonly string[] = ['k3d-timedeal-server-0', 'k3d-timedeal-agent-0', 'k3d-timedeal-agent-1'];

/** What the controllers of a cluster make of some manifests. */
export class Cluster {
  public readonly nodes: readonly Node[];
  public readonly pods: readonly Pod[];

  /**
   * @param manifests what is applied
   * @param nodeNames its nodes
   * @param addressBlock the second number of all addresses; clusters that run at the same time need blocks of their own
   */
  public constructor(
    public readonly manifests: Manifests,
    nodeNames: readonly string[] = NODE_NAMES,
    addressBlock = 0,
  ) {
    this.nodes = nodeNames.map((name, index) => ({ name, ip: `127.${addressBlock}.${10 + index}.1` }));
    this.pods = this.scheduled();
  }

  /** The pods of a workload. */
  public podsOf(workload: string): readonly Pod[] {
    return this.pods.filter((pod) => pod.workload.metadata.name === workload);
  }

  /** The pods that a Service selects. */
  public podsBehind(service: KubeObject): readonly Pod[] {
    const { selector } = service['spec'];
    return this.pods.filter(
      ({ namespace, workload }) =>
        selector !== undefined &&
        namespace === service.metadata.namespace &&
        Object.entries(selector).every(([key, value]) => workload['spec'].template.metadata.labels[key] === value),
    );
  }

  private scheduled(): Pod[] {
    const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => this.manifests.all(kind));
    const wanted = workloads.flatMap((workload, index) => {
      if (workload.kind === 'DaemonSet') return this.nodes.map((node) => ({ workload, node, ordinal: 0 }));
      const replicas = workload['spec'].replicas ?? this.leastReplicas(workload) ?? 1;
      return Array.from({ length: replicas as number }, (_, ordinal) => ({
        workload,
        node: this.nodes[(index + ordinal) % this.nodes.length]!,
        ordinal,
      }));
    });
    return wanted.map(({ workload, node, ordinal }, index) => {
      const { template } = workload['spec'];
      const name = podName(workload, node, ordinal);
      const own = `${node.ip.slice(0, -1)}${index + 2}`;
      return {
        namespace: workload.metadata.namespace ?? 'default',
        name,
        uid: uidOf(`${workload.metadata.namespace}/${name}`),
        ip: template.spec.hostNetwork ? node.ip : own,
        node,
        workload,
        spec: template.spec,
      };
    });
  }

  /** Of a Deployment whose number of pods an autoscaler decides. */
  private leastReplicas({ metadata: { name } }: KubeObject): number | undefined {
    const scaler = this.manifests.all('HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === name);
    return scaler?.['spec'].minReplicas;
  }
}

function podName({ kind, metadata: { name } }: KubeObject, node: Node, ordinal: number): string {
  if (kind === 'StatefulSet') return `${name}-${ordinal}`;
  const random = hash(`${name} ${node.name} ${ordinal}`);
  return kind === 'DaemonSet' ? `${name}-${random.slice(0, 5)}` : `${replicaSetName(name)}-${random.slice(0, 5)}`;
}

/** The name of the ReplicaSet of a Deployment. */
export function replicaSetName(deployment: string): string {
  return `${deployment}-${hash(deployment).slice(0, 10)}`;
}

/** A UUID that is always the same for the same thing. */
export function uidOf(thing: string): string {
  const digits = hash(thing);
  return [8, 4, 4, 4, 12]
    .map((length, index, all) => {
      const from = all.slice(0, index).reduce((sum, one) => sum + one, 0);
      return digits.slice(from, from + length);
    })
    .join('-');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
