import { eachPod, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import type { Container, Pod } from '../pods';
import { placedList, quoted, textOf, twins, valueAt } from '../untyped';
import { didYouMean } from '../../model/query/closest-word';

/** Volumes that containers mount and no pod has. */
export const VOLUME_MOUNTS: Check = {
  name: 'volume-mount',
  severity: 'high',
  why: 'The API server refuses a pod whose containers mount a volume that it does not have, or two volumes at one path.',
  fix: 'Define the volume under `volumes` of the pod, or under `volumeClaimTemplates` of the StatefulSet.',
  run: eachPod((pod, object) => mountFlaws(pod, object)),
};

/** Volumes that nobody mounts. */
export const UNUSED_VOLUMES: Check = {
  name: 'unused-volume',
  severity: 'low',
  why: 'A volume that no container mounts holds up the start of the pod for nothing.',
  fix: 'Mount it, or leave it out.',
  run: eachPod((pod) => {
    const mounted = new Set(pod.containers.flatMap((container) => mountsOf(container).map(({ name }) => name)));
    return placedList(`${pod.at}.volumes`, pod.spec['volumes']).flatMap(({ at, fields }) => {
      const name = textOf(fields['name']) ?? '';
      return mounted.has(name) ? [] : [{ at, message: `no container mounts the volume '${name}'` }];
    });
  }),
};

interface Mount {
  readonly at: string;
  readonly name: string;
  readonly path?: string;
  readonly subPath: string;
}

function mountFlaws({ spec, at, containers }: Pod, object: ManifestObject): readonly Flaw[] {
  const own = placedList('', spec['volumes']).flatMap(({ fields }) => textOf(fields['name']) ?? []);
  const claims = placedList('', object.spec['volumeClaimTemplates']).flatMap(
    ({ fields }) => textOf(valueAt(fields, 'metadata', 'name')) ?? [],
  );
  // a claim may have the name of a volume, whose place it takes
  const volumes = [...new Set([...own, ...claims])];
  return [
    ...containers.flatMap((container) => containerFlaws(container, volumes)),
    ...twins(own).map((name) => ({ at: `${at}.volumes`, message: `two volumes are named '${name}'` })),
  ];
}

function containerFlaws(container: Container, volumes: readonly string[]): readonly Flaw[] {
  const mounts = mountsOf(container);
  const paths = mounts.flatMap(({ path }) => path ?? []);
  return [
    ...mounts
      .filter(({ name }) => !volumes.includes(name))
      .map(({ at, name }) => ({
        at,
        message: `there is no volume '${name}'; there is: ${quoted(volumes)}${didYouMean(name, volumes)}`,
      })),
    ...mounts
      .filter(({ subPath }) => subPath.split('/').includes('..'))
      .map(({ at, subPath }) => ({ at: `${at}.subPath`, message: `'${subPath}' must not climb up by '..'` })),
    ...twins(paths).map((path) => ({ at: container.at, message: `two volumes are mounted at '${path}'` })),
  ];
}

function mountsOf({ at, fields }: Container): readonly Mount[] {
  const devices = placedList(`${at}.volumeDevices`, fields['volumeDevices']);
  return [...placedList(`${at}.volumeMounts`, fields['volumeMounts']), ...devices].map(
    ({ at: place, fields: mount }) => ({
      at: place,
      name: textOf(mount['name']) ?? '',
      subPath: textOf(mount['subPath']) ?? '',
      ...(typeof mount['mountPath'] === 'string' ? { path: mount['mountPath'] } : {}),
    }),
  );
}
