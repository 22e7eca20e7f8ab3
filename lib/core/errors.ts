import { Duration, Size } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { prometheusDuration } from './duration-text';

/** Who received a bad value: a construct, or the name that a value class goes by ("ScrapeTarget stock-service"). */
export type Subject = IConstruct | string;

/** Throws `[construct/path] message`, the form in which cdk8s prints its own validation errors. */
export function fail(subject: Subject, message: string): never {
  throw new Error(`[${nameOf(subject)}] ${seen(message)}`);
}

/** The same for several problems, each on a line of its own. */
export function failAll(subject: Subject, problems: readonly string[]): never {
  throw new Error(`[${nameOf(subject)}] ${problems.map(seen).join('\n')}`);
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
  if (value instanceof Duration) return showDuration(value);
  if (value instanceof Size) return value.asString();
  if (Construct.isConstruct(value)) return nameOf(value);
  if (typeof value === 'number' || value === undefined) return String(value);
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = plainText(value);
  return cut(text);
}

function showDuration(value: Duration): string {
  const milliseconds = value.toMilliseconds({ integral: false });
  return Number.isInteger(milliseconds) ? prometheusDuration(value) : `${milliseconds}ms`;
}

// what a terminal may read as a break or as a command, or not show
const UNSEEN = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\p{Cs}]/gu;

function cut(text: string): string {
  const whole = seen(text);
  return whole.length > LONGEST_SHOWN ? `${whole.slice(0, LONGEST_SHOWN)}...` : whole;
}

/** What a reader of the message could not see, or would take for the end of its line, as an escape. */
function seen(text: string): string {
  return text.replace(UNSEEN, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
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
