import { groupByPrecedence, infixPart, prefixPart, type Part } from '../../../lib/model/query/precedence';

/** `a`, `-`, `+` and `!` as operand, sign before, operators between, and sign after an operand. */
function group(text: string): string {
  const words = text.split(' ');
  const parts = words.map((word, i): Part<string> => {
    if (/^\w$/.test(word)) return { operand: word };
    if (word === '!') return { postfix: (operand) => `${operand}!` };
    const isSign = i === 0 || !/^[\w!]$/.test(words[i - 1] ?? '');
    if (isSign) return prefixPart((operand) => `-(${operand})`);
    return infixPart(word, (left, right) => `(${left}${word}${right})`);
  });
  return groupByPrecedence(parts);
}

test.each([
  ['a', 'a'],
  ['a + b * c ^ d', '(a+(b*(c^d)))'],
  ['a ^ b ^ c', '(a^(b^c))'],
  ['a - b + c', '((a-b)+c)'],
  ['a or b and c', '(a or (b and c))'.replaceAll(' ', '')],
  ['a + b ! ! * c', '(a+(b!!*c))'],
  ['- a ! ^ b * c', '(-((a!^b))*c)'],
])('groups %s', (text, grouped) => {
  expect(group(text)).toBe(grouped);
});

test('fails when an operand is missing', () => {
  expect(() => group('a +')).toThrow('an expression ends where an operand is expected');
});
