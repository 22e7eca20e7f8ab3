import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { codeBlocksOf, problemAt, proseOf, ROOT, type Page } from './docs-page';

const INLINE_LINK = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;
const REFERENCE_LINK = /^\[[^\]]+\]:\s+<?(\S+?)>?(?:\s+"[^"]*")?$/;
const INLINE_CODE = /(`+)(?!`)(.*?[^`])\1(?!`)/g;

/** Links of a page to files and headings of the project that are not there. What is on the web is not asked. */
export function linkProblems(page: Page): string[] {
  return proseOf(page).flatMap((line, index) =>
    targetsOf(line).flatMap((target) => {
      const what = whatIsWrongWith(target, page);
      return what === undefined ? [] : [problemAt(page, index + 1, what)];
    }),
  );
}

function targetsOf(line: string): string[] {
  const prose = line.replace(INLINE_CODE, 'code');
  const found = [...prose.matchAll(INLINE_LINK)].map(([, target = '']) => target);
  return [...found, ...(REFERENCE_LINK.exec(prose)?.slice(1) ?? [])].filter((target) => !/^[a-z]+:/.test(target));
}

function whatIsWrongWith(target: string, page: Page): string | undefined {
  const [path = '', anchor] = target.split('#');
  const linked = path === '' ? page.path : normalize(join(dirname(page.path), decodeURI(path)));
  if (linked.startsWith('..')) return `'${target}' is outside of the project`;
  if (path !== '' && !existsSync(join(ROOT, linked))) return `'${target}' is linked, and there is no ${linked}`;
  if (anchor === undefined) return undefined;
  if (!linked.endsWith('.md')) return `'${target}' names a heading of ${linked}, which is no page`;
  const anchors = path === '' ? anchorsOf(page) : anchorsOfFile(linked);
  return anchors.has(anchor) ? undefined : `'${target}' is linked, and ${linked} has no heading #${anchor}`;
}

const anchorsByFile = new Map<string, Set<string>>();

function anchorsOfFile(path: string): Set<string> {
  const known = anchorsByFile.get(path);
  if (known !== undefined) return known;
  const isFile = statSync(join(ROOT, path)).isFile();
  const anchors = isFile ? anchorsOf({ path, text: readFileSync(join(ROOT, path), 'utf8') }) : new Set<string>();
  anchorsByFile.set(path, anchors);
  return anchors;
}

/** What GitHub calls the headings of a page: in small letters, without punctuation, blanks as hyphens, twins numbered. */
export function anchorsOf(page: Page): Set<string> {
  const anchors = new Set<string>();
  const fences = new Set(codeBlocksOf(page).flatMap(({ line, lines }) => [line - 2, line - 1 + lines.length]));
  for (const [index, line] of proseOf(page).entries()) {
    const [, heading] = fences.has(index) ? [] : (/^#{1,6}\s+(.+?)\s*#*$/.exec(line) ?? []);
    for (const [, id = ''] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
    if (heading === undefined) continue;
    const anchor = anchorOf(heading);
    let twin = anchor;
    for (let number = 1; anchors.has(twin); number += 1) twin = `${anchor}-${number}`;
    anchors.add(twin);
  }
  return anchors;
}

function anchorOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(?<![\w`])[*_]{1,3}|[*_]{1,3}(?![\w`])/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
