import { bracketProblem, lexemesOf, openBrackets, type Lexeme } from './lexemes';
import type { Finding } from './readable-query';
import { readText } from './text-literal';

/** Where a grammar stopped to understand a text, as a reader sees it. */
export interface ErrorPlace {
  readonly text: string;
  readonly lexemes: readonly Lexeme[];
  /** The last sign or word that makes sense. */
  readonly previous?: Lexeme;
  /** What stands there instead of what is expected; undefined at the end of the text. */
  readonly found?: Lexeme;
  /** The innermost bracket that is open there. */
  readonly bracket?: Lexeme;
  /** The word before that bracket. */
  readonly beforeBracket?: Lexeme;
}

/** Describes the place of a syntax error. */
export function errorPlace(text: string, errorAt: number): ErrorPlace {
  const lexemes = lexemesOf(text);
  const at = lexemes.findIndex(({ to }) => to > errorAt);
  const index = at === -1 ? lexemes.length : at;
  const found = lexemes[index];
  const bracket = openBrackets(lexemes, found?.from ?? text.length).at(-1);
  const beforeBracket = bracket && lexemes[lexemes.indexOf(bracket) - 1];
  return { text, lexemes, previous: lexemes[index - 1], found, bracket, beforeBracket };
}

/** `expected X, found 'y'`, at what was found, or after the text. */
export function expected(place: ErrorPlace, what: string): Finding {
  const { found, previous } = place;
  if (found) return { offset: found.from, message: `expected ${what}, found '${found.text}'` };
  return { offset: previous?.to ?? 0, message: `expected ${what}, but the query ends here` };
}

/** What PromQL and LogQL have in common: quotes, brackets, matchers, durations, lists of labels. */
export function explainShared(place: ErrorPlace, errorAt: number): Finding | undefined {
  const unclosed = place.lexemes.find(({ kind, text }) => kind === 'text' && readText(text).at === 0);
  if (unclosed) return { offset: unclosed.from, message: readText(unclosed.text).problem ?? '' };
  const bracket = bracketProblem(place.lexemes, place.text.length);
  if (bracket && bracket.noticedAt <= Math.max(errorAt, place.found?.from ?? place.text.length)) return bracket;
  if (place.found?.text.startsWith('$')) {
    const message = `'${place.found.text}' is a variable of Grafana, which only dashboards have`;
    return { offset: place.found.from, message };
  }
  if (place.bracket?.text === '{') return explainMatcher(place);
  return place.bracket?.text === '[' ? explainDuration(place, place.bracket) : explainLabelList(place);
}

/** Within `{...}`. */
function explainMatcher(place: ErrorPlace): Finding {
  const { previous, found } = place;
  if (previous === undefined || previous.text === '{' || previous.text === ',') return expected(place, 'a label name');
  if (found?.text === '==' || (previous.text === '=' && found?.text === '=')) {
    return { offset: found.from, message: 'a label matcher has one \'=\': {job="api"}' };
  }
  if (previous.kind === 'word') return expected(place, `=, !=, =~ or !~ after the label '${previous.text}'`);
  if (previous.kind === 'text') return expected(place, "',' or '}' after the matcher");
  if (found?.text.startsWith("'")) {
    return { offset: found.from, message: 'LogQL puts texts in "..." or `...`, not in single quotes' };
  }
  if (['=', '!=', '=~', '!~'].includes(previous.text)) {
    return expected(place, `a value in quotes after '${previous.text}'`);
  }
  return unexpected(place);
}

const UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];
const DURATION = new RegExp(`^(?=.)${UNITS.map((unit) => `(?:\\d+${unit})?`).join('')}$`);

/** Within `[...]`. */
function explainDuration(place: ErrorPlace, bracket: Lexeme): Finding {
  let offset = bracket.to;
  for (const part of (/^[^\]]*/.exec(place.text.slice(offset))?.[0] ?? '').split(':')) {
    const duration = part.trim();
    if (/^[\d.]*\w*$/.test(duration) && duration !== '' && !DURATION.test(duration) && Number.isNaN(Number(duration))) {
      return badDuration(duration, offset + part.indexOf(duration));
    }
    offset += part.length + 1;
  }
  return place.previous === bracket ? expected(place, 'a duration such as 5m') : expected(place, "']'");
}

/** Words of both languages after which label names stand in parentheses. */
export const LABEL_LISTS = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'];

function explainLabelList(place: ErrorPlace): Finding | undefined {
  const { previous, bracket, beforeBracket } = place;
  if (previous && isLabelList(previous)) return expected(place, `label names in parentheses after '${previous.text}'`);
  if (bracket?.text !== '(' || !isLabelList(beforeBracket)) return undefined;
  return previous?.kind === 'word' ? expected(place, "',' or ')' after the label") : expected(place, 'a label name');
}

function isLabelList(lexeme: Lexeme | undefined): boolean {
  return LABEL_LISTS.includes(lexeme?.text.toLowerCase() ?? '');
}

/** A duration that a grammar does not take. */
export function badDuration(text: string, offset: number): Finding {
  return {
    offset,
    message: `'${text}' is no duration; write whole numbers with units, the largest first: 5m, 1h30m (units: ${UNITS.join(' ')})`,
  };
}

/** The last resort. */
export function unexpected({ found, previous, bracket }: ErrorPlace): Finding {
  if (found === undefined) return { offset: previous?.to ?? 0, message: 'the query ends too early' };
  if (/^(?:by|without)$/i.test(found.text) && bracket?.text === '(') {
    return { offset: found.from, message: `'${found.text}' cannot stand here; is a ')' missing before it?` };
  }
  if (found.text === ')') return { offset: found.from, message: "something is missing before this ')'" };
  const others = bracket?.text === '(' ? "an operator, ',' or ')'" : 'an operator or the end of the query';
  return { offset: found.from, message: `expected ${others}, found '${found.text}'` };
}
