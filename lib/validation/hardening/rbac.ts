import { eachObject, type Check, type Flaw } from '../check';
import { listOf, placedList, quoted, textOf, type Placed } from '../untyped';

/** Roles that allow everything. */
export const WILDCARD_RBAC: Check = {
  name: 'wildcard-rbac',
  severity: 'high',
  why: 'A wildcard allows what nobody thought of: the Secrets of all, and what later versions of the cluster bring.',
  fix: 'List the API groups, resources and verbs that the program uses.',
  run: eachObject(({ kind, group, fields }) => {
    if (group !== 'rbac.authorization.k8s.io' || (kind !== 'Role' && kind !== 'ClusterRole')) return [];
    return placedList('rules', fields['rules']).flatMap((rule) => ruleFlaws(rule, kind));
  }),
};

function ruleFlaws({ at, fields }: Placed, kind: string): readonly Flaw[] {
  const has = (field: string): boolean => listOf(fields[field]).includes('*');
  if (!has('resources')) return verbFlaws(at, fields, kind);
  const verbs = listOf(fields['verbs']).map((verb) => textOf(verb) ?? '');
  const what = has('verbs') ? 'everything' : quoted(verbs);
  const message = `it allows ${what} on every resource of ${has('apiGroups') ? 'every API group' : 'its API groups'}`;
  // all resources of a named group, or of one namespace, are far from the whole cluster
  const isWhole = has('apiGroups') || listOf(fields['apiGroups']).includes('');
  return [{ at, message, severity: isWhole ? (kind === 'ClusterRole' ? 'high' : 'medium') : 'low' }];
}

function verbFlaws(at: string, fields: Placed['fields'], kind: string): readonly Flaw[] {
  if (!listOf(fields['verbs']).includes('*')) return [];
  const groups = listOf(fields['apiGroups']);
  const resources = [...listOf(fields['resources']), ...listOf(fields['nonResourceURLs'])].join(', ');
  // `escalate` and `bind` are verbs too
  if (groups.includes('rbac.authorization.k8s.io') && kind === 'ClusterRole') {
    return [{ at: `${at}.verbs`, message: `it allows every verb on ${resources}: it can give itself all rights` }];
  }
  return [
    {
      at: `${at}.verbs`,
      message: `it allows every verb on ${resources}`,
      severity: groups.includes('') || groups.includes('*') ? 'medium' : 'low',
    },
  ];
}
