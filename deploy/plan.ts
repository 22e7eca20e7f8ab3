import { isDeepStrictEqual } from 'node:util';
import { at, listOf, objectOf, textOf, type JsonObject } from '../preview/json';
import { conflictsOf, isConflict, isManagedBy, managersIn, type Conflict } from './conflicts';
import { problemOf, unknownKinds } from './explain';
import type { Kubectl } from './kubectl';
import { groupOf, keyOf, manifestOf, textFor, type Manifest } from './manifests';
import { REQUEST_TIMEOUT, type Target } from './target';

/** What applying would do to each object. */
export interface Plan {
  readonly created: readonly Manifest[];
  readonly changed: readonly Manifest[];
  readonly unchanged: readonly Manifest[];
  /** Fields that others have set, on objects that exist. */
  readonly conflicts: readonly Conflict[];
}

/** The fields that kubectl sets are known by this name from then on. */
export const FIELD_MANAGER = 'cdk8s-plg';
export const APPLY = ['apply', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];

const DRY_RUN = [...APPLY, '--dry-run=server', '-o', 'json'];
const BOOKKEEPING = ['managedFields', 'resourceVersion', 'generation'];

/** Asks the API server what it would make of each object, and stores nothing. */
export async function planOf(kubectl: Kubectl, target: Target, manifests: readonly Manifest[]): Promise<Plan> {
  const planner = new Planner(kubectl, target, manifests);
  return planner.plan();
}

class Planner {
  public constructor(
    private readonly kubectl: Kubectl,
    private readonly target: Target,
    private readonly manifests: readonly Manifest[],
  ) {}

  public async plan(): Promise<Plan> {
    await this.reach();
    const known = await this.ofKnownKinds();
    const live = await this.liveOf(known);
    const made = this.manifests.filter((one) => one.kind === 'Namespace' && !live.has(keyOf(one)));
    // what stands in a namespace that is still to be made cannot be tried, and cannot differ from anything
    const tried = known.filter(({ namespace }) => !made.some(({ name }) => name === namespace));
    const { results, conflicts } = await this.tryOut(tried, live);

    const differs = (one: Manifest): boolean => !isSame(live.get(keyOf(one))?.json, results.get(keyOf(one))?.json);
    const existing = this.manifests.filter((one) => live.has(keyOf(one)));
    return {
      created: this.manifests.filter((one) => !live.has(keyOf(one))),
      changed: existing.filter(differs),
      unchanged: existing.filter((one) => !differs(one)),
      conflicts,
    };
  }

  private async reach(): Promise<void> {
    const { code, stderr } = await this.kubectl.run(['get', '--raw', '/version', REQUEST_TIMEOUT]);
    if (code !== 0) throw this.problem(stderr);
  }

  /** All but the objects of kinds that dist/ itself brings to the cluster. */
  private async ofKnownKinds(): Promise<Manifest[]> {
    const own = this.manifests
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ json }) => json['spec']);
    if (own.length === 0) return [...this.manifests];
    const isOwn = ({ apiVersion, kind }: Manifest): boolean =>
      own.some((spec) => at(spec, 'group') === groupOf(apiVersion) && at(spec, 'names', 'kind') === kind);
    const custom = this.manifests.filter(isOwn);
    const { stderr } = await this.get(custom);
    const unknown = unknownKinds(stderr);
    return this.manifests.filter((one) => !isOwn(one) || !unknown.some(({ kind }) => kind === one.kind));
  }

  private async liveOf(manifests: readonly Manifest[]): Promise<Map<string, Manifest>> {
    const { code, stdout, stderr } = await this.get(manifests);
    if (code !== 0) throw this.problem(stderr);
    return this.byKey(stdout);
  }

  private get(manifests: readonly Manifest[]): ReturnType<Kubectl['run']> {
    // a kubectl without anything to read fails
    if (manifests.length === 0) return Promise.resolve({ code: 0, stdout: '', stderr: '' });
    const options = ['--ignore-not-found', '--show-managed-fields', '-o', 'json', REQUEST_TIMEOUT];
    return this.kubectl.run(['get', '-f', '-', ...options], textFor(manifests));
  }

  /** The objects as they would be, with the fields of others taken over. */
  private async tryOut(
    manifests: readonly Manifest[],
    live: ReadonlyMap<string, Manifest>,
  ): Promise<{ readonly results: Map<string, Manifest>; readonly conflicts: readonly Conflict[] }> {
    if (manifests.length === 0) return { results: new Map(), conflicts: [] };
    const gently = await this.kubectl.run(DRY_RUN, textFor(manifests));
    if (gently.code === 0) return { results: this.byKey(gently.stdout), conflicts: [] };
    if (!isConflict(gently.stderr)) throw this.problem(gently.stderr);

    const forced = await this.kubectl.run([...DRY_RUN, '--force-conflicts'], textFor(manifests));
    if (forced.code !== 0) throw this.problem(forced.stderr);
    const managers = managersIn(gently.stderr);
    const suspects = manifests.filter((one) => {
      const found = live.get(keyOf(one));
      return found !== undefined && isManagedBy(found, managers);
    });
    return { results: this.byKey(forced.stdout), conflicts: await this.conflictsAmong(suspects) };
  }

  /** kubectl names the fields of a conflict but not the object: each is asked for by itself. */
  private async conflictsAmong(manifests: readonly Manifest[]): Promise<Conflict[]> {
    const conflicts: Conflict[] = [];
    for (const manifest of manifests) {
      const { stderr } = await this.kubectl.run(DRY_RUN, manifest.text);
      conflicts.push(...conflictsOf(manifest, stderr));
    }
    return conflicts;
  }

  private byKey(stdout: string): Map<string, Manifest> {
    const objects = objectsIn(stdout).map((json) => manifestOf(json));
    // in dist/, what goes to the namespace of the context may say nothing about it
    const unnamed = objects.filter(({ namespace }) => namespace === this.target.namespace);
    return new Map([
      ...unnamed.map((one) => [keyOf({ ...one, namespace: undefined }), one] as const),
      ...objects.map((one) => [keyOf(one), one] as const),
    ]);
  }

  private problem(stderr: string): Error {
    return problemOf(stderr, { target: this.target, manifests: this.manifests });
  }
}

/** The objects of an answer of kubectl: none, one, or a list. */
export function objectsIn(stdout: string): JsonObject[] {
  if (stdout.trim() === '') return [];
  const answer = objectOf(JSON.parse(stdout));
  return textOf(answer['kind']) === 'List' ? listOf(answer['items']).map(objectOf) : [answer];
}

function isSame(one: JsonObject | undefined, other: JsonObject | undefined): boolean {
  return one !== undefined && other !== undefined && isDeepStrictEqual(substanceOf(one), substanceOf(other));
}

/** An object without what the cluster keeps about it. */
function substanceOf(json: JsonObject): JsonObject {
  const metadata = Object.entries(objectOf(json['metadata'])).filter(([key]) => !BOOKKEEPING.includes(key));
  return { ...json, status: undefined, metadata: Object.fromEntries(metadata) };
}
