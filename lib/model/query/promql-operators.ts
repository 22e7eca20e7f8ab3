import type { PromqlBinary } from './promql-ast';
import { checkGroupingLabel } from './promql-calls';
import { requireFeature, type PromqlCheck } from './promql-check';
import { withArticle, type PromqlType } from './promql-functions';

const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='];
const SETS = ['and', 'or', 'unless'];

/** The rules of `a + on (pod) b`. */
export function checkBinary(check: PromqlCheck, binary: PromqlBinary, left: PromqlType, right: PromqlType): PromqlType {
  const { operator, matching, group } = binary;
  matching?.labels.forEach((label) => checkGroupingLabel(check, label));
  group?.labels.forEach((label) => checkGroupingLabel(check, label));
  checkOperand(check, binary, left, binary.left.from);
  checkOperand(check, binary, right, binary.right.from);
  if (SETS.includes(operator.value.toLowerCase())) checkSetOperator(check, binary, [left, right]);
  checkBool(check, binary, left === 'scalar' && right === 'scalar');
  checkMatching(check, binary, left === 'scalar' || right === 'scalar');
  if (left === 'scalar' && right === 'scalar') return 'scalar';
  return left === 'instant vector' || right === 'instant vector' ? 'instant vector' : 'any';
}

function checkOperand(check: PromqlCheck, { operator }: PromqlBinary, type: PromqlType, offset: number): void {
  if (type !== 'string' && type !== 'range vector') return;
  const instead = type === 'range vector' ? '; put a function such as rate() around it' : '';
  check.report(
    offset,
    `'${operator.value}' works on numbers and instant vectors, this is ${withArticle(type)}${instead}`,
  );
}

function checkSetOperator(check: PromqlCheck, binary: PromqlBinary, types: readonly PromqlType[]): void {
  const { operator, left, right, group, fill } = binary;
  const name = `'${operator.value}'`;
  [left, right].forEach((operand, i) => {
    if (types[i] !== 'scalar') return;
    check.report(
      operand.from,
      `${name} works on instant vectors alone, this is a scalar; vector() makes a vector of it`,
    );
  });
  if (group) check.report(operator.from, `${name} takes no group_left or group_right`);
  if (fill) check.report(fill.from, `${name} takes no fill values`);
}

function checkBool(check: PromqlCheck, { operator, bool }: PromqlBinary, areScalars: boolean): void {
  const isComparison = COMPARISONS.includes(operator.value);
  if (bool && !isComparison) check.report(operator.from, `'bool' can follow only ${COMPARISONS.join(', ')}`);
  if (!bool && isComparison && areScalars) {
    check.report(operator.from, `between two numbers '${operator.value}' needs 'bool': 1 ${operator.value} bool 2`);
  }
}

function checkMatching(check: PromqlCheck, binary: PromqlBinary, hasScalar: boolean): void {
  const { operator, matching, group, fill } = binary;
  if (hasScalar && matching && matching.labels.length > 0) {
    check.report(operator.from, `'${matching.on ? 'on' : 'ignoring'}' needs an instant vector on both sides`);
  }
  if (hasScalar && fill) check.report(fill.from, "'fill' needs an instant vector on both sides");
  if (fill) requireFeature(check, 'promql-binop-fill-modifiers', fill.from, "'fill' is experimental");
  if (!matching?.on || !group) return;
  for (const label of group.labels) {
    if (!matching.labels.some(({ value }) => value === label.value)) continue;
    check.report(
      label.from,
      `the label '${label.value}' must not stand both in 'on' and in 'group_left' or 'group_right'`,
    );
  }
}
