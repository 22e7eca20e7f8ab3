import { Yaml } from 'cdk8s';
import type * as Yamls from 'yaml';
import { fail, show, type Subject } from './errors';
import { UNWRITABLE, isWritable } from './names';

/** Configuration as data: what JSON can carry, and `undefined` for a key that is to be left out. */
export type ConfigValue =
  string | number | boolean | null | undefined | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** A configuration as YAML text. Keys keep their order; a key with `undefined` is left out, at any depth. */
export function yamlText(subject: Subject, config: ConfigValue): string {
  const data = defined(subject, 'config', config);
  const text = Yaml.stringify(data);
  return OCTAL.test(text) ? withQuotedOctals(data) : text;
}

// YAML 1.1 knows octal numbers by `0` alone; the parser of Go reads these as numbers too
const OCTAL = /\b0o[0-7]/i;

function withQuotedOctals(data: ConfigValue): string {
  const { Document, visit } = require('yaml') as typeof Yamls;
  // as `Yaml.stringify` writes it
  const document = new Document(data, { version: '1.1', keepUndefined: true });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && OCTAL.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A configuration as JSON text of one line, closed by a line break so that YAML shows it as a block. */
export function jsonText(subject: Subject, config: ConfigValue): string {
  return `${JSON.stringify(defined(subject, 'config', config))}\n`;
}

/** Sections of a `grafana.ini`: `[section]`, then `key = value` lines. Values must be one line of text. */
export function iniText(
  subject: Subject,
  sections: { readonly [section: string]: { readonly [key: string]: string | number | boolean } },
): string {
  const blocks = Object.entries(sections).map(([section, values]) => {
    const lines = Object.entries(values).map(
      ([key, value]) => `${iniKey(subject, key)} = ${iniValue(subject, key, value)}`,
    );
    return [`[${iniKey(subject, section)}]`, ...lines].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function iniKey(subject: Subject, key: string): string {
  if (/^[A-Za-z0-9_.-]+$/.test(key)) return key;
  return fail(subject, `the ini key ${show(key)} may hold letters, digits, '_', '-' and '.' alone`);
}

function iniValue(subject: Subject, key: string, value: string | number | boolean): string {
  const text = String(value);
  // eslint-disable-next-line no-control-regex -- the control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text))
    fail(subject, `the ini value of '${key}' is ${show(text)}; it must be one line of text`);
  // quoted by backticks, as the ini library of Grafana reads values that hold a comment sign
  return /[;#]|^\s|\s$/.test(text) ? `\`${text}\`` : text;
}

function defined(subject: Subject, path: string, value: ConfigValue): ConfigValue {
  if (typeof value === 'string') {
    return isWritable(value) ? value : fail(subject, `'${path}' is ${show(value)}; ${UNWRITABLE}`);
  }
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : fail(subject, `'${path}' is ${value}; it must be a finite number`);
  }
  if (Array.isArray(value)) return value.map((item: ConfigValue, index) => defined(subject, `${path}[${index}]`, item));
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) {
    fail(subject, `'${path}' is ${show(value)}; configuration is made of text, numbers, booleans, lists and maps`);
  }
  const entries = Object.entries(value as { readonly [key: string]: ConfigValue })
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [key, defined(subject, `${path}.${key}`, item)] as const);
  return Object.fromEntries(entries);
}
