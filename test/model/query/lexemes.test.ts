import { bracketProblem, lexemesOf, openBrackets } from '../../../lib/model/query/lexemes';

test('cuts a query into words, numbers, texts and signs, comments left out', () => {
  const lexemes = lexemesOf('rate(up{a!~"x\\"("}[5m]) >= $n # (\n|= `{`');

  expect(lexemes.map(({ text }) => text)).toEqual([
    ...['rate', '(', 'up', '{', 'a', '!~', '"x\\"("', '}', '[', '5m', ']', ')', '>=', '$n', '|=', '`{`'],
  ]);
  expect(lexemes.map(({ kind }) => kind).filter((kind) => kind !== 'sign')).toEqual([
    ...['word', 'word', 'word', 'text', 'number', 'text'],
  ]);
});

test('a text that is never closed ends with its line', () => {
  expect(lexemesOf('a{b="c}\n+ d').map(({ text }) => text)).toEqual(['a', '{', 'b', '=', '"c}', '+', 'd']);
});

test.each([
  ['sum(up', 3, "'(' is never closed; expected ')'", 6],
  ['up[5m)', 2, "'[' is never closed; expected ']'", 5],
  ['sum(up))', 7, "')' closes nothing; remove it or open the bracket before it", 7],
])('finds the bracket without a partner in %s', (query, offset, message, noticedAt) => {
  expect(bracketProblem(lexemesOf(query), query.length)).toEqual({ offset, message, noticedAt });
});

test('finds nothing when every bracket has its partner', () => {
  expect(bracketProblem(lexemesOf('sum(rate(up{a="("}[5m])) # ('), 28)).toBeUndefined();
});

test('knows the brackets that are open at a place', () => {
  const query = 'sum(rate(up{a="b"}[5m]';

  expect(openBrackets(lexemesOf(query), query.indexOf('"')).map(({ text }) => text)).toEqual(['(', '(', '{']);
  expect(openBrackets(lexemesOf(query), query.length).map(({ from }) => from)).toEqual([3, 8]);
});
