import { logqlProblems } from '../../lib/model/query/logql-syntax';
import { promqlProblems } from '../../lib/model/query/promql-syntax';
import { codeBlocksOf, problemAt, type CodeBlock, type Page } from './docs-page';
import { readYaml } from './kubectl-yaml';
import { KUBERNETES_VERSIONS, schemaErrors } from './kubernetes-schema';

/** What a checker found, by the line of the block that it is about: 0 is the first. */
interface Finding {
  readonly line: number;
  readonly what: string;
}

type Check = (block: CodeBlock) => Finding[];

/** By what each language is checked here; none where another test does it, or nothing here can read it. */
const LANGUAGES: { readonly [language: string]: Check } = {
  yaml: yamlFindings,
  json: jsonFindings,
  promql: (block) => queryFindings(block, promqlProblems),
  logql: (block) => queryFindings(block, logqlProblems),
  ts: nothing,
  typescript: nothing,
  sh: nothing,
  bash: nothing,
  python: nothing,
  java: nothing,
  go: nothing,
  diff: nothing,
  text: nothing,
  '': nothing,
};

/** What is wrong with the data and queries of a page, and with the names of the languages of its blocks. */
export function dataProblems(page: Page): string[] {
  return codeBlocksOf(page).flatMap((block) => {
    const check = Object.hasOwn(LANGUAGES, block.language) ? LANGUAGES[block.language] : undefined;
    if (check !== undefined) return check(block).map(({ line, what }) => problemAt(page, block.line + line, what));
    const known = Object.keys(LANGUAGES).filter((language) => language !== '');
    return [
      problemAt(page, block.line - 1, `'${block.language}' is no language of a block; known: ${known.join(', ')}`),
    ];
  });
}

function nothing(): Finding[] {
  return [];
}

/** YAML as kubectl reads it, and Kubernetes objects as API servers take them. */
function yamlFindings({ lines }: CodeBlock): Finding[] {
  try {
    const objects = readYaml(lines.join('\n')).filter((value) => value.apiVersion !== undefined && value.kind);
    return objects.flatMap((object) =>
      [...new Set(KUBERNETES_VERSIONS.flatMap((version) => schemaErrors(object, { version })))].map((what) => ({
        line: 0,
        what,
      })),
    );
  } catch (error) {
    const { message, linePos } = error as Error & { readonly linePos?: readonly { readonly line: number }[] };
    return [{ line: (linePos?.[0]?.line ?? 1) - 1, what: message.split('\n')[0] ?? '' }];
  }
}

function jsonFindings({ lines }: CodeBlock): Finding[] {
  try {
    JSON.parse(lines.join('\n'));
    return [];
  } catch (error) {
    return [{ line: 0, what: (error as Error).message }];
  }
}

/** A block is one query, or has one a line. */
function queryFindings({ lines }: CodeBlock, problemsOf: typeof promqlProblems): Finding[] {
  const asWhole = problemsOf(lines.join('\n'));
  if (asWhole.length === 0) return [];
  const byLine = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : problemsOf(line).map(({ column, message }) => ({ line: index, column, message })),
  );
  return byLine.map(({ line, column, message }) => ({ line, what: `column ${column}: ${message}` }));
}
