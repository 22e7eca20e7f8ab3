import type { KubeObject, Labels } from '../kube-object';

/** The pods that an object of the output makes. */
export interface PodSource {
  /** The Deployment, StatefulSet, Job... or the Pod itself. */
  readonly owner: KubeObject;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

/** What a pod is made of. */
export interface PodSpec {
  readonly [field: string]: any;
}

/** A selector over labels, as Deployments, budgets and policies write it. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Every object of the output that makes pods. */
export function podSources(objects: readonly KubeObject[]): PodSource[] {
  return objects.flatMap((owner) => {
    const template = templateOf(owner);
    if (!template?.spec) return [];
    return [{ owner, namespace: namespaceOf(owner), labels: template.metadata?.labels ?? {}, spec: template.spec }];
  });
}

/** The namespace of an object, `default` where none is written. */
export function namespaceOf(object: KubeObject): string {
  return object.metadata.namespace ?? 'default';
}

/** All containers of a pod, in the order in which they start. */
export function containersOf(spec: PodSpec): any[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
}

/** The containers that run as long as the pod does: the main ones and the sidecars among the init containers. */
export function servingContainersOf(spec: PodSpec): any[] {
  const sidecars = (spec.initContainers ?? []).filter((container: any) => container.restartPolicy === 'Always');
  return [...sidecars, ...(spec.containers ?? [])];
}

/** Whether the labels match a selector; an empty selector matches everything. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}

/** The object of that kind, namespace and name. */
export function find(
  objects: readonly KubeObject[],
  kind: string,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  return objects.find(
    (object) =>
      object.kind === kind &&
      object.metadata.name === name &&
      (namespace === undefined || namespaceOf(object) === namespace),
  );
}

function templateOf(object: KubeObject): any {
  switch (object.kind) {
    case 'Pod':
      return object;
    case 'CronJob':
      return object['spec']?.jobTemplate?.spec?.template;
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'ReplicaSet':
    case 'StatefulSet':
      return object['spec']?.template;
    default:
      return undefined;
  }
}
