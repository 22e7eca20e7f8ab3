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
