import { eachObject, type Check, type Flaw } from '../check';
import { isObject, quoted } from '../untyped';
import { quantityValue } from '../../core/quantity';
import { show } from '../../core/errors';
import { didYouMean } from '../../model/query/closest-word';
import { choicesOf } from './choices';
import { shapeOf, typeOfKind } from './shapes';

/** Fields and their types, at every depth of the kinds of Kubernetes. */
export const FIELDS: Check = {
  name: 'schema',
  severity: 'high',
  why: 'The API server refuses the object, or drops the field without a word.',
  fix: 'Mend the field as the message says; `kubectl explain KIND.PATH` shows what is there.',
  run: eachObject(({ apiVersion, kind, fields, name }) => {
    const type = typeOfKind(apiVersion, kind);
    return [
      ...(apiVersion === '' ? [{ at: '', message: "it has no 'apiVersion'" }] : []),
      ...(kind === '' ? [{ at: '', message: "it has no 'kind'" }] : []),
      ...(name === '' && type !== undefined ? [{ at: 'metadata.name', message: 'it has no name' }] : []),
      ...(type === undefined ? [] : typeFlaws('', fields, type)),
    ];
  }),
};

const PLAIN: { readonly [code: string]: readonly [string, (value: unknown) => boolean] } = {
  s: ['text', (value) => typeof value === 'string'],
  i: ['a whole number', (value) => Number.isInteger(value)],
  n: ['a number', (value) => typeof value === 'number'],
  b: ['true or false', (value) => typeof value === 'boolean'],
  x: ['a whole number or text', (value) => typeof value === 'string' || Number.isInteger(value)],
  q: ["a quantity such as '100m' or '256Mi'", (value) => quantityValue(String(value)) !== undefined],
  o: ['anything', () => true],
};

/** The API server reads null as if the field were not there. */
function typeFlaws(at: string, value: unknown, code: string): readonly Flaw[] {
  if (value === null || value === undefined) return [];
  const inner = code.slice(1);
  if (code.startsWith('[')) {
    if (!Array.isArray(value)) return [wrong(at, value, 'a list')];
    return value.flatMap((item, index) => typeFlaws(`${at}[${index}]`, item, inner));
  }
  if (code.startsWith('{')) {
    if (!isObject(value)) return [wrong(at, value, 'an object')];
    return Object.entries(value).flatMap(([key, item]) => typeFlaws(joined(at, key), item, inner));
  }
  const plain = PLAIN[code];
  if (plain === undefined) return objectFlaws(at, value, code);
  const [name, fits] = plain;
  return fits(value) ? [] : [wrong(at, value, name)];
}

function objectFlaws(at: string, value: unknown, type: string): readonly Flaw[] {
  const shape = shapeOf(type);
  if (shape === undefined) return [];
  if (!isObject(value)) return [wrong(at, value, 'an object')];
  const missing = Object.entries(shape)
    .filter(([field, code]) => code.endsWith('!') && (value[field] === undefined || value[field] === null))
    .map(([field]) => ({ at, message: `'${field}' is missing` }));
  const present = Object.entries(value).flatMap(([field, inner]): readonly Flaw[] => {
    const code = shape[field];
    if (code !== undefined) {
      return [
        ...typeFlaws(joined(at, field), inner, code.replace('!', '')),
        ...choiceFlaws(joined(at, field), inner, choicesOf(type, field)),
      ];
    }
    return [
      { at: joined(at, field), message: `there is no field '${field}' here${didYouMean(field, Object.keys(shape))}` },
    ];
  });
  // what the server itself fills in is not read for what is missing
  return at === 'status' || at.startsWith('status.') ? present : [...missing, ...present];
}

/** An empty text stands for the default in many of them, so it is left to the server. */
function choiceFlaws(at: string, value: unknown, choices: readonly string[] | undefined): readonly Flaw[] {
  if (choices === undefined || typeof value !== 'string' || value === '' || choices.includes(value)) return [];
  return [{ at, message: `it is '${value}'; it must be one of ${quoted(choices)}` }];
}

function wrong(at: string, value: unknown, what: string): Flaw {
  const mend = typeof value !== 'string' && what === 'text' ? '; put it in quotes' : '';
  return { at, message: `it is ${show(value)}; it must be ${what}${mend}` };
}

function joined(at: string, key: string): string {
  if (!/^[\w$]+$/.test(key)) return `${at}['${key}']`;
  return at === '' ? key : `${at}.${key}`;
}
