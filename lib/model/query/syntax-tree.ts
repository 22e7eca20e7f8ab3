import { lexemesOf } from './lexemes';

/** A node of a lezer tree, as far as it is read here: the grammars bring types of two module systems that do not mix. */
export interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly type: { readonly isError: boolean };
  readonly firstChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
}

export interface Grammar {
  parse(text: string): {
    readonly topNode: SyntaxNode;
    iterate(visit: { enter(node: Pick<SyntaxNode, 'type' | 'from'>): void; leave(): void }): void;
  };
}

/** The tree of a text. */
export interface ParsedText {
  readonly top: SyntaxNode;
  /** The first place that the grammar cannot read. */
  readonly errorAt?: number;
  /** Whether the text is too long a chain, or too deeply nested, to be judged. */
  readonly isTooDeep: boolean;
}

/** The nodes right below a node, errors and comments left out. */
export function children(node: SyntaxNode): SyntaxNode[] {
  return everyChild(node).filter(({ name, type }) => !type.isError && name !== 'LineComment');
}

/** The first child of one of the given kinds. */
export function child(node: SyntaxNode, ...kinds: readonly string[]): SyntaxNode | undefined {
  return children(node).find(({ name }) => kinds.includes(name));
}

/** All nodes of the given kinds at any depth, in the order of the text. */
export function descendants(node: SyntaxNode, ...kinds: readonly string[]): SyntaxNode[] {
  return everyNode(node).filter(({ name }) => kinds.includes(name));
}

/** Replaces what a grammar wrongly refuses by text of the same length that it takes; undefined where nothing fits. */
export type CloseGap = (text: string, parsed: ParsedText & { readonly errorAt: number }) => string | undefined;

// about a quarter of what the stack of Node.js holds
const DEEPEST = 1_000;
// long before the limit of lezer; the longest expressions of kube-prometheus have 300
const MOST_LEXEMES = 900;
// each round closes one gap; a text with more of them is not written by hand
const MOST_GAPS = 64;

/**
 * Parses a text with a lezer grammar, and again with its known gaps closed when it finds an error.
 *
 * Places in the tree are places in the given text, since a gap is closed with as many characters as it has.
 */
export function parseText(grammar: Grammar, text: string, closeGap: CloseGap): ParsedText {
  let read = text;
  for (let round = 0; ; round += 1) {
    const parsed = parseOnce(grammar, read);
    const { errorAt } = parsed;
    if (errorAt !== undefined && isBeyondGrammar(text, errorAt)) return { top: parsed.top, isTooDeep: true };
    if (errorAt === undefined || round === MOST_GAPS) return parsed;
    const closed = closeGap(read, { ...parsed, errorAt });
    if (closed === undefined || closed === read) return parsed;
    read = closed;
  }
}

/** Whether an error may only be due to lezer's own limit, a stack of 2800 states: `a or b or c ...` takes six an operator. */
function isBeyondGrammar(text: string, errorAt: number): boolean {
  return lexemesOf(text.slice(0, errorAt)).length > MOST_LEXEMES;
}

/** The text with that stretch replaced by another of the same length. */
export function overwrite(text: string, from: number, replacement: string): string {
  return text.slice(0, from) + replacement + text.slice(from + replacement.length);
}

function parseOnce(grammar: Grammar, text: string): ParsedText {
  const tree = grammar.parse(text);
  let errorAt: number | undefined;
  let depth = 0;
  let deepest = 0;
  tree.iterate({
    enter({ type, from }) {
      depth += 1;
      deepest = Math.max(deepest, depth);
      if (type.isError && (errorAt === undefined || from < errorAt)) errorAt = from;
    },
    leave() {
      depth -= 1;
    },
  });
  return { top: tree.topNode, errorAt, isTooDeep: deepest > DEEPEST };
}

function everyChild(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let next = node.firstChild; next !== null; next = next.nextSibling) found.push(next);
  return found;
}

// not recursive: a chain of operators nests as deep as it is long
function everyNode(top: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const waiting = [top];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.push(node);
    waiting.push(...everyChild(node).reverse());
  }
  return found;
}
