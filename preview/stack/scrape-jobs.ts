import { parse } from 'yaml';
import { at, listOf, objectOf, textOf, textsOf, type JsonObject } from '../json';
import type { Service } from './services';
import type { Workload } from './workloads';

/** A job of a Prometheus, and whom it scrapes. */
export interface ScrapeJob {
  readonly name: string;
  /** The workloads of the tree that it finds. */
  readonly workloads: readonly Workload[];
  /** Who else answers it: the kubelets of the nodes, the API server, hosts by address. */
  readonly outside: 'nodes' | 'api-server' | 'others';
  /** Where those are: namespaces or addresses. */
  readonly places: readonly string[];
}

/** What a job may find: labels that are known before anything runs. Those of a container's port are in `META`. */
interface Candidate {
  readonly workload: Workload | undefined;
  readonly labels: { readonly [name: string]: string };
}

const META = '__meta_kubernetes';

/** The jobs in a configuration file; none when it is not one of Prometheus. */
export function scrapeJobsOf(file: string, workloads: readonly Workload[], services: readonly Service[]): ScrapeJob[] {
  const config = yamlOf(file);
  // Promtail's key of the same name says where log files are
  if (config['clients'] !== undefined) return [];
  const candidates = [...workloads.flatMap(podCandidates), ...services.flatMap(serviceCandidates), API_SERVER];
  return listOf(config['scrape_configs']).map((json) => jobOf(objectOf(json), candidates));
}

/** A file as data; an empty object when it is no YAML. */
export function yamlOf(file: string): JsonObject {
  try {
    return objectOf(parse(file, { logLevel: 'silent' }));
  } catch {
    return {};
  }
}

function jobOf(job: JsonObject, candidates: readonly Candidate[]): ScrapeJob {
  const discoveries = listOf(job['kubernetes_sd_configs']);
  const rules = listOf(job['relabel_configs']);
  const found = candidates
    .filter((candidate) => discoveries.some((discovery) => isDiscovered(candidate, discovery)))
    .filter(({ labels }) => rules.every((rule) => passes(labels, rule)));
  const roles = discoveries.map((discovery) => at(discovery, 'role'));
  const addresses = listOf(job['static_configs']).flatMap((config) => textsOf(at(config, 'targets')));
  const namespaces = discoveries.flatMap((discovery) => textsOf(at(discovery, 'namespaces', 'names')));
  return {
    name: textOf(job['job_name']) ?? '',
    workloads: [...new Set(found.flatMap(({ workload }) => workload ?? []))],
    outside: roles.includes('node') ? 'nodes' : found.includes(API_SERVER) ? 'api-server' : 'others',
    places: [...addresses, ...namespaces.map((name) => `namespace ${name}`)],
  };
}

function podCandidates(workload: Workload): Candidate[] {
  const common = podLabels(workload);
  return workload.containers.flatMap(({ name, ports }) => {
    const own = { ...common, [`${META}_pod_container_name`]: name };
    if (ports.length === 0) return [{ workload, labels: own }];
    return ports.map((port) => ({
      workload,
      labels: {
        ...own,
        [`${META}_pod_container_port_name`]: port.name,
        [`${META}_pod_container_port_number`]: String(port.number),
      },
    }));
  });
}

function serviceCandidates({ name, namespace, labels, portNames, workloads }: Service): Candidate[] {
  return workloads.flatMap((workload) =>
    portNames.map((port) => ({
      workload,
      labels: {
        ...podLabels(workload),
        ...labelsOf('service', labels),
        [`${META}_namespace`]: namespace,
        [`${META}_service_name`]: name,
        [`${META}_endpointslice_port_name`]: port,
        [`${META}_endpoint_port_name`]: port,
      },
    })),
  );
}

// every cluster has this Service, and no app makes it
const API_SERVER: Candidate = {
  workload: undefined,
  labels: {
    [`${META}_namespace`]: 'default',
    [`${META}_service_name`]: 'kubernetes',
    [`${META}_endpointslice_port_name`]: 'https',
    [`${META}_endpoint_port_name`]: 'https',
  },
};

function podLabels({ namespace, labels }: Workload): { [name: string]: string } {
  return { [`${META}_namespace`]: namespace, ...labelsOf('pod', labels) };
}

function labelsOf(kind: string, labels: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => {
      const clean = name.replace(/[^a-zA-Z0-9_]/g, '_');
      return [
        [`${META}_${kind}_label_${clean}`, value],
        [`${META}_${kind}_labelpresent_${clean}`, 'true'],
      ];
    }),
  );
}

const SERVICE_ROLES: readonly unknown[] = ['service', 'endpoints', 'endpointslice'];

function isDiscovered({ labels }: Candidate, discovery: unknown): boolean {
  const role = at(discovery, 'role');
  const isService = `${META}_service_name` in labels;
  if (isService ? !SERVICE_ROLES.includes(role) : role !== 'pod') return false;
  const names = textsOf(at(discovery, 'namespaces', 'names'));
  return names.length === 0 || names.includes(labels[`${META}_namespace`] ?? '');
}

/** Families of labels that are known before anything runs: one that is not there is empty. */
const KNOWN = new RegExp(
  `^${META}_(namespace|service_name|(pod|service)_label(present)?_.+|pod_container_(name|port_name|port_number)|endpoint(slice)?_port_name)$`,
);

/** Whether a rule lets the candidate pass. One that looks at what only the cluster knows, such as the phase, does. */
function passes(labels: { readonly [name: string]: string }, rule: unknown): boolean {
  const action = textOf(at(rule, 'action')) ?? 'replace';
  const sources = textsOf(at(rule, 'source_labels'));
  if ((action !== 'keep' && action !== 'drop') || !sources.every((name) => KNOWN.test(name))) return true;
  const value = sources.map((name) => labels[name] ?? '').join(textOf(at(rule, 'separator')) ?? ';');
  return fullMatch(textOf(at(rule, 'regex')) ?? '(.*)', value) === (action === 'keep');
}

/** Prometheus anchors the pattern. One that JavaScript does not read is one that the picture cannot judge. */
function fullMatch(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(value);
  } catch {
    return true;
  }
}
