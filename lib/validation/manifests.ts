import { ManifestObject } from './manifest-object';
import { podsOf, type Pod } from './pods';
import { isObject, listOf } from './untyped';

/** Pods that an object of the manifests makes. */
export interface OwnedPod {
  readonly owner: ManifestObject;
  readonly pod: Pod;
}

/** All objects of an app, for rules that look from one to another. */
export class Manifests {
  public readonly objects: readonly ManifestObject[];

  private readonly byKind = new Map<string, ManifestObject[]>();
  private readonly byName = new Map<string, ManifestObject>();
  private pods?: Map<string | undefined, OwnedPod[]>;

  /** @param files path of a manifest, and its documents */
  public constructor(files: Iterable<readonly [string, readonly unknown[]]>) {
    this.objects = [...files].flatMap(([path, documents]) =>
      documents.flatMap((document) => objectsOf(document, path)),
    );
    for (const object of this.objects) {
      const same = this.byKind.get(object.kind);
      if (same === undefined) this.byKind.set(object.kind, [object]);
      else same.push(object);
      const key = nameKey(object.kind, object.namespace, object.name);
      // of twins, which are a violation of their own, the first
      if (!this.byName.has(key)) this.byName.set(key, object);
    }
  }

  /** All objects of a kind. */
  public ofKind(kind: string): readonly ManifestObject[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The object of that name beside another one, so in its namespace. */
  public beside(object: ManifestObject, kind: string, name: string): ManifestObject | undefined {
    return this.byName.get(nameKey(kind, object.namespace, name));
  }

  /** The pods of all workloads of a namespace. */
  public podsIn(namespace: string | undefined): readonly OwnedPod[] {
    this.pods ??= podsByNamespace(this.objects);
    return this.pods.get(namespace) ?? [];
  }

  /** The pods of a namespace that a selector of plain labels takes, as far as manifests tell. */
  public podsSelected(
    namespace: string | undefined,
    labels: Iterable<readonly [string, unknown]>,
  ): readonly OwnedPod[] {
    const wanted = [...labels].filter(([key]) => !isSetInCluster(key));
    return this.podsIn(namespace).filter(({ pod }) => wanted.every(([key, value]) => pod.labels[key] === value));
  }
}

function nameKey(kind: string, namespace: string | undefined, name: string): string {
  return JSON.stringify([kind, namespace ?? null, name]);
}

function podsByNamespace(objects: readonly ManifestObject[]): Map<string | undefined, OwnedPod[]> {
  const pods = new Map<string | undefined, OwnedPod[]>();
  for (const owner of objects) {
    for (const pod of podsOf(owner)) {
      const same = pods.get(owner.namespace);
      if (same === undefined) pods.set(owner.namespace, [{ owner, pod }]);
      else same.push({ owner, pod });
    }
  }
  return pods;
}

/** Labels that a controller gives to the pods that it makes. */
function isSetInCluster(label: string): boolean {
  const byController = ['controller-revision-hash', 'pod-template-hash', 'controller-uid', 'job-name'];
  return byController.includes(label) || /^(?:statefulset|apps|batch)\.kubernetes\.io\//.test(label);
}

/** An object, or those of a list; documents that hold no object are comments. */
function objectsOf(document: unknown, path: string): readonly ManifestObject[] {
  if (!isObject(document)) return [];
  const { kind, items } = document;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return listOf(items).flatMap((item) => objectsOf(item, path));
  }
  return [new ManifestObject(document, path)];
}
