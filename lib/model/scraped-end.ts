import type { KnownNetwork } from '../core/known-network';
import type { KnownLabels } from '../core/label-match';
import type { KnownPods, KnownPort, NetworkEnd } from '../core/network-reach';
import { KUBELET_PORT, portOfHost, serviceNamespaceOf } from './scrape-route';
import type { ScrapeTarget } from './scrape-target';
import type { Workload } from './workload';

/** What a scraper speaks to. */
export interface ScrapedEnd {
  readonly end: NetworkEnd;
  readonly ports: readonly KnownPort[];
}

// besides these, what controllers and webhooks write on pods has a prefix: `statefulset.kubernetes.io/pod-name`
const WRITTEN_BY_CONTROLLERS = [
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
];

// which the authors of a pod template write
const RECOMMENDED_PREFIX = 'app.kubernetes.io/';

/** The pods of a workload of the app; undefined where they are in the network of their node. */
export function podsOfWorkload(workload: Workload, network: KnownNetwork): KnownPods | undefined {
  if (workload.isOnHostNetwork()) return undefined;
  const mayHave = (key: string): boolean =>
    key.includes('/') ? !key.startsWith(RECOMMENDED_PREFIX) : WRITTEN_BY_CONTROLLERS.includes(key);
  return podsIn(network, workload.namespace, { labels: workload.templateLabels(), mayHave });
}

/** Pods that are not of the app, of which some labels are known. */
export function podsOfOthers(
  network: KnownNetwork,
  { namespace, labels = {} }: { readonly namespace: string; readonly labels?: { readonly [key: string]: string } },
): KnownPods {
  return podsIn(network, namespace, { labels, mayHave: () => true });
}

/** The port of a workload under that number. */
export function portOfWorkload(workload: Workload, number: number): KnownPort {
  const names = workload.ports().flatMap((port) => (port.number === number ? (port.name ?? []) : []));
  return { number, names };
}

/** Where the metrics of a target are, as far as it is known here. */
export function scrapedEnd({ _discovery: found }: ScrapeTarget, network: KnownNetwork): ScrapedEnd {
  switch (found.kind) {
    case 'workload': {
      const { workload, port, portName } = found;
      const pods = podsOfWorkload(workload, network);
      const wanted = workload
        .ports()
        .filter(({ name, number }) => (port === undefined ? name === portName : number === port));
      return {
        end: pods ? { pods } : { mayBePod: true },
        ports: wanted.slice(0, 1).map(({ number }) => portOfWorkload(workload, number)),
      };
    }
    case 'pods':
      return {
        end: { pods: podsOfOthers(network, { namespace: found.namespace, labels: found.matchLabels }) },
        ports: [{}],
      };
    case 'service':
      return { end: { pods: podsOfOthers(network, { namespace: found.namespace }) }, ports: [{}] };
    case 'hosts': {
      // the port of a Service is none of its pods
      const isAnyService = found.hosts.some((host) => serviceNamespaceOf(host) !== undefined);
      const numbers = new Set(found.hosts.map(portOfHost));
      return { end: { mayBePod: true }, ports: isAnyService ? [{}] : [...numbers].map((number) => ({ number })) };
    }
    case 'kubelets':
      return { end: {}, ports: [{ number: KUBELET_PORT }] };
    case 'apiServer':
      return { end: {}, ports: [{}] };
  }
}

function podsIn(network: KnownNetwork, namespace: string, labels: KnownLabels): KnownPods {
  return { namespace, namespaceLabels: network.namespaceLabels(namespace), labels };
}
