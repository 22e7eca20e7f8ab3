import type { LogqlCheck } from './logql-check';
import { checkRegex } from './logql-selectors';
import { re2GroupNames, re2Problem } from './re2';
import { child, children, descendants, type SyntaxNode } from './syntax-tree';

/** The rules of `|= "a"`, `|~ "b" or "c"`, `|> "<_> d"`. */
export function checkLineFilters(check: LogqlCheck, filters: SyntaxNode): void {
  let operator = '';
  let isAddress = false;
  for (const node of descendants(filters, 'Filter', 'FilterOp', 'String')) {
    if (node.name === 'Filter') operator = check.slice(node);
    if (node.name === 'FilterOp') isAddress = true;
    if (node.name !== 'String') continue;
    if (!isAddress && /~$/.test(operator)) checkRegex(check, node, `the regular expression after '${operator}'`);
    if (!isAddress && />$/.test(operator)) checkLinePattern(check, node, operator);
    isAddress = false;
  }
}

/** The rules of `| regexp "..."` and `| pattern "..."`. */
export function checkParser(check: LogqlCheck, parser: SyntaxNode): void {
  const [kind, text] = children(parser);
  if (!text) return;
  if (kind?.name === 'Regexp') checkRegexpStage(check, text);
  if (kind?.name === 'Pattern') checkPatternStage(check, text);
}

function checkRegexpStage(check: LogqlCheck, node: SyntaxNode): void {
  checkRegex(check, node, "the regular expression of 'regexp'");
  const pattern = check.value(node);
  if (pattern === undefined || re2Problem(pattern) !== undefined) return;
  const names = re2GroupNames(pattern);
  if (names.length === 0) {
    check.report(node.from, "'regexp' needs a named group, which becomes a label: (?P<status>\\d+)");
  }
  const twin = firstTwin(names);
  if (twin !== undefined) check.report(node.from, `'regexp' names two groups '${twin}'`);
}

const CAPTURE = /<([A-Za-z_]\w*)>/g;
const ADJACENT = /<[A-Za-z_]\w*><[A-Za-z_]\w*>/;

function checkPatternStage(check: LogqlCheck, node: SyntaxNode): void {
  const pattern = check.value(node);
  if (pattern === undefined) return;
  const names = [...pattern.matchAll(CAPTURE)].map(([, name]) => name ?? '').filter((name) => name !== '_');
  if (names.length === 0) check.report(node.from, "'pattern' needs a capture, which becomes a label: <status>");
  const twin = firstTwin(names);
  if (twin !== undefined) check.report(node.from, `'pattern' names two captures '${twin}'`);
  checkAdjacent(check, node, pattern);
}

function checkLinePattern(check: LogqlCheck, node: SyntaxNode, operator: string): void {
  const pattern = check.value(node);
  if (pattern === undefined) return;
  const named = [...pattern.matchAll(CAPTURE)].find(([, name]) => name !== '_');
  if (named) check.report(node.from, `'${operator}' takes no names, write <_> for '${named[0]}'`);
  checkAdjacent(check, node, pattern);
}

function checkAdjacent(check: LogqlCheck, node: SyntaxNode, pattern: string): void {
  const adjacent = ADJACENT.exec(pattern)?.[0];
  if (adjacent !== undefined) check.report(node.from, `between two captures there must be text: '${adjacent}'`);
}

/** The rules of `| line_format "..."`. */
export function checkLineFormat(check: LogqlCheck, stage: SyntaxNode): void {
  const template = child(stage, 'String');
  if (template) checkTemplate(check, template);
}

/** The rules of `| label_format a=b, c="{{.d}}"`. */
export function checkLabelFormat(check: LogqlCheck, stage: SyntaxNode): void {
  const labels = new Set<string>();
  for (const format of descendants(stage, 'LabelFormatMatcher')) {
    const [label, , value] = children(format);
    const name = label ? check.slice(label) : '';
    if (name === '__error__') check.report(format.from, "'label_format' cannot write '__error__'");
    if (labels.has(name)) check.report(format.from, `'label_format' writes the label '${name}' twice; use two stages`);
    labels.add(name);
    if (value?.name === 'String') checkTemplate(check, value);
  }
}

function checkTemplate(check: LogqlCheck, node: SyntaxNode): void {
  const template = check.value(node) ?? '';
  const unclosed = template.split('{{').find((part, i) => i > 0 && !part.includes('}}'));
  if (unclosed !== undefined) check.report(node.from, `the template opens '{{${unclosed.slice(0, 20)}' without '}}'`);
}

function firstTwin(names: readonly string[]): string | undefined {
  return names.find((name, i) => names.indexOf(name) !== i);
}
