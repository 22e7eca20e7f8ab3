import { at, listOf, textOf, textsOf } from '../json';
import type { TreeObject } from '../objects';
import type { Workload } from './workloads';

const BINDINGS = ['ClusterRoleBinding', 'RoleBinding'];
const READING = ['get', 'list', 'watch', '*'];

/** What a workload may read at the API server: a line for each role of the tree that is bound to its account. */
export function readsApiServer(workload: Workload, objects: readonly TreeObject[]): string[] {
  if (!workload.hasToken) return [];
  return objects
    .filter(
      ({ kind, json }) => BINDINGS.includes(kind) && listOf(json['subjects']).some((one) => isAccount(one, workload)),
    )
    .flatMap((binding) => objects.filter((role) => isRoleOf(role, binding)))
    .flatMap((role) => resourcesOf(role))
    .map((resources) => `may read ${resources}`);
}

function isAccount(subject: unknown, { serviceAccount, namespace }: Workload): boolean {
  const where = textOf(at(subject, 'namespace')) ?? namespace;
  return at(subject, 'kind') === 'ServiceAccount' && at(subject, 'name') === serviceAccount && where === namespace;
}

function isRoleOf(role: TreeObject, binding: TreeObject): boolean {
  const isNamed =
    role.kind === at(binding.json, 'roleRef', 'kind') && role.name === at(binding.json, 'roleRef', 'name');
  return isNamed && (role.kind === 'ClusterRole' || role.namespace === binding.namespace);
}

/** The resources that a role lets someone read, as one text; none when it lets them read no resource. */
function resourcesOf({ json }: TreeObject): string[] {
  const rules = listOf(json['rules']).filter((rule) =>
    textsOf(at(rule, 'verbs')).some((verb) => READING.includes(verb)),
  );
  const resources = [...new Set(rules.flatMap((rule) => textsOf(at(rule, 'resources'))))];
  return resources.length === 0 ? [] : [resources.join(', ')];
}
