import { RE2JS } from 're2js';
import { holdsVariable, type ParsableQuery } from '../../lib/model/query/grafana-variables';
import type { PromqlMatcher, PromqlSelector } from '../../lib/model/query/promql-ast';
import type { Labels } from '../support/relabel';
import type { Values } from './shape';

/** A matcher whose value is known. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** Undefined where a variable decides. */
  readonly value?: string;
}

/** What a selector asks for. */
export interface Selection {
  /** Names of metrics; empty when a pattern decides. */
  readonly names: readonly string[];
  readonly pattern?: string;
  readonly matchers: readonly Matcher[];
}

const NAME = '__name__';
const LIST_OF_NAMES = /^[a-zA-Z_:][\w:]*(?:\|[a-zA-Z_:][\w:]*)*$/;

export function selectionOf(query: ParsableQuery, selector: PromqlSelector): Selection {
  const words = [...(selector.name === undefined ? [] : [selector.name]), ...selector.quotedNames];
  const matchers = selector.matchers.map((matcher) => matcherOf(query, matcher));
  const ofName = matchers.find(({ label }) => label === NAME);
  const isList = ofName?.value !== undefined && LIST_OF_NAMES.test(ofName.value);
  const listed = isList ? (ofName.value ?? '').split('|') : [];
  return {
    names: [...words.map(({ value }) => value), ...listed],
    ...(ofName === undefined || isList ? {} : { pattern: ofName.value ?? '.*' }),
    matchers: matchers.filter(({ label }) => label !== NAME),
  };
}

function matcherOf(query: ParsableQuery, { name, operator, value }: PromqlMatcher): Matcher {
  const isKnown = !holdsVariable(query, value.from, value.to);
  return { label: name.value, operator, ...(isKnown ? { value: value.value } : {}) };
}

/** Whether a series passes a matcher, as far as its value is known. */
export function passes(labels: Labels, { label, operator, value }: Matcher): boolean {
  if (value === undefined) return true;
  const actual = labels[label] ?? '';
  const isEqual = operator.endsWith('~') ? isMatch(value, actual) : actual === value;
  return operator.startsWith('!') ? !isEqual : isEqual;
}

/** Whether one of the values passes. */
export function somePass(values: Values, matcher: Matcher): boolean {
  return values === 'any' || [...values, ''].some((value) => passes({ [matcher.label]: value }, matcher));
}

/** As it is written in a query. */
export function matcherText({ label, operator, value = '$...' }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

const patterns = new Map<string, RE2JS>();

/** Anchored, as in PromQL. */
export function isMatch(pattern: string, text: string): boolean {
  const compiled = patterns.get(pattern) ?? RE2JS.compile(`^(?s:${pattern})$`);
  patterns.set(pattern, compiled);
  return compiled.matcher(text).find();
}
