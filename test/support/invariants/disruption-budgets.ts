import { describeObject, type KubeObject } from '../kube-object';
import { namespaceOf, podSources, selects, type PodSource } from './pods';
import type { Rule } from './rule';

/** A disruption budget covers pods of its own and lets at least one of them go, so that a node can be drained. */
export const disruptionBudgets: Rule = (objects) => {
  const owners = new Map<KubeObject, string>();
  return objects
    .filter((object) => object.kind === 'PodDisruptionBudget')
    .flatMap((budget) => {
      const name = describeObject(budget);
      const covered = podSources(objects).filter(
        (source) => source.namespace === namespaceOf(budget) && selects(budget['spec'].selector ?? {}, source.labels),
      );
      const shared = covered.flatMap(({ owner }) => {
        const other = owners.get(owner);
        owners.set(owner, name);
        return other === undefined ? [] : [`covers the pods of ${describeObject(owner)}, as ${other} does`];
      });
      return [
        ...(covered.length === 0 ? ['covers no pod of the output'] : []),
        ...shared,
        ...allowanceProblems(budget, covered, objects),
      ].map((problem) => `${name}: ${problem}`);
    });
};

function allowanceProblems(
  { spec: { minAvailable, maxUnavailable } }: KubeObject,
  covered: readonly PodSource[],
  objects: readonly KubeObject[],
): string[] {
  if ((minAvailable === undefined) === (maxUnavailable === undefined)) {
    return ['needs exactly one of minAvailable and maxUnavailable'];
  }
  const replicas = covered.reduce((sum, source) => sum + replicasOf(source.owner, objects), 0);
  // the controller rounds both percentages up
  const spare =
    maxUnavailable === undefined ? replicas - share(minAvailable, replicas) : share(maxUnavailable, replicas);
  return spare > 0 || covered.length === 0 ? [] : [`lets none of ${replicas} pods go: its nodes cannot be drained`];
}

/** How many pods there are at the quietest time. */
function replicasOf(owner: KubeObject, objects: readonly KubeObject[]): number {
  const autoscaler = objects.find(
    ({ kind, spec, metadata }) =>
      kind === 'HorizontalPodAutoscaler' &&
      metadata.namespace === owner.metadata.namespace &&
      spec.scaleTargetRef.kind === owner.kind &&
      spec.scaleTargetRef.name === owner.metadata.name,
  );
  return autoscaler ? (autoscaler['spec'].minReplicas ?? 1) : (owner['spec'].replicas ?? 1);
}

function share(countOrPercent: number | string, replicas: number): number {
  if (typeof countOrPercent === 'number') return countOrPercent;
  return Math.ceil((Number.parseInt(countOrPercent, 10) * replicas) / 100);
}
