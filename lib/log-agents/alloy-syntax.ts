import { fail, show, type Subject } from '../core/errors';

/** A value of the Alloy language. */
export type AlloyValue =
  string | number | boolean | null | AlloyExpression | readonly AlloyValue[] | { readonly [key: string]: AlloyValue };

/** A block: `name "label" { attributes, then blocks }`. An attribute with `undefined` is left out. */
export interface AlloyBlock {
  readonly name: string;
  readonly label?: string;
  readonly attributes?: { readonly [name: string]: AlloyValue | undefined };
  readonly blocks?: readonly AlloyBlock[];
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const KEYWORDS = ['true', 'false', 'null'];

/** What Alloy computes when it loads its configuration. */
export class AlloyExpression {
  public constructor(public readonly text: string) {}
}

/** What a component exports: `discovery.kubernetes.pods.targets`. */
export function reference(path: string): AlloyExpression {
  if (!PATH.test(path)) fail('Alloy', `${show(path)} is no reference to an export of a component`);
  return new AlloyExpression(path);
}

/** The value of an environment variable, empty where it is not set. */
export function environment(name: string): AlloyExpression {
  return new AlloyExpression(`sys.env(${stringLiteral('Alloy', name)})`);
}

/** Texts, one after the other. */
export function concatenated(...parts: (string | AlloyExpression)[]): AlloyExpression {
  return new AlloyExpression(parts.map((part) => valueText('Alloy', part)).join(' + '));
}

/** Blocks as the text of a configuration file, laid out as `alloy fmt` lays it out. */
export function alloyText(subject: Subject, blocks: readonly AlloyBlock[]): string {
  return `${blocks.map((block) => blockText(subject, block)).join('\n\n')}\n`;
}

function blockText(subject: Subject, block: AlloyBlock): string {
  if (!PATH.test(block.name)) fail(subject, `${show(block.name)} is no name of an Alloy block`);
  if (block.label !== undefined && !IDENTIFIER.test(block.label)) {
    fail(subject, `${show(block.label)} is no label of an Alloy block; it may hold letters, digits and '_' alone`);
  }
  const head = block.label === undefined ? block.name : `${block.name} "${block.label}"`;
  const attributes = Object.entries(block.attributes ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[attributeName(subject, name), valueText(subject, value)] as const],
  );
  const parts = [
    ...(attributes.length > 0 ? [aligned(attributes, '')] : []),
    ...(block.blocks ?? []).map((inner) => blockText(subject, inner)),
  ];
  return parts.length === 0 ? `${head} { }` : `${head} {\n${indented(parts.join('\n\n'))}\n}`;
}

function attributeName(subject: Subject, name: string): string {
  return IDENTIFIER.test(name) && !KEYWORDS.includes(name)
    ? name
    : fail(subject, `${show(name)} is no name of an Alloy attribute; it may hold letters, digits and '_' alone`);
}

function valueText(subject: Subject, value: AlloyValue): string {
  if (typeof value === 'string') return stringLiteral(subject, value);
  if (typeof value === 'number') return numberLiteral(subject, value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (value instanceof AlloyExpression) return value.text;
  if (isList(value)) return `[${value.map((item) => valueText(subject, item)).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([key, field]) => [objectKey(subject, key), valueText(subject, field)] as const,
  );
  return fields.length === 0 ? '{}' : `{\n${indented(aligned(fields, ','))}\n}`;
}

function isList(value: AlloyValue): value is readonly AlloyValue[] {
  return Array.isArray(value);
}

function numberLiteral(subject: Subject, value: number): string {
  return Number.isFinite(value) ? String(value) : fail(subject, `${value} is no number that Alloy can read`);
}

function objectKey(subject: Subject, key: string): string {
  return IDENTIFIER.test(key) && !KEYWORDS.includes(key) ? key : stringLiteral(subject, key);
}

/**
 * Alloy reads double-quoted strings by the rules of Go, whose escapes include all of JSON's: `$`, `{{` and `'` stand for
 * themselves. What a file may not hold as it is, a byte order mark above all, is escaped too.
 */
function stringLiteral(subject: Subject, text: string): string {
  if (/\p{Surrogate}/u.test(text)) fail(subject, `${show(text)} holds half of a surrogate pair, which is no text`);
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `name = value` lines with their `=` in one column; a value of several lines ends the column. */
function aligned(entries: readonly (readonly [name: string, text: string])[], end: string): string {
  const lines: string[] = [];
  for (let start = 0; start < entries.length;) {
    const rest = entries.slice(start);
    const multiline = rest.findIndex(([, text]) => text.includes('\n'));
    const column = rest.slice(0, multiline < 0 ? rest.length : multiline + 1);
    const width = Math.max(...column.map(([name]) => [...name].length));
    lines.push(...column.map(([name, text]) => `${name}${' '.repeat(width - [...name].length)} = ${text}${end}`));
    start += column.length;
  }
  return lines.join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '\t');
}
