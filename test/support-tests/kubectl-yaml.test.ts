import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { cleanValues } from '../support/invariants/clean-values';
import { Externals } from '../support/invariants/externals';
import { readYaml, readYamlDocument } from '../support/kubectl-yaml';

/** Plain scalars and what `kubectl label --local -o json` (1.32) makes of them. */
const SCALARS: readonly (readonly [plain: string, value: unknown])[] = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((text) => [text, false] as const),
  ...['~', 'null', 'Null', 'NULL', ''].map((text) => [text, null] as const),
  // integers: Go's literals, in any position of the underscores
  ['0777', 511],
  ['01_0', 8],
  ['0_7', 7],
  ['0o17', 15],
  ['-0o7', -7],
  ['0b11', 3],
  ['-0b1', -1],
  ['0x1f', 31],
  ['0X1F', 31],
  ['0x_1', 1],
  ['1_000', 1000],
  ['1__0', 10],
  ['1_', 1],
  ['-_1', -1],
  ['+5', 5],
  ['00', 0],
  ['-0', 0],
  ['99999999999999999999', 100000000000000000000],
  // floats
  ['.5', 0.5],
  ['-.5', -0.5],
  ['1.', 1],
  ['089', 89],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1.5e+3', 1500],
  ['1e_3', 1000],
  ['1_0.5', 10.5],
  // what looks like a number and stays text
  ...['1e400', '0.1.2', '1e', '0x', '0b', '0o', '0o8', '_1', '+', '.', '0x1p3', '12:30:45', 'NaN'].map(
    (text) => [text, text] as const,
  ),
  // as do dates and words in mixed case
  ...['2020-01-01', '2001-12-14t21:59:43.10-05:00', 'tRue', 'oN', 'nULL', '=', '<<'].map(
    (text) => [text, text] as const,
  ),
];

describe('readYaml', () => {
  test.each(SCALARS)('reads %s as %j, as kubectl does', (plain, value) => {
    expect(readYamlDocument(`a: ${plain}\n`)).toEqual({ a: value });
  });

  test.each(SCALARS)('reads "%s" in quotes as text', (plain) => {
    expect(readYamlDocument(`a: "${plain}"\nb: '${plain}'\n`)).toEqual({ a: plain, b: plain });
  });

  test.each([
    ['y', 'true'],
    ['off', 'false'],
    ['0o17', '15'],
    ['"no"', 'no'],
  ])('reads the key %s as "%s"', (plain, key) => {
    expect(readYamlDocument(`${plain}: 1\n`)).toEqual({ [key]: 1 });
  });

  test('splits documents at lines of three dashes and drops empty ones', () => {
    const text = '---\na: 1\n--- \n# nothing\n---\nb: |\n  text\n  ---\n  more\n';

    expect(readYaml(text)).toEqual([{ a: 1 }, { b: 'text\n---\nmore\n' }]);
  });

  test('reads back what cdk8s writes', () => {
    // cdk8s leaves text such as 0X1F or 1e_3 without quotes, which kubectl takes for a number
    const text = fc.string({ unit: 'binary' }).filter((t) => !/^[-+.\d]/.test(t) && isClean(t));
    const tricky = fc
      .string({ unit: fc.constantFrom(...':#&*!|>%@`\'"{}[], \n\t-=<?yYnNoOfF~ab한🚀') })
      .filter(isClean);

    fc.assert(
      fc.property(fc.oneof(text, tricky), (value) => {
        expect(readYamlDocument(Yaml.stringify({ value, list: [{ value }] }))).toEqual({ value, list: [{ value }] });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('keeps Korean, emoji and escapes', () => {
    expect(readYamlDocument('a: "지표 🚀 \\u2028 \\x01"\n')).toEqual({ a: '지표 🚀 \u2028 \u0001' });
  });

  test('resolves anchors and merges', () => {
    expect(readYamlDocument('a: &x {b: 1}\nc: {<<: *x, d: 2}\n')).toEqual({ a: { b: 1 }, c: { b: 1, d: 2 } });
  });

  test.each([
    ['a control character', 'a: "x\u0001y"', 'control characters are not allowed: U+0001 at 5'],
    ['delete', 'a: "x\u007fy"', 'control characters are not allowed: U+007F at 5'],
    ['a C1 control', 'a: "x\u0080y"', 'control characters are not allowed: U+0080 at 5'],
    ['a lone surrogate', 'a: "x\ud83dy"', 'control characters are not allowed: U+D83D at 5'],
    ['U+FFFE', 'a: "x\ufffey"', 'control characters are not allowed: U+FFFE at 5'],
    ['a next-line character', 'a: "x\u0085y"', 'kubectl reads U+0085 at 5 as a line break'],
    ['a line separator', 'a: "x\u2028y"', 'kubectl reads U+2028 at 5 as a line break'],
    ['infinity', 'a: .inf', 'unsupported value: .inf'],
    ['no number', 'a: .nan', 'unsupported value: .nan'],
    ['a key that stands twice', 'a: 1\na: 2', 'Map keys must be unique'],
    ['an unknown tag', 'a: !Ref x', 'Unresolved tag: !Ref'],
    ['binary data, which kubectl decodes to text', 'a: !!binary aGk=', 'Unresolved tag'],
    ['an unknown anchor', 'a: *x', 'Unresolved alias'],
    ['broken YAML', 'a: [1', 'Flow sequence in block collection must be sufficiently indented'],
  ])('fails on %s', (_, text, message) => {
    expect(() => readYaml(text)).toThrow(message);
  });

  test('fails when one document is asked for and two are there', () => {
    expect(() => readYamlDocument('a: 1\n---\nb: 1\n')).toThrow('expected one YAML document, found 2');
  });
});

function isClean(text: string): boolean {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { text } };
  return cleanValues([object], new Externals()).length === 0;
}
