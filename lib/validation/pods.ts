import { POD_TEMPLATES } from '../model/pod-templates';
import type { ManifestObject } from './manifest-object';
import { fieldsOf, placedList, textOf, valueAt, type Fields, type Placed } from './untyped';

/** A container of a pod. */
export interface Container extends Placed {
  readonly name: string;
  /** Whether it ends before the others begin; one that restarts goes on beside them. */
  readonly isInit: boolean;
}

/** A pod, or the template that a workload makes its pods from. */
export interface Pod {
  /** Path of its spec. */
  readonly at: string;
  readonly spec: Fields;
  readonly labels: Fields;
  readonly annotations: Fields;
  readonly containers: readonly Container[];
}

const TEMPLATES: typeof POD_TEMPLATES = { Pod: [], ReplicaSet: ['spec', 'template'], ...POD_TEMPLATES };
const GROUPS = ['', 'apps', 'batch'];

/** The pod or pod template of an object; none for what makes no pods. */
export function podsOf(object: ManifestObject): readonly Pod[] {
  const path = TEMPLATES[object.kind];
  if (path === undefined || !GROUPS.includes(object.group)) return [];
  const template = valueAt(object.fields, ...path);
  const spec = fieldsOf(valueAt(template, 'spec'));
  const at = [...path, 'spec'].join('.');
  const labels = fieldsOf(valueAt(template, 'metadata', 'labels'));
  const annotations = fieldsOf(valueAt(template, 'metadata', 'annotations'));
  return [{ at, spec, labels, annotations, containers: containersOf(at, spec) }];
}

/** The names of the ports that the containers of a pod declare. */
export function portNamesOf(pod: Pod): readonly string[] {
  return pod.containers.flatMap(({ fields }) =>
    placedList('ports', fields['ports']).flatMap((port) => textOf(port.fields['name']) ?? []),
  );
}

function containersOf(at: string, spec: Fields): readonly Container[] {
  return ['initContainers', 'containers'].flatMap((field) =>
    placedList(`${at}.${field}`, spec[field]).map((placed) => ({
      ...placed,
      name: textOf(placed.fields['name']) ?? '',
      isInit: field === 'initContainers' && placed.fields['restartPolicy'] !== 'Always',
    })),
  );
}
