/** Places in the parsed text, from 0. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A name or quoted text as it is written, with its value. */
export interface Word extends Span {
  readonly value: string;
  /** What is wrong with the quoted text. */
  readonly problem?: { readonly at: number; readonly message: string };
}

export interface PromqlMatcher extends Span {
  readonly name: Word;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: Word;
}

/** A duration in `[...]` or after `offset`; without milliseconds it is an expression such as `step() * 2`. */
export interface PromqlDuration extends Span {
  readonly milliseconds?: number;
}

export interface PromqlSelector extends Span {
  readonly kind: 'selector';
  /** Metric name before the braces. */
  readonly name?: Word;
  /** Metric names that stand in quotes within the braces. */
  readonly quotedNames: readonly Word[];
  readonly matchers: readonly PromqlMatcher[];
}

export interface PromqlCall extends Span {
  readonly kind: 'call';
  readonly name: Word;
  readonly args: readonly PromqlExpression[];
}

export interface PromqlAggregate extends Span {
  readonly kind: 'aggregate';
  readonly name: Word;
  readonly args: readonly PromqlExpression[];
  readonly grouping: readonly Word[];
}

export interface PromqlBinary extends Span {
  readonly kind: 'binary';
  readonly operator: Word;
  readonly left: PromqlExpression;
  readonly right: PromqlExpression;
  readonly bool: boolean;
  /** Labels of `on (...)` or `ignoring (...)`. */
  readonly matching?: { readonly on: boolean; readonly labels: readonly Word[] };
  /** `group_left (...)` or `group_right (...)`. */
  readonly group?: { readonly labels: readonly Word[] };
  /** `fill (...)` and its likes. */
  readonly fill?: Span;
}

/** `[5m]`, `[1h:5m]`, `offset 5m`, `@ 1609746000` or `anchored` after an expression. */
export interface PromqlPostfix extends Span {
  readonly kind: 'range' | 'subquery' | 'offset' | 'at' | 'anchored' | 'smoothed';
  readonly operand: PromqlExpression;
  /** Where `[`, `offset` or `@` stands. */
  readonly signAt: number;
  readonly durations: readonly PromqlDuration[];
  /** Seconds of `@`; undefined for `start()` and `end()`. */
  readonly timestamp?: number;
}

/** A PromQL expression, grouped as Prometheus groups it. */
export type PromqlExpression =
  | PromqlSelector
  | PromqlCall
  | PromqlAggregate
  | PromqlBinary
  | PromqlPostfix
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'text'; readonly text: Word })
  | (Span & { readonly kind: 'unary' | 'parentheses'; readonly operand: PromqlExpression });

/** The expressions right below an expression. */
export function operandsOf(expression: PromqlExpression): readonly PromqlExpression[] {
  if ('args' in expression) return expression.args;
  if ('operand' in expression) return [expression.operand];
  return 'left' in expression ? [expression.left, expression.right] : [];
}
