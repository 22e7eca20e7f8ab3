import type { ManifestObject } from './manifest-object';
import type { Manifests } from './manifests';
import { podsOf, type Container, type Pod } from './pods';

/** How bad it is, the worst first. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;

/**
 * `high`: the cluster refuses it, it does not do its work, or it hands out the cluster. `medium`: it works until the day it
 * does not. `low`: worth knowing.
 */
export type Severity = (typeof SEVERITIES)[number];

/** A place of an object that violates a rule. */
export interface Finding {
  readonly object: ManifestObject;
  /** Path of the field, such as `spec.ports[0].name`; empty for the object as a whole. */
  readonly at: string;
  /** What is wrong there, and how to mend it where that is known of this place alone. */
  readonly message: string;
  /** Where it is another than the rule's. */
  readonly severity?: Severity;
}

/** A rule that manifests are read by. */
export interface Check {
  /** What people switch it off by: kebab-case, never to be changed. */
  readonly name: string;
  readonly severity: Severity;
  /** What goes wrong, in one sentence. */
  readonly why: string;
  /** How to mend it, in one sentence. */
  readonly fix: string;
  readonly run: (manifests: Manifests) => readonly Finding[];
}

/** A place in one object, before it is known which. */
export interface Flaw {
  readonly at: string;
  readonly message: string;
  readonly severity?: Severity;
}

/** Reads the objects one by one. */
export function eachObject(flawsOf: (object: ManifestObject, all: Manifests) => readonly Flaw[]): Check['run'] {
  return (all) => all.objects.flatMap((object) => flawsOf(object, all).map((flaw) => ({ object, ...flaw })));
}

/** Reads the pods and pod templates one by one. */
export function eachPod(flawsOf: (pod: Pod, object: ManifestObject, all: Manifests) => readonly Flaw[]): Check['run'] {
  return eachObject((object, all) => podsOf(object).flatMap((pod) => flawsOf(pod, object, all)));
}

/** Reads the containers one by one, those that only initialize included. */
export function eachContainer(
  flawsOf: (container: Container, pod: Pod, object: ManifestObject) => readonly Flaw[],
): Check['run'] {
  return eachPod((pod, object) => pod.containers.flatMap((container) => flawsOf(container, pod, object)));
}
