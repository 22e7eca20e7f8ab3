import { Duration, Size } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { prometheusDuration } from './duration-text';

/** Who received a bad value: a construct, or the name that a value class goes by ("ScrapeTarget stock-service"). */
export type Subject = IConstruct | string;

/** Throws `[construct/path] message`, the form in which cdk8s prints its own validation errors. */
export function fail(subject: Subject, message: string): never {
  throw new Error(`[${nameOf(subject)}] ${message}`);
}

/**
 * Throws `[construct/path] 'prop' is VALUE; rule`.
 *
 * @param rule what is allowed and, where it is known, how to mend the value
 */
export function invalid(subject: Subject, prop: string, value: unknown, rule: string): never {
  fail(subject, `'${prop}' is ${show(value)}; ${rule}`);
}

/** The construct path or value name that error messages begin with. */
export function nameOf(subject: Subject): string {
  if (typeof subject === 'string') return subject;
  return subject.node.path === '' ? subject.constructor.name : subject.node.path;
}

const LONGEST_SHOWN = 80;

/** A value as an error message shows it: on one line, control characters escaped, cut to 80 characters. */
export function show(value: unknown): string {
  // not toHumanString(): it reads two hours as "1 hour 60 minutes"
  if (value instanceof Duration) return prometheusDuration(value);
  if (value instanceof Size) return value.asString();
  if (Construct.isConstruct(value)) return nameOf(value);
  if (typeof value === 'number' || value === undefined) return String(value);
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = plainText(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

function plainText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'a value that JSON cannot carry';
  }
}
