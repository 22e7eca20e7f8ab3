import type { LogqlCheck } from './logql-check';
import { re2MatchesEmpty, re2Problem } from './re2';
import { children, descendants, type SyntaxNode } from './syntax-tree';

/** The rule of `{app="api"}`: Loki refuses to read every stream there is. */
export function checkStreamSelector(check: LogqlCheck, selector: SyntaxNode): void {
  if (descendants(selector, 'Matcher').some((matcher) => excludesEmpty(check, matcher))) return;
  check.report(
    selector.from,
    'this selector takes every stream there is; add a matcher that an empty value does not pass, such as {app="api"} or ' +
      '{app=~".+"}',
  );
}

/** The rule of one matcher, in a selector or a label filter. */
export function checkMatcher(check: LogqlCheck, matcher: SyntaxNode): void {
  const [label, operator, value] = children(matcher);
  if (!label || !value || (operator?.name !== 'Re' && operator?.name !== 'Nre')) return;
  checkRegex(check, value, `the regular expression of '${check.slice(label)}'`);
}

/** Reports a quoted regular expression that Go's regexp package refuses. */
export function checkRegex(check: LogqlCheck, node: SyntaxNode, what: string): void {
  const pattern = check.value(node);
  const problem = pattern === undefined ? undefined : re2Problem(pattern);
  if (problem !== undefined) check.report(node.from, `${what} is not valid: ${problem}`);
}

function excludesEmpty(check: LogqlCheck, matcher: SyntaxNode): boolean {
  const [, operator, node] = children(matcher);
  // a broken text has its own message
  const value = node && check.value(node);
  if (value === undefined) return true;
  switch (operator?.name) {
    case 'Eq':
      return value !== '';
    case 'Neq':
      return value === '';
    case 'Re':
      return re2Problem(value) !== undefined || !re2MatchesEmpty(value);
    default:
      return re2MatchesEmpty(value);
  }
}
