import { describeProblem, describeProblems, problemAt } from '../../../lib/model/query/query-problem';

test('counts lines and columns from 1', () => {
  const query = 'sum(\n  raet(up)\n)';

  expect(problemAt(query, 0, 'a')).toEqual({ message: 'a', line: 1, column: 1, excerpt: 'sum(' });
  expect(problemAt(query, 7, 'b')).toEqual({ message: 'b', line: 2, column: 3, excerpt: 'raet(up)' });
  expect(problemAt(query, query.length, 'c')).toEqual({ message: 'c', line: 3, column: 2, excerpt: ')' });
});

test('cuts a long line on both sides of the place', () => {
  const query = `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m]))`;

  expect(problemAt(query, 30, 'a').excerpt).toBe('...(namespace, pod) (rate(container_cpu_usage_seco...');
});

test('describes the place of a problem, the line only where there are several', () => {
  expect(describeProblem(problemAt('raet(up)', 0, 'no such function'))).toBe(
    'column 1: no such function, near "raet(up)"',
  );
  expect(describeProblem(problemAt('up\n+', 4, 'no operand'))).toBe('line 2, column 2: no operand, near "+"');
  expect(describeProblem(problemAt('', 0, 'empty'))).toBe('column 1: empty');
});

test('describes several problems in one line', () => {
  const problems = [problemAt('a b', 0, 'one'), problemAt('a b', 2, 'two')];

  expect(describeProblems(problems)).toBe('column 1: one, near "a b"; column 3: two, near "a b"');
});
