import { fail, invalid, type Subject } from '../core/errors';
import type { AlloyBlock } from './alloy-syntax';

/**
 * What the user adds to a configuration of Alloy, as it is to follow ours.
 *
 * Only what would spoil our own part is looked for: strings, comments and brackets without an end, and blocks that are
 * declared twice. What the blocks hold is Alloy's to judge.
 */
export function alloyExtra(subject: Subject, extra: string | undefined, ours: readonly AlloyBlock[]): string {
  if (extra === undefined) return '';
  if (typeof extra !== 'string') {
    invalid(subject, 'extraConfig', extra, "it must be text in Alloy's own syntax");
  }
  for (const { name, label, line } of topLevelBlocks(subject, extra)) {
    if (!ours.some((block) => block.name === name && block.label === label)) continue;
    const mend = label === undefined ? 'leave it out' : 'give it another label';
    const shown = label === undefined ? name : `${name} "${label}"`;
    fail(subject, `'extraConfig' declares ${shown} in line ${line}, which this library declares already; ${mend}`);
  }
  const text = extra.trim();
  return text === '' ? '' : `\n${text}\n`;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

interface DeclaredBlock {
  readonly name: string;
  readonly label?: string;
  readonly line: number;
}

const COMMENT = /\/\/[^\n]*|\/\*[^]*?\*\//;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/;
const NAME = /[\p{L}_][\p{L}\p{N}_.]*/u;
// the beginning of a comment without an end, or any other sign
const SIGN = /\/\*|\S/;
const TOKEN = new RegExp([COMMENT, STRING, NAME, SIGN].map(({ source }) => source).join('|'), 'gu');

const CLOSING: { readonly [bracket: string]: string } = { '{': '}', '[': ']', '(': ')' };

/** The blocks that stand in no other block. Fails for what is not closed, naming the line. */
function topLevelBlocks(subject: Subject, text: string): DeclaredBlock[] {
  const open: Token[] = [];
  const blocks: DeclaredBlock[] = [];
  let before: Token[] = [];
  for (const token of tokens(text)) {
    const { text: sign, line } = token;
    if (sign === '"' || sign === '`') fail(subject, `'extraConfig' has a string without an end in line ${line}`);
    if (sign === '/*') fail(subject, `'extraConfig' has a comment without an end in line ${line}`);
    if (sign === '{' && open.length === 0) blocks.push(...declared(before));
    if (Object.hasOwn(CLOSING, sign)) {
      open.push(token);
    } else if (['}', ']', ')'].includes(sign)) {
      const opened = open.pop();
      if (opened === undefined)
        fail(subject, `'extraConfig' closes with '${sign}' in line ${line} what nothing opened`);
      if (CLOSING[opened.text] !== sign) {
        fail(
          subject,
          `'extraConfig' closes with '${sign}' in line ${line} the '${opened.text}' of line ${opened.line}`,
        );
      }
    }
    before = [...before.slice(-1), token];
  }
  const [unclosed] = open;
  if (unclosed !== undefined) {
    fail(subject, `'extraConfig' does not close the '${unclosed.text}' of line ${unclosed.line}`);
  }
  return blocks;
}

/** What the two tokens before a bracket declare: `name {`, or `name "label" {`. */
function declared(before: readonly Token[]): DeclaredBlock[] {
  const [first, last] = before.length === 1 ? [undefined, before[0]] : before;
  if (last === undefined) return [];
  if (first !== undefined && isName(first.text) && last.text.startsWith('"')) {
    return [{ name: first.text, label: last.text.slice(1, -1), line: first.line }];
  }
  return isName(last.text) ? [{ name: last.text, line: last.line }] : [];
}

function isName(text: string): boolean {
  return /^[\p{L}_]/u.test(text);
}

function tokens(text: string): Token[] {
  let line = 1;
  let at = 0;
  return [...text.matchAll(TOKEN)]
    .map((match) => {
      line += text.slice(at, match.index).split('\n').length - 1;
      at = match.index;
      return { text: match[0], line };
    })
    .filter(({ text: sign }) => !sign.startsWith('//') && !(sign.startsWith('/*') && sign.length > 2));
}
