import { holdsVariable, typedOffset, type ParsableQuery, type VariableSamples } from './grafana-variables';
import { memoizeQuery } from './memoize';
import { operandsOf, type PromqlDuration, type PromqlExpression, type PromqlSelector } from './promql-ast';
import { parsePromql } from './promql-tree';
import { readableQuery } from './readable-query';

/** A label matcher of a PromQL query. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** As the user typed it, variables and all, without its quotes. */
  readonly value: string;
  /** Whether a variable of Grafana decides about the value. */
  readonly isVariable: boolean;
}

/** What one selector of a PromQL query reads. */
export interface MetricUse {
  /** The metrics it reads; empty when a variable or a pattern decides. */
  readonly names: readonly string[];
  /** A regular expression for the names, where they are no plain list. */
  readonly namePattern?: string;
  /** Matchers of all labels but the name. */
  readonly matchers: readonly LabelMatcher[];
  /** How far back it reads, in milliseconds: 300000 for `[5m]`; undefined for an instant, a variable or a calculation. */
  readonly windowMilliseconds?: number;
  /** Where the selector begins in the typed text, from 0. */
  readonly offset: number;
}

export interface MetricOptions {
  /** As in the check of the query: what Grafana's variables stand for; left out where there are none. */
  readonly variables?: VariableSamples;
}

/** Every selector of a PromQL query, in the order of the text; none when the query does not parse. */
export function metricUsesIn(query: string, options: MetricOptions = {}): readonly MetricUse[] {
  return read(query, options);
}

/** The metrics that a PromQL query reads by name, each once, in the order of the text. */
export function metricNamesIn(query: string, options: MetricOptions = {}): readonly string[] {
  return [...new Set(read(query, options).flatMap(({ names }) => names))];
}

/** The label matchers of all selectors of a PromQL query, those of the metric name left out. */
export function labelMatchersIn(query: string, options: MetricOptions = {}): readonly LabelMatcher[] {
  return read(query, options).flatMap(({ matchers }) => matchers);
}

const read = memoizeQuery((typed: string, { variables }: MetricOptions): readonly MetricUse[] => {
  const query = readableQuery(typed, 'promql', variables);
  const { expression } = parsePromql(query.text);
  return expression === undefined ? [] : usesOf(query, expression);
});

function usesOf(query: ParsableQuery, expression: PromqlExpression, range?: PromqlDuration): MetricUse[] {
  if (expression.kind === 'selector') return [useOf(query, expression, range)];
  // `info(up, {__name__=~".+_info"})`: its second argument names what is joined, which is read all the same
  const window = expression.kind === 'range' ? expression.durations[0] : undefined;
  return operandsOf(expression).flatMap((operand) => usesOf(query, operand, window));
}

function useOf(query: ParsableQuery, selector: PromqlSelector, range: PromqlDuration | undefined): MetricUse {
  const words = [...(selector.name ? [selector.name] : []), ...selector.quotedNames];
  const patterns: string[] = [];
  for (const { name, operator, value } of selector.matchers) {
    if (name.value !== '__name__') continue;
    if (operator === '=') words.push(value);
    if (operator === '=~' && !holdsVariable(query, value.from, value.to)) patterns.push(value.value);
  }
  const plain = words.filter(({ from, to }) => !holdsVariable(query, from, to)).map(({ value }) => value);
  const lists = patterns.map(namesOfPattern);
  const namePattern = patterns.find((_, i) => lists[i]?.length === 0);
  const isVariableRange = range && holdsVariable(query, range.from, range.to);
  return {
    names: [...plain, ...lists.flat()],
    namePattern,
    matchers: matchersOf(query, selector),
    windowMilliseconds: isVariableRange ? undefined : range?.milliseconds,
    offset: typedOffset(query, selector.from),
  };
}

function matchersOf(query: ParsableQuery, { matchers }: PromqlSelector): LabelMatcher[] {
  return matchers
    .filter(({ name }) => name.value !== '__name__')
    .map(({ name, operator, value }) => {
      const isVariable = holdsVariable(query, value.from, value.to);
      const typedValue = query.typed.slice(typedOffset(query, value.from) + 1, typedOffset(query, value.to) - 1);
      return { label: name.value, operator, value: isVariable ? typedValue : value.value, isVariable };
    });
}

/** `(up|scrape_duration_seconds)` names two metrics; what is no list of plain names gives none. */
function namesOfPattern(pattern: string): string[] {
  const inner = /^\((?:\?:)?([\w:|]+)\)$/.exec(pattern)?.[1] ?? pattern;
  return /^[a-zA-Z_:][\w:]*(?:\|[a-zA-Z_:][\w:]*)*$/.test(inner) ? inner.split('|') : [];
}
