import { isVariable } from './grafana-variables';
import type { PromqlAggregate, PromqlCall, PromqlExpression, Word } from './promql-ast';
import { isReadable, requireFeature, type PromqlCheck } from './promql-check';
import {
  promqlAggregation,
  promqlFunction,
  withArticle,
  type PromqlFunction,
  type PromqlType,
} from './promql-functions';
import { re2Problem } from './re2';

const EXPERIMENTAL = 'promql-experimental-functions';

/** The rules of `rate(up[5m])`; a name that is a variable is left to Grafana. */
export function checkCall(check: PromqlCheck, call: PromqlCall, types: readonly PromqlType[]): PromqlType {
  const { name } = call;
  const definition = promqlFunction(name.value);
  if (definition === undefined || isVariable(check.query, name.from, name.to)) return 'any';
  if (definition.experimental) requireFeature(check, EXPERIMENTAL, name.from, `'${name.value}' is experimental`);
  checkCount(check, call, definition);
  call.args.forEach((argument, i) => {
    const expected =
      definition.parameters[i] ??
      (definition.most > definition.parameters.length ? definition.parameters.at(-1) : undefined);
    const actual = types[i];
    if (expected !== undefined && actual !== undefined) {
      checkType(check, argument, actual, expected, `argument ${i + 1} of '${name.value}'`);
    }
  });
  checkLabelTexts(check, call);
  return definition.returns;
}

/** The rules of `sum by (pod) (up)`. */
export function checkAggregate(check: PromqlCheck, call: PromqlAggregate, types: readonly PromqlType[]): PromqlType {
  const { name, args, grouping } = call;
  grouping.forEach((label) => checkGroupingLabel(check, label));
  const definition = promqlAggregation(name.value);
  if (definition === undefined || isVariable(check.query, name.from, name.to)) return 'any';
  const { parameter } = definition;
  if (definition.experimental) requireFeature(check, EXPERIMENTAL, name.from, `'${name.value}' is experimental`);
  const expected: PromqlType[] = parameter === undefined ? ['instant vector'] : [parameter, 'instant vector'];
  if (args.length !== expected.length) {
    check.report(name.from, `'${name.value}' takes ${expected.map(withArticle).join(' and ')}, ${given(args.length)}`);
    return 'instant vector';
  }
  args.forEach((argument, i) => {
    checkType(check, argument, types[i] ?? 'any', expected[i] ?? 'any', `argument ${i + 1} of '${name.value}'`);
  });
  const [label] = args;
  if (parameter === 'string' && label) checkLabelName(check, label, name.value);
  return 'instant vector';
}

/** Reports a label in `by (...)` and its likes that is no label name. */
export function checkGroupingLabel(check: PromqlCheck, label: Word): void {
  if (!isReadable(check, label)) return;
  if (label.value === '') check.report(label.from, 'a label name must not be empty');
  // quoted, it is a label
  if (/^(?:inf|nan)$/i.test(label.value) && label.to - label.from === label.value.length) {
    check.report(label.from, `'${label.value}' is a number here; put it into quotes`);
  }
}

function checkCount(
  check: PromqlCheck,
  { name, args }: PromqlCall,
  { fewest, most, parameters }: PromqlFunction,
): void {
  if (args.length >= fewest && args.length <= most) return;
  const kinds = parameters.slice(0, Math.max(fewest, Math.min(most, parameters.length))).map(withArticle);
  const takes = kinds.length === 0 ? 'no arguments' : `${countOf(fewest, most)}: ${kinds.join(', ')}`;
  check.report(name.from, `'${name.value}' takes ${takes}; ${given(args.length)}`);
}

function countOf(fewest: number, most: number): string {
  if (most === Infinity) return `${fewest} arguments or more`;
  if (fewest === most) return fewest === 1 ? '1 argument' : `${fewest} arguments`;
  return `${fewest} to ${most} arguments`;
}

function given(count: number): string {
  if (count === 0) return 'none is given';
  return count === 1 ? '1 is given' : `${count} are given`;
}

function checkType(
  check: PromqlCheck,
  argument: PromqlExpression,
  actual: PromqlType,
  expected: PromqlType,
  what: string,
): void {
  if (actual === expected || actual === 'any' || expected === 'any') return;
  const message = `${what} must be ${withArticle(expected)}, this is ${withArticle(actual)}`;
  check.report(argument.from, `${message}${repair(argument, actual, expected)}`);
}

function repair(argument: PromqlExpression, actual: PromqlType, expected: PromqlType): string {
  if (expected === 'range vector' && actual === 'instant vector') {
    return argument.kind === 'selector' ? '; add a range such as [5m]' : '; a subquery such as [5m:] makes a range';
  }
  if (expected === 'instant vector' && actual === 'range vector') return '; put a function such as rate() around it';
  if (expected === 'instant vector' && actual === 'scalar') return '; vector() makes a vector of a number';
  if (expected === 'scalar' && actual === 'instant vector')
    return '; scalar() makes a number of a vector with one series';
  return '';
}

/** What only the evaluation of the query would notice, in every evaluation. */
function checkLabelTexts(check: PromqlCheck, { name, args }: PromqlCall): void {
  if (name.value !== 'label_replace' && name.value !== 'label_join') return;
  const label = args[1];
  if (label) checkLabelName(check, label, name.value);
  const regex = args[4];
  if (name.value !== 'label_replace' || regex?.kind !== 'text' || regex.text.problem !== undefined) return;
  const problem = re2Problem(regex.text.value);
  if (problem !== undefined)
    check.report(regex.from, `the regular expression of 'label_replace' is not valid: ${problem}`);
}

function checkLabelName(check: PromqlCheck, argument: PromqlExpression, name: string): void {
  if (argument.kind !== 'text' || argument.text.problem !== undefined || argument.text.value !== '') return;
  check.report(argument.from, `'${name}' needs the name of the label that it writes, which must not be empty`);
}
