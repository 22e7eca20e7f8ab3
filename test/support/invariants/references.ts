import { describeObject, type KubeObject } from '../kube-object';
import type { Externals } from './externals';
import { containersOf, find, podSources, type PodSource } from './pods';
import type { Rule } from './rule';

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * Everything that a pod refers to exists: ConfigMaps and Secrets with the keys that it asks for, its ServiceAccount, its
 * claims, its priority class. Without them a pod hangs in ContainerCreating or CreateContainerConfigError.
 */
export const references: Rule = (objects, externals) =>
  podSources(objects).flatMap((source) =>
    referencesOf(source)
      .map((reference) => problemOf(reference, source, objects, externals))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${describeObject(source.owner)}: ${problem}`),
  );

function problemOf(
  { kind, name, keys }: Reference,
  { namespace }: PodSource,
  objects: readonly KubeObject[],
  externals: Externals,
): string | undefined {
  const place = kind === 'PriorityClass' ? undefined : namespace;
  const found = find(objects, kind, place, name);
  if (!found) return externals.has(kind, place, name) ? undefined : `refers to ${kind} '${name}', which does not exist`;
  const present = ['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(found[field] ?? {}));
  const missing = keys.filter((key) => !present.includes(key));
  return missing.length === 0
    ? undefined
    : `refers to key '${missing.join("', '")}' of ${kind} '${name}', which has none`;
}

function referencesOf({ spec }: PodSource): Reference[] {
  const account = spec.serviceAccountName ?? 'default';
  return [
    { kind: 'ServiceAccount', name: account, keys: [] },
    ...(spec.priorityClassName ? [{ kind: 'PriorityClass', name: spec.priorityClassName, keys: [] }] : []),
    ...(spec.imagePullSecrets ?? []).map((secret: any) => ({ kind: 'Secret', name: secret.name, keys: [] })),
    ...(spec.volumes ?? []).flatMap(volumeReferences),
    ...containersOf(spec).flatMap(environmentReferences),
  ];
}

function volumeReferences(volume: any): Reference[] {
  const { configMap, secret, projected, persistentVolumeClaim } = volume;
  return [
    ...(configMap ? reference('ConfigMap', configMap.name, configMap) : []),
    ...(secret ? reference('Secret', secret.secretName, secret) : []),
    ...(projected?.sources ?? []).flatMap((part: any) => [
      ...(part.configMap ? reference('ConfigMap', part.configMap.name, part.configMap) : []),
      ...(part.secret ? reference('Secret', part.secret.name, part.secret) : []),
    ]),
    ...(persistentVolumeClaim
      ? [{ kind: 'PersistentVolumeClaim', name: persistentVolumeClaim.claimName, keys: [] }]
      : []),
  ];
}

function environmentReferences(container: any): Reference[] {
  const sources = [
    ...(container.envFrom ?? []).map((from: any) => [from.configMapRef, from.secretRef]),
    ...(container.env ?? []).map(({ valueFrom }: any) => [valueFrom?.configMapKeyRef, valueFrom?.secretKeyRef]),
  ];
  return sources.flatMap(([configMap, secret]) => [
    ...(configMap ? reference('ConfigMap', configMap.name, configMap) : []),
    ...(secret ? reference('Secret', secret.name, secret) : []),
  ]);
}

/** What is optional may be missing. */
function reference(kind: string, name: string, { optional, items, key }: any): Reference[] {
  if (optional === true) return [];
  return [{ kind, name, keys: key === undefined ? (items ?? []).map((item: any) => item.key) : [key] }];
}
