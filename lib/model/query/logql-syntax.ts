import type { VariableSamples } from './grafana-variables';
import { LogqlCheck } from './logql-check';
import { explainLogqlError } from './logql-errors';
import { kindOf, type LogqlKind } from './logql-metrics';
import { checkMatcher, checkStreamSelector } from './logql-selectors';
import { checkLabelFormat, checkLineFilters, checkLineFormat, checkParser } from './logql-stages';
import { parseLogql } from './logql-tree';
import { memoizeQuery } from './memoize';
import { problemAt, type QueryProblem } from './query-problem';
import { problemsOf, readableQuery, type Finding } from './readable-query';
import { children, descendants, type SyntaxNode } from './syntax-tree';
import { readText } from './text-literal';

export interface LogqlOptions {
  /**
   * What Grafana's variables stand for while the query is checked; `{}` where each may have a sample that fits its place.
   *
   * Left out, the query is one that Loki reads as it is, such as the expression of a rule: `$x` is a mistake there.
   */
  readonly variables?: VariableSamples;
}

/**
 * What Loki 3.7 would object to in a query, in the order of the text; a syntax error hides all else.
 *
 * Besides what its parser refuses, these are regular expressions of line filters and templates, over which the query would
 * fail each time it runs. `variants(...)`, an experiment that Loki 4 drops, is not checked.
 */
export function logqlProblems(query: string, options: LogqlOptions = {}): readonly QueryProblem[] {
  return check(query, options).problems;
}

/** Whether a query gives log lines or a metric; undefined when it has problems. */
export function logqlKindOf(query: string, options: LogqlOptions = {}): 'logs' | 'metric' | undefined {
  const { problems, kind } = check(query, options);
  if (problems.length > 0 || kind === undefined) return undefined;
  return kind === 'logs' ? 'logs' : 'metric';
}

/** Whether a text is a stream selector and nothing else: `{namespace="timedeal", app="stock-service"}`. */
export function isLogSelector(text: string): boolean {
  return logqlSelectorProblems(text).length === 0;
}

/** What Loki would object to in a text that must be a stream selector and nothing else. */
export function logqlSelectorProblems(selector: string): readonly QueryProblem[] {
  const problems = logqlProblems(selector);
  if (problems.length > 0) return problems;
  const { top } = parseLogql(selector);
  const [found] = top ? descendants(top, 'Selector') : [];
  const rest = found ? selector.slice(found.to) : selector;
  if (found && selector.slice(0, found.from).trim() === '' && /^\s*(?:#.*\s*)*$/.test(rest)) return [];
  const message = 'only a stream selector such as {app="api"} can stand here, no pipeline and no function';
  const extra = found && selector.slice(0, found.from).trim() === '' ? found.to + rest.search(/\S/) : 0;
  return [problemAt(selector, extra, message)];
}

interface Checked {
  readonly problems: readonly QueryProblem[];
  readonly kind?: LogqlKind;
}

const check = memoizeQuery((typed: string, { variables }: LogqlOptions): Checked => {
  const query = readableQuery(typed, 'logql', variables);
  const found: Finding[] = [];
  const { top, errorAt } = parseLogql(query.text);
  let kind: LogqlKind | undefined;
  if (errorAt !== undefined && !/^\s*variants\s*\(/i.test(query.text)) {
    found.push(explainLogqlError(query.text, errorAt));
  } else if (top !== undefined) {
    kind = runRules(new LogqlCheck(query.text, (offset, message) => found.push({ offset, message })), top);
  }
  return { problems: problemsOf(query, found), kind };
});

const RULES: Readonly<Record<string, (check: LogqlCheck, node: SyntaxNode) => void>> = {
  Selector: checkStreamSelector,
  Matcher: checkMatcher,
  PipelineStage: (check, stage) => {
    const [first] = children(stage);
    if (first?.name === 'LineFilters') checkLineFilters(check, first);
  },
  LabelParser: checkParser,
  LineFormatExpr: checkLineFormat,
  LabelFormatExpr: checkLabelFormat,
  Range: checkRange,
  Identifier: checkName,
  String: checkText,
};

function runRules(check: LogqlCheck, top: SyntaxNode): LogqlKind | undefined {
  for (const node of descendants(top, ...Object.keys(RULES))) RULES[node.name]?.(check, node);
  const [expression] = children(top);
  return expression && kindOf(check, expression);
}

const KEYWORDS = ['and', 'by', 'of', 'or', 'unless', 'variants', 'without'];

/** The grammar takes some keywords of Loki for names. */
function checkName(check: LogqlCheck, name: SyntaxNode): void {
  const word = check.slice(name);
  if (!KEYWORDS.includes(word.toLowerCase())) return;
  check.report(name.from, `'${word}' is a keyword of LogQL and cannot be a label name`);
}

/** Other durations of LogQL take fractions and units below a millisecond, ranges do not. */
function checkRange(check: LogqlCheck, range: SyntaxNode): void {
  const duration = check.slice(range).slice(1, -1);
  if (/^(?:\d+(?:ms|[smhdwy]))+$/.test(duration)) return;
  const what = duration.trim() === duration ? 'takes whole numbers of y, w, d, h, m, s or ms' : 'takes no blanks';
  check.report(range.from + 1, `a range ${what}, this is '${duration}'`);
}

function checkText(check: LogqlCheck, node: SyntaxNode): void {
  const literal = check.slice(node);
  const { problem, at = 0 } = readText(literal);
  if (problem !== undefined && /^["`]/.test(literal)) check.report(node.from + at, problem);
}
