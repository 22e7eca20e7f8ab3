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
  // made of what the user gave
  if (typeof subject === 'string') return cut(JSON.stringify(subject).slice(1, -1).replaceAll('\\"', '"'));
  return subject.node.path === '' ? subject.constructor.name : subject.node.path;
}

const LONGEST_SHOWN = 80;

/** A value as an error message shows it: on one line, without secrets, control characters escaped, cut to 80 characters. */
export function show(value: unknown): string {
  // not toHumanString(): it reads two hours as "1 hour 60 minutes"
  if (value instanceof Duration) return prometheusDuration(value);
  if (value instanceof Size) return value.asString();
  if (Construct.isConstruct(value)) return nameOf(value);
  if (typeof value === 'number' || value === undefined) return String(value);
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = plainText(value);
  return cut(text);
}

// what JSON leaves as it is and a terminal may read as a break, or not show
const UNSEEN = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function cut(text: string): string {
  const seen = text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return seen.length > LONGEST_SHOWN ? `${seen.slice(0, LONGEST_SHOWN)}...` : seen;
}

// what a caller of plain JavaScript may have put where something else belongs
const SECRET_KEY = /passw|secret|token|credential/i;
const PASSWORD_IN_URL = /(:\/\/)[^\s/@"]*@/g;

function plainText(value: unknown): string {
  try {
    const text = JSON.stringify(value, (key, item: unknown) => (SECRET_KEY.test(key) ? '...' : item)) ?? String(value);
    return text.replace(PASSWORD_IN_URL, '$1...@');
  } catch {
    return 'a value that JSON cannot carry';
  }
}
