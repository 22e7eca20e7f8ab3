import { didYouMean } from './closest-word';
import { memoize } from './memoize';

/** What variables stand for while a query is checked: name -> text that makes sense in its place. */
export type VariableSamples = Readonly<Record<string, string>>;

export type Dialect = 'promql' | 'logql';

/** A query as a parser reads it, with the way back to the text that the user typed. */
export interface ParsableQuery {
  readonly typed: string;
  /** The typed text, samples in place of variables. */
  readonly text: string;
  /** In the order of the text; empty when nothing was replaced. */
  readonly replaced: readonly Replaced[];
}

interface Replaced {
  readonly name: string;
  readonly typedFrom: number;
  readonly typedTo: number;
  readonly from: number;
  readonly to: number;
}

// the pattern of Grafana's template service: $name, [[name:format]], ${name.field:format}
const VARIABLE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;
const REGEX_GROUP = /\(\?P?<(\w+)>/g;
const GO_TEMPLATE = /\{\{.*?\}\}/gs;

// https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables
const DURATIONS = ['__interval', '__rate_interval', '__range', '__auto'];
const NUMBERS = ['__interval_ms', '__rate_interval_ms', '__range_s', '__range_ms', '__from', '__to'];
const TEXTS = ['__dashboard', '__org', '__user', '__timezone', '__name', '__all', '__searchFilter', '__timeFilter'];
const BUILT_IN = [...DURATIONS, ...NUMBERS, ...TEXTS];

/** The query as it is, for a program that knows no variables. */
export function withoutVariables(query: string): ParsableQuery {
  return { typed: query, text: query, replaced: [] };
}

/**
 * Puts a sample in place of each Grafana variable, so that the rest can be parsed.
 *
 * A variable without a sample of its own gets one that fits its place: a duration in `[...]`, a matcher in `{...}`, a name
 * elsewhere. `$1`, which `label_replace` reads, stays.
 */
export function withSamples(query: string, dialect: Dialect, samples: VariableSamples): ParsableQuery {
  const place = new Place();
  const replaced: Replaced[] = [];
  let text = '';
  let typedTo = 0;
  for (const match of query.matchAll(VARIABLE)) {
    const name = nameOf(match);
    if (/^\d+$/.test(name)) continue;
    const before = query.slice(typedTo, match.index);
    place.advance(before);
    text += before;
    typedTo = match.index + match[0].length;
    const sample = samples[name] ?? defaultSample(name, dialect, place.bracket, text, query.slice(typedTo));
    replaced.push({ name, typedFrom: match.index, typedTo, from: text.length, to: text.length + sample.length });
    text += sample;
  }
  return { typed: query, text: text + query.slice(typedTo), replaced };
}

/** The place in the typed query from which that place of the parsed text comes. */
export function typedOffset({ replaced }: ParsableQuery, offset: number): number {
  let shift = 0;
  for (const { from, to, typedFrom, typedTo } of replaced) {
    if (offset < from) break;
    if (offset < to) return typedFrom;
    shift = typedTo - to;
  }
  return offset + shift;
}

/** Whether a stretch of the parsed text is nothing but one variable. */
export function isVariable({ replaced }: ParsableQuery, from: number, to: number): boolean {
  return replaced.some((variable) => variable.from === from && variable.to === to);
}

/** Whether a stretch of the parsed text holds a variable. */
export function holdsVariable({ replaced }: ParsableQuery, from: number, to: number): boolean {
  return replaced.some((variable) => variable.from < to && variable.to > from);
}

/**
 * The dashboard variables that a query reads, each once, in the order of their first use.
 *
 * Left out is what others fill in: Grafana's own variables (`$__rate_interval`), the groups of a regular expression
 * (`$1`, and `${name}` beside a group of that name), and what stands in a Go template of `line_format`.
 */
export const variablesIn = memoize((query: string): readonly string[] => {
  const groups = new Set([...query.matchAll(REGEX_GROUP)].map(([, name]) => name));
  const templates = [...query.matchAll(GO_TEMPLATE)].map(
    ({ index, 0: found }) => [index, index + found.length] as const,
  );
  const names = [...query.matchAll(VARIABLE)]
    .filter(({ index }) => !templates.some(([from, to]) => index >= from && index < to))
    .map(nameOf)
    .filter((name) => !/^(?:\d+$|__)/.test(name) && !groups.has(name));
  return [...new Set(names)];
});

/** Names that begin like Grafana's own variables but are none: a typo stays in the query and breaks it. */
export function unknownBuiltIns({ replaced }: ParsableQuery): { readonly offset: number; readonly message: string }[] {
  return replaced
    .filter(({ name }) => name.startsWith('__') && !BUILT_IN.includes(name) && !name.startsWith('__auto_interval_'))
    .map(({ name, from }) => ({
      offset: from,
      message: `Grafana has no variable '$${name}' of its own${didYouMean(name, BUILT_IN)}`,
    }));
}

function nameOf(match: RegExpMatchArray): string {
  return match[1] ?? match[2] ?? match[4] ?? '';
}

function defaultSample(name: string, dialect: Dialect, bracket: string, before: string, after: string): string {
  const placeholder = `V_${name}`;
  if (bracket === '"' || bracket === "'" || bracket === '`') return placeholder;
  if (DURATIONS.includes(name) || name.startsWith('__auto_interval_')) return '5m';
  if (NUMBERS.includes(name)) return '1';
  if (bracket === '[' || /\boffset\s*-?\s*$/i.test(before)) return /^[a-z]/.test(after) ? '5' : '5m';
  if (/interval|resolution/i.test(name)) return '5m';
  if (/^[\w:]/.test(after) || /[\w:]$/.test(before)) return placeholder;
  if (bracket === '{') return /[{,]\s*$/.test(before) && /^\s*[,}]/.test(after) ? `${placeholder}="x"` : placeholder;
  // `$function(...)`: the type checks leave the call of a variable alone
  if (after.startsWith('(')) return /^\(\s*\{/.test(after) ? 'rate' : 'sum';
  // `up{job="x"} $operator 5`: only an operator can stand after an operand
  if (/\)\s*$/.test(before) || (dialect === 'promql' && /[}\]]\s*$/.test(before))) return '+';
  return dialect === 'logql' ? logqlSample(placeholder, before, after) : placeholder;
}

