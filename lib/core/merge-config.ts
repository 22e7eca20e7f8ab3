import { fail, show, type Subject } from './errors';
import { UNWRITABLE, isWritable } from './names';
import type { ConfigValue } from './render';
import { sortedKeys } from './sorted-keys';

/** A configuration as data, by key. */
export interface ConfigKeys {
  readonly [key: string]: ConfigValue;
}

/** What an `extraConfig` may be typed as: whatever another language, or plain JavaScript, hands over. */
export interface ExtraConfig {
  readonly [key: string]: unknown;
}

/**
 * Dotted path of a key -> the prop that says it in types, or the method, with `()`. Such a key is refused even where the
 * component leaves it out: a prop checks its value and sets what belongs to it.
 */
export interface TypedProps {
  readonly [path: string]: string;
}

/**
 * A configuration of the library with the keys that the user adds to it.
 *
 * Maps merge by key, ours first. A key that both set is fine when the values are equal, in whatever order of keys, and
 * fails otherwise; so does a list, of which nobody could say where it is to be added. An empty map is a value where the
 * key is new, and fails where it would change nothing. The result shares no map or list with `extra`.
 *
 * @param ours what the library sets; a key with `undefined` is not set
 * @param extra the prop `extraConfig` as it came, or a copy of it by `copiedExtra`
 * @param typedProps what to use instead, for the messages
 */
export function mergeConfig(
  subject: Subject,
  ours: ConfigKeys,
  extra: ExtraConfig | undefined,
  typedProps: TypedProps = {},
): ConfigKeys {
  return mergedKeys({ subject, typedProps }, '', ours, copiedExtra(subject, extra, typedProps));
}

/**
 * A copy of what the user adds, for a configuration that is written later: what the caller changes afterwards has no effect.
 *
 * Fails for what configuration is not made of, and for what looks like a secret in clear; of that the message shows nothing.
 */
export function copiedExtra(subject: Subject, extra: ExtraConfig | undefined, typedProps: TypedProps = {}): ConfigKeys {
  if (extra === undefined) return {};
  const copy = copied({ subject, typedProps }, '', extra, []);
  return isMap(copy) ? copy : fail(subject, `'extraConfig' is ${show(extra)}; it must be a map of keys`);
}

interface Context {
  readonly subject: Subject;
  readonly typedProps: TypedProps;
}

function mergedKeys(context: Context, path: string, ours: ConfigKeys, extra: ConfigKeys): ConfigKeys {
  const added = Object.entries(extra).map(([key, value]) => {
    const own = Object.hasOwn(ours, key) ? ours[key] : undefined;
    return [key, mergedValue(context, below(path, key), own, value)] as const;
  });
  return Object.fromEntries([...Object.entries(ours), ...added]);
}

function mergedValue(context: Context, path: string, ours: ConfigValue, extra: ConfigValue): ConfigValue {
  if (isEqual(ours, extra)) return ours;
  const isTyped = Object.hasOwn(context.typedProps, path);
  if (isTyped || (ours !== undefined && !isMap(ours))) return conflict(context, path, ours, extra);
  // keys of a new map may have a typed prop, too
  if (isMap(extra) && (ours === undefined || Object.keys(extra).length > 0)) {
    return mergedKeys(context, path, ours ?? {}, extra);
  }
  if (ours === undefined) return extra;
  const rule = isMap(extra)
    ? 'it would change nothing: name the keys to add, or leave it out'
    : 'it must be a map: this library sets keys of it';
  return fail(context.subject, `${described(path, extra)}; ${rule}`);
}

function conflict({ subject, typedProps }: Context, path: string, ours: ConfigValue, extra: ConfigValue): never {
  const list = isList(ours) || isList(extra) ? 'lists are not merged, and ' : '';
  const prop = typedProps[path];
  const to = ours === undefined ? '' : ` to ${show(ours)}`;
  const rule =
    prop === undefined
      ? `this library sets it${to}: leave it out, or patch the ConfigMap`
      : `${prop.endsWith('()') ? `the method ${prop}` : `the typed prop '${prop}'`} sets it${to}: use that`;
  return fail(subject, `${described(path, extra)}; ${list}${rule}`);
}

function described(path: string, value: unknown): string {
  return `'${below('extraConfig', path)}' is ${show(value)}`;
}

function below(path: string, key: string): string {
  if (path === '' || key === '') return path + key;
  return `${path}.${key}`;
}

// no program reads as many
const DEEPEST = 50;

function copied(context: Context, path: string, value: unknown, within: readonly unknown[]): ConfigValue {
  if (typeof value === 'string') {
    checkSecret(context, path, value);
    if (!isWritable(value)) fail(context.subject, `${described(path, value)}; ${UNWRITABLE}`);
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (within.length > DEEPEST) fail(context.subject, `'extraConfig' is more than ${DEEPEST} levels deep`);
  if (within.includes(value)) fail(context.subject, `'${below('extraConfig', path)}' holds itself`);
  // not map(), which skips the holes of a list
  if (isList(value)) return Array.from(value, (item, i) => copied(context, `${path}[${i}]`, item, [...within, value]));
  if (!isPlainMap(value)) return fail(context.subject, `${described(path, value)}; ${whatIsAllowed(value)}`);
  const entries = Object.entries(value).map(([key, item]) => {
    // `<<` merges maps in YAML
    if (key === '__proto__' || key === '<<' || !isWritable(key))
      fail(context.subject, `'${below('extraConfig', below(path, key))}' is no key`);
    return [key, copied(context, below(path, key), item, [...within, value])] as const;
  });
  return sortedKeys(Object.fromEntries(entries));
}

function whatIsAllowed(value: unknown): string {
  if (value === null || value === undefined) return 'leave the key out';
  if (typeof value === 'number') return 'it must be a finite number';
  return "configuration is made of text, numbers, booleans, lists and maps; write a duration as the program reads it, such as '48h'";
}

/*
 * Names that Prometheus, Loki, Promtail and Grafana give to what nobody may read. `password_file`, `secrets_path` and
 * the like name a file.
 */
const SECRET =
  /(^|_)(password|passwd|secret|token|credentials|connstr|service_account|(secret_access|account|access|private|secret|api)_?key)$/;
// read by the program when it starts: `${NAME}` by its environment, `$__file{...}` by Grafana
const REFERENCE = /^\$(?:\{[^}]+\}|__\w+\{[^}]+\})$/;
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i;

function checkSecret({ subject, typedProps }: Context, path: string, text: string): void {
  const key = path.slice(path.lastIndexOf('.') + 1);
  const isSecret = (SECRET.test(key) && text !== '' && !REFERENCE.test(text)) || URL_WITH_PASSWORD.test(text);
  if (!isSecret) return;
  const prop = Object.hasOwn(typedProps, path) ? typedProps[path] : undefined;
  const mend =
    prop === undefined
      ? "name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'"
      : `use the typed prop '${prop}'`;
  fail(subject, `'${below('extraConfig', path)}' is a secret, which the output would show in clear; ${mend}`);
}

function isEqual(a: ConfigValue, b: ConfigValue): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  if (!isMap(a) || !isMap(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(a[key], b[key]));
}

function isList(value: unknown): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

function isMap(value: ConfigValue): value is ConfigKeys {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isPlainMap(value: unknown): value is ExtraConfig {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
