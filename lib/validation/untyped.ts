/*
 * Reads manifests that anyone wrote: nothing is certain of them. What is of another kind than asked for reads as empty; that
 * it is of another kind is what the rule `schema` says.
 */

/** An object of a manifest. */
export interface Fields {
  readonly [key: string]: unknown;
}

/** A part of a manifest, and where it stands there. */
export interface Placed {
  readonly at: string;
  readonly fields: Fields;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object itself, or one without fields. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** What stands at a path of field names. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, key) => fieldsOf(inner)[key], value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Text, a number or a boolean as it is written; empty for all else. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The entries of an object whose values are text. */
export function textEntries(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** The objects of a list, each with its place. */
export function placedList(at: string, value: unknown): readonly Placed[] {
  return listOf(value).flatMap((fields, index) => (isObject(fields) ? [{ at: `${at}[${index}]`, fields }] : []));
}

/** The values that stand more than once, each named once. */
export function twins<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** `'a', 'b'` for a message; `none` for an empty list. */
export function quoted(values: Iterable<string>): string {
  return [...values].map((value) => `'${value}'`).join(', ') || 'none';
}
