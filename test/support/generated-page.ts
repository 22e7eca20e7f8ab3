import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/**
 * The text of a page of `docs/` that a test writes.
 *
 * `npm run report` writes the pages anew; every other run compares, so that a page never tells of what was.
 *
 * @param path from the root of the project
 * @param now what the page should be
 * @returns what the page is
 */
export function generatedPage(path: string, now: string): string {
  const file = join(ROOT, path);
  if (process.env['UPDATE_PAGES'] === '1') writeFileSync(file, now);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** A row of a table in Markdown. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
