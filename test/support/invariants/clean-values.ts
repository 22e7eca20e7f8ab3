import { describeObject } from '../kube-object';
import type { Rule } from './rule';

// of the control characters a manifest needs tab and newline; U+0085, U+2028 and U+2029 are line breaks to kubectl; a lone
// surrogate is no character at all
const UNCLEAN = /(?![\t\n])\p{Cc}|[\u2028\u2029\ufffe\uffff]|\p{Cs}/u;

/** No value is null, and no text has characters that YAML cannot carry or kubectl misreads. */
export const cleanValues: Rule = (objects) =>
  objects.flatMap((object) => problemsOf(object, '').map((problem) => `${describeObject(object)}: ${problem}`));

function problemsOf(value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [`${path} is ${value}`];
  if (typeof value === 'number' && !Number.isFinite(value)) return [`${path} is ${value}`];
  if (typeof value === 'string') return unclean(value, path);
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const childPath = path === '' ? key : `${path}.${key}`;
    return [...unclean(key, `a key of ${path}`), ...problemsOf(child, childPath)];
  });
}

function unclean(text: string, path: string): string[] {
  const found = UNCLEAN.exec(text);
  if (!found) return [];
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return [`${path} has the character U+${code}`];
}
