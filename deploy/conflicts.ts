import { at, listOf, textOf } from '../preview/json';
import { titleOf, type Manifest } from './manifests';

/** Fields of one object that another program has set to something else. */
export interface Conflict {
  readonly manifest: Manifest;
  readonly manager: string;
  readonly fields: readonly string[];
}

// What kubectl writes: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas
// and, of several fields:  conflicts with "kubectl-edit" using apps/v1:\n- .spec.replicas\n- .spec.paused
const CONFLICT = /conflicts? with "([^"]+)"(?: with subresource "([^"]+)")?[^:\n]*:((?: \S+)|(?:\n- .+)+)/g;

const WHO: readonly (readonly [RegExp, string])[] = [
  [
    /^kubectl-client-side-apply$/,
    'an earlier `kubectl apply` without --server-side; if that was of this dist/, --force-conflicts just takes over',
  ],
  [/^kubectl \(scale\)$/, '`kubectl scale`'],
  [/^kubectl-rollout$/, '`kubectl rollout`'],
  [/^kubectl-edit$/, '`kubectl edit`'],
  [/^kubectl-(patch|set|label|annotate|replace|create)$/, 'kubectl by hand'],
  [/^kubectl$/, 'kubectl, by hand or with --server-side'],
  [/^kube-controller-manager|horizontal/, 'a controller of Kubernetes'],
  [/^argocd/, 'Argo CD, which will set it back: change it in the repository that Argo CD reads'],
  [/^helm$/, 'Helm, which will set it back with the next upgrade'],
];

/** Whether kubectl refused to apply since others own fields. */
export function isConflict(stderr: string): boolean {
  return /Apply failed with \d+ conflict/.test(stderr);
}

/** The names of the programs that a refusal speaks of. */
export function managersIn(stderr: string): string[] {
  return [...new Set([...stderr.matchAll(CONFLICT)].map(([, manager = '']) => manager))];
}

/** Whether one of these programs has ever set a field of an object of the cluster. */
export function isManagedBy(live: Manifest, managers: readonly string[]): boolean {
  const own = listOf(at(live.json, 'metadata', 'managedFields')).map((entry) => textOf(at(entry, 'manager')) ?? '');
  return own.some((manager) => managers.includes(manager));
}

/** What the refusal to apply one object says. */
export function conflictsOf(manifest: Manifest, stderr: string): Conflict[] {
  return [...stderr.matchAll(CONFLICT)].map(([, manager = '', subresource, fields = '']) => ({
    manifest,
    manager: subresource === undefined ? manager : `${manager} (${subresource})`,
    fields: fields.split('\n').flatMap((line) => line.replace(/^-? /, '').trim() || []),
  }));
}

/** The conflicts as people read them, each object once. */
export function conflictLines(conflicts: readonly Conflict[]): string[] {
  const titles = [...new Set(conflicts.map(({ manifest }) => titleOf(manifest)))];
  return titles.flatMap((title) => [
    `  ${title}`,
    ...conflicts
      .filter(({ manifest }) => titleOf(manifest) === title)
      .flatMap(({ manager, fields }) => fields.map((field) => `    ${field}  set by ${nameOf(manager)}`)),
  ]);
}

function nameOf(manager: string): string {
  const meaning = WHO.find(([pattern]) => pattern.test(manager))?.[1];
  return meaning ?? `'${manager}'`;
}
