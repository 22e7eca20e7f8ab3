/** A block of an Alloy configuration, read back. */
export interface AlloyBlockRead {
  readonly name: string;
  readonly label?: string;
  readonly attributes: { readonly [name: string]: unknown };
  readonly blocks: readonly AlloyBlockRead[];
}

/** What Alloy would compute: a reference, a call, a sum. Its text is as it stands in the file. */
export class Computed {
  constructor(readonly text: string) {}
}

/**
 * Reads the text of an Alloy configuration, written after the scanner and parser of Alloy's syntax package and stricter
 * where in doubt. Only what configurations of this library need is known; anything else is an error.
 */
export function readAlloy(text: string): AlloyBlockRead[] {
  const reader = new Reader(scan(text), text);
  const { attributes, blocks } = reader.body('end');
  if (Object.keys(attributes).length > 0) throw new Error('an attribute stands outside of every block');
  return blocks;
}

/** The text that a double-quoted string of Alloy stands for: the rules of Go's strconv.Unquote. */
export function readAlloyString(literal: string): string {
  const [token, ...more] = scan(literal);
  if (token?.kind !== 'string' || more[0]?.kind !== 'end') throw new Error(`no string: ${literal}`);
  return unquote(token.text);
}

interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'sign' | 'newline' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKENS: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /[ \t\r]+|\/\/[^\n]*/y],
  ['newline', /\n/y],
  ['name', /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y],
  ['number', /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['string', /"(?:[^"\\\n]|\\.)*"/y],
  ['sign', /[{}[\](),=+]/y],
];

function scan(text: string): Token[] {
  // eslint-disable-next-line no-control-regex -- Alloy's scanner refuses it
  if (/[\u0000\ufeff]|\p{Surrogate}/u.test(text)) throw new Error('a NUL, byte order mark or half of a surrogate pair');
  const tokens: Token[] = [];
  for (let start = 0; start < text.length;) {
    const found = TOKENS.flatMap(([kind, pattern]) => {
      pattern.lastIndex = start;
      const match = pattern.exec(text)?.[0];
      return match === undefined ? [] : [{ kind, text: match, start, end: start + match.length }];
    })[0];
    if (found === undefined) throw new Error(`no token at ${start}: ${text.slice(start, start + 20)}`);
    if (found.kind !== 'blank') tokens.push(found as Token);
    start = found.end;
  }
  return [...tokens, { kind: 'end', text: '', start: text.length, end: text.length }];
}

const ESCAPES: { readonly [letter: string]: string } = {
  ...{ a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' },
};

function unquote(literal: string): string {
  const escape = /\\(?:([abfnrtv\\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|)/g;
  return literal.slice(1, -1).replace(escape, (whole, letter?: string, octal?: string, ...hex: unknown[]) => {
    if (letter !== undefined) return ESCAPES[letter]!;
    const digits = octal ?? hex.slice(0, 3).find((group): group is string => typeof group === 'string');
    if (digits === undefined) throw new Error(`no escape of Go: ${whole} in ${literal}`);
    const code = parseInt(digits, octal === undefined ? 16 : 8);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Error(`no character: ${whole} in ${literal}`);
    if (code > 0x7f && whole.length < 6) throw new Error(`a byte, not a character: ${whole} in ${literal}`);
    return String.fromCodePoint(code);
  });
}

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly source: string,
  ) {}

  body(end: 'end' | '}'): { attributes: { [name: string]: unknown }; blocks: AlloyBlockRead[] } {
    const attributes: { [name: string]: unknown } = {};
    const blocks: AlloyBlockRead[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.peek().kind === 'end' || this.peek().text === '}') break;
      const name = this.take('name').text;
      if (this.peek().text === '=') {
        if (name in attributes || name.includes('.')) throw new Error(`no attribute, or one twice: ${name}`);
        this.take('sign', '=');
        attributes[name] = this.expression();
      } else {
        blocks.push(this.block(name));
      }
      if (!['newline', 'end'].includes(this.peek().kind) && this.peek().text !== '}') {
        throw new Error(`'${name}' does not end with its line: ${this.peek().text}`);
      }
    }
    if ((this.peek().kind === 'end') !== (end === 'end')) throw new Error('a block is not closed, or never began');
    return { attributes, blocks };
  }

  private block(name: string): AlloyBlockRead {
    const label = this.peek().kind === 'string' ? unquote(this.take('string').text) : undefined;
    if (label !== undefined && !/^[A-Za-z_]\w*$/.test(label)) throw new Error(`no label: ${label}`);
    this.take('sign', '{');
    const body = this.body('}');
    this.take('sign', '}');
    return { name, ...(label === undefined ? {} : { label }), ...body };
  }

  private expression(): unknown {
    const { start } = this.peek();
    const first = this.term();
    if (this.peek().text !== '+') return first;
    while (this.peek().text === '+') {
      this.take('sign', '+');
      this.term();
    }
    return new Computed(this.source.slice(start, this.tokens[this.at - 1]!.end));
  }

  private term(): unknown {
    const token = this.peek();
    if (token.kind === 'string') return unquote(this.take('string').text);
    if (token.kind === 'number') return Number(this.take('number').text);
    if (token.text === '[') return this.list(']', () => this.expression());
    if (token.text === '{') return Object.fromEntries(this.list('}', () => this.field()));
    const name = this.take('name').text;
    if (name === 'null') return null;
    if (name === 'true' || name === 'false') return name === 'true';
    if (this.peek().text === '(') this.list(')', () => this.expression());
    return new Computed(this.source.slice(token.start, this.tokens[this.at - 1]!.end));
  }

  private field(): [string, unknown] {
    const key = this.peek().kind === 'string' ? unquote(this.take('string').text) : this.take('name').text;
    if (key === 'true' || key === 'false' || key === 'null') {
      if (this.tokens[this.at - 1]!.kind === 'name') throw new Error(`a keyword is no key: ${key}`);
    }
    this.take('sign', '=');
    return [key, this.expression()];
  }

  /** Items between brackets. A closing bracket may begin a line only after a comma. */
  private list<T>(close: string, item: () => T): T[] {
    this.at += 1;
    const items: T[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.peek().text === close) break;
      items.push(item());
      if (this.peek().text === close) break;
      this.take('sign', ',');
    }
    this.take('sign', close);
    return items;
  }

  private skipNewlines(): void {
    while (this.peek().kind === 'newline') this.at += 1;
  }

  private peek(): Token {
    return this.tokens[this.at]!;
  }

  private take(kind: Token['kind'], text?: string): Token {
    const token = this.peek();
    if (token.kind !== kind || (text !== undefined && token.text !== text)) {
      throw new Error(`expected ${text ?? kind} at ${token.start}, got ${JSON.stringify(token.text)}`);
    }
    this.at += 1;
    return token;
  }
}
