import type * as Logql from '@grafana/lezer-logql';
import { lexemesOf, openBrackets, type Lexeme } from './lexemes';
import { memoize } from './memoize';
import { descendants, overwrite, parseText, type CloseGap, type Grammar, type SyntaxNode } from './syntax-tree';

/** A LogQL text: its tree or the first place that does not parse; neither where it is too deep to follow. */
export interface ParsedLogql {
  readonly top?: SyntaxNode;
  readonly errorAt?: number;
}

/** Reads a LogQL text in which variables are replaced already. */
export const parseLogql = memoize((text: string): ParsedLogql => {
  const { top, errorAt, isTooDeep } = parseText(loadGrammar(), text, closeGap);
  if (errorAt !== undefined) return { errorAt };
  return isTooDeep ? {} : { top };
});

// 13 ms to load: an app without a query does not pay
let grammar: Grammar | undefined;
function loadGrammar(): Grammar {
  grammar ??= (require('@grafana/lezer-logql') as typeof Logql).parser;
  return grammar;
}

/** What Loki 3.7 takes and the lezer grammar 0.4.2 refuses. */
const closeGap: CloseGap = (text, parsed) =>
  closeOffset(text, parsed.errorAt) ??
  closeUnwrapInParentheses(text, parsed.errorAt) ??
  closeLabelFilters(text, parsed) ??
  closeAddressFilters(text) ??
  closeFunctionName(text, parsed.errorAt) ??
  closeComment(text, parsed.errorAt);

/** `| unwrap latency [5m] offset 1h`: the grammar knows `offset` after other ranges only. */
function closeOffset(text: string, errorAt: number): string | undefined {
  const offset = /^offset\s+-?(?:[\d.]+(?:ns|us|µs|ms|[smhdwy]))+(?![\w.])/i.exec(text.slice(errorAt))?.[0];
  if (offset === undefined || !text.slice(0, errorAt).trimEnd().endsWith(']')) return undefined;
  return overwrite(text, errorAt, ' '.repeat(offset.length));
}

/** `({app="api"} | json | unwrap latency)[5m]`: the same without the parentheses. */
function closeUnwrapInParentheses(text: string, errorAt: number): string | undefined {
  const bracket = openBrackets(lexemesOf(text), errorAt).at(-1);
  if (bracket?.text !== '(' || !/^\)\s*\[/.test(text.slice(errorAt))) return undefined;
  return overwrite(overwrite(text, bracket.from, ' '), errorAt, ' ');
}

/** `| level="error" status="500"`: two label filters in a row mean `and`, as a comma between them does. */
function closeLabelFilters(text: string, { top, errorAt }: Parameters<CloseGap>[1]): string | undefined {
  const isBlank = (from: number): boolean => from < errorAt && text.slice(from, errorAt).trim() === '';
  if (!descendants(top, 'LabelFilter').some(({ to }) => isBlank(to))) return undefined;
  return /^[\w(]/.test(text.slice(errorAt)) ? overwrite(text, errorAt - 1, ',') : undefined;
}

/** `|= "a" or ip("10.0.0.0/8") or "b"`: the grammar knows `ip` at the end of a chain only; a text can stand anywhere. */
function closeAddressFilters(text: string): string | undefined {
  const lexemes = lexemesOf(text);
  const isChained = (_: Lexeme, i: number): boolean => {
    const [or, ip, opening, address, closing] = lexemes.slice(i, i + 5);
    const words = `${or?.text} ${ip?.text}`.toLowerCase();
    return words === 'or ip' && opening?.text === '(' && address?.kind === 'text' && closing?.text === ')';
  };
  const start = lexemes.findIndex(isChained);
  const [ip, closing] = [lexemes[start + 1], lexemes[start + 4]];
  if (start === -1 || ip === undefined || closing === undefined) return undefined;
  return overwrite(text, ip.from, `"${'-'.repeat(closing.to - ip.from - 2)}"`);
}

/** `| json vector`: the names of functions are labels too where no bracket follows. */
function closeFunctionName(text: string, errorAt: number): string | undefined {
  const name = /^(?:vector|label_replace)\b(?!\s*\()/i.exec(text.slice(errorAt))?.[0];
  return name === undefined ? undefined : overwrite(text, errorAt, 'x'.repeat(name.length));
}

/** `{app="api"} // orders`: the grammar knows comments after `#` only. */
function closeComment(text: string, errorAt: number): string | undefined {
  const comment = /^\/\/[^\n]*/.exec(text.slice(errorAt - 1))?.[0] ?? /^\/\/[^\n]*/.exec(text.slice(errorAt))?.[0];
  return comment === undefined
    ? undefined
    : overwrite(text, text.indexOf(comment, errorAt - 1), ' '.repeat(comment.length));
}
