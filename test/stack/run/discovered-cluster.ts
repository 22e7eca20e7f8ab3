import type { Cluster as Discovered } from '../../prometheus/service-discovery';
import type { Cluster } from './cluster';

/** A cluster as service discovery is told of it where a program cannot ask an API server. */
export function asDiscovered({ nodes, pods, manifests }: Cluster): Discovered {
  return {
    nodes,
    pods: pods.map(({ namespace, name, ip, node, workload, spec }) => ({
      namespace,
      name,
      ip,
      node: node.name,
      labels: workload['spec'].template.metadata.labels,
      containers: spec.containers,
    })),
    services: manifests.all('Service').map(({ metadata, spec }) => ({
      namespace: metadata.namespace ?? 'default',
      name: metadata.name,
      labels: metadata.labels ?? {},
      selector: spec.selector,
      ports: spec.ports,
    })),
  };
}
