/** A word, number, quoted text or sign of a query; comments and blanks are left out. */
export interface Lexeme {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'word' | 'number' | 'text' | 'sign';
}

const LEXEME =
  /(?<comment>#[^\n]*)|(?<text>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`[^`]*`?)|(?<word>[A-Za-z_:][\w:]*)|(?<number>\.?\d[\w.]*)|(?<sign>[=!]~|[=!<>]=|!>|\|[=~>]|&&|\|\||\$\w+|\$\{[^}]*\}|\S)/gsu;

/** Cuts a query into what a reader sees, whether it is well formed or not. */
export function lexemesOf(query: string): Lexeme[] {
  const found: Lexeme[] = [];
  for (const match of query.matchAll(LEXEME)) {
    const groups = match.groups ?? {};
    if (groups['comment'] !== undefined) continue;
    const kind = (['word', 'number', 'text'] as const).find((name) => groups[name] !== undefined) ?? 'sign';
    found.push({ text: match[0], from: match.index, to: match.index + match[0].length, kind });
  }
  return found;
}

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export interface BracketProblem {
  readonly offset: number;
  readonly message: string;
  /** Where a reader from left to right notices it. */
  readonly noticedAt: number;
}

/** The first bracket without its partner. */
export function bracketProblem(lexemes: readonly Lexeme[], length: number): BracketProblem | undefined {
  const open: Lexeme[] = [];
  for (const lexeme of lexemes) {
    if (lexeme.kind !== 'sign') continue;
    if (CLOSER[lexeme.text] !== undefined) open.push(lexeme);
    if (!Object.values(CLOSER).includes(lexeme.text)) continue;
    const opener = open.pop();
    if (opener === undefined) return unopened(lexeme);
    if (CLOSER[opener.text] !== lexeme.text) return unclosed(opener, lexeme.from);
  }
  const innermost = open.at(-1);
  return innermost && unclosed(innermost, length);
}

/** The brackets that are open before a place, the innermost last. */
export function openBrackets(lexemes: readonly Lexeme[], offset: number): Lexeme[] {
  const open: Lexeme[] = [];
  for (const lexeme of lexemes) {
    if (lexeme.from >= offset) break;
    if (lexeme.kind !== 'sign') continue;
    if (CLOSER[lexeme.text] !== undefined) open.push(lexeme);
    else if (Object.values(CLOSER).includes(lexeme.text)) open.pop();
  }
  return open;
}

function unopened({ text, from }: Lexeme): BracketProblem {
  return {
    offset: from,
    noticedAt: from,
    message: `'${text}' closes nothing; remove it or open the bracket before it`,
  };
}

function unclosed({ text, from }: Lexeme, noticedAt: number): BracketProblem {
  return { offset: from, noticedAt, message: `'${text}' is never closed; expected '${CLOSER[text]}'` };
}
