import { at, listOf, numberOf, objectOf, textMapOf, textOf, type JsonObject } from '../preview/json';
import type { Entry } from './entry';
import { isWorkload, type Manifest } from './manifests';

/** A thing to do now, and the lines that say how. */
export interface NextStep {
  readonly title: string;
  readonly lines: readonly string[];
}

// what Services name the port of a page for people; an API has `http` or `http-metrics`
const PAGE_PORT = 'http-web';

const ADMIN_VARIABLE = /_ADMIN_(USER|PASSWORD)$/;

/**
 * What to look at once all of it runs, read from the manifests alone. Secrets are named, never shown.
 *
 * @param context what kubectl is told when the context is not the current one, such as ` --context prod`
 * @param entryOf where the requests for an Ingress arrive
 */
export function nextSteps(
  manifests: readonly Manifest[],
  context: string,
  entryOf: (ingress: Manifest) => Entry,
): NextStep[] {
  const pages = pagesOf(manifests);
  const localPorts = localPortsOf(pages);
  const steps = pages.map((page, index) => pageStep(page, localPorts[index]!, context));
  const ingresses = manifests.filter(({ kind }) => kind === 'Ingress');
  const doors = ingresses.map((ingress) => ingressStep(ingress, entryOf(ingress), context));
  return [...steps, ...doors.filter(({ lines }) => lines.length > 0), ...logSteps(manifests, pages, context)];
}

interface Page {
  readonly service: Manifest;
  readonly port: JsonObject;
  readonly workload: Manifest;
}

function pagesOf(manifests: readonly Manifest[]): Page[] {
  const pages = manifests.flatMap((service) => {
    const port = listOf(at(service.json, 'spec', 'ports')).find((one) => at(one, 'name') === PAGE_PORT);
    const workload = behind(service, manifests);
    return service.kind === 'Service' && port !== undefined && workload !== undefined
      ? [{ service, port: objectOf(port), workload }]
      : [];
  });
  // the one to log in to shows what the others hold
  return pages.sort(
    (one, other) => Number(loginOf(other.workload).length > 0) - Number(loginOf(one.workload).length > 0),
  );
}

/** The workload whose pods a Service sends to. */
function behind(service: Manifest, manifests: readonly Manifest[]): Manifest | undefined {
  const selector = Object.entries(textMapOf(at(service.json, 'spec', 'selector')));
  if (selector.length === 0) return undefined;
  return manifests.find((one) => {
    const labels = textMapOf(at(one.json, 'spec', 'template', 'metadata', 'labels'));
    return (
      isWorkload(one) &&
      one.namespace === service.namespace &&
      selector.every(([name, value]) => labels[name] === value)
    );
  });
}

/** The port that the program listens on is free on most machines; a second page on it takes the next. */
function localPortsOf(pages: readonly Page[]): number[] {
  const taken: number[] = [];
  for (const { port, workload } of pages) {
    let local = numberOf(port['targetPort']) ?? containerPort(workload, port['targetPort']) ?? numberOf(port['port'])!;
    while (taken.includes(local) || local < 1024) local += local < 1024 ? 8000 : 1;
    taken.push(local);
  }
  return taken;
}

function containerPort(workload: Manifest, name: unknown): number | undefined {
  const ports = containersOf(workload).flatMap((container) => listOf(container['ports']));
  return numberOf(at(ports.find((port) => at(port, 'name') === name) ?? {}, 'containerPort'));
}

function pageStep({ service, port, workload }: Page, local: number, context: string): NextStep {
  const where = namespaceFlag(service) + context;
  return {
    title: programOf(workload),
    lines: [
      `kubectl port-forward${where} svc/${service.name} ${local}:${numberOf(port['port'])}`,
      `http://localhost:${local}`,
      ...loginOf(workload).map(({ what, secret, key }) => {
        const template = `'{{index .data "${key}" | base64decode}}{{"\\n"}}'`;
        return `${what}: kubectl get secret${where} ${secret} -o go-template=${template}`;
      }),
    ],
  };
}

