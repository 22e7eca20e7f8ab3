import type { PromqlExpression } from '../../../lib/model/query/promql-ast';
import { parsePromql } from '../../../lib/model/query/promql-tree';

/** An expression with all its brackets. */
function show(expression: PromqlExpression | undefined): string {
  if (expression === undefined) return 'nothing';
  switch (expression.kind) {
    case 'selector':
      return expression.name?.value ?? '{}';
    case 'number':
      return String(expression.value);
    case 'text':
      return JSON.stringify(expression.text.value);
    case 'unary':
      return `-(${show(expression.operand)})`;
    case 'parentheses':
      return show(expression.operand);
    case 'binary':
      return `(${show(expression.left)} ${expression.operator.value} ${show(expression.right)})`;
    case 'call':
    case 'aggregate':
      return `${expression.name.value}(${expression.args.map(show).join(', ')})`;
    default: {
      const durations = expression.durations.map(({ milliseconds }) => milliseconds ?? '?').join(':');
      return `${expression.kind}<${show(expression.operand)} ${expression.timestamp ?? durations}>`;
    }
  }
}

test.each([
  ['a + b * c', '(a + (b * c))'],
  ['a * b + c', '((a * b) + c)'],
  ['a - b - c', '((a - b) - c)'],
  ['a ^ b ^ c', '(a ^ (b ^ c))'],
  ['a or b and c unless d', '(a or ((b and c) unless d))'],
  ['a > 1 and b atan2 c == d', '((a > 1) and ((b atan2 c) == d))'],
  ['-a ^ b', '-((a ^ b))'],
  ['-a * b', '(-(a) * b)'],
  ['(a or b) and c', '((a or b) and c)'],
  ['a + b offset 5m', '(a + offset<b 300000>)'],
  ['a + b offset 5m * c', '(a + (offset<b 300000> * c))'],
  ['-a[5m]', '-(range<a 300000>)'],
  ['a / b[1h:5m] @ 100', '(a / at<subquery<b 3600000:300000> 100>)'],
  ['a offset -1h30m', 'offset<a -5400000>'],
  ['a offset -(1h)', 'offset<a -3600000>'],
  ['a[90]', 'range<a 90000>'],
  ['a[step()]', 'range<a ?>'],
  ['sum by (x) (a) + # comment\n f', '(sum(a) + f)'],
])('reads %s as Prometheus groups it', (query, grouped) => {
  expect(show(parsePromql(query).expression)).toBe(grouped);
});

test.each([
  ['5. / 1.e2', '(5 / 100)'],
  ['0x1_F + 1_000', '(31 + 1000)'],
  ['1h30m', '5400'],
  ['-Inf', '-Infinity'],
  ['max_of(1, min_of(2, 3))', 'max_of(1, min_of(2, 3))'],
  ['offset', 'offset'],
])('reads %s, which the grammar alone does not', (query, grouped) => {
  expect(show(parsePromql(query).expression)).toBe(grouped);
});

test.each([
  ['a b', 2],
  ['2.5.', 3],
  ['a[5m', 4],
  ['', 0],
])('fails for %j at the first place that is wrong', (query, errorAt) => {
  expect(parsePromql(query)).toEqual({ errorAt });
});
