import type { IConstruct } from 'constructs';
import { fail, nameOf } from './errors';

// by app, so that two apps of one process do not see each other
const CLAIMS = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Takes what only one construct of an app can have, such as the name of an object or a port of every node; fails when
 * another has it. cdk8s would write both, and the cluster keep the last one.
 *
 * @param what in words: `the ConfigMap 'loki' of the namespace 'monitoring'`
 * @param mend what to do about it
 */
export function claim(scope: IConstruct, what: string, mend: string): void {
  const { root } = scope.node;
  const claims = CLAIMS.get(root) ?? new Map<string, IConstruct>();
  CLAIMS.set(root, claims);
  const other = claims.get(what);
  if (other !== undefined) fail(scope, `${what} belongs to ${nameOf(other)} already; ${mend}`);
  claims.set(what, scope);
}
