import { POD_TEMPLATES } from '../../lib/model/pod-templates';
import type { IConstruct } from 'constructs';
import { at, listOf, numberOf, objectOf, textMapOf, textOf, type JsonObject } from '../json';
import type { TreeObject } from '../objects';

/** Pods of the tree, and all that is known of them before they run. */
export interface Workload {
  /** Path of the construct that stands for it. */
  readonly id: string;
  /** Id of that construct: `Prometheus`. */
  readonly title: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [name: string]: string };
  readonly containers: readonly Container[];
  readonly serviceAccount: string;
  /** Whether its pods hold a token for the API server. */
  readonly hasToken: boolean;
  /** Folders of the node that it sees and cannot change. */
  readonly hostFolders: readonly string[];
  /** Texts of the ConfigMaps that it mounts. */
  readonly files: readonly string[];
}

/** A container of a workload. */
export interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly number: number }[];
}

const TEMPLATES: typeof POD_TEMPLATES = { Pod: [], ReplicaSet: ['spec', 'template'], ...POD_TEMPLATES };

/** The workloads among some objects. */
export function workloadsOf(objects: readonly TreeObject[]): Workload[] {
  return objects.flatMap((object) => {
    const path = TEMPLATES[object.kind];
    return path === undefined ? [] : [workloadOf(object, objectOf(at(object.json, ...path)), objects)];
  });
}

function workloadOf(object: TreeObject, template: JsonObject, objects: readonly TreeObject[]): Workload {
  const spec = objectOf(template['spec']);
  const component = componentOf(object.construct);
  return {
    id: component.node.path,
    title: component.node.id,
    kind: object.kind,
    name: object.name,
    namespace: object.namespace,
    labels: textMapOf(at(template, 'metadata', 'labels')),
    containers: listOf(spec['containers']).map(containerOf),
    serviceAccount: textOf(spec['serviceAccountName']) ?? 'default',
    hasToken: spec['automountServiceAccountToken'] !== false,
    hostFolders: hostFoldersOf(spec),
    files: mountedFiles(spec, object.namespace, objects),
  };
}

// what a construct calls the child that it is named after
const DEFAULT_CHILDREN = ['Resource', 'Default'];

/** The construct whose main object this is: the user knows the component, not the object in it. */
function componentOf(construct: IConstruct): IConstruct {
  const { scope, id } = construct.node;
  return scope !== undefined && DEFAULT_CHILDREN.includes(id) ? componentOf(scope) : construct;
}

function containerOf(json: unknown): Container {
  return {
    name: textOf(at(json, 'name')) ?? '',
    args: [...listOf(at(json, 'command')), ...listOf(at(json, 'args'))].flatMap((arg) => textOf(arg) ?? []),
    ports: listOf(at(json, 'ports')).map((port) => ({
      name: textOf(at(port, 'name')) ?? '',
      number: numberOf(at(port, 'containerPort')) ?? 0,
    })),
  };
}

function hostFoldersOf(spec: JsonObject): string[] {
  const mounts = listOf(spec['containers']).flatMap((container) => listOf(at(container, 'volumeMounts')));
  const readOnly = mounts.filter((mount) => at(mount, 'readOnly') === true).map((mount) => at(mount, 'name'));
  return listOf(spec['volumes'])
    .filter((volume) => readOnly.includes(at(volume, 'name')))
    .flatMap((volume) => textOf(at(volume, 'hostPath', 'path')) ?? []);
}

function mountedFiles(spec: JsonObject, namespace: string, objects: readonly TreeObject[]): string[] {
  const volumes = listOf(spec['volumes']).flatMap((volume) => [volume, ...listOf(at(volume, 'projected', 'sources'))]);
  const names = volumes.map((volume) => at(volume, 'configMap', 'name'));
  return objects
    .filter((object) => object.kind === 'ConfigMap' && object.namespace === namespace && names.includes(object.name))
    .flatMap(({ json }) => Object.values(textMapOf(json['data'])));
}

/** Whether an object carries all labels of a selector; an empty selector selects nothing. */
export function selects(
  selector: { readonly [name: string]: string },
  labels: { readonly [name: string]: string },
): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
