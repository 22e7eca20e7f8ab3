import { codeBlocksOf, type CodeBlock, type Page } from './docs-page';

/** A TypeScript program made of blocks of one page. Each line stands on the line that it has on the page. */
export interface DocsProgram {
  readonly page: Page;
  readonly lines: readonly string[];
}

/** A name that a module exports, and the module: what an editor would import. */
export type Exports = ReadonlyMap<string, string>;

const LANGUAGES = ['ts', 'typescript'];

/**
 * The programs of a page.
 *
 * A block with imports begins a program, and must import all that it uses. A block without them goes on with what the blocks
 * before it declared, in a scope of its own: what it declares anew hides what was there. Its imports are those that an editor
 * would add. What no block declares must be named before the block: `<!-- code: given chart: Chart; api: IConstruct -->`.
 */
export function programsOf(page: Page, exported: Exports): DocsProgram[] {
  const programs: CodeBlock[][] = [];
  for (const block of codeBlocksOf(page).filter(({ language }) => LANGUAGES.includes(language))) {
    const last = programs.at(-1);
    if (isWhole(block) || last === undefined) programs.push([block]);
    else last.push(block);
  }
  return programs.map((blocks) => programOf(page, blocks, exported));
}

/** The examples in the docstrings of a source, each a program of its own that is given the same names. */
export function exampleProgramsOf(page: Page, exported: Exports, given: readonly string[]): DocsProgram[] {
  return examplesOf(page).map((lines) => programOf(page, [{ ...lines, language: 'ts', given }], exported));
}

function examplesOf({ text }: Page): Pick<CodeBlock, 'line' | 'lines'>[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let open: string[] | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*\* @example\s*$/.test(line)) {
      open = [];
      blocks.push({ line: index + 2, lines: open });
    } else if (/^\s*\*\/|^\s*\* @/.test(line)) {
      open = undefined;
    } else {
      open?.push(line.replace(/^\s*\* ?/, ''));
    }
  }
  return blocks;
}

function isWhole({ lines }: CodeBlock): boolean {
  return lines.some((line) => /^import\b/.test(line));
}

function programOf(page: Page, blocks: readonly CodeBlock[], exported: Exports): DocsProgram {
  const lines: string[] = [];
  for (const block of blocks) {
    while (lines.length < block.line - 1) lines.push('');
    // on the line of the fence, which is never the first of a page
    lines[block.line - 2] = block.given.map((declaration) => `const ${declaration} = null!;`).join(' ');
    if (!isWhole(block)) lines[block.line - 2] += '{';
    lines.push(...block.lines);
  }
  const fragments = blocks.filter((block) => !isWhole(block));
  lines.push('}'.repeat(fragments.length));
  // two programs do not share their names
  lines.push('export {};');
  const used = [...blocks.flatMap(({ given }) => given), ...fragments.flatMap((block) => block.lines)].join('\n');
  lines[0] = `${importsFor(used, lines.join('\n'), exported)}${lines[0]}`;
  return { page, lines };
}

/** The imports that an editor would add to a program for a text in it. */
function importsFor(text: string, program: string, exported: Exports): string {
  const imports = [...program.matchAll(/^import\b([^;]*?)\bfrom\b/gm)].map(([, names = '']) => names);
  const imported = new Set(imports.flatMap((names) => names.match(/\w+/g) ?? []));
  return [...new Set(text.match(/\b[A-Za-z]\w*\b/g))]
    .filter((word) => exported.has(word) && !imported.has(word))
    .map((word) => `import { ${word} } from '${exported.get(word)}';`)
    .join(' ');
}
