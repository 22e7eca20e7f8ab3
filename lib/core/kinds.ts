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

/** Refuses what is no list of text. */
export function checkTexts(subject: Subject, prop: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return;
  invalid(subject, prop, value, "it must be a list of text, such as ['a', 'b']");
}
