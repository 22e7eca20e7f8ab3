import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceOf } from '../core/namespace';
import { API_SERVER, NAME_SERVERS, NetworkPolicy, podPeer, tcpPorts, type NetworkRule } from '../core/network-policy';
import { scrapeRoutes } from '../model/scrape-route';
import type { ScrapeTarget } from '../model/scrape-target';
import { Workload } from '../model/workload';
import { dataSourceRoutes } from './data-source-routes';
import { FLOWS, PARTS, podsOf, portsOf, scrapedOthers, type Part, type StackParts } from './flows';

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
    for (const part of PARTS) this.add(part);
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
      // said and not left out: another policy of the app may deny what none allows
      egress: () => (this.props.open.includes(part) ? [{}] : this.egress(part)),
    });
  }

  private ingress(part: Part): NetworkRule[] {
    const ports = tcpPorts(...portsOf(this.props.parts[part]));
    // people open it, by an Ingress or a Service of their own; who that is, it asks itself
    if (part === 'grafana') return [{ ports }];
    const callers = PARTS.filter((from) => FLOWS[from].includes(part));
    return [{ peers: callers.map((from) => podPeer(podsOf(this.props.parts[from]))), ports }];
  }

  private egress(part: Part): NetworkRule[] {
    const called = FLOWS[part].map((to) => ({
      peers: [podPeer(podsOf(this.props.parts[to]))],
      ports: tcpPorts(...portsOf(this.props.parts[to])),
    }));
    const others = part === 'prometheus' ? this.scrapes() : part === 'grafana' ? this.reads() : [];
    const isTold = called.length > 0 || others.length > 0;
    const usesApi = Workload.of(this, this.props.parts[part]).hasToken();
    return unique([...(isTold ? [NAME_SERVERS] : []), ...(usesApi ? [API_SERVER] : []), ...called, ...others]);
  }

  private scrapes(): NetworkRule[] {
    const { parts, targets } = this.props;
    const rules = [
      ...scrapedOthers(parts, targets).flatMap((target) => scrapeRoutes(this, target)),
      ...everyPodOf(this.props.discovered.prometheus),
    ];
    return [{ ports: tcpPorts(parts.nodeExporter.endpoint.port) }, ...rules.sort(byText)];
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
