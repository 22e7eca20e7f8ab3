import type { KubeObject } from '../../../support/kube-object';
import type { Labels } from '../../../support/relabel';
import { uidOf, type Node, type Pod } from '../cluster';
import { podObject } from '../cluster-objects';

/** A pod that is not of the synthesized manifests. */
export interface OtherPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** The kind and name of what made it; as default a StatefulSet. */
  readonly owner?: Owner;
  readonly containers?: readonly object[];
  readonly initContainers?: readonly object[];
  /** The last number of its address. */
  readonly host?: number;
}

export type Owner = readonly [kind: string, name: string];

/** It, on a node. */
export function podOn(node: Node, { namespace, name, host = 200, labels = {}, annotations, ...other }: OtherPod): Pod {
  const [kind, ownerName] = other.owner ?? ['StatefulSet', 'cart'];
  const workload: KubeObject = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: ownerName, namespace },
    spec: { template: { metadata: { labels, ...(annotations && { annotations }) } } },
  };
  const { containers = [{ name: 'main', image: 'example.com/main:1' }], initContainers } = other;
  const spec = { containers, ...(initContainers && { initContainers }) };
  const ip = node.ip.replace(/\d+$/, String(host));
  return { namespace, name, uid: uidOf(`${namespace}/${name}`), ip, node, workload, spec };
}

/** As the API server tells of a pod that nobody made but a person. */
export function barePodObject(pod: Pod): KubeObject {
  const { ownerReferences: _, ...metadata } = podObject(pod).metadata as { [name: string]: unknown };
  return { ...podObject(pod), metadata: metadata as unknown as KubeObject['metadata'] };
}