/** PromQL takes a name wherever it takes a number, LogQL does not. */
function logqlSample(placeholder: string, before: string, after: string): string {
  // `{app="x"} $filters`: whole stages
  if (/[}\]"`]\s*$/.test(before)) return '';
  if (/\|\s*$/.test(before)) return /^\s*[=!<>]/.test(after) ? placeholder : `${placeholder}="x"`;
  if (/\blabel_format\b[^|]*$/i.test(before)) return placeholder;
  if (/(?:[=<>]|[-+*/%^])\s*$/.test(before)) return '1';
  const isFirstOfTwo = /\(\s*$/.test(before) && /^\s*,/.test(after);
  const isLabelList = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(\s*$/i.test(before);
  return isFirstOfTwo && !isLabelList ? '1' : placeholder;
}

/** Which bracket or quote is open at a place of a query. */
class Place {
  private readonly open: string[] = [];

  public get bracket(): string {
    return this.open.at(-1) ?? '';
  }

  public advance(text: string): void {
    for (let i = 0; i < text.length; i += 1) {
      const char = text.charAt(i);
      const quote = /["'`]/.test(this.bracket) ? this.bracket : '';
      if (quote === '') i = this.outside(text, i, char);
      else if (char === '\\' && quote !== '`') i += 1;
      else if (char === quote) this.open.pop();
    }
  }

  private outside(text: string, at: number, char: string): number {
    if (char === '#') {
      const end = text.indexOf('\n', at);
      return end === -1 ? text.length : end;
    }
    if (/["'`([{]/.test(char)) this.open.push(char);
    else if (/[)\]}]/.test(char)) this.open.pop();
    return at;
  }
}
