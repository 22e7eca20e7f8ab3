import {
  typedOffset,
  unknownBuiltIns,
  withoutVariables,
  withSamples,
  type Dialect,
  type ParsableQuery,
  type VariableSamples,
} from './grafana-variables';
import { problemAt, type QueryProblem } from './query-problem';

/** Something wrong at a place of the parsed text. */
export interface Finding {
  readonly offset: number;
  readonly message: string;
}

/** The query as its parser gets it: with samples in place of variables, or as it is where there are no variables. */
export function readableQuery(typed: string, dialect: Dialect, variables?: VariableSamples): ParsableQuery {
  return variables === undefined ? withoutVariables(typed) : withSamples(typed, dialect, variables);
}

/** The findings in the order of the text, in places and words of the query that the user typed. */
export function problemsOf(query: ParsableQuery, findings: readonly Finding[]): QueryProblem[] {
  return [...unknownBuiltIns(query), ...findings]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => problemAt(query.typed, typedOffset(query, offset), inTypedWords(query, message)));
}

function inTypedWords({ typed, text, replaced }: ParsableQuery, message: string): string {
  return replaced.reduce((words, { from, to, typedFrom, typedTo }) => {
    const sample = text.slice(from, to);
    return sample.startsWith('V_') ? words.replaceAll(sample, typed.slice(typedFrom, typedTo)) : words;
  }, message);
}
