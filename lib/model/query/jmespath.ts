/*
 * The syntax of JMESPath, by which log agents read fields of JSON: a parser that keeps nothing of what it reads. The steps and
 * the precedences are those of the grammar's reference parsers, of which the agents have the one for Go.
 *
 * https://jmespath.org/specification.html#grammar
 */

const TOKEN =
  /\s*(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*")|('(?:[^'\\]|\\.)*')|(`(?:[^`\\]|\\.)*`)|(-?\d+)|(\[\]|\[\?|&&|\|\||[=!<>]=|[.*@\][{}(),:|&!<>]))|\s*(\S)/gs;

const PRECEDENCE: { readonly [token: string]: number } = {
  '|': 1,
  '||': 2,
  '&&': 3,
  '==': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '[]': 9,
  '*': 20,
  '[?': 21,
  '.': 40,
  '!': 45,
  '{': 50,
  '[': 55,
  '(': 60,
};
// below it, the right side of a projection ends
const END_OF_PROJECTION = 10;

type Kind = 'name' | 'quoted' | 'text' | 'literal' | 'number' | 'symbol' | 'end';

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

/** What a JMESPath parser would object to, or undefined when it takes the path. */
export function jmesPathProblem(path: string): string | undefined {
  try {
    new Parser(tokensOf(path)).whole();
    return undefined;
  } catch (error) {
    if (error instanceof PathError) return error.message;
    throw error;
  }
}

class PathError extends Error {}

function tokensOf(path: string): Token[] {
  const tokens = [...path.trimEnd().matchAll(TOKEN)].map(
    ([, name, quoted, text, literal, number, symbol, other]): Token => {
      if (other !== undefined) throw new PathError(`'${other}' has no meaning there`);
      if (name !== undefined) return { kind: 'name', text: name };
      if (quoted !== undefined) return { kind: 'quoted', text: readable(quoted) };
      if (text !== undefined) return { kind: 'text', text };
      if (literal !== undefined)
        return { kind: 'literal', text: readable(literal.slice(1, -1).replaceAll('\\`', '`')) };
      if (number !== undefined) return { kind: 'number', text: number };
      return { kind: 'symbol', text: symbol ?? '' };
    },
  );
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/** What stands in quotes or backticks is JSON. */
function readable(json: string): string {
  try {
    JSON.parse(json);
    return json;
  } catch {
    throw new PathError(`${json} is no JSON`);
  }
}

class Parser {
  private at = 0;

  public constructor(private readonly tokens: readonly Token[]) {}

  private get current(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: 'the end' };
  }

  private get precedence(): number {
    return this.current.kind === 'symbol' ? (PRECEDENCE[this.current.text] ?? 0) : 0;
  }

  public whole(): void {
    this.expression(0);
    if (this.current.kind !== 'end') this.fail();
  }

  private is(symbol: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.kind === 'symbol' && token.text === symbol;
  }

  private take(symbol: string): void {
    if (!this.is(symbol)) this.fail();
    this.at += 1;
  }

  private fail(): never {
    const { kind, text } = this.current;
    throw new PathError(
      kind === 'end' ? 'it ends too early' : `${kind === 'symbol' ? `'${text}'` : text} does not fit there`,
    );
  }

  private expression(binding: number): void {
    const token = this.current;
    if (token.kind === 'end' || token.kind === 'number') this.fail();
    this.at += 1;
    if (token.kind === 'symbol') this.prefix(token.text);
    else if (token.kind === 'quoted' && this.is('(')) this.fail();
    while (binding < this.precedence) this.infix(token.kind);
  }

  private prefix(symbol: string): void {
    if (symbol === '*') return this.is(']') ? undefined : this.projection(20);
    if (symbol === '[?') return this.filter();
    if (symbol === '{') return this.hash();
    if (symbol === '[]') return this.projection(9);
    if (symbol === '[') return this.bracket(() => this.list());
    if (symbol === '@') return undefined;
    if (symbol === '&') return this.expression(0);
    if (symbol === '!') return this.expression(45);
    if (symbol === '(') {
      this.expression(0);
      return this.take(')');
    }
    this.at -= 1;
    return this.fail();
  }

  private infix(left: Kind): void {
    const { text } = this.current;
    const { precedence } = this;
    this.at += 1;
    if (text === '.') return this.is('*') ? this.star() : this.afterDot(40);
    if (text === '(') return left === 'name' ? this.call() : this.failAt(-1);
    if (text === '[?') return this.filter();
    if (text === '[]') return this.projection(9);
    if (text === '[') return this.bracket(() => this.failAt(0));
    if (text === '*' || text === '{' || text === '!') return this.failAt(-1);
    return this.expression(precedence);
  }

  private failAt(offset: number): never {
    this.at += offset;
    return this.fail();
  }

  private star(): void {
    this.at += 1;
    this.projection(40);
  }

  private call(): void {
    while (!this.is(')')) {
      this.expression(0);
      if (this.is(',')) this.at += 1;
      else if (!this.is(')')) this.fail();
    }
    this.at += 1;
  }

  /** An index, a slice or `[*]`; else what may stand there besides. */
  private bracket(otherwise: () => void): void {
    if (this.current.kind === 'number' || this.is(':')) return this.index();
    if (!this.is('*') || !this.is(']', 1)) return otherwise();
    this.at += 2;
    return this.projection(20);
  }

  private index(): void {
    const isSlice = this.is(':') || this.is(':', 1);
    for (let colons = 0; !this.is(']'); this.at += 1) {
      if (this.is(':')) colons += 1;
      else if (this.current.kind !== 'number' || this.tokens[this.at + 1]?.kind === 'number') this.fail();
      if (colons > 2 || (colons > 0 && !isSlice)) this.fail();
    }
    this.at += 1;
    if (isSlice) this.projection(20);
  }

  private list(): void {
    this.expression(0);
    while (this.is(',')) {
      this.at += 1;
      this.expression(0);
    }
    this.take(']');
  }

  private hash(): void {
    do {
      if (this.current.kind !== 'name' && this.current.kind !== 'quoted') this.fail();
      this.at += 1;
      this.take(':');
      this.expression(0);
    } while (this.is(',') && (this.at += 1));
    this.take('}');
  }

  private filter(): void {
    this.expression(0);
    this.take(']');
    if (!this.is('[]')) this.projection(21);
  }

  private afterDot(binding: number): void {
    const { kind } = this.current;
    if (kind === 'name' || kind === 'quoted' || this.is('*')) return this.expression(binding);
    const isList = this.is('[');
    if (!isList && !this.is('{')) this.fail();
    this.at += 1;
    return isList ? this.list() : this.hash();
  }

  private projection(binding: number): void {
    if (this.precedence < END_OF_PROJECTION) return undefined;
    if (this.is('[') || this.is('[?')) return this.expression(binding);
    this.take('.');
    return this.afterDot(binding);
  }
}
