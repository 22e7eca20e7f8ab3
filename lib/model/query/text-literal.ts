/** A quoted text of PromQL or LogQL, read by Go's rules. */
export interface TextLiteral {
  /** What the literal stands for; empty when it is broken. */
  readonly value: string;
  /** What is wrong with it. */
  readonly problem?: string;
  /** Where in the literal that is, from 0. */
  readonly at?: number;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

// how many digits follow \x, \u and \U
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads `"..."`, `'...'` or `` `...` `` with its quotes. */
export function readText(literal: string): TextLiteral {
  const quote = literal.charAt(0);
  if (literal.length < 2 || !literal.endsWith(quote))
    return broken(0, `this text is never closed; end it with ${quote}`);
  const inner = literal.slice(1, -1);
  if (quote === '`') return { value: inner };
  let value = '';
  for (let i = 0; i < inner.length; i += 1) {
    if (inner[i] !== '\\') {
      value += inner[i];
      continue;
    }
    const escape = readEscape(inner.slice(i + 1), quote);
    if (escape === undefined) return broken(i + 1, badEscape(inner.slice(i, i + 2)));
    value += escape.value;
    i += escape.length;
  }
  return { value };
}

function readEscape(text: string, quote: string): { readonly value: string; readonly length: number } | undefined {
  const char = text.charAt(0);
  const simple = char === quote ? quote : SIMPLE[char];
  if (simple !== undefined) return { value: simple, length: 1 };
  const octal = /^[0-7]{3}/.exec(text)?.[0];
  if (octal !== undefined) return fromCode(parseInt(octal, 8), octal.length, 255);
  const digits = HEX_DIGITS[char];
  if (digits === undefined) return undefined;
  const hex = new RegExp(`^.([0-9a-fA-F]{${digits}})`).exec(text)?.[1];
  return hex === undefined ? undefined : fromCode(parseInt(hex, 16), digits + 1, 0x10ffff);
}

function fromCode(code: number, length: number, most: number): ReturnType<typeof readEscape> {
  const isHalfOfPair = code >= 0xd800 && code < 0xe000;
  return code > most || isHalfOfPair ? undefined : { value: String.fromCodePoint(code), length };
}

function badEscape(escape: string): string {
  return `'${escape}' is no escape sequence; for a backslash itself write two, or put the text in backticks`;
}

function broken(at: number, problem: string): TextLiteral {
  return { value: '', problem, at };
}
