import { isVariable } from './grafana-variables';
import type { PromqlDuration, PromqlExpression, PromqlMatcher, PromqlPostfix, PromqlSelector } from './promql-ast';
import { isReadable, requireFeature, type PromqlCheck } from './promql-check';
import { withArticle, type PromqlType } from './promql-functions';
import { re2MatchesEmpty, re2Problem } from './re2';

const NAME = '__name__';
// time.Duration of Go counts nanoseconds in 63 bits
const LONGEST_MILLISECONDS = 2 ** 63 / 1e6;

/** The rules of `up{job="x"}`. */
export function checkSelector(check: PromqlCheck, selector: PromqlSelector): PromqlType {
  if (isVariable(check.query, selector.from, selector.to)) return 'any';
  checkMatchers(check, selector);
  const isNamed = selector.name !== undefined || selector.quotedNames.some(({ value }) => value !== '');
  if (!isNamed && !selector.matchers.some(excludesEmpty)) {
    check.report(
      selector.from,
      'this selector takes every series there is; name a metric, or add a matcher that an empty value does not pass, ' +
        'such as {job="api"} or {job=~".+"}',
    );
  }
  return 'instant vector';
}

/** The rules of label matchers, which hold in `info(..., {...})` too. */
export function checkMatchers(check: PromqlCheck, { name, quotedNames, matchers }: PromqlSelector): void {
  quotedNames.forEach((quoted) => isReadable(check, quoted));
  const second = quotedNames[0] ?? matchers.find((matcher) => matcher.name.value === NAME)?.value;
  if (name !== undefined && second !== undefined) {
    check.report(second.from, `the metric name is given twice: '${name.value}' and '${second.value}'`);
  }
  for (const matcher of matchers) {
    if (!isReadable(check, matcher.name) || !isReadable(check, matcher.value)) continue;
    const problem = isRegex(matcher) ? re2Problem(matcher.value.value) : undefined;
    if (problem !== undefined) {
      check.report(matcher.value.from, `the regular expression of '${matcher.name.value}' is not valid: ${problem}`);
    }
  }
}

/** Whether a matcher keeps out series without that label. */
function excludesEmpty({ operator, value }: PromqlMatcher): boolean {
  switch (operator) {
    case '=':
      return value.value !== '';
    case '!=':
      return value.value === '';
    case '=~':
      return !re2MatchesEmpty(value.value);
    case '!~':
      return re2MatchesEmpty(value.value);
  }
}

function isRegex({ operator }: PromqlMatcher): boolean {
  return operator === '=~' || operator === '!~';
}

/** The rules of what follows an expression: `[5m]`, `[1h:5m]`, `offset 5m`, `@ 1609746000`. */
export function checkPostfix(check: PromqlCheck, postfix: PromqlPostfix, operand: PromqlType): PromqlType {
  postfix.durations.forEach((duration) => checkDuration(check, postfix, duration));
  switch (postfix.kind) {
    case 'range':
      return checkRange(check, postfix, operand);
    case 'subquery':
      if (operand !== 'instant vector' && operand !== 'any') {
        check.report(postfix.operand.from, `a subquery needs an instant vector, this is ${withArticle(operand)}`);
      }
      return 'range vector';
    default:
      checkModifier(check, postfix, operand);
      return operand;
  }
}

function checkRange(check: PromqlCheck, { operand, signAt }: PromqlPostfix, type: PromqlType): PromqlType {
  if (operand.kind === 'offset' || operand.kind === 'at') {
    const modifier = operand.kind === 'at' ? '@' : 'offset';
    check.report(operand.signAt, `'${modifier}' must stand after the range: up[5m] ${modifier} ...`);
  } else if (operand.kind !== 'selector' && type !== 'any') {
    const instead = type === 'instant vector' ? '; of an expression, a subquery such as [5m:] makes a range' : '';
    check.report(signAt, `a range can follow only a selector such as up{job="api"}${instead}`);
  }
  return 'range vector';
}

function checkModifier(check: PromqlCheck, postfix: PromqlPostfix, type: PromqlType): void {
  const { kind, signAt, timestamp } = postfix;
  const word = kind === 'at' ? '@' : kind;
  const earlier: PromqlExpression['kind'][] = [];
  let base = postfix.operand;
  for (; isModifier(base); base = base.operand) earlier.push(base.kind);
  if (earlier.includes(kind)) check.report(signAt, `'${word}' may stand only once after a selector`);
  if (!['selector', 'range', 'subquery'].includes(base.kind) && type !== 'any') {
    check.report(
      signAt,
      `'${word}' can follow only a selector, a range or a subquery; put it inside, after the selector`,
    );
  }
  if (timestamp !== undefined && !(Math.abs(timestamp) < 2 ** 63)) {
    check.report(signAt, "'@' needs a time in seconds since 1970");
  }
  if (kind !== 'anchored' && kind !== 'smoothed') return;
  requireFeature(check, 'promql-extended-range-selectors', signAt, `'${word}' is experimental`);
  if (base.kind === 'subquery') check.report(signAt, `'${word}' does not work with subqueries`);
  if (earlier.some((other) => other === 'anchored' || other === 'smoothed')) {
    check.report(signAt, "'anchored' and 'smoothed' exclude each other");
  }
}

function isModifier(
  expression: PromqlExpression,
): expression is PromqlPostfix & { readonly kind: 'offset' | 'at' | 'anchored' | 'smoothed' } {
  return ['offset', 'at', 'anchored', 'smoothed'].includes(expression.kind);
}

function checkDuration(check: PromqlCheck, { kind }: PromqlPostfix, { from, milliseconds }: PromqlDuration): void {
  if (milliseconds === undefined) {
    requireFeature(check, 'promql-duration-expr', from, 'a calculated duration is experimental');
  } else if (milliseconds <= 0 && kind !== 'offset') {
    check.report(from, 'this duration must be longer than 0');
  } else if (Math.abs(milliseconds) >= LONGEST_MILLISECONDS) {
    check.report(from, 'this duration must be shorter than 292 years');
  }
}
