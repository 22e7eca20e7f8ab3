import { invalid, type Subject } from './errors';
import { checkMap } from './kinds';

/*
 * What the API server accepts as a name, a label, a port. The rules are those of
 * k8s.io/apimachinery/pkg/util/validation; the messages say what to type instead.
 */

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;

/** Refuses what cdk8s writes without quotes, for a YAML of its time, and kubectl reads as a number. */
export function checkNoOctal(subject: Subject, prop: string, value: string): void {
  if (isOctal(value)) invalid(subject, prop, value, 'kubectl would read it as an octal number; choose another');
}

/** Whether kubectl would read a text without quotes as an octal number, and cdk8s writes it so. */
export function isOctal(value: string): boolean {
  return /^[-+]?0o[0-7_]+$/i.test(value);
}

/** Names of namespaces and containers. */
export function checkDnsLabel(subject: Subject, prop: string, value: string, longest = 63): void {
  checkNoOctal(subject, prop, value);
  if (typeof value === 'string' && DNS_LABEL.test(value) && value.length <= longest) return;
  const rule = `it must be 1 to ${longest} lower-case letters, digits or '-', beginning and ending with a letter or digit`;
  invalid(subject, prop, value, rule);
}

/** Names of most API objects: Deployments, ConfigMaps, Secrets, Ingress hosts. */
export function checkObjectName(subject: Subject, prop: string, value: string): void {
  checkNoOctal(subject, prop, value);
  if (typeof value === 'string' && DNS_SUBDOMAIN.test(value) && value.length <= 253) return;
  const rule =
    "it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit";
  invalid(subject, prop, value, rule);
}

/** Names of Services, which are DNS names as well and so begin with a letter. */
export function checkServiceName(subject: Subject, prop: string, value: string): void {
  if (typeof value === 'string' && SERVICE_NAME.test(value) && value.length <= 63) return;
  invalid(subject, prop, value, "it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter");
}

/** The longest StatefulSet name whose pods still get their revision label (kubernetes/kubernetes#64023). */
export const LONGEST_STATEFUL_SET_NAME = 52;

export function checkLabelValue(subject: Subject, prop: string, value: string): void {
  checkNoOctal(subject, prop, value);
  if (typeof value === 'string' && LABEL_VALUE.test(value) && value.length <= 63) return;
  const rule = "it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit";
  invalid(subject, prop, value, rule);
}

export function checkLabelKey(subject: Subject, prop: string, value: string): void {
  checkNoOctal(subject, prop, value);
  const [name = '', prefix, ...more] = String(value).split('/').reverse();
  const prefixIsDomain = prefix === undefined || (DNS_SUBDOMAIN.test(prefix) && prefix.length <= 253);
  if (
    typeof value === 'string' &&
    more.length === 0 &&
    prefixIsDomain &&
    QUALIFIED_NAME.test(name) &&
    name.length <= 63
  )
    return;
  const rule =
    "it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit";
  invalid(subject, prop, value, rule);
}

export function checkLabels(subject: Subject, prop: string, labels: { readonly [key: string]: string } = {}): void {
  checkMap(subject, prop, labels);
  for (const [key, value] of Object.entries(labels)) {
    checkLabelKey(subject, prop, key);
    checkLabelValue(subject, `${prop}.${key}`, value);
  }
}

/** Keys of ConfigMaps and Secrets, which are file names too. */
export function checkConfigKey(subject: Subject, prop: string, value: string): void {
  checkNoOctal(subject, prop, value);
  const isPath = value === '.' || String(value).startsWith('..');
  if (typeof value === 'string' && CONFIG_KEY.test(value) && value.length <= 253 && !isPath) return;
  invalid(subject, prop, value, "it must be a file name of at most 253 letters, digits, '-', '_' or '.'");
}

export function checkPort(subject: Subject, prop: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 65_535)) return;
  invalid(subject, prop, value, 'it must be a whole number from 1 to 65535');
}

export function checkPortName(subject: Subject, prop: string, value: string | undefined): void {
  if (value === undefined) return;
  checkNoOctal(subject, prop, value);
  const isPortName =
    typeof value === 'string' &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value) &&
    /[a-z]/.test(value) &&
    !value.includes('--');
  if (isPortName && value.length <= 15) return;
  const rule =
    "it must be 1 to 15 lower-case letters, digits or single '-', with at least one letter, such as 'metrics'";
  invalid(subject, prop, value, rule);
}

export function checkWholeNumber(
  subject: Subject,
  prop: string,
  value: number | undefined,
  min: number,
  max?: number,
): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    invalid(subject, prop, value, `it must be at most ${max ?? Number.MAX_SAFE_INTEGER}`);
  }
  if (Number.isInteger(value) && value >= min && (max === undefined || value <= max)) return;
  invalid(
    subject,
    prop,
    value,
    `it must be a whole number ${max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}`,
  );
}

// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const NOT_ONE_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** Refuses line breaks and control characters where one line of text is meant. */
export function checkOneLine(subject: Subject, prop: string, value: string): void {
  if (isOneLine(value)) return;
  invalid(subject, prop, value, 'it must be one line of text that is not empty and has no control characters');
}

/** Whether it is one line of text that is not empty. */
export function isOneLine(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && !NOT_ONE_LINE.test(value) && isWritable(value);
}

/** Refuses what is no text, and text that the output could not hold. */
export function checkText(subject: Subject, prop: string, value: unknown): void {
  if (typeof value !== 'string') invalid(subject, prop, value, 'it must be text');
  if (!isWritable(value)) invalid(subject, prop, value, UNWRITABLE);
}

/** What is wrong with a text that cannot be written. */
export const UNWRITABLE = 'it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair';

// what the writer of YAML leaves as it is, and kubectl refuses or reads as another character
const NOT_WRITABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u;

/** Whether the output can carry a text; what stands below U+0020 is escaped there. */
export function isWritable(text: string): boolean {
  return !NOT_WRITABLE.test(text);
}
