import { readText } from '../../../lib/model/query/text-literal';

test.each([
  ['"error"', 'error'],
  ["'it'", 'it'],
  ['`\\d+"`', '\\d+"'],
  [String.raw`"a\\d\"\n"`, 'a\\d"\n'],
  [String.raw`'\''`, "'"],
  [String.raw`"\x41\101\uD55C\U0001F600"`, 'AA한😀'],
])('reads %s', (literal, value) => {
  expect(readText(literal)).toEqual({ value });
});

test.each([
  ['"error', 0, 'this text is never closed; end it with "'],
  ['"', 0, 'this text is never closed; end it with "'],
  [String.raw`"a\d"`, 2, `'\\d' is no escape sequence; for a backslash itself write two, or put the text in backticks`],
  [String.raw`"\'"`, 1, `'\\'' is no escape sequence; for a backslash itself write two, or put the text in backticks`],
  [String.raw`"\x4"`, 1, `'\\x' is no escape sequence; for a backslash itself write two, or put the text in backticks`],
  [
    String.raw`"\777"`,
    1,
    `'\\7' is no escape sequence; for a backslash itself write two, or put the text in backticks`,
  ],
  [
    String.raw`"\uD800"`,
    1,
    `'\\u' is no escape sequence; for a backslash itself write two, or put the text in backticks`,
  ],
])('refuses %s', (literal, at, problem) => {
  expect(readText(literal)).toEqual({ value: '', at, problem });
});
