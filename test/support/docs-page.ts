import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the project, from which the paths of pages are named. */
export const ROOT = join(__dirname, '../..');

/** A page of Markdown, or a source file whose docstrings hold examples. */
export interface Page {
  /** Its path, from the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface CodeBlock {
  /** What follows the fence, such as `ts`; empty when nothing does. */
  readonly language: string;
  /** The number of its first line of code, as an editor counts: from 1. */
  readonly line: number;
  readonly lines: readonly string[];
  /** What the comment before it says is there already: `chart: Chart` in `<!-- code: given chart: Chart; api: IConstruct -->`. */
  readonly given: readonly string[];
}

/** Something wrong at a line of a page, as people click on it: `docs/page.md:12: what`. */
export function problemAt(page: Page, line: number, what: string): string {
  return `${page.path}:${line}: ${what}`;
}

const FENCE = /^( *)(`{3,}|~{3,})\s*([^`]*)$/;
const GIVEN = /^<!-- code: given (.+) -->$/;

/** The fenced blocks of a page, in order. A fence that is never closed takes the rest of the page, as on GitHub. */
export function codeBlocksOf({ text }: Page): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { block: CodeBlock & { lines: string[] }; fence: string; indent: string } | undefined;
  let given: readonly string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [, indent = '', fence = '', language = ''] = FENCE.exec(line) ?? [];
    if (open !== undefined) {
      if (language === '' && fence.startsWith(open.fence)) open = undefined;
      else open.block.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
    } else if (fence !== '') {
      const block = { language: language.trim(), line: index + 2, lines: [], given };
      blocks.push(block);
      open = { block, fence, indent };
      given = [];
    } else if (line.trim() !== '') {
      given = givenBy(line.trim());
    }
  }
  return blocks;
}

function givenBy(line: string): readonly string[] {
  const [, list = ''] = GIVEN.exec(line) ?? [];
  return list.split(';').flatMap((declaration) => (declaration.trim() === '' ? [] : [declaration.trim()]));
}

/** The lines of a page with the lines of its blocks left empty, so that numbers stay. */
export function proseOf(page: Page): string[] {
  const lines = page.text.split('\n');
  for (const block of codeBlocksOf(page)) {
    for (const index of block.lines.keys()) lines[block.line - 1 + index] = '';
  }
  return lines;
}

const GENERATED = ['docs/reference'];
const FOREIGN = ['node_modules', 'build', 'dist', '.venv', 'target', '__pycache__', '.gradle', 'vendor'];

/** The pages that people wrote, or tests for them: README.md, `docs/` without the reference, READMEs of the examples. */
export function pagesOfProject(): Page[] {
  return ['README.md', ...filesBelow('docs', '.md'), ...filesBelow('examples', '.md')].map(readPage);
}

/** The sources of the library, for the examples in their docstrings. */
export function sourcesOfLibrary(): Page[] {
  return filesBelow('lib', '.ts').map(readPage);
}

function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        return GENERATED.includes(path) || FOREIGN.includes(entry.name) ? [] : filesBelow(path, extension);
      }
      return entry.name.endsWith(extension) ? [path] : [];
    });
}
