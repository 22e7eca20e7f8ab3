import type { Check, Finding } from '../check';

import { logqlKindOf, logqlProblems } from '../../model/query/logql-syntax';
import { promqlProblems, promqlTypeOf } from '../../model/query/promql-syntax';
import { describeProblems } from '../../model/query/query-problem';
import { expressionOf, ruleFilesOf, rulesOf, type RuleFile } from './rule-groups';

/** PromQL of Prometheus' rules, LogQL of Loki's. */
export const RULE_EXPRESSIONS: Check = {
  name: 'rule-expression',
  severity: 'high',
  why: 'Prometheus and Loki refuse a whole rule file for one expression that they cannot read.',
  fix: 'Mend the expression at the column that the message names.',
  run: ({ objects }) => objects.flatMap(ruleFilesOf).flatMap(expressionFindings),
};

function expressionFindings(file: RuleFile): readonly Finding[] {
  return rulesOf(file).flatMap(({ at, fields }) => {
    const expression = expressionOf(fields);
    const message = expression === undefined ? undefined : problemOf(file, expression);
    return message === undefined ? [] : [{ object: file.object, at: `${at}.expr`, message: nameOf(fields) + message }];
  });
}

function problemOf({ language }: RuleFile, expression: string): string | undefined {
  const problems = language === 'promql' ? promqlProblems(expression) : logqlProblems(expression);
  if (problems.length > 0) return describeProblems(problems);
  if (language === 'logql') {
    return logqlKindOf(expression) === 'logs'
      ? "it gives log lines and no value; count them with 'sum(count_over_time(... [5m]))'"
      : undefined;
  }
  const type = promqlTypeOf(expression);
  if (type === 'range vector')
    return "it is a range vector; a rule needs one value at a time: apply 'rate' or another function";
  return type === 'string' ? 'it is a string; a rule needs a value' : undefined;
}

function nameOf({ alert, record }: { readonly [key: string]: unknown }): string {
  const name = alert ?? record;
  return typeof name === 'string' ? `the rule '${name}': ` : '';
}
