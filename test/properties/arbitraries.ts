import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { ODD_LINES, ODD_TEXTS } from '../bad-input/odd-texts';

const ODD = [...ODD_LINES, ...ODD_TEXTS];

/** Any text at all: what people type, what YAML misreads, all of Unicode, and halves of pairs. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 10 }).map((codes) => String.fromCharCode(...codes)),
  fc.array(fc.constantFrom(...ODD.filter((text) => text.length < 20), '\n', ' ', ': '), { maxLength: 4 }).map(joined),
);

function joined(parts: readonly string[]): string {
  return parts.join('');
}

const LABEL = 'abcxyz059-';

/** Nearly a name of Kubernetes: most are right, some are not. */
export const nearlyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: textOf(LABEL, 1, 12) },
  textOf(`${LABEL}.`, 0, 70),
  textOf(`${LABEL}._/AZ `, 0, 20),
  fc.constantFrom('0o17', '1e3', '0x1f', 'on', 'y', 'null', '-', '.', '..', 'a.', '123', '1_0', 'true'),
  anyText,
);

/** Nearly a key of a label: `name` or `domain/name`. */
export const nearlyLabelKey: fc.Arbitrary<string> = fc.oneof(
  textOf(`${LABEL}_.AZ`, 1, 20),
  fc.tuple(textOf(`${LABEL}.`, 1, 20), textOf(`${LABEL}_.AZ`, 1, 20)).map(([domain, name]) => `${domain}/${name}`),
  anyText,
);

/** Nearly a value of a label. */
export const nearlyLabelValue: fc.Arbitrary<string> = fc.oneof(textOf(`${LABEL}_.AZ`, 0, 70), anyText);

/** Nearly a name of a Prometheus label. */
export const nearlyLabelName: fc.Arbitrary<string> = fc.oneof(
  { weight: 16, arbitrary: textOf('abcxyz_', 1, 8) },
  textOf('abcXYZ019_:-', 0, 8),
  fc.constantFrom('__name__', '__address__', '__tmp', 'le', 'job', 'instance', 'on', 'y', 'null', '__proto__', '_'),
  anyText,
);

/** Nearly a quantity of Kubernetes. */
export const nearlyQuantity: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '+', '-'),
      fc.oneof(fc.nat({ max: 9999 }).map(String), textOf('0123456789.', 1, 6)),
      fc.constantFrom(
        '',
        'm',
        'k',
        'M',
        'G',
        'T',
        'P',
        'E',
        'Ki',
        'Mi',
        'Gi',
        'Ti',
        'Pi',
        'Ei',
        'n',
        'u',
        'e3',
        'E-3',
        'MB',
        'mi',
      ),
    )
    .map(joined),
  anyText,
);

/** Nearly an image. */
export const nearlyImage: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        '',
        'docker.io/',
        'localhost/',
        'localhost:5000/',
        'registry.corp.example:70000/',
        'A.b/',
        '-a.b/',
        '10.0.0.1:5000/',
      ),
      fc.array(textOf('abz09._-', 1, 6), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
      fc.constantFrom(
        '',
        ':1',
        ':v1.2.3-alpine',
        ':latest',
        ':-1',
        `@sha256:${'a'.repeat(64)}`,
        `:1@sha256:${'0'.repeat(64)}`,
      ),
    )
    .map(joined),
  anyText,
);

/** Any duration: mostly whole seconds, and whatever else there may be. */
export const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 100_000 }).map((count) => Duration.seconds(count)) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((count) => Duration.millis(count)) },
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map((count) => Duration.millis(count)),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((count) => Duration.seconds(count)),
  fc.nat({ max: 200_000 }).map((count) => Duration.days(count)),
);

/** Any size. */
export const anySize: fc.Arbitrary<Size> = fc.oneof(
  fc.nat({ max: 10_000 }).map((count) => Size.mebibytes(count)),
  fc.nat({ max: 100_000 }).map((count) => Size.kibibytes(count)),
  fc.nat({ max: 64 }).map((count) => Size.gibibytes(count)),
  fc.nat({ max: 8 }).map((count) => Size.tebibytes(count)),
);

/** Text of these characters. */
export function textOf(characters: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

/** A regular expression that RE2 reads. */
export const regex: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'a',
      'B',
      '0',
      '_',
      ':',
      '/',
      ' ',
      'é',
      '결',
      '.',
      '\\.',
      '\\d',
      '\\W',
      '\\s',
      '\\pL',
      '\\p{Greek}',
    ),
    fc.constantFrom(
      '[a-z]',
      '[^0-9]',
      '[[:alpha:]]',
      '[\\w.-]',
      '\\Q.*\\E',
      '^',
      '$',
      '\\b',
      '\\x41',
      '\\x{10FFFF}',
      '\\A',
    ),
    fc.tuple(tie('node'), tie('node')).map(joined),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    tie('node').map((inner) => `(${inner})`),
    fc.tuple(textOf('abc_1', 0, 3), tie('node')).map(([name, inner]) => `(?P<n${name}>${inner})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,}', '{0,9}', '{1,9}?'))
      .map(([inner, times]) => `(?:${inner})${times}`),
    fc
      .tuple(fc.constantFrom('i', 's', 'm', 'U', 'is', '-s'), tie('node'))
      .map(([flag, inner]) => `(?${flag}:${inner})`),
  ),
})).node;

/** A regular expression, or one that may have a slip. */
export const nearlyRegex: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: regex },
  textOf('a.*+?()[]{}|^$\\d1,<P=!:-', 0, 8),
  fc.tuple(regex, textOf('*+?()[]{}|\\', 1, 2)).map(joined),
  anyText,
);
