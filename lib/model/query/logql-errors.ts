import { closestWord, didYouMean } from './closest-word';
import { errorPlace, expected, explainShared, LABEL_LISTS, unexpected, type ErrorPlace } from './error-place';
import type { Finding } from './readable-query';

// https://grafana.com/docs/loki/latest/query/metric_queries/
const RANGE_FUNCTIONS = words(
  'rate rate_counter bytes_rate count_over_time bytes_over_time avg_over_time sum_over_time min_over_time max_over_time',
  'stdvar_over_time stddev_over_time quantile_over_time first_over_time last_over_time absent_over_time',
);
const AGGREGATIONS = words('sum avg count max min stddev stdvar bottomk topk approx_topk sort sort_desc');
const FUNCTIONS = [...RANGE_FUNCTIONS, ...AGGREGATIONS, 'label_replace', 'vector'];
const WORD_OPERATORS = ['and', 'or', 'unless', 'bool'];
const LINE_FILTERS = ['|=', '!=', '|~', '!~', '|>', '!>'];
const FOREIGN_SIGNS: Readonly<Record<string, string>> = {
  '&&': "LogQL has no '&&'; write 'and'",
  '||': "LogQL has no '||'; write 'or'",
  offset: '\'offset\' must stand right after the range: rate({app="api"}[5m] offset 1h)',
};

const TEXT = 'a text in quotes';
const END = "'|' or the end of the query";
/** What can follow each stage. */
const AFTER_STAGE: Readonly<Record<string, string>> = {
  json: END,
  logfmt: END,
  regexp: TEXT,
  pattern: TEXT,
  unpack: END,
  line_format: TEXT,
  label_format: 'label=other or label="template"',
  decolorize: END,
  drop: 'a label',
  keep: 'a label',
  unwrap: 'a label',
};
const STAGES = Object.keys(AFTER_STAGE);

/** Says in the words of LogQL what is wrong where the grammar stopped. */
export function explainLogqlError(text: string, errorAt: number): Finding {
  const place = errorPlace(text, errorAt);
  if (place.lexemes.length === 0) {
    return { offset: 0, message: 'the query is empty; expected a stream selector such as {app="api"}' };
  }
  return (
    explainFunction(place) ??
    explainShared(place, errorAt) ??
    explainStart(place) ??
    explainRange(place) ??
    explainStage(place) ??
    explainSign(place) ??
    explainOperand(place) ??
    unexpected(place)
  );
}

/** A call of what is no function. */
function explainFunction({ lexemes, found, previous }: ErrorPlace): Finding | undefined {
  const called = [previous, found].find((lexeme) => {
    return lexeme?.kind === 'word' && lexemes[lexemes.indexOf(lexeme) + 1]?.text === '(';
  });
  if (called === undefined) return undefined;
  const before = lexemes[lexemes.indexOf(called) - 1];
  const known = [...FUNCTIONS, ...LABEL_LISTS, ...WORD_OPERATORS, ...STAGES, 'ip'];
  if (known.includes(called.text.toLowerCase())) return undefined;
  if (before !== undefined && !/^(?:[-+*/%^<>(,]|[=!<>]=)$/.test(before.text)) return undefined;
  const message = `LogQL has no function '${called.text}'${didYouMean(called.text, FUNCTIONS)}`;
  return { offset: called.from, message };
}

/** What does not begin like LogQL. */
function explainStart({ lexemes, found }: ErrorPlace): Finding | undefined {
  const [first, second] = lexemes;
  if (first === undefined || (found !== first && found !== second)) return undefined;
  if (first.kind !== 'word' || FUNCTIONS.includes(first.text.toLowerCase())) return undefined;
  const message = `a LogQL query begins with a stream selector such as {app="api"} or a function, not with '${first.text}'`;
  return { offset: first.from, message };
}

/** A function over time without its range, a range or a selector without its function. */
function explainRange(place: ErrorPlace): Finding | undefined {
  const { found, bracket, beforeBracket, lexemes } = place;
  const name = beforeBracket?.text.toLowerCase() ?? '';
  if (found?.text === '[' && !RANGE_FUNCTIONS.includes(name)) {
    return { offset: found.from, message: 'a range can stand only within a function over time: rate({app="api"}[5m])' };
  }
  if (bracket?.text !== '(' || found?.text !== ')') return undefined;
  if (AGGREGATIONS.includes(name)) {
    const repaired = `${name}(rate({app="api"}[5m]))`;
    const message = `'${name}' works on metrics; put a function over time around the selector: ${repaired}`;
    return { offset: bracket.to, message };
  }
  const inside = lexemes.slice(lexemes.indexOf(bracket) + 1, lexemes.indexOf(found));
  if (!RANGE_FUNCTIONS.includes(name) || inside.some(({ text }) => text === '[')) return undefined;
  return expected(place, `a range such as [5m], over which '${name}' works`);
}

/** After `|` and the line filters. */
function explainStage(place: ErrorPlace): Finding | undefined {
  const { previous, found, lexemes } = place;
  if (previous === undefined) return undefined;
  if (LINE_FILTERS.includes(previous.text)) return expected(place, `a text in quotes after '${previous.text}'`);
  if (previous.text === '|') {
    if (found?.kind !== 'word') return expected(place, `a stage after '|': ${STAGES.join(', ')} or a label filter`);
    if (found.text.toLowerCase() !== 'unwrap') return explainStageWord(found.text, found.from);
    const message =
      "'unwrap' can stand only as the last stage before a range: sum_over_time({...} | unwrap LABEL [5m])";
    return { offset: found.from, message };
  }
  const isStage = previous.kind === 'word' && lexemes[lexemes.indexOf(previous) - 1]?.text === '|';
  if (!isStage) return undefined;
  const next = AFTER_STAGE[previous.text.toLowerCase()];
  return next === undefined
    ? explainStageWord(previous.text, previous.from)
    : expected(place, `${next} after '${previous.text}'`);
}

function explainStageWord(word: string, offset: number): Finding {
  const closest = closestWord(word, STAGES);
  const all = `there are ${STAGES.join(', ')}, and label filters such as ${word}="x"`;
  const hint = closest === undefined ? all : `did you mean '${closest}'?`;
  return { offset, message: `'${word}' is no stage; ${hint}` };
}

/** Signs of other languages, and modifiers in the wrong place. */
function explainSign({ found }: ErrorPlace): Finding | undefined {
  const message = found && FOREIGN_SIGNS[found.text];
  return message === undefined ? undefined : { offset: found?.from ?? 0, message };
}

/** An operator, a bracket or a comma without its operand. */
function explainOperand(place: ErrorPlace): Finding | undefined {
  const { previous, found } = place;
  if (previous === undefined) return expected(place, 'a stream selector such as {app="api"}');
  if (previous.text.toLowerCase() === 'offset') return expected(place, "a duration such as 5m after 'offset'");
  const isWord = WORD_OPERATORS.includes(previous.text.toLowerCase());
  const isSign = /^(?:[-+*/%^<>(,=]|[=!<>]=|[=!]~)$/.test(previous.text);
  if (!isWord && !isSign) return undefined;
  if (/~$/.test(previous.text)) return expected(place, `a text in quotes after '${previous.text}'`);
  return expected(place, found?.text === '{' ? 'a metric' : `an operand after '${previous.text}'`);
}

function words(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}
