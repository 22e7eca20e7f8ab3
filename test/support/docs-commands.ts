import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scripts } from '../../package.json';
import { codeBlocksOf, problemAt, ROOT, type CodeBlock, type Page } from './docs-page';

const LANGUAGES = ['sh', 'bash'];

/** What a path looks like: with a folder, or with an extension of the files that people name. */
const PATH = /^(?:\.{1,2}\/)*[\w.-]+(?:\/[\w.-]+)*\/?$/;
const EXTENSION = /\.(?:ya?ml|json|ts|mjs|js|py|java|go|md|sh|xml|mod|gradle|tgz)$/;

/** `svc/prom-grafana` is no file: what kubectl calls kinds before a `/`. */
const KINDS =
  /^(?:svc|services?|po|pods?|deploy|deployments?|sts|statefulsets?|ds|daemonsets?|pvc|pv|persistentvolume(?:claim)?s?|cm|configmaps?|secrets?|ns|namespaces?|jobs?|cronjobs?|nodes?|crd)\//;

/** Programs whose words with a `/` are not files of the project: charts, images, modules. */
const REMOTE = /^(?:helm|docker|podman|go|npx?|curl|git|argocd)$/;

/** What the commands of a page name that the project does not have: scripts of npm, files, folders. */
export function commandProblems(page: Page): string[] {
  const blocks = codeBlocksOf(page);
  const written = new Set(blocks.flatMap(outputsOf));
  return blocks
    .filter(({ language }) => LANGUAGES.includes(language))
    .flatMap((block) => blockProblems(page, block, written));
}

/** What the programs of a page synthesize. */
function outputsOf({ language, lines }: CodeBlock): string[] {
  if (language !== 'ts') return [];
  const charts = lines.join('\n').matchAll(/new Chart\(app, '([\w-]+)'/g);
  return [...charts].map(([, id = '']) => `dist/${id}.k8s.yaml`);
}

function blockProblems(page: Page, block: CodeBlock, written: Set<string>): string[] {
  let folder = '.';
  return commandsOf(block).flatMap(({ line, words }) => {
    // from the root, where a reader is, or beside the page
    const folders = [folder, join(dirname(page.path), folder)];
    const problems = [...missingScripts(words, folder), ...missingFiles(words, folders, written)];
    if (words[0] === 'cd' && words[1] !== undefined) folder = join(folder, words[1]);
    return problems.map((what) => problemAt(page, block.line + line, what));
  });
}

/** The simple commands of a block, with the number of the line that they begin on; here-documents are no commands. */
function commandsOf({ lines }: CodeBlock): { readonly line: number; readonly words: readonly string[] }[] {
  const commands: { line: number; words: readonly string[] }[] = [];
  let end: string | undefined;
  let open: { line: number; text: string } | undefined;
  for (const [line, text] of lines.entries()) {
    if (end !== undefined) {
      if (text.trim() === end) end = undefined;
      continue;
    }
    end = /<<-?\s*['"]?(\w+)/.exec(text)?.[1];
    open = { line: open?.line ?? line, text: `${open?.text ?? ''}${text.replace(/\\$/, ' ')}` };
    if (text.endsWith('\\')) continue;
    const simple = withoutComment(open.text).split(/&&|\|\|?|;|\$\(/);
    for (const command of simple) commands.push({ line: open.line, words: wordsOf(command) });
    open = undefined;
  }
  return commands;
}

function withoutComment(text: string): string {
  return text.replace(/('[^']*'|"[^"]*")|(?:^|\s)#.*$/g, (_, quoted?: string) => quoted ?? '');
}

/** Quoted text is one word, which is never a path here; variables in front are left out. */
function wordsOf(command: string): string[] {
  const words = (command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replace(/\)$/, ''));
  while (/^[A-Z_]+=/.test(words[0] ?? '')) words.shift();
  return words;
}

function missingScripts(words: readonly string[], folder: string): string[] {
  // another package's scripts are that package's
  if (folder !== '.' || words[0] !== 'npm') return [];
  const [verb, name] = words.slice(1).filter((word) => !word.startsWith('-'));
  if (!['run', 'run-script'].includes(verb ?? '') || name === undefined || Object.hasOwn(scripts, name)) return [];
  return [`'npm run ${name}' is no script of package.json`];
}

function missingFiles(words: readonly string[], folders: readonly string[], written: Set<string>): string[] {
  const [program = '', ...rest] = words;
  const missing: string[] = [];
  for (const [index, word] of rest.entries()) {
    const before = index === 0 ? program : rest[index - 1];
    if (/^[12]?>>?$/.test(before ?? '') || before === 'tee') written.add(word);
    const value = word.replace(/^--?(?!-?image=)[\w-]+=/, '');
    const isFileOption = before === '-f' || before === '--values';
    if (REMOTE.test(program) && !isFileOption) continue;
    if (!isPath(value) || written.has(value) || folders.some((folder) => existsSync(join(ROOT, folder, value))))
      continue;
    missing.push(`'${value}' is no file or folder of the project`);
  }
  return missing;
}

function isPath(word: string): boolean {
  // what is hidden is made by tools, such as .venv
  if (!PATH.test(word) || KINDS.test(word) || /^\.[\w-]/.test(word)) return false;
  return word.includes('/') ? /^(?!\/)/.test(word) : EXTENSION.test(word);
}
