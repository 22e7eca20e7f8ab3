import { eachPod, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import type { Manifests } from '../manifests';
import type { Container, Pod } from '../pods';
import { fieldsOf, isObject, placedList, quoted, textOf, valueAt, type Fields } from '../untyped';
import { didYouMean } from '../../model/query/closest-word';

/** Keys of ConfigMaps and Secrets that pods ask for and that are not there. */
export const CONFIG_KEYS: Check = {
  name: 'config-key',
  severity: 'high',
  why: 'A pod does not start while a key of a ConfigMap or Secret is missing that it asks for.',
  fix: 'Add the key to the object, or ask for one that it has; `optional: true` lets the pod start without.',
  run: eachPod((pod, object, all) => [
    ...pod.containers.flatMap((container) => variableFlaws(container, object, all)),
    ...volumeFlaws(pod, object, all),
  ]),
};

function variableFlaws({ at, fields }: Container, object: ManifestObject, all: Manifests): readonly Flaw[] {
  return placedList(`${at}.env`, fields['env']).flatMap((variable) =>
    [
      ['ConfigMap', 'configMapKeyRef'],
      ['Secret', 'secretKeyRef'],
    ].flatMap(([kind = '', field = '']) => {
      const reference = fieldsOf(valueAt(variable.fields, 'valueFrom', field));
      const { key, name } = reference;
      const place = `${variable.at}.valueFrom.${field}.key`;
      return keyFlaws(place, object, all, { kind, name, keys: [key], isOptional: reference['optional'] === true });
    }),
  );
}

function volumeFlaws({ at, spec }: Pod, object: ManifestObject, all: Manifests): readonly Flaw[] {
  return placedList(`${at}.volumes`, spec['volumes']).flatMap((volume) => [
    ...sourceFlaws(volume.at, volume.fields, object, all),
    ...placedList(`${volume.at}.projected.sources`, valueAt(volume.fields, 'projected', 'sources')).flatMap((source) =>
      sourceFlaws(source.at, source.fields, object, all),
    ),
  ]);
}

function sourceFlaws(at: string, source: Fields, object: ManifestObject, all: Manifests): readonly Flaw[] {
  return [
    ['ConfigMap', 'configMap'],
    ['Secret', 'secret'],
  ].flatMap(([kind = '', field = '']) => {
    if (!isObject(source[field])) return [];
    const { name, secretName, items, optional } = source[field];
    const keys = placedList('', items).map(({ fields }) => fields['key']);
    const reference = { kind, name: name ?? secretName, keys, isOptional: optional === true };
    return keyFlaws(`${at}.${field}.items`, object, all, reference);
  });
}

interface Reference {
  readonly kind: string;
  readonly name: unknown;
  readonly keys: readonly unknown[];
  readonly isOptional: boolean;
}

/** Objects that are not in the manifests may be in the cluster. */
function keyFlaws(at: string, object: ManifestObject, all: Manifests, reference: Reference): readonly Flaw[] {
  const { kind, name, keys, isOptional } = reference;
  const found = typeof name === 'string' && !isOptional ? all.beside(object, kind, name) : undefined;
  if (found === undefined || isFilledLater(found)) return [];
  const present = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys(fieldsOf(found.fields[field])));
  return keys
    .flatMap((key) => textOf(key) ?? [])
    .filter((key) => !present.includes(key))
    .map((key) => ({
      at,
      message: `${found.title} has no key '${key}'; it has: ${quoted(present)}${didYouMean(key, present)}`,
    }));
}

/** An empty object is one that a program of the cluster writes, such as a certificate's. */
function isFilledLater({ fields }: ManifestObject): boolean {
  return ['data', 'stringData', 'binaryData'].every((field) => Object.keys(fieldsOf(fields[field])).length === 0);
}
