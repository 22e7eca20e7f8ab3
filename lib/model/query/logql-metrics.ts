import type { LogqlCheck } from './logql-check';
import { checkRegex } from './logql-selectors';
import { groupByPrecedence, infixPart, type Part } from './precedence';
import { child, children, descendants, type SyntaxNode } from './syntax-tree';

/** What a part of a query gives: log lines, a number as it is written, or a metric. */
export type LogqlKind = 'logs' | 'literal' | 'metric';

interface Operand {
  readonly kind: LogqlKind;
  readonly from: number;
}

const SETS = ['or', 'and', 'unless'];

/** What an `Expr`, `MetricExpr` or `LogExpr` gives; all that its metrics do wrong is reported on the way. */
export function kindOf(check: LogqlCheck, node: SyntaxNode): LogqlKind {
  return groupByPrecedence(parts(check, node)).kind;
}

function parts(check: LogqlCheck, node: SyntaxNode): Part<Operand>[] {
  const [inner] = children(node);
  if (inner === undefined || node.name === 'LogExpr') return [{ operand: { kind: 'logs', from: node.from } }];
  if (node.name === 'Expr') return parts(check, inner);
  if (inner.name !== 'BinOpExpr') return [{ operand: { kind: kindOfMetric(check, inner), from: node.from } }];
  const [left, operator] = children(inner);
  const right = children(inner).at(-1);
  if (!left || !operator || !right) return [];
  const sign = check.slice(operator).toLowerCase();
  const combine = (a: Operand, b: Operand): Operand => combineMetrics(check, sign, a, b);
  return [...parts(check, left), infixPart(sign, combine), ...parts(check, right)];
}

function combineMetrics(check: LogqlCheck, sign: string, left: Operand, right: Operand): Operand {
  for (const { kind, from } of [left, right]) {
    if (kind === 'logs') {
      check.report(
        from,
        `'${sign}' works on metrics, this selects log lines; put a function such as rate(... [5m]) around it`,
      );
    }
    if (kind === 'literal' && SETS.includes(sign)) {
      check.report(from, `'${sign}' works on metrics alone, this is a number; vector() makes a metric of it`);
    }
  }
  const isLiteral = left.kind === 'literal' && right.kind === 'literal';
  return { kind: isLiteral ? 'literal' : 'metric', from: left.from };
}

function kindOfMetric(check: LogqlCheck, node: SyntaxNode): LogqlKind {
  switch (node.name) {
    case 'MetricExpr':
      return kindOf(check, node);
    case 'LiteralExpr':
      return 'literal';
    case 'RangeAggregationExpr':
      checkRangeAggregation(check, node);
      return 'metric';
    case 'VectorAggregationExpr':
      checkVectorAggregation(check, node);
      break;
    case 'LabelReplaceExpr':
      checkLabelReplace(check, node);
      break;
  }
  const operand = child(node, 'MetricExpr');
  if (operand) kindOf(check, operand);
  return 'metric';
}

const OF_LINES = ['bytes_over_time', 'bytes_rate', 'count_over_time', 'rate', 'absent_over_time'];
const OF_LINES_ONLY = ['bytes_over_time', 'bytes_rate', 'count_over_time'];
const WITH_GROUPING = ['avg', 'stddev', 'stdvar', 'quantile', 'max', 'min', 'first', 'last'].map(
  (n) => `${n}_over_time`,
);

function checkRangeAggregation(check: LogqlCheck, node: SyntaxNode): void {
  const operator = child(node, 'RangeOp');
  if (!operator) return;
  const name = check.slice(operator).toLowerCase();
  const parameter = child(node, 'Number');
  const grouping = child(node, 'Grouping');
  const isUnwrapped = descendants(node, 'UnwrapExpr').length > 0;
  if (parameter && name !== 'quantile_over_time') check.report(parameter.from, `'${name}' takes no number`);
  if (!parameter && name === 'quantile_over_time') {
    check.report(operator.from, "'quantile_over_time' needs the quantile: quantile_over_time(0.99, ...)");
  }
  if (grouping && !WITH_GROUPING.includes(name)) {
    check.report(
      grouping.from,
      `'${name}' takes no grouping itself; put an aggregation around it: sum by (app) (${name}(...))`,
    );
  }
  if (isUnwrapped && OF_LINES_ONLY.includes(name)) {
    check.report(operator.from, `'${name}' works on lines and takes no 'unwrap'`);
  }
  if (!isUnwrapped && !OF_LINES.includes(name)) {
    check.report(
      operator.from,
      `'${name}' works on the values of a label; name it with '| unwrap LABEL' before the range`,
    );
  }
}

function checkVectorAggregation(check: LogqlCheck, node: SyntaxNode): void {
  const operator = child(node, 'VectorOp');
  if (!operator) return;
  const name = check.slice(operator).toLowerCase();
  const parameter = child(node, 'Number');
  const grouping = child(node, 'Grouping');
  if (!['topk', 'bottomk', 'approx_topk'].includes(name)) {
    if (parameter) check.report(parameter.from, `'${name}' takes no number`);
  } else if (!parameter) {
    check.report(operator.from, `'${name}' needs the number of series: ${name}(10, ...)`);
  } else if (!/^0*[1-9]\d*$/.test(check.slice(parameter))) {
    check.report(parameter.from, `'${name}' needs a whole number above 0, this is ${check.slice(parameter)}`);
  }
  const sorts = (name === 'sort' || name === 'sort_desc') && grouping && child(grouping, 'Labels');
  if (grouping && (sorts || name === 'approx_topk')) check.report(grouping.from, `'${name}' takes no grouping`);
}

function checkLabelReplace(check: LogqlCheck, node: SyntaxNode): void {
  const regex = children(node).filter(({ name }) => name === 'String')[3];
  if (regex) checkRegex(check, regex, "the regular expression of 'label_replace'");
}
