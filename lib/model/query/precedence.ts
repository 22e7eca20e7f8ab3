/**
 * A part of an expression without brackets, in reading order.
 *
 * Infix and prefix operators carry how tightly they bind: the higher, the tighter. A postfix binds tightest of all.
 */
export type Part<E> =
  | { readonly operand: E }
  | { readonly postfix: (operand: E) => E }
  | { readonly prefix: (operand: E) => E; readonly binding: number }
  | { readonly infix: (left: E, right: E) => E; readonly binding: number; readonly rightToLeft?: boolean };

// of PromQL, and of LogQL, which has fewer signs; the last binds tightest:
// https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '>', '<', '>=', '<=', '</', '>/'],
  ['+', '-'],
  ['*', '/', '%', 'atan2'],
  ['^'],
];
const POWER = LEVELS.length - 1;

/** A binary operator, which `combine` makes an expression of. */
export function infixPart<E>(sign: string, combine: (left: E, right: E) => E): Part<E> {
  const binding = LEVELS.findIndex((signs) => signs.includes(sign.toLowerCase()));
  return { infix: combine, binding, rightToLeft: binding === POWER };
}

/** A sign before an expression: `-a ^ b` is `-(a ^ b)`, `-a * b` is `(-a) * b`. */
export function prefixPart<E>(sign: (operand: E) => E): Part<E> {
  return { prefix: sign, binding: POWER };
}

/**
 * Builds an expression from its parts by the precedence of the operators.
 *
 * The lezer grammars accept the right texts but group them in their own way: `a + b offset 5m` as `(a + b) offset 5m`, and
 * for LogQL `1 + 2 * 3` as `(1 + 2) * 3`. Editors do not mind; a type check does.
 */
export function groupByPrecedence<E>(parts: readonly Part<E>[]): E {
  let next = 0;

  function operand(): E {
    const part = parts[next];
    next += 1;
    if (part === undefined) throw new Error('an expression ends where an operand is expected');
    if ('prefix' in part) return part.prefix(expression(part.binding));
    if (!('operand' in part)) throw new Error('an expression has an operator where an operand is expected');
    let result = part.operand;
    for (let after = parts[next]; after !== undefined && 'postfix' in after; after = parts[next]) {
      result = after.postfix(result);
      next += 1;
    }
    return result;
  }

  function expression(loosest: number): E {
    let left = operand();
    for (let part = parts[next]; part !== undefined && 'infix' in part && part.binding >= loosest; part = parts[next]) {
      next += 1;
      left = part.infix(left, expression(part.rightToLeft ? part.binding : part.binding + 1));
    }
    return left;
  }

  return expression(0);
}
