import type { Subject } from '../core/errors';
import { API_SERVER, podPeer, tcpPorts, type NetworkRule } from '../core/network-policy';
import type { ScrapeTarget } from './scrape-target';
import { declaredPort } from './workload-port';

const KUBELET_PORT = 10_250;

/**
 * Whom a scraper must be let through to, as exactly as it is known here.
 *
 * Fails when the target is a workload of which no container declares the port.
 */
export function scrapeRoute(subject: Subject, target: ScrapeTarget): NetworkRule {
  const { jobName, _discovery: found } = target;
  switch (found.kind) {
    case 'workload': {
      const { namespace } = found.workload;
      const labels = found.workload.podLabels();
      return {
        peers: [podPeer({ namespace, labels })],
        ports: tcpPorts(declaredPort(subject, jobName, found).number),
      };
    }
    // what number a name stands for is known to the pods alone, and some network plugins know numbers alone
    case 'pods':
      return { peers: [podPeer({ namespace: found.namespace, labels: found.matchLabels })] };
    // which pods are behind a Service of others is not known here
    case 'service':
      return { peers: [podPeer({ namespace: found.namespace })] };
    case 'hosts':
      return { ports: tcpPorts(...found.hosts.map((host) => Number(/\d+$/.exec(host)?.[0]))) };
    // no pods: they listen in the network of their node
    case 'kubelets':
      return { ports: tcpPorts(KUBELET_PORT) };
    case 'apiServer':
      return API_SERVER;
  }
}
