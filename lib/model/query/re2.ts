import type * as Re2js from 're2js';
import { memoize } from './memoize';

interface Re2Pattern {
  /** What Go's regexp package objects to; undefined when it takes the pattern. */
  readonly problem?: string;
  /** The same pattern in words that re2js reads as Go does; undefined with a problem. */
  readonly readable?: string;
  readonly groupNames: readonly string[];
}

const read = memoize((pattern: string): Re2Pattern => {
  const { RE2JS, RE2JSSyntaxException } = loadRe2();
  let compiled: Re2js.RE2JS | undefined;
  let text = pattern;
  for (let attempt = 0; compiled === undefined; attempt += 1) {
    try {
      compiled = RE2JS.compile(text);
    } catch (error) {
      if (!(error instanceof RE2JSSyntaxException)) throw error;
      const likeGo = attempt < REWRITES ? rewriteLikeGo(text, error.message) : text;
      if (likeGo === text) return { problem: inUsersWords(error.message.replace(text, () => pattern)), groupNames: [] };
      text = likeGo;
    }
  }
  return {
    readable: text,
    groupNames: text === pattern ? namesInOrder(compiled) : [...pattern.matchAll(NAMED_GROUP)].map((m) => m[1] ?? ''),
  };
});

/**
 * What Go's `regexp` (RE2) objects to in a pattern, or undefined when it takes the pattern.
 *
 * Prometheus, Loki, Promtail and Alloy all read their regular expressions with it.
 *
 * @see https://pkg.go.dev/regexp/syntax
 */
export function re2Problem(pattern: string): string | undefined {
  return typeof pattern === 'string' ? read(pattern).problem : 'it must be text';
}

/** Whether a label matcher with that pattern takes an empty value; false when it is no valid pattern. */
export const re2MatchesEmpty = memoize((pattern: string): boolean => {
  const { readable } = read(pattern);
  const { RE2JS } = loadRe2();
  // label matchers are anchored, and their `.` takes line breaks
  return readable !== undefined && RE2JS.compile(readable, RE2JS.DOTALL).matches('');
});

/** The names of the named groups, in their order; a name stands twice when the pattern names two groups alike. */
export function re2GroupNames(pattern: string): readonly string[] {
  return read(pattern).groupNames;
}

const NAMED_GROUP = /\(\?P?<(\w+)>/g;
const REWRITES = 8;

/** Go takes some patterns that re2js 2.10 does not: the same pattern in words that both read alike. */
function rewriteLikeGo(pattern: string, error: string): string {
  // Go lets two groups share a name
  if (error.includes('duplicate capture group name')) return pattern.replace(NAMED_GROUP, '(');
  // `[[:]`: to Go a colon that begins no [:class:] is an ordinary character
  if (error.endsWith('`[:]`')) return pattern.replaceAll('[:]', '[\\:]');
  // `\p{Letter}`, `\p{ASCII}`: the long names of Go 1.25, which the JavaScript engine knows as well
  const longName = /invalid character class range: `(\\[pP]\{\^?([A-Za-z_]{3,})\})`$/.exec(error);
  if (longName?.[1] && longName[2] && isUnicodeClass(longName[2])) return pattern.replaceAll(longName[1], '\\pL');
  return pattern;
}

function isUnicodeClass(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'u').source !== '';
  } catch {
    return false;
  }
}

function namesInOrder(pattern: Re2js.RE2JS): string[] {
  return Object.entries(pattern.namedGroups())
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => name);
}

// the parser repeats the pattern, however long that is
const LONGEST_PROBLEM = 200;

function shortened(text: string): string {
  return text.length > LONGEST_PROBLEM ? `${text.slice(0, LONGEST_PROBLEM)}...` : text;
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/unsupported Perl syntax: `\(\?[=!]`/, 'RE2 has no look-ahead'],
  [/invalid named capture: `\(\?<[=!]/, 'RE2 has no look-behind'],
  [/invalid escape sequence: `\\[1-9]`/, 'RE2 has no back-references'],
  [/invalid nested repetition operator: `[*+?}]\+`/, 'RE2 has no possessive repetition'],
  [/invalid repeat count/, 'RE2 repeats at most 1000 times'],
];

function inUsersWords(error: string): string {
  const text = shortened(error.replace(/^error parsing regexp: /, '').replace(/: ``$/, ''));
  const hint = HINTS.find(([pattern]) => pattern.test(text))?.[1];
  return hint === undefined ? text : `${text}; ${hint}`;
}

// 30 ms to load: only a query with a regular expression pays
let loaded: typeof Re2js | undefined;
function loadRe2(): typeof Re2js {
  loaded ??= require('re2js') as typeof Re2js;
  return loaded;
}
