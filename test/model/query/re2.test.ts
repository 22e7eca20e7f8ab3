import { re2GroupNames, re2MatchesEmpty, re2Problem } from '../../../lib/model/query/re2';

test.each([
  'stock-.+|(?:api)',
  '(?i)error',
  '(?P<status>[0-9]{3})',
  '(?<status>[0-9]{3})',
  '(?P<n>a)|(?P<n>b)',
  'a{1000}',
  '[[:alpha:]_-]+',
  '[a[:]]',
  '\\p{Hangul}+\\pL\\p{Letter}\\p{ASCII}',
  '\\Qa.b\\E\\z',
  '',
])('takes %s as Go does', (pattern) => {
  expect(re2Problem(pattern)).toBeUndefined();
});

test.each([
  ['stock(', 'missing closing ): `stock(`'],
  ['stock)', 'unexpected ): `stock)`'],
  ['[a-', 'missing closing ]: `[a-`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['a++', 'invalid nested repetition operator: `++`; RE2 has no possessive repetition'],
  ['a{1001}', 'invalid repeat count: `{1001}`; RE2 repeats at most 1000 times'],
  ['(a{1000}){1000}', 'invalid repeat count: `{1000}`; RE2 repeats at most 1000 times'],
  ['(?!a)', 'invalid or unsupported Perl syntax: `(?!`; RE2 has no look-ahead'],
  ['(?<=a)b', 'invalid named capture: `(?<=a)b`; RE2 has no look-behind'],
  ['(a)\\1', 'invalid escape sequence: `\\1`; RE2 has no back-references'],
  ['\\Z', 'invalid escape sequence: `\\Z`'],
  ['\\p{Klingon}', 'invalid character class range: `\\p{Klingon}`'],
  ['(?P<n>a)(?P<n>b)(', 'missing closing ): `(?P<n>a)(?P<n>b)(`'],
  ['a\\', 'trailing backslash at end of expression'],
])('refuses %s', (pattern, problem) => {
  expect(re2Problem(pattern)).toBe(problem);
});

test.each([
  ['.*', true],
  ['', true],
  ['a|', true],
  ['(?:a?)*', true],
  ['.+', false],
  ['a|b', false],
  ['a(', false],
])('tells whether %j takes an empty value: %s', (pattern, matches) => {
  expect(re2MatchesEmpty(pattern)).toBe(matches);
});

test('names the groups in their order', () => {
  expect(re2GroupNames('(?P<path>/\\w+) (\\d) (?<status>\\d+)')).toEqual(['path', 'status']);
  expect(re2GroupNames('(?P<n>a)(?P<n>b)')).toEqual(['n', 'n']);
  expect(re2GroupNames('a(b)')).toEqual([]);
});
