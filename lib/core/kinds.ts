import { invalid, type Subject } from './errors';

/**
 * Refuses a value of another class than the property takes, as plain JavaScript lets it through. It is known by one of its
 * members and not by `instanceof`: the class may come from another copy of the package.
 *
 * @param rule how the value is made
 */
export function checkKind(subject: Subject, prop: string, value: unknown, member: string, rule: string): void {
  if (value === undefined) return;
  if (typeof value === 'object' && value !== null && member in value) return;
  invalid(subject, prop, value, `it must be ${rule}`);
}

/**
 * Refuses props that are no map, and null in the place of one of them, which would count as left out. Called before any of
 * them is read.
 *
 * @param name what the argument is called
 */
export function checkProps(subject: Subject, props: unknown, name: 'props' | 'options' = 'props'): void {
  checkMap(subject, name, props);
  for (const [prop, value] of Object.entries(props as object)) {
    if (value === null) invalid(subject, prop, value, 'it must have a value, or be left out where it has a default');
  }
}

/** Refuses what is no list of such values; see `checkKind`. */
export function checkItems(subject: Subject, prop: string, value: unknown, member: string, rule: string): void {
  if (value === undefined) return;
  checkList(subject, prop, value);
  for (const item of value as readonly unknown[]) checkKind(subject, prop, item ?? null, member, rule);
}

/** Refuses what is none of the members of an enum, which is given by its name: `{ Severity }`. */
export function checkMember(
  subject: Subject,
  prop: string,
  value: unknown,
  enums: { readonly [name: string]: { readonly [member: string]: string } },
): void {
  const [[name = '', members = {}] = []] = Object.entries(enums);
  if (value === undefined || Object.values(members).includes(value as string)) return;
  invalid(subject, prop, value, `it must be ${name}.${Object.keys(members).join(' or .')}`);
}

/** Refuses what is neither true nor false: the text 'false' would count as true. */
export function checkFlag(subject: Subject, prop: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  invalid(subject, prop, value, 'it must be true or false');
}

/** Refuses what is no list. */
export function checkList(subject: Subject, prop: string, value: unknown): void {
  if (!Array.isArray(value)) invalid(subject, prop, value, 'it must be a list');
}

/** Refuses what is no map, by key. */
export function checkMap(subject: Subject, prop: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  invalid(subject, prop, value, 'it must be a map');
}

/** Refuses what is no list of text. */
export function checkTexts(subject: Subject, prop: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return;
  invalid(subject, prop, value, "it must be a list of text, such as ['a', 'b']");
}
