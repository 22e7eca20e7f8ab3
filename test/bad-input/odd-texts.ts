import { long } from './bad-case';

/** Texts of one line that are legal, and that YAML, a template or an INI file might read as something else. */
export const ODD_LINES: readonly string[] = [
  ...['on', 'off', 'yes', 'No', 'y', 'n', 'true', 'FALSE', 'null', '~', 'NaN', '.inf', '-.INF', '.nan'],
  ...['0o17', '017', '0b11', '0x1F', '1e3', '1E400', '1_000', '-0', '+5', '.5', '1.', '089', '12:30:45', '2024-01-01'],
  ...['%', '%(x)s', '$', '$$', '$1', '${HOME}', '$__file{/x}', '{{ $value }}', '{{ "{{" }}', '}}', '}', '{', '[', ']'],
  ...['# a', 'a # b', 'a: b', ': a', '- a', '-', '--', '---', '...', '? a', '| a', '>', '&a', '*a', '!a', '!!str a'],
  ...['@a', '`a`', '"a"', "'a'", '"', "'", "it's", '\\', '\\n', 'a\\', ',', 'a, b', ';', 'a;b', '=', 'a=b', '<<'],
  ...['결제 서비스', '🚀', '👩‍👩‍👧', 'é', 'e\u0301', '日本語', 'مرحبا', '\u00a0', '\u200b', '𝒳'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'undefined', '[object Object]', '</script>', '../..', 'a/b', '~/x'],
  long(300),
];

/** Texts that YAML cannot carry, that programs read as breaks, or that fill more than a line. */
export const ODD_TEXTS: readonly string[] = [
  ...['', ' ', 'a ', ' a', 'a\nb', 'a\n', '\na', 'a\n\n', 'a\r\nb', 'a\rb', '\t', 'a\tb', '\n', '  a\n b', 'a \nb'],
  ...['a\u0000b', '\u0007', '\u001b[31m', '\u007f', 'a\u0085b', '\u009f', 'a\u2028b', 'a\u2029b', '\ufeffa', 'a\ufffe'],
  ...['\ud83d', '\ude00', 'a\ud83d b', '---\na', 'a\n---\nb', 'a: |\n  b', '# a\nb', '- a\n- b', '\n  a', 'a\n...\n'],
  `${long(100)} ${long(100)} ${long(100)}`,
  `${long(2000)}\n${long(2000)}`,
];
