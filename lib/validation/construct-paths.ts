import { basename } from 'node:path';
import type { ManifestObject } from './manifest-object';

/** What the CLI knows of constructs: the name of an object -> the path of its construct. */
export interface ConstructMetadata {
  [name: string]: { readonly path: string };
}

/**
 * Finds constructs. The CLI keeps one construct for each name, that of the last object which has it: it would show the path of
 * a Service where the Deployment of its name is meant.
 */
export class ConstructPaths {
  /** Whether the scope of an object was all that is known. */
  public isApproximate = false;

  private readonly exact: ReadonlyMap<ManifestObject, string>;

  public constructor(
    private readonly objects: readonly ManifestObject[],
    private readonly metadata: ConstructMetadata,
  ) {
    const byName = new Map<string, ManifestObject[]>();
    for (const object of objects) byName.set(object.name, [...(byName.get(object.name) ?? []), object]);
    const known = [...byName].flatMap(([name, same]) => {
      const path = metadata[name]?.path;
      const object = path === undefined ? undefined : recorded(same, path);
      return path === undefined || object === undefined ? [] : [[object, path] as const];
    });
    this.exact = new Map(known);
  }

  /** The name under which the report looks up the construct of an object. */
  public keyOf(object: ManifestObject): string {
    if (this.exact.has(object) || this.metadata[object.name] === undefined) return object.name;
    const scope = this.scopeOf(object);
    if (scope !== '') this.metadata[object.title] = { path: `${scope}/...` };
    this.isApproximate = true;
    return object.title;
  }

  /** Manifests are in the order of the tree: what two constructs around an object have in common holds it as well. */
  private scopeOf(object: ManifestObject): string {
    const at = this.objects.indexOf(object);
    const isBeside = (other: ManifestObject): boolean =>
      other.manifestPath === object.manifestPath && this.exact.has(other);
    const before = this.objects.slice(0, at).findLast(isBeside);
    const after = this.objects.slice(at + 1).find(isBeside);
    const paths = [before, after].flatMap((other) => (other === undefined ? [] : [this.exact.get(other) ?? '']));
    const [first = [], second = []] = paths.map((path) => path.split('/').slice(0, -1));
    // at the edge of a manifest, the chart is all that is sure
    if (paths.length < 2) return first[0] ?? '';
    const end = first.findIndex((part, index) => part !== second[index]);
    return first.slice(0, end === -1 ? undefined : end).join('/');
  }
}

/** The one of several objects that the CLI knows the construct of; undefined where it cannot be told. */
function recorded(same: readonly ManifestObject[], path: string): ManifestObject | undefined {
  const files = [...new Set(same.map(({ manifestPath }) => manifestPath))];
  if (files.length === 1) return same.at(-1);
  const ofChart = files.filter((file) => basename(file).replace(/^\d{4}-|\.k8s\.yaml$/g, '') === path.split('/')[0]);
  return ofChart.length === 1 ? same.findLast(({ manifestPath }) => manifestPath === ofChart[0]) : undefined;
}
