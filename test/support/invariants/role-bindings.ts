import { describeObject, type KubeObject } from '../kube-object';
import type { Externals } from './externals';
import { find, namespaceOf } from './pods';
import type { Rule } from './rule';

/** Role bindings bind a role that exists to ServiceAccounts that exist: RBAC itself never asks. */
export const roleBindings: Rule = (objects, externals) =>
  objects
    .filter((object) => object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding')
    .flatMap((binding) =>
      [...roleProblems(binding, objects, externals), ...subjectProblems(binding, objects, externals)].map(
        (problem) => `${describeObject(binding)}: ${problem}`,
      ),
    );

function roleProblems(binding: KubeObject, objects: readonly KubeObject[], externals: Externals): string[] {
  const { kind, name } = binding['roleRef'];
  if (kind === 'Role' && binding.kind === 'ClusterRoleBinding') return ['binds a Role, which only a RoleBinding can'];
  const namespace = kind === 'Role' ? namespaceOf(binding) : undefined;
  const exists = find(objects, kind, namespace, name) || externals.has(kind, namespace, name);
  return exists ? [] : [`binds ${kind} '${name}', which does not exist`];
}

function subjectProblems(binding: KubeObject, objects: readonly KubeObject[], externals: Externals): string[] {
  const subjects: any[] = binding['subjects'] ?? [];
  if (subjects.length === 0) return ['binds nobody'];
  return subjects
    .filter((subject) => subject.kind === 'ServiceAccount')
    .flatMap(({ namespace, name, apiGroup }) => {
      if (namespace === undefined) return [`names no namespace for ServiceAccount '${name}'`];
      if (apiGroup) return [`gives ServiceAccount '${name}' the API group '${apiGroup}'; it has none`];
      const exists =
        find(objects, 'ServiceAccount', namespace, name) || externals.has('ServiceAccount', namespace, name);
      return exists ? [] : [`names ServiceAccount '${namespace}/${name}', which does not exist`];
    });
}
