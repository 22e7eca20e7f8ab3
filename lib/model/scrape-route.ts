import type { Subject } from '../core/errors';
import { API_SERVER, podPeer, tcpPorts, type NetworkRule } from '../core/network-policy';
import type { ScrapeTarget } from './scrape-target';
import { declaredPort } from './workload-port';

/** At which every kubelet listens, `--port` of kubelet. */
export const KUBELET_PORT = 10_250;

/**
 * Whom a scraper must be let through to, as exactly as it is known here.
 *
 * Fails when the target is a workload of which no container declares the port.
 */
export function scrapeRoutes(subject: Subject, target: ScrapeTarget): NetworkRule[] {
  const { jobName, _discovery: found } = target;
  switch (found.kind) {
    case 'workload': {
      const { namespace } = found.workload;
      const labels = found.workload.podLabels();
      const ports = tcpPorts(declaredPort(subject, jobName, found).number);
      return [{ peers: [podPeer({ namespace, labels })], ports }];
    }
    // what number a name stands for is known to the pods alone, and some network plugins know numbers alone
    case 'pods':
      return [{ peers: [podPeer({ namespace: found.namespace, labels: found.matchLabels })] }];
    // which pods are behind a Service of others is not known here
    case 'service':
      return [{ peers: [podPeer({ namespace: found.namespace })] }];
    case 'hosts':
      return hostRoutes(found.hosts);
    // no pods: they listen in the network of their node
    case 'kubelets':
      return [{ ports: tcpPorts(KUBELET_PORT) }];
    case 'apiServer':
      return [API_SERVER];
  }
}

/** The namespace of a host that is a Service of the cluster: `db.shop.svc:9187`, `db.shop.svc.cluster.local:9187`. */
export function serviceNamespaceOf(host: string): string | undefined {
  return /^[^.]+\.([^.]+)\.svc[.:]/.exec(host)?.[1];
}

/** The number at the end of `host:9187`. */
export function portOfHost(host: string): number {
  return Number(/\d+$/.exec(host)?.[0]);
}

function hostRoutes(hosts: readonly string[]): NetworkRule[] {
  // the port of a Service is none of its pods
  const namespaces = new Set(hosts.flatMap((host) => serviceNamespaceOf(host) ?? []));
  const outside = hosts.filter((host) => serviceNamespaceOf(host) === undefined);
  return [
    { ports: tcpPorts(...outside.map(portOfHost)) },
    { peers: [...namespaces].map((namespace) => podPeer({ namespace })) },
  ];
}
