import type { App } from 'cdk8s';
import { at, listOf, textOf } from '../json';
import { objectsOf, type TreeObject } from '../objects';
import { readsApiServer } from './api-rights';
import { scrapeJobsOf, yamlOf, type ScrapeJob } from './scrape-jobs';
import { serviceAt, servicesOf, type Service } from './services';
import { workloadsOf, type Workload } from './workloads';

/** Who scrapes, pushes to and reads from whom. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** A component of the app, or something outside of it that a component speaks to. */
export interface Node {
  /** Path of the construct; for what is outside `outside/...`. */
  readonly id: string;
  readonly title: string;
  /** Name of the workload, or where it is. */
  readonly name: string;
  /** `StatefulSet`; empty for what is outside. */
  readonly kind: string;
  /** Namespace of a component; undefined for what is outside. */
  readonly namespace: string | undefined;
}

export type Verb = 'scrapes' | 'pushes lines to' | 'reads from';

/** One node does something to another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly verb: Verb;
  /** What of the configuration says so: the jobs, the URL. */
  readonly because: readonly string[];
}

/** Walks the tree of an app: a node for each workload, an edge for each word of its configuration. */
export function stackGraph(app: App): Graph {
  const objects = objectsOf(app);
  const workloads = workloadsOf(objects);
  const services = servicesOf(objects, workloads);
  const found = workloads.flatMap((workload) => [
    ...scrapes(workload, workloads, services),
    ...pushes(workload, services),
    ...canary(workload, services),
    ...dataSources(workload, services),
    ...hostFolders(workload),
    ...apiServer(workload, objects),
  ]);
  const outside = found.flatMap(({ to }) => ('node' in to ? [to.node] : []));
  return { nodes: unique([...workloads.map(nodeOf), ...outside]), edges: merged(found) };
}

/** An edge whose target is in the tree, or brings its own node. */
interface FoundEdge {
  readonly from: string;
  readonly to: { readonly id: string } | { readonly node: Node };
  readonly verb: Verb;
  readonly because: string;
}

function nodeOf({ id, title, name, kind, namespace }: Workload): Node {
  return { id, title, name, kind, namespace };
}

function outsideNode(id: string, title: string, name: string): { readonly node: Node } {
  return { node: { id: `outside/${id}`, title, name, kind: '', namespace: undefined } };
}

const API_SERVER = outsideNode('api-server', 'API server', 'default/kubernetes');
const KUBELETS = outsideNode('kubelets', 'Kubelets', 'one on each node');

function scrapes(workload: Workload, workloads: readonly Workload[], services: readonly Service[]): FoundEdge[] {
  const jobs = workload.files.flatMap((file) => scrapeJobsOf(file, workloads, services));
  return jobs.flatMap((job) =>
    scraped(job).map((to) => ({ from: workload.id, to, verb: 'scrapes' as const, because: `job ${job.name}` })),
  );
}

function scraped(job: ScrapeJob): FoundEdge['to'][] {
  if (job.outside === 'nodes') return [KUBELETS];
  if (job.outside === 'api-server') return [API_SERVER];
  if (job.workloads.length > 0) return [...job.workloads];
  return [outsideNode(`job/${job.name}`, job.name, job.places.join(', '))];
}

const PUSH_URL = /https?:\/\/[^\s"'`]+\/loki\/api\/v1\/push/g;

/** Whoever is told of the URL at which Loki takes lines. */
function pushes(workload: Workload, services: readonly Service[]): FoundEdge[] {
  const texts = [...workload.files, ...argsOf(workload)];
  const urls = texts.flatMap((text) => text.match(PUSH_URL) ?? []);
  return urls.flatMap((url) => edgesToUrl(workload, url, 'pushes lines to', services));
}

/** loki-canary takes host and port in a flag, always reads, and writes by itself where it is told to. */
function canary(workload: Workload, services: readonly Service[]): FoundEdge[] {
  if (!workload.containers.some(({ name, args }) => name === 'loki-canary' && args.length > 0)) return [];
  const args = argsOf(workload);
  const hosts = args.flatMap((arg) => /^--?addr=(.+)$/.exec(arg)?.[1] ?? []);
  const verbs: Verb[] = args.some((arg) => /^--?push(=true)?$/.test(arg))
    ? ['pushes lines to', 'reads from']
    : ['reads from'];
  return hosts.flatMap((host) => verbs.flatMap((verb) => edgesToUrl(workload, `http://${host}`, verb, services)));
}

/** The data sources that Grafana is provisioned with. */
function dataSources(workload: Workload, services: readonly Service[]): FoundEdge[] {
  return workload.files
    .flatMap((file) => listOf(yamlOf(file)['datasources']))
    .flatMap((source) => textOf(at(source, 'url')) ?? [])
    .flatMap((url) => edgesToUrl(workload, url, 'reads from', services));
}

const POD_LOGS = '/var/log/pods';

function hostFolders({ id, hostFolders: folders }: Workload): FoundEdge[] {
  return folders.map((folder) => {
    const isLogs = folder === POD_LOGS || folder === '/var/log';
    const to = isLogs
      ? outsideNode('pod-logs', 'Log files of all pods', POD_LOGS)
      : outsideNode(`node-files/${folder}`, 'Files of the nodes', `${folder}, read-only`);
    return { from: id, to, verb: 'reads from' as const, because: `folder ${folder} of the node` };
  });
}

function apiServer(workload: Workload, objects: readonly TreeObject[]): FoundEdge[] {
  return readsApiServer(workload, objects).map((because) => ({
    from: workload.id,
    to: API_SERVER,
    verb: 'reads from' as const,
    because,
  }));
}

function edgesToUrl(workload: Workload, url: string, verb: Verb, services: readonly Service[]): FoundEdge[] {
  const host = URL.canParse(url) ? new URL(url).hostname : url;
  const behind = serviceAt(host, workload.namespace, services)?.workloads ?? [];
  const targets = behind.length > 0 ? behind : [outsideNode(`host/${host}`, host, 'not of this app')];
  return targets.map((to) => ({ from: workload.id, to, verb, because: url }));
}

function argsOf({ containers }: Workload): string[] {
  return containers.flatMap(({ args }) => args);
}

function unique(nodes: readonly Node[]): Node[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

/** One edge for all that says the same. */
function merged(found: readonly FoundEdge[]): Edge[] {
  const edges = new Map<string, { from: string; to: string; verb: Verb; because: string[] }>();
  for (const { from, to: target, verb, because } of found) {
    const to = 'node' in target ? target.node.id : target.id;
    const key = JSON.stringify([from, verb, to]);
    const edge = edges.get(key) ?? { from, to, verb, because: [] };
    if (!edge.because.includes(because)) edge.because.push(because);
    edges.set(key, edge);
  }
  return [...edges.values()];
}
