import type * as Promql from '@prometheus-io/lezer-promql';
import { memoize } from './memoize';
import type { PromqlExpression } from './promql-ast';
import { PromqlReader } from './promql-reader';
import { children, overwrite, parseText, type CloseGap, type Grammar } from './syntax-tree';

/** A PromQL text: its expression or the first place that does not parse; neither where it is too deep to follow. */
export interface ParsedPromql {
  readonly expression?: PromqlExpression;
  readonly errorAt?: number;
}

/** Reads a PromQL text in which variables are replaced already. */
export const parsePromql = memoize((text: string): ParsedPromql => {
  const { top, errorAt, isTooDeep } = parseText(loadGrammar(), text, closeGap);
  if (errorAt !== undefined) return { errorAt };
  const [node] = children(top);
  if (node === undefined) return { errorAt: 0 };
  return isTooDeep ? {} : { expression: new PromqlReader(text).expression(node) };
});

// 11 to 24 ms to load: an app without a query does not pay
let grammar: Grammar | undefined;
function loadGrammar(): Grammar {
  grammar ??= (require('@prometheus-io/lezer-promql') as typeof Promql).parser;
  return grammar;
}

/** What Prometheus 3.14 takes and the lezer grammar 0.315 refuses. */
const closeGap: CloseGap = (text, { errorAt }) => {
  const rest = text.slice(errorAt);
  const before = text.slice(0, errorAt);
  // `5.` and `1.e3`: a number may end in a point
  if (/(?:^|[^.\w])\d+$/.test(before) && /^\.(?:$|[^.\w]|[eE][+-]?\d)/.test(rest)) return overwrite(text, errorAt, '0');
  // `0x1_000`: hexadecimal digits may be parted
  if (/0x[\da-f]+$/i.test(before) && /^_[\da-f]/i.test(rest)) return overwrite(text, errorAt, '0');
  // `min_of(1, 2)`: known to the grammar within durations only; a name of the same length that it knows
  const minOrMax = /\b(?:min|max)_of\s*$/.exec(before);
  if (minOrMax && rest.startsWith('(')) return overwrite(text, minOrMax.index, 'minute');
  // `by (a:b)`: the labels of a grouping may have colons
  if (/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*$/i.test(before) && rest.startsWith(':')) {
    return overwrite(text, errorAt, '_');
  }
  // `STEP()`: the functions of durations are not case-sensitive
  const durationFunction = /^(?:step|range|min_of|max_of)\b/i.exec(rest)?.[0];
  if (durationFunction) return overwrite(text, errorAt, durationFunction.toLowerCase());
  // `offset` is a metric name where no duration can follow
  if (/^offset\b/i.test(rest)) return overwrite(text, errorAt, 'V_name');
  return undefined;
};
