import { describeObject, groupOf } from '../kube-object';
import type { Rule } from './rule';

/** No two objects share group, kind, namespace and name: of two, `kubectl apply` keeps the last without a word. */
export const uniqueObjects: Rule = (objects) => {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    const key = `${groupOf(object)} ${describeObject(object)}`;
    if (seen.has(key)) return [`${describeObject(object)}: stands twice in the output`];
    seen.add(key);
    return [];
  });
};
