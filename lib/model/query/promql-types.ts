import { operandsOf, type PromqlExpression, type Span } from './promql-ast';
import { checkAggregate, checkCall } from './promql-calls';
import { isReadable, type PromqlCheck } from './promql-check';
import { withArticle, type PromqlType } from './promql-functions';
import { checkBinary } from './promql-operators';
import { checkMatchers, checkPostfix, checkSelector } from './promql-selectors';

/**
 * The type of an expression; all that its parts do wrong is reported on the way.
 *
 * The rules are those of Prometheus' own check of a parsed query, `checkAST`, and where noted a few that it would report
 * only when the query runs.
 */
export function typeOf(check: PromqlCheck, expression: PromqlExpression): PromqlType {
  const types = operandsOf(expression).map((operand, i) =>
    isInfoSelector(expression, i) ? infoSelectorType(check, operand) : typeOf(check, operand),
  );
  const [first = 'any', second = 'any'] = types;
  switch (expression.kind) {
    case 'number':
      checkNumber(check, expression);
      return 'scalar';
    case 'text':
      isReadable(check, expression.text);
      return 'string';
    case 'selector':
      return checkSelector(check, expression);
    case 'parentheses':
      return first;
    case 'unary':
      return checkUnary(check, expression.from, first);
    case 'binary':
      return checkBinary(check, expression, first, second);
    case 'call':
      return checkCall(check, expression, types);
    case 'aggregate':
      return checkAggregate(check, expression, types);
    default:
      return checkPostfix(check, expression, first);
  }
}

function checkUnary(check: PromqlCheck, offset: number, type: PromqlType): PromqlType {
  if (type === 'string' || type === 'range vector') {
    const sign = check.query.text.charAt(offset);
    check.report(offset, `'${sign}' works on numbers and instant vectors, this is ${withArticle(type)}`);
  }
  return type;
}

function checkNumber({ query, report }: PromqlCheck, { from, to, value }: Span & { readonly value: number }): void {
  const digits = query.text.slice(from, to);
  if (/\d/.test(digits) && !Number.isFinite(value)) report(from, 'this number is too large for a 64-bit float');
  // the grammar takes `100and` for `100 and`
  const word = /^\w+/.exec(query.text.slice(to))?.[0];
  if (word !== undefined) report(from, `'${digits}${word}' is no number; put a blank after '${digits}'`);
}

/** The second argument of `info` selects labels of info metrics, and may match all of them. */
function isInfoSelector(expression: PromqlExpression, index: number): boolean {
  return expression.kind === 'call' && expression.name.value === 'info' && index === 1;
}

function infoSelectorType(check: PromqlCheck, argument: PromqlExpression): PromqlType {
  if (argument.kind !== 'selector' || argument.name !== undefined) {
    check.report(argument.from, `argument 2 of 'info' must be label matchers alone, such as {k8s_cluster_name=~".+"}`);
  }
  if (argument.kind !== 'selector') return typeOf(check, argument);
  checkMatchers(check, argument);
  return 'instant vector';
}
