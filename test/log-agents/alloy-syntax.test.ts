import fc from 'fast-check';
import {
  alloyText,
  concatenated,
  environment,
  reference,
  type AlloyBlock,
  type AlloyValue,
} from '../../lib/log-agents/alloy-syntax';
import { Computed, readAlloy, readAlloyString } from './alloy-reader';

function written(value: AlloyValue): unknown {
  const [block] = readAlloy(alloyText('Test', [{ name: 'test', attributes: { value } }]));
  return block?.attributes['value'];
}

/** Any text that a file can hold: everything but halves of surrogate pairs. */
const anyText = fc.string({ unit: 'binary' });

const anyValue = fc.letrec<{ value: AlloyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(anyText, fc.constantFrom('level', 'true', 'a-b', '')), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('alloyText', () => {
  test('writes any text so that Alloy reads the same text', () => {
    fc.assert(fc.property(anyText, (text) => expect(written(text)).toBe(text)));
  });

  test('writes values of any shape so that Alloy reads the same value', () => {
    fc.assert(fc.property(anyValue, (value) => expect(written(value)).toEqual(plain(value))));
  });

  test('takes what regular expressions, templates and Korean logs hold', () => {
    const texts = [
      String.raw`^(?P<time>\S+?) \[(?P<level>[A-Z]+)\] "(.*)"$`,
      '{{ Replace .Value "\\n" `x` -1 }}',
      '$1 ${name} $$ %s',
      "it's // no comment /* nor this */",
      '재고 부족 🛒',
      'line\r\nbreak\ttab',
      '\ufeff\u0000\u007f\u0085\u2028\u2029\ufffe\uffff',
    ];

    for (const text of texts) expect(written(text)).toBe(text);
  });

  test('refuses half of a surrogate pair, which no file can hold', () => {
    expect(() => written('a\ud83d')).toThrow('[Test] "a\\ud83d" holds half of a surrogate pair, which is no text');
    expect(() => written({ '\udc00': 1 })).toThrow('[Test] "\\udc00" holds half of a surrogate pair, which is no text');
  });

  test.each([NaN, Infinity, -Infinity])('refuses %s, which is no number of Alloy', (number) => {
    expect(() => written(number)).toThrow(`[Test] ${number} is no number that Alloy can read`);
  });

  test('leaves out attributes that are undefined, and keeps the order of the others', () => {
    const text = alloyText('Test', [{ name: 'a', attributes: { z: 1, gone: undefined, b: 2 } }]);

    expect(Object.keys(readAlloy(text)[0]!.attributes)).toEqual(['z', 'b']);
  });

  test('nests blocks, with and without labels', () => {
    const blocks: AlloyBlock[] = [
      {
        name: 'loki.process',
        label: 'pods',
        attributes: { forward_to: [reference('loki.write.loki.receiver')] },
        blocks: [{ name: 'stage.cri' }, { name: 'stage.match', blocks: [{ name: 'stage.drop' }] }],
      },
      { name: 'logging' },
    ];

    expect(readAlloy(alloyText('Test', blocks))).toEqual([
      {
        name: 'loki.process',
        label: 'pods',
        attributes: { forward_to: [new Computed('loki.write.loki.receiver')] },
        blocks: [
          { name: 'stage.cri', attributes: {}, blocks: [] },
          { name: 'stage.match', attributes: {}, blocks: [{ name: 'stage.drop', attributes: {}, blocks: [] }] },
        ],
      },
      { name: 'logging', attributes: {}, blocks: [] },
    ]);
  });

  // printed by `alloy fmt`, v1.18
  test('is laid out as `alloy fmt` lays it out', () => {
    const text = alloyText('Test', [
      { name: 'logging', attributes: { level: 'info', format: 'logfmt' } },
      {
        name: 'loki.process',
        label: 'pods',
        attributes: {
          n: 1.5,
          values: { level: '', 'a-b': [1, 'x', { q: null }], nested: { a: true }, true: {}, longer: [] },
          after: 1,
        },
        blocks: [{ name: 'stage.cri' }, { name: 'stage.drop', attributes: { expression: 'x' } }],
      },
    ]);

    expect(text.replaceAll('\t', '  ')).toBe(
      `logging {
  level  = "info"
  format = "logfmt"
}

loki.process "pods" {
  n      = 1.5
  values = {
    level = "",
    "a-b" = [1, "x", {
      q = null,
    }],
    nested = {
      a = true,
    },
    "true" = {},
    longer = [],
  }
  after = 1

  stage.cri { }

  stage.drop {
    expression = "x"
  }
}
`,
    );
  });

  test.each([
    [{ name: 'stage-cri' }, '[Test] "stage-cri" is no name of an Alloy block'],
    [
      { name: 'a', label: 'kubernetes-pods' },
      '[Test] "kubernetes-pods" is no label of an Alloy block; it may hold letters, digits and \'_\' alone',
    ],
    [
      { name: 'a', attributes: { 'a.b': 1 } },
      '[Test] "a.b" is no name of an Alloy attribute; it may hold letters, digits and \'_\' alone',
    ],
    [
      { name: 'a', attributes: { null: 1 } },
      '[Test] "null" is no name of an Alloy attribute; it may hold letters, digits and \'_\' alone',
    ],
  ])('refuses a name that Alloy does not read: %j', (block, message) => {
    expect(() => alloyText('Test', [block])).toThrow(message);
  });
});

describe('an expression of Alloy', () => {
  test('is written as code, its texts as text', () => {
    expect(written(reference('discovery.kubernetes.pods.targets'))).toEqual(
      new Computed('discovery.kubernetes.pods.targets'),
    );
    expect(written(concatenated('spec.nodeName=', environment('HOSTNAME')))).toEqual(
      new Computed('"spec.nodeName=" + sys.env("HOSTNAME")'),
    );
    expect(written(environment('A"B'))).toEqual(new Computed('sys.env("A\\"B")'));
  });

  test('refuses a reference that is none', () => {
    expect(() => reference('loki.write["x"]')).toThrow(
      '[Alloy] "loki.write[\\"x\\"]" is no reference to an export of a component',
    );
  });
});

describe('the Alloy reader of the tests', () => {
  test.each([
    ['a string over two lines', 'a {\n\tx = "1\n2"\n}\n'],
    ['an escape that Go does not know', 'a {\n\tx = "\\\'"\n}\n'],
    ['half of a surrogate pair', 'a {\n\tx = "\\ud83d"\n}\n'],
    ['a byte order mark', 'a {\n\tx = "\ufeff"\n}\n'],
    ['two attributes on a line', 'a {\n\tx = 1 y = 2\n}\n'],
    ['an attribute twice', 'a {\n\tx = 1\n\tx = 2\n}\n'],
    ['a closing bracket on its own line without a comma', 'a {\n\tx = [1\n\t]\n}\n'],
    ['a label with a hyphen', 'a "b-c" {\n}\n'],
    ['a keyword as a key', 'a {\n\tx = {true = 1}\n}\n'],
    ['a block that is not closed', 'a {\n'],
    ['an attribute outside of blocks', 'x = 1\n'],
    ['text in backticks', 'a {\n\tx = `1`\n}\n'],
  ])('refuses %s', (_, text) => {
    expect(() => readAlloy(text)).toThrow();
  });

  test('reads the escapes of Go', () => {
    expect(readAlloyString(String.raw`"\a\b\f\n\r\t\v\\\"\101\x41\u00e9\U0001F6D2"`)).toBe(
      '\u0007\b\f\n\r\t\v\\"AA\u00e9🛒',
    );
  });
});

/** What Alloy would make of a value: its objects have no prototype keys to lose, and -0 is 0. */
function plain(value: AlloyValue): unknown {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) => item);
}
