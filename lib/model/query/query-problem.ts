/** One mistake in a query or regular expression, as plain data: where it is and what is allowed there. */
export interface QueryProblem {
  /** What is wrong and how to mend it, in the words of the query language; lower case, no full stop. */
  readonly message: string;
  /** Line in the query as the user typed it, from 1. */
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;
  /** The text around that place, from the same line. */
  readonly excerpt: string;
}

const EXCERPT_REACH = 24;

/** The problem at a place of the query, given as an offset from 0. */
export function problemAt(query: string, offset: number, message: string): QueryProblem {
  const lineStart = query.lastIndexOf('\n', offset - 1) + 1;
  const nextBreak = query.indexOf('\n', offset);
  const line = query.slice(lineStart, nextBreak === -1 ? undefined : nextBreak);
  const column = offset - lineStart;
  return {
    message,
    line: query.slice(0, lineStart).split('\n').length,
    column: column + 1,
    excerpt: excerptOf(line, column),
  };
}

/** `column 8: '[' is never closed, near "rate(up[5m)"`; the line only where a query has several. */
export function describeProblem(problem: QueryProblem): string {
  const place = problem.line === 1 ? '' : `line ${problem.line}, `;
  const near = problem.excerpt === '' ? '' : `, near ${JSON.stringify(problem.excerpt)}`;
  return `${place}column ${problem.column}: ${problem.message}${near}`;
}

/** All problems of a query on one line, for the end of an error message. */
export function describeProblems(problems: readonly QueryProblem[]): string {
  return problems.map(describeProblem).join('; ');
}

function excerptOf(line: string, column: number): string {
  const from = Math.max(0, column - EXCERPT_REACH);
  const to = Math.min(line.length, column + EXCERPT_REACH);
  const text = line.slice(from, to).trim();
  if (text === '') return '';
  return `${from > 0 ? '...' : ''}${text}${to < line.length ? '...' : ''}`;
}
