import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '../../support/kube-object';

/**
 * The reading half of an API server: LIST and WATCH of any resource, as client-go asks for them. Enough for discovery and for
 * kube-state-metrics; who may read what is tried on the real one.
 */
export class ClusterApi {
  private readonly server: Server;
  private readonly watchers = new Set<{ readonly wanted: Wanted; readonly response: ServerResponse }>();
  private version = 1;

  public constructor(private objects: readonly KubeObject[]) {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://api');
      const wanted = wantedOf(url);
      response.setHeader('content-type', 'application/json');
      if (url.pathname === '/version')
        return response.end(JSON.stringify({ major: '1', minor: '33', gitVersion: 'v1.33.4+k3s1' }));
      if (wanted === undefined) return notFound(response);
      return url.searchParams.get('watch') === null ? this.list(wanted, response) : this.watch(url, wanted, response);
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Adds or replaces an object, and tells those who watch. */
  public put(object: KubeObject): void {
    const others = this.objects.filter((one) => !isSame(one, object));
    const type = others.length === this.objects.length ? 'ADDED' : 'MODIFIED';
    this.objects = [...others, object];
    this.tell(type, object);
  }

  /** Removes an object, and tells those who watch. */
  public remove(object: KubeObject): void {
    this.objects = this.objects.filter((one) => !isSame(one, object));
    this.tell('DELETED', object);
  }

  private tell(type: string, object: KubeObject): void {
    this.version += 1;
    for (const { wanted, response } of this.watchers) {
      if (isWanted(object, wanted)) response.write(event(type, this.withVersion(object)));
    }
  }

  private list(wanted: Wanted, response: ServerResponse): void {
    const items = this.objects.filter((object) => isWanted(object, wanted)).map((object) => this.withVersion(object));
    const kind = `${items[0]?.kind ?? ''}List`;
    response.end(
      JSON.stringify({
        apiVersion: wanted.apiVersion,
        kind,
        metadata: { resourceVersion: String(this.version) },
        items,
      }),
    );
  }

  private watch(url: URL, wanted: Wanted, response: ServerResponse): void {
    const watcher = { wanted, response };
    this.watchers.add(watcher);
    response.on('close', () => this.watchers.delete(watcher));
    response.flushHeaders();
    if (url.searchParams.get('sendInitialEvents') !== 'true') return;
    const found = this.objects.filter((object) => isWanted(object, wanted));
    for (const object of found) response.write(event('ADDED', this.withVersion(object)));
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const { apiVersion } = wanted;
    const metadata = { resourceVersion: String(this.version), annotations };
    response.write(event('BOOKMARK', { apiVersion, kind: found[0]?.kind ?? kindOf(wanted.resource), metadata }));
  }

  private withVersion(object: KubeObject): KubeObject {
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } };
  }
}

interface Wanted {
  readonly apiVersion: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly fields: readonly string[];
  readonly labels: readonly string[];
}

const PATH =
  /^\/(?:api\/(?<core>v1)|apis\/(?<group>[^/]+\/[^/]+))(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>[a-z]+)$/;

function wantedOf({ pathname, searchParams }: URL): Wanted | undefined {
  const { core, group, namespace, resource = '' } = PATH.exec(pathname)?.groups ?? {};
  const apiVersion = core ?? group;
  if (apiVersion === undefined) return undefined;
  const split = (name: string): string[] => (searchParams.get(name) ?? '').split(',').filter((one) => one !== '');
  return { apiVersion, resource, namespace, fields: split('fieldSelector'), labels: split('labelSelector') };
}

function isWanted(object: KubeObject, { apiVersion, resource, namespace, fields, labels }: Wanted): boolean {
  const holds = (requirement: string, valueOf: (key: string) => unknown): boolean => {
    const [, key = '', operator, value] = /^(.+?)(==?|!=)(.*)$/.exec(requirement) ?? [];
    return (valueOf(key) === value) === (operator !== '!=');
  };
  return (
    object.apiVersion === apiVersion &&
    resourceOf(object.kind) === resource &&
    (namespace === undefined || object.metadata.namespace === namespace) &&
    fields.every((field) => holds(field, (path) => path.split('.').reduce((at: any, key) => at?.[key], object))) &&
    labels.every((label) => holds(label, (key) => object.metadata.labels?.[key]))
  );
}

function resourceOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

// a bookmark of a watch without objects still has to name the kind
const KINDS = [
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'EndpointSlice',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'LimitRange',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'ResourceQuota',
  'Secret',
  'Service',
  'StatefulSet',
  'StorageClass',
];

function kindOf(resource: string): string {
  return KINDS.find((kind) => resourceOf(kind) === resource) ?? '';
}

function isSame(one: KubeObject, other: KubeObject): boolean {
  return (
    one.kind === other.kind &&
    one.apiVersion === other.apiVersion &&
    one.metadata.name === other.metadata.name &&
    one.metadata.namespace === other.metadata.namespace
  );
}

function event(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function notFound(response: ServerResponse): void {
  response.statusCode = 404;
  response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }));
}
