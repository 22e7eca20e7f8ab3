import { didYouMean } from './closest-word';
import {
  badDuration,
  errorPlace,
  expected,
  explainShared,
  LABEL_LISTS,
  unexpected,
  type ErrorPlace,
} from './error-place';
import { promqlAggregation, promqlCallables, promqlFunction } from './promql-functions';
import type { Finding } from './readable-query';

const WORD_OPERATORS = ['and', 'or', 'unless', 'atan2', 'bool'];
const FOREIGN_SIGNS: Readonly<Record<string, string>> = {
  '&&': "PromQL has no '&&'; write 'and'",
  '||': "PromQL has no '||'; write 'or'",
  '|': "PromQL has no '|'; it is LogQL that has pipelines",
  '|=': "PromQL has no '|='; it is LogQL that searches lines",
  '|~': "PromQL has no '|~'; it is LogQL that searches lines",
  '!': "PromQL has no '!'; to keep what is not in another vector write 'unless'",
  '=': "a comparison is written '=='",
  '=~': "'=~' compares labels, within {...}",
  '!~': "'!~' compares labels, within {...}",
};

// https://prometheus.io/docs/prometheus/latest/migration/#promql
const RENAMED: Readonly<Record<string, string>> = { holt_winters: 'double_exponential_smoothing' };

/** Says in the words of PromQL what is wrong where the grammar stopped. */
export function explainPromqlError(text: string, errorAt: number): Finding {
  const place = errorPlace(text, errorAt);
  if (place.lexemes.length === 0)
    return { offset: 0, message: 'the query is empty; expected an expression such as up' };
  return (
    explainFunction(place) ??
    explainShared(place, errorAt) ??
    explainModifier(place) ??
    explainSign(place) ??
    explainNumber(place) ??
    explainOperand(place) ??
    unexpected(place)
  );
}

/** A call of what is no function: the grammar stops at its bracket. */
function explainFunction({ previous, found }: ErrorPlace): Finding | undefined {
  if (found?.text !== '(' || previous?.kind !== 'word') return undefined;
  const name = previous.text;
  const isKnown = promqlFunction(name) !== undefined || promqlAggregation(name) !== undefined;
  if (isKnown || [...LABEL_LISTS, ...WORD_OPERATORS, 'offset'].includes(name.toLowerCase())) return undefined;
  const renamed = RENAMED[name];
  const hint = renamed === undefined ? didYouMean(name, promqlCallables()) : `; since Prometheus 3 it is '${renamed}'`;
  return { offset: previous.from, message: `PromQL has no function '${name}'${hint}` };
}

function explainModifier(place: ErrorPlace): Finding | undefined {
  const { previous, found } = place;
  if (previous?.text.toLowerCase() === 'offset') {
    if (found?.kind === 'number') return badDuration(found.text, found.from);
    return expected(place, "a duration such as 5m after 'offset'");
  }
  if (previous?.text === '@') return expected(place, "seconds since 1970, start() or end() after '@'");
  if (found?.text.toLowerCase() !== 'bool') return undefined;
  return { offset: found.from, message: "'bool' must stand right after a comparison: up == bool 1" };
}

function explainNumber({ found, previous }: ErrorPlace): Finding | undefined {
  const isCut = previous?.kind === 'number' && found?.from === previous.to;
  const text = isCut ? previous.text + found.text : found?.text;
  if (text === undefined || !/^\.?\d/.test(text) || /^\d+(?:\.\d+)?$/.test(text)) return undefined;
  return { offset: (isCut ? previous : found)?.from ?? 0, message: `'${text}' is no number and no duration` };
}

/** Signs of other languages. */
function explainSign({ found }: ErrorPlace): Finding | undefined {
  const message = found && FOREIGN_SIGNS[found.text];
  return message === undefined ? undefined : { offset: found?.from ?? 0, message };
}

/** An operator, a bracket or a comma without its operand. */
function explainOperand(place: ErrorPlace): Finding | undefined {
  const { previous, found } = place;
  if (previous === undefined) return expected(place, 'an expression such as up');
  const isWord = WORD_OPERATORS.includes(previous.text.toLowerCase());
  if (isWord || /^(?:[-+*/%^<>(,]|[=!<>]=)$/.test(previous.text)) {
    if (found?.kind !== 'word') return expected(place, `an expression after '${previous.text}'`);
    return { offset: found.from, message: `'${found.text}' cannot stand here; it is a keyword of PromQL` };
  }
  const isAggregation = promqlAggregation(previous.text) !== undefined;
  if (!isAggregation || found === undefined || /^[-+*/%^<>=!)]/.test(found.text)) return undefined;
  return expected(place, `'(', 'by' or 'without' after '${previous.text}'`);
}
