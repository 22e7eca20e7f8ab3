import { eachObject, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import type { Manifests } from '../manifests';
import { podsOf } from '../pods';
import { fieldsOf, textEntries, valueAt, wordOf, type Fields } from '../untyped';
import { closestWord } from '../../model/query/closest-word';

/** Workloads that would not find their own pods. */
export const WORKLOAD_SELECTORS: Check = {
  name: 'workload-selector',
  severity: 'high',
  why: 'The API server refuses a workload whose selector does not match the labels of its own pod template.',
  fix: 'Give the pod template every label of the selector, with the same value.',
  run: eachObject((object) => {
    // a Job's selector is made by the server
    if (!['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(object.kind)) return [];
    const [pod] = podsOf(object);
    return textEntries(valueAt(object.spec, 'selector', 'matchLabels'))
      .filter(([key, value]) => pod !== undefined && pod.labels[key] !== value)
      .map(([key, value]) => ({
        at: `spec.selector.matchLabels['${key}']`,
        message: `it is '${value}', and the pod template has ${labelText(pod?.labels[key])}`,
      }));
  }),
};

/** Services that select no pods. */
export const SERVICE_SELECTORS: Check = {
  name: 'service-selector',
  severity: 'medium',
  why: 'A Service without pods answers nobody.',
  fix: 'Let the selector hold labels that the pod template has; switch the rule off where the pods are made elsewhere.',
  run: eachObject((object, all) => (object.kind === 'Service' && object.group === '' ? serviceFlaws(object, all) : [])),
};

/** A Service of the name of a workload, or one slip away from its labels; all else may be pods that an operator makes. */
function serviceFlaws(object: ManifestObject, all: Manifests): readonly Flaw[] {
  const selector = textEntries(object.spec['selector']);
  if (selector.length === 0 || all.podsSelected(object.namespace, selector).length > 0) return [];
  const [nearest] = all.podsIn(object.namespace).flatMap(({ owner, pod }) => {
    const missed = selector.filter(([key, value]) => pod.labels[key] !== value);
    const [slip] = missed.filter(([key, value]) => owner.name === object.name || isSlip(key, value, pod.labels));
    return slip !== undefined && missed.length === 1 ? [{ owner, pod, slip }] : [];
  });
  if (nearest === undefined) return [];
  const [key, value] = nearest.slip;
  const message = `it is '${value}', and the pods of ${nearest.owner.title} have ${labelText(nearest.pod.labels[key])}; no pods are selected`;
  return [{ at: `spec.selector['${key}']`, message }];
}

function isSlip(key: string, value: string, labels: Fields): boolean {
  const values = Object.entries(labels).filter(([name]) => name === key);
  const keys = Object.keys(labels).filter((name) => labels[name] === value);
  return (
    closestWord(
      value,
      values.map(([, other]) => String(other)),
    ) !== undefined || closestWord(key, keys) !== undefined
  );
}

function labelText(value: unknown): string {
  return value === undefined ? 'no such label' : `'${wordOf(value)}'`;
}

/** The labels by which an object selects pods, for rules that follow them. */
export function selectorOf(object: ManifestObject): readonly (readonly [string, unknown])[] {
  return Object.entries(fieldsOf(object.spec['selector']));
}
