import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { namespaceOf } from '../core/namespace';
import {
  API_SERVER,
  NAME_SERVERS,
  NetworkPolicy,
  podPeer,
  tcpPorts,
  type NetworkRule,
  type PodGroup,
} from '../core/network-policy';
import type { NodeExporter } from '../exporters/node-exporter';
import type { Grafana } from '../grafana/grafana';
import type { Loki } from '../loki/loki';
import { scrapeRoute } from '../model/scrape-route';
import type { ScrapeTarget } from '../model/scrape-target';
import { Workload } from '../model/workload';
import type { Prometheus } from '../prometheus/prometheus';
import { dataSourceRoutes } from './data-source-routes';

/** The parts of a stack, as far as they speak to each other. */
export interface StackParts {
  readonly prometheus: Prometheus;
  readonly loki: Loki;
  readonly grafana: Grafana;
  readonly logAgent: IConstruct;
  readonly lokiCanary: IConstruct;
  readonly kubeStateMetrics: IConstruct;
  readonly nodeExporter: NodeExporter;
}

/** The parts whose pods have a network of their own: node-exporter is in that of its node, where no policy holds. */
export type Part = Exclude<keyof StackParts, 'nodeExporter'>;

/** Who speaks to whom within the stack. */
const FLOWS: { readonly [from in Part]: readonly Part[] } = {
  prometheus: ['loki', 'grafana', 'logAgent', 'lokiCanary', 'kubeStateMetrics'],
  loki: [],
  grafana: ['prometheus', 'loki'],
  logAgent: ['loki'],
  lokiCanary: ['loki'],
  kubeStateMetrics: [],
};

/** What the policies of a stack are derived from. */
export interface NetworkPoliciesProps {
  readonly parts: StackParts;
  /** Scrape targets of the parts. */
  readonly targets: readonly ScrapeTarget[];
  /** Parts that may speak to anyone: it is not known whom the user's own configuration names. */
  readonly open: readonly Part[];
  /** Namespaces in which Prometheus and Grafana discover whom they are to speak to. */
  readonly discovered: { readonly prometheus: readonly string[]; readonly grafana: readonly string[] };
}

/** The pods of a part, as their policy sees them. */
export function podsOf(part: IConstruct): PodGroup {
  const workload = Workload.of(part, part);
  return { namespace: workload.namespace, labels: workload.podLabels() };
}

/**
 * A NetworkPolicy for each part of a stack, in both directions: who scrapes, pushes to and reads from whom, and nobody else.
 *
 * Policies add up: one of the app that selects the same pods opens more.
 */
export class NetworkPolicies extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkPoliciesProps,
  ) {
    super(scope, id);
    for (const part of Object.keys(FLOWS) as Part[]) this.add(part);
  }

  private add(part: Part): void {
    const { construct } = Workload.of(this, this.props.parts[part]);
    const { name, metadata } = ApiObject.of(construct);
    const { labels = {} } = metadata.toJson() as { labels?: { [key: string]: string } };
    new NetworkPolicy(this, part, {
      name,
      labels,
      pods: () => podsOf(this.props.parts[part]).labels ?? {},
      ingress: () => this.ingress(part),
      ...(this.props.open.includes(part) ? {} : { egress: () => this.egress(part) }),
    });
  }

  private ingress(part: Part): NetworkRule[] {
    const ports = tcpPorts(...this.portsOf(part));
    // people open it, by an Ingress or a Service of their own; who that is, it asks itself
    if (part === 'grafana') return [{ ports }];
    const callers = (Object.keys(FLOWS) as Part[]).filter((from) => FLOWS[from].includes(part));
    return [{ peers: callers.map((from) => podPeer(podsOf(this.props.parts[from]))), ports }];
  }

  private egress(part: Part): NetworkRule[] {
    const called = FLOWS[part].map((to) => ({
      peers: [podPeer(podsOf(this.props.parts[to]))],
      ports: tcpPorts(...this.portsOf(to)),
    }));
    const others = part === 'prometheus' ? this.scrapes() : part === 'grafana' ? this.reads() : [];
    const isTold = called.length > 0 || others.length > 0;
    const usesApi = Workload.of(this, this.props.parts[part]).hasToken();
    return unique([...(isTold ? [NAME_SERVERS] : []), ...(usesApi ? [API_SERVER] : []), ...called, ...others]);
  }

  /** Of the first container: sidecars answer the kubelet alone, which no policy keeps out. */
  private portsOf(part: Part): number[] {
    const ports = Workload.of(this, this.props.parts[part]).ports();
    return ports.filter(({ container }) => container === ports[0]?.container).map(({ number }) => number);
  }

  private scrapes(): NetworkRule[] {
    const { prometheus, nodeExporter } = this.props.parts;
    const known = new Set(this.props.targets.map(({ jobName }) => jobName));
    const others = prometheus._scrapeTargets().filter(({ jobName }) => !known.has(jobName));
    const rules = [
      ...others.map((target) => scrapeRoute(this, target)),
      ...everyPodOf(this.props.discovered.prometheus),
    ];
    return [{ ports: tcpPorts(nodeExporter.endpoint.port) }, ...rules.sort(byText)];
  }

  private reads(): NetworkRule[] {
    const { grafana, prometheus, loki } = this.props.parts;
    const namespace = namespaceOf(this);
    const parts = [prometheus, loki].map(({ endpoint }) => endpoint.urlFrom(namespace));
    const others = grafana._dataSources().filter(({ url }) => !parts.includes(url));
    return [
      ...others.flatMap((source) => dataSourceRoutes(source, namespace)),
      ...everyPodOf(this.props.discovered.grafana),
    ];
  }
}

function everyPodOf(namespaces: readonly string[]): NetworkRule[] {
  return namespaces.map((namespace) => ({ peers: [podPeer({ namespace })] }));
}

/** Whatever the order of the calls that added them. */
function byText(a: NetworkRule, b: NetworkRule): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function unique(rules: readonly NetworkRule[]): NetworkRule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
