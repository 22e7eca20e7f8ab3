import type { DashboardModel } from '../model/dashboard';

/**
 * A dashboard as JSON with one panel per line: YAML shows it as a block, a changed panel is one line of a diff, and it takes
 * no more room than on a single line.
 */
export function dashboardText(model: DashboardModel): string {
  const entries = Object.entries(model)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}:${Array.isArray(value) ? lines(value) : JSON.stringify(value)}`);
  return `{\n${entries.join(',\n')}\n}\n`.replace(BREAKS_YAML, escaped);
}

function lines(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => JSON.stringify(item ?? null)).join(',\n')}\n]`;
}

// what JSON leaves as it is and YAML 1.1 reads as the end of a line, a mark of its encoding, or not at all
const BREAKS_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
