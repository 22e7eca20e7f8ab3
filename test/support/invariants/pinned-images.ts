import { describeObject } from '../kube-object';
import { containersOf, podSources } from './pods';
import type { Rule } from './rule';

// github.com/distribution/reference: a registry is told from a path by its dot, its port or the name localhost
const REGISTRY = /^(localhost|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9-]+(?=:))(:\d+)?$/;
const PATH = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Every image names its registry and a version, so that two nodes and two days run the same program. */
export const pinnedImages: Rule = (objects) =>
  podSources(objects).flatMap(({ owner, spec }) =>
    containersOf(spec).flatMap((container) => {
      const problem = problemOf(container.image ?? '');
      return problem === undefined ? [] : [`${describeObject(owner)}: image '${container.image}' ${problem}`];
    }),
  );

function problemOf(image: string): string | undefined {
  const [, name = '', tag, digest] = /^(.*?)(?::([^:/@]*))?(?:@(.*))?$/.exec(image)!;
  const slash = name.indexOf('/');
  if (slash < 0 || !REGISTRY.test(name.slice(0, slash))) return 'names no registry';
  if (!PATH.test(name.slice(slash + 1))) return 'is no image reference';
  if (tag !== undefined && !TAG.test(tag)) return 'has no valid tag';
  if (digest !== undefined) return DIGEST.test(digest) ? undefined : 'has no valid digest';
  if (tag === undefined) return 'has neither tag nor digest';
  return tag === 'latest' ? 'is not pinned: latest is whatever was pushed last' : undefined;
}
