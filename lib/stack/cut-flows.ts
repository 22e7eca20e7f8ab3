import type { Construct } from 'constructs';
import { KnownNetwork } from '../core/known-network';
import type { PodGroup } from '../core/network-policy';
import { cuttingPolicies, type KnownPods, type KnownPort, type NetworkEnd } from '../core/network-reach';
import { podsOfOthers, podsOfWorkload, portOfWorkload, scrapedEnd } from '../model/scraped-end';
import type { ScrapeTarget } from '../model/scrape-target';
import { Workload } from '../model/workload';
import { FLOWS, PARTS, portsOf, type Part, type StackParts } from './flows';

/** One who speaks or is spoken to. */
interface Speaker {
  /** As messages call it. */
  readonly title: string;
  readonly end: NetworkEnd;
  /** Its pods where policies may cut them off: not where a policy of the stack opens their network, nor where they are of others. */
  readonly pods?: KnownPods | undefined;
  /** What opens their network, where the stack can. */
  readonly mend?: string;
}

interface Flow {
  readonly from: Speaker;
  readonly to: Speaker;
  readonly port: KnownPort;
}

const TITLES: { readonly [part in Part]: string } = {
  prometheus: 'Prometheus',
  loki: 'Loki',
  grafana: 'Grafana',
  logAgent: 'the log agent',
  lokiCanary: 'the canary of Loki',
  kubeStateMetrics: 'kube-state-metrics',
};

const MENDS = {
  part: "give the stack 'networkPolicies: true'",
  workload: "monitor it with 'networkPolicy: true'",
  others: 'allow it by a policy of your own',
};

/** What is scraped, and where the network is known to be open: policies add up. */
export interface CutScrapesProps {
  readonly targets: () => Iterable<ScrapeTarget>;
  /** Whether a policy of the stack lets Prometheus in to what this job scrapes. */
  readonly isAdmitted: (jobName: string) => boolean;
}

/** The same of a whole stack. */
export interface CutFlowsProps extends CutScrapesProps {
  readonly parts: StackParts;
  /** Whether policies of the stack open the network of its parts. */
  readonly areOpen: boolean;
}

/**
 * Fails the synthesis where NetworkPolicies of the app cut what a stack needs: each side of each scrape, and what the parts of
 * the stack say to each other. Silent where it cannot be told, and of policies that are not of the app.
 */
export function refuseCutFlows(stack: Construct, props: CutFlowsProps): void {
  refuse(stack, (network) => {
    const speakers = speakersOf(props, network);
    return [
      ...(props.areOpen ? [] : partFlows(props.parts, speakers)),
      ...scrapeFlows(speakers.prometheus, props, network),
    ];
  });
}

/** The same for the scrapes of a Prometheus that is not of this app. */
export function refuseCutScrapes(stack: Construct, scraper: PodGroup, props: CutScrapesProps): void {
  refuse(stack, (network) => {
    const pods = podsOfOthers(network, scraper);
    return scrapeFlows({ title: TITLES.prometheus, end: { pods }, pods }, props, network);
  });
}

function refuse(stack: Construct, flowsIn: (network: KnownNetwork) => readonly Flow[]): void {
  stack.node.addValidation({
    validate: () => {
      const network = new KnownNetwork(stack.node.root);
      return network.hasPolicies() ? problemsOf(flowsIn(network), network) : [];
    },
  });
}

function speakersOf({ parts, areOpen }: CutFlowsProps, network: KnownNetwork): { readonly [part in Part]: Speaker } {
  const speaker = (part: Part): [Part, Speaker] => {
    const pods = podsOfWorkload(Workload.of(parts[part], parts[part]), network);
    const end = pods === undefined ? { mayBePod: true } : { pods };
    return [part, { title: TITLES[part], end, ...(areOpen ? {} : { pods, mend: MENDS.part }) }];
  };
  return Object.fromEntries(PARTS.map(speaker)) as { [part in Part]: Speaker };
}

