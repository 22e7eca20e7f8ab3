import { describeObject, type KubeObject } from '../kube-object';
import { find, namespaceOf } from './pods';
import type { Rule } from './rule';

/** An autoscaler has a target that leaves the replicas to it and asks for what utilisation is measured against. */
export const autoscalers: Rule = (objects) => {
  const targets = new Map<string, string>();
  return objects
    .filter((object) => object.kind === 'HorizontalPodAutoscaler')
    .flatMap((autoscaler) => {
      const { kind, name } = autoscaler['spec'].scaleTargetRef;
      const key = `${kind} ${namespaceOf(autoscaler)}/${name}`;
      const other = targets.get(key);
      targets.set(key, describeObject(autoscaler));
      return [
        ...rangeProblems(autoscaler),
        ...targetProblems(autoscaler, objects),
        ...(other === undefined ? [] : [`scales ${key}, as ${other} does`]),
      ].map((problem) => `${describeObject(autoscaler)}: ${problem}`);
    });
};

function rangeProblems({ spec: { minReplicas = 1, maxReplicas } }: KubeObject): string[] {
  return minReplicas <= maxReplicas ? [] : [`minReplicas ${minReplicas} is above maxReplicas ${maxReplicas}`];
}

function targetProblems(autoscaler: KubeObject, objects: readonly KubeObject[]): string[] {
  const { scaleTargetRef, metrics = [] } = autoscaler['spec'];
  const { kind, name, apiVersion } = scaleTargetRef;
  const target = find(objects, kind, namespaceOf(autoscaler), name);
  if (!target) return [`scales ${kind} '${name}', which does not exist`];
  if (target.apiVersion !== apiVersion)
    return [`scales ${kind} '${name}' of ${apiVersion}; it is of ${target.apiVersion}`];
  const containers: any[] = target['spec'].template.spec.containers;
  const measured: string[] = metrics
    .filter((metric: any) => metric.type === 'Resource' && metric.resource.target.type === 'Utilization')
    .map((metric: any) => metric.resource.name);
  return [
    // each apply would set the autoscaler's work back
    ...(target['spec'].replicas === undefined ? [] : [`scales ${kind} '${name}', which fixes its replicas`]),
    ...measured.flatMap((resource) =>
      containers
        .filter((container) => container.resources?.requests?.[resource] === undefined)
        .map(
          (container) =>
            `measures ${resource}, which container '${container.name}' of ${kind} '${name}' does not request`,
        ),
    ),
  ];
}
