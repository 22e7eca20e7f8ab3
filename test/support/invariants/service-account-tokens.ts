import { describeObject, type KubeObject } from '../kube-object';
import { find, podSources, type PodSource } from './pods';
import type { Rule } from './rule';

/** A pod holds a token of the API server if and only if its ServiceAccount has a role to use it for. */
export const serviceAccountTokens: Rule = (objects) =>
  podSources(objects).flatMap((source) => {
    const account = source.spec.serviceAccountName ?? 'default';
    const bound = objects.some((object) => binds(object, source.namespace, account));
    const mounted = hasToken(source, account, objects);
    const name = describeObject(source.owner);
    if (mounted && !bound) return [`${name}: mounts a token of ServiceAccount '${account}', to which no role is bound`];
    if (bound && !mounted) return [`${name}: mounts no token of ServiceAccount '${account}', to which a role is bound`];
    return [];
  });

function binds(object: KubeObject, namespace: string, account: string): boolean {
  if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') return false;
  const subjects: any[] = object['subjects'] ?? [];
  return subjects.some(
    (subject) => subject.kind === 'ServiceAccount' && subject.namespace === namespace && subject.name === account,
  );
}

/** The pod decides, then the ServiceAccount, and both default to yes; a projected volume needs neither. */
function hasToken({ spec, namespace }: PodSource, account: string, objects: readonly KubeObject[]): boolean {
  const projected = (spec.volumes ?? []).some((volume: any) =>
    (volume.projected?.sources ?? []).some((part: any) => part.serviceAccountToken),
  );
  const ofAccount = find(objects, 'ServiceAccount', namespace, account)?.['automountServiceAccountToken'];
  return projected || (spec.automountServiceAccountToken ?? ofAccount ?? true);
}