function partFlows(parts: StackParts, speakers: { readonly [part in Part]: Speaker }): Flow[] {
  const apiServer: Speaker = { title: 'the API server', end: {} };
  const nodeExporter: Speaker = { title: 'node-exporter', end: { mayBePod: true } };
  const called = PARTS.flatMap((part) => {
    const from = speakers[part];
    const others = FLOWS[part].flatMap((to) => {
      const workload = Workload.of(parts[to], parts[to]);
      return portsOf(parts[to]).map((number) => ({ from, to: speakers[to], port: portOfWorkload(workload, number) }));
    });
    return Workload.of(parts[part], parts[part]).hasToken() ? [{ from, to: apiServer, port: {} }, ...others] : others;
  });
  return [
    ...called,
    { from: speakers.prometheus, to: nodeExporter, port: { number: parts.nodeExporter.endpoint.port } },
  ];
}

function scrapeFlows(from: Speaker, { targets, isAdmitted }: CutScrapesProps, network: KnownNetwork): Flow[] {
  return [...targets()].flatMap((target) => {
    const { jobName, _discovery: found } = target;
    const isJudged = found.kind === 'workload' && !isAdmitted(jobName);
    if (from.pods === undefined && !isJudged) return [];
    const { end, ports } = scrapedEnd(target, network);
    const title =
      found.kind === 'workload' ? `the ${found.workload.kind} '${found.workload.name}'` : `the target '${jobName}'`;
    const to: Speaker = { title, end, ...(isJudged ? { pods: end.pods, mend: MENDS.workload } : {}) };
    return ports.map((port) => ({ from, to, port }));
  });
}

/** One message for each workload that is isolated, in one direction, and one for all parts of the stack. */
function problemsOf(flows: readonly Flow[], network: KnownNetwork): string[] {
  const cuts = new Map<string, { readonly mend: string; readonly list: Set<string> }>();
  const look = (direction: 'Ingress' | 'Egress', isolated: Speaker, other: Speaker, { from, to, port }: Flow): void => {
    if (isolated.pods === undefined) return;
    const policies = network.policiesOf(isolated.pods.namespace);
    const cutting = cuttingPolicies(policies, { direction, own: isolated.pods, peer: other.end, port });
    if (cutting.length === 0) return;
    const isPart = isolated.mend === MENDS.part;
    const verb = isPart ? 'lets through' : direction === 'Ingress' ? 'lets in' : 'lets them out to';
    const isolatedBy = isolatedText(cutting.map(({ path }) => path));
    const begin = `${isolatedBy} ${isPart ? 'pods of the stack' : `the pods of ${isolated.title}`}, and none ${verb}`;
    const cut = cuts.get(begin) ?? { mend: mendsOf(isolated), list: new Set<string>() };
    const at = port.number === undefined ? '' : ` at port ${port.number}`;
    cut.list.add(isPart ? `${from.title} to ${to.title}${at}` : `${other.title}${at}`);
    cuts.set(begin, cut);
  };
  for (const flow of flows) {
    look('Egress', flow.from, flow.to, flow);
    look('Ingress', flow.to, flow.from, flow);
  }
  return [...cuts].map(([begin, { list, mend }]) => `${begin} ${someOf([...list])}; ${mend}`);
}

const MOST_SHOWN = 5;

function someOf(list: readonly string[]): string {
  const shown = list.length > MOST_SHOWN + 1 ? list.slice(0, MOST_SHOWN) : list;
  return [...shown, ...(shown.length < list.length ? [`and ${list.length - shown.length} more`] : [])].join(', ');
}

function isolatedText(paths: readonly string[]): string {
  // those of a List have one path
  const [first, ...more] = new Set(paths);
  return more.length === 0
    ? `the NetworkPolicy ${first} isolates`
    : `the NetworkPolicies ${[first, ...more].join(', ')} isolate`;
}

function mendsOf({ mend }: Speaker): string {
  return [...(mend === undefined ? [] : [mend]), MENDS.others].join(', or ');
}