interface Login {
  readonly what: string;
  readonly secret: string;
  readonly key: string;
}

function loginOf(workload: Manifest): Login[] {
  const variables = containersOf(workload).flatMap((container) => listOf(container['env']));
  return variables.flatMap((variable) => {
    const [, what] = ADMIN_VARIABLE.exec(textOf(at(variable, 'name')) ?? '') ?? [];
    const [secret, key] = ['name', 'key'].map((field) => textOf(at(variable, 'valueFrom', 'secretKeyRef', field)));
    return what === undefined || secret === undefined || key === undefined
      ? []
      : [{ what: what.toLowerCase(), secret, key }];
  });
}

function ingressStep(ingress: Manifest, entry: Entry, context: string): NextStep {
  const rules = listOf(at(ingress.json, 'spec', 'rules'));
  const urls = rules.flatMap((rule) => {
    const host = textOf(at(rule, 'host'));
    const isSecure = listOf(at(ingress.json, 'spec', 'tls')).length > 0;
    const address = addressOf(host, isSecure ? entry.https : entry.http);
    const paths = listOf(at(rule, 'http', 'paths')).map((path) => textOf(at(path, 'path')) ?? '/');
    return address === undefined ? [] : paths.map((path) => `http${isSecure ? 's' : ''}://${address}${path}`);
  });
  // without an address the controller has not taken it yet, or there is none
  const lines = urls.length > 0 ? urls : [`kubectl get ingress${namespaceFlag(ingress)}${context} ${ingress.name}`];
  return { title: ingress.name, lines: [...new Set(lines)] };
}

/** A host of its own is asked for by name, at the port of the entry. */
function addressOf(host: string | undefined, entry: string | undefined): string | undefined {
  if (host === undefined || host === '') return entry;
  const port = entry?.includes(':') ? entry.slice(entry.lastIndexOf(':')) : '';
  return host + port;
}

/** The logs of what has a page or an Ingress, and the pods of each namespace. */
function logSteps(manifests: readonly Manifest[], pages: readonly Page[], context: string): NextStep[] {
  const routed = manifests.filter(({ kind }) => kind === 'Ingress').flatMap((ingress) => routedTo(ingress, manifests));
  const shown = [...new Set([...pages.map(({ workload }) => workload), ...routed])];
  const logs = shown.map(
    (one) => `kubectl logs${namespaceFlag(one)}${context} ${one.kind.toLowerCase()}/${one.name} --all-containers -f`,
  );
  const namespaces = [...new Set(manifests.filter(isWorkload).map(namespaceFlag))];
  const pods = namespaces.map((flag) => `kubectl get pods${flag}${context}`);
  return [
    { title: 'pods', lines: pods },
    { title: 'logs', lines: logs },
  ].filter(({ lines }) => lines.length > 0);
}

function routedTo(ingress: Manifest, manifests: readonly Manifest[]): Manifest[] {
  const paths = listOf(at(ingress.json, 'spec', 'rules')).flatMap((rule) => listOf(at(rule, 'http', 'paths')));
  const names = paths.map((path) => textOf(at(path, 'backend', 'service', 'name')));
  const services = manifests.filter(
    ({ kind, namespace, name }) => kind === 'Service' && namespace === ingress.namespace && names.includes(name),
  );
  return services.flatMap((service) => behind(service, manifests) ?? []);
}

function containersOf(workload: Manifest): JsonObject[] {
  return listOf(at(workload.json, 'spec', 'template', 'spec', 'containers')).map(objectOf);
}

function programOf(workload: Manifest): string {
  return textMapOf(at(workload.json, 'metadata', 'labels'))['app.kubernetes.io/name'] ?? workload.name;
}

function namespaceFlag({ namespace }: Manifest): string {
  return namespace === undefined ? '' : ` -n ${namespace}`;
}
