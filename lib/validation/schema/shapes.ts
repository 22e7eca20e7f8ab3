import kubernetes from './kubernetes-shapes.json';

/*
 * The fields of the kinds of Kubernetes, without their descriptions: what version 1.28 or 1.36 knows. A type is written as one
 * letter (s text, i whole number, n number, b boolean, q quantity, x whole number or text, o anything), as the name of another
 * type, or as `[` or `{` and the type of what a list or map holds; `!` ends a required field.
 */

/** The fields of a type: name -> type. */
export interface Shape {
  readonly [field: string]: string;
}

const KINDS: { readonly [kind: string]: string } = kubernetes.kinds;
const TYPES: { readonly [type: string]: Shape } = kubernetes.types;

/** The type of a kind; undefined for one that is not known, as all custom resources are. */
export function typeOfKind(apiVersion: string, kind: string): string | undefined {
  return KINDS[`${apiVersion} ${kind}`];
}

export function shapeOf(type: string): Shape | undefined {
  return TYPES[type];
}

/** `apps/v1` for `Deployment`: the versions under which a kind is known. */
export function versionsOfKind(kind: string): readonly string[] {
  return Object.keys(KINDS)
    .filter((key) => key.endsWith(` ${kind}`))
    .map((key) => key.slice(0, key.indexOf(' ')));
}
