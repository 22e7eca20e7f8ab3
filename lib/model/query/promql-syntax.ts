import type { VariableSamples } from './grafana-variables';
import { memoizeQuery } from './memoize';
import { explainPromqlError } from './promql-errors';
import type { PromqlType } from './promql-functions';
import { parsePromql } from './promql-tree';
import { typeOf } from './promql-types';
import type { QueryProblem } from './query-problem';
import { problemsOf, readableQuery, type Finding } from './readable-query';

export interface PromqlOptions {
  /**
   * What Grafana's variables stand for while the query is checked; `{}` where each may have a sample that fits its place.
   *
   * Left out, the query is one that Prometheus reads as it is, such as the expression of a rule: `$x` is a mistake there.
   */
  readonly variables?: VariableSamples;
  /** Feature flags of the Prometheus that answers, as `--enable-feature` names them. */
  readonly features?: readonly string[];
}

/**
 * What Prometheus 3.14 would object to in a query, in the order of the text; a syntax error hides all else.
 *
 * Besides what its parser refuses, these are regular expressions and labels of `label_replace`, `label_join` and
 * `count_values`, over which the query would fail each time it runs.
 */
export function promqlProblems(query: string, options: PromqlOptions = {}): readonly QueryProblem[] {
  return check(query, options).problems;
}

/** What a query evaluates to; undefined when it has problems, `any` when only Grafana knows. */
export function promqlTypeOf(query: string, options: PromqlOptions = {}): PromqlType | undefined {
  const { problems, type } = check(query, options);
  return problems.length === 0 ? type : undefined;
}

interface Checked {
  readonly problems: readonly QueryProblem[];
  readonly type: PromqlType;
}

const check = memoizeQuery((typed: string, { variables, features = [] }: PromqlOptions): Checked => {
  const query = readableQuery(typed, 'promql', variables);
  const found: Finding[] = [];
  const { expression, errorAt } = parsePromql(query.text);
  let type: PromqlType = 'any';
  if (errorAt !== undefined) {
    found.push(explainPromqlError(query.text, errorAt));
  } else if (expression !== undefined) {
    type = typeOf({ query, features, report: (offset, message) => found.push({ offset, message }) }, expression);
  }
  return { problems: problemsOf(query, found), type };
});
