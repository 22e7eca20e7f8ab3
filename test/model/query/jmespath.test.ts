import { jmesPathProblem } from '../../../lib/model/query/jmespath';

describe('the syntax of JMESPath', () => {
  test.each([
    ...['level', 'order.id', 'http."status-code"', '"a b"', '@', '*', '*.a', 'a.*', 'a[0]', 'a[-1].b', 'a[0][1]'],
    ...['a[*].b', 'a[].b', '[]', '[0]', '[*]', 'a[1:2]', 'a[::2].b', 'a[:]', 'a[?b > `1`].c', "a[?b == 'x' && !c]"],
    ...[
      '[a, b.c]',
      '{x: a, "y": b[0]}',
      'a.{x: b}',
      'a.[b, c]',
      'a | b',
      'a || b',
      '(a).b',
      'length(a)',
      'sort_by(a, &b)',
    ],
    ...["join(',', a[*].b)", '`{"a": 1}`', "'raw'", 'a[?contains(b, `"x"`)] | [0]', ' a . b ', '[?a][]'],
  ])('takes %s', (path) => {
    expect(jmesPathProblem(path)).toBeUndefined();
  });

  test.each([
    ['a-b', "'-' has no meaning there"],
    ['a.', 'it ends too early'],
    ['.a', "'.' does not fit there"],
    ['a b', 'b does not fit there'],
    ['a[', 'it ends too early'],
    ['a[b]', 'b does not fit there'],
    ['a[0', 'it ends too early'],
    ['a[1:2:3:4]', "':' does not fit there"],
    ['"a', `'"' has no meaning there`],
    ['`{`', '{ is no JSON'],
    ['a.0', '0 does not fit there'],
    ['{a}', "'}' does not fit there"],
    ['"f"(a)', "'(' does not fit there"],
    ['a == ', 'it ends too early'],
    ['$.a', "'$' has no meaning there"],
    ['a/b', "'/' has no meaning there"],
    ['', 'it ends too early'],
  ])('refuses %s', (path, problem) => {
    expect(jmesPathProblem(path)).toBe(problem);
  });
});
