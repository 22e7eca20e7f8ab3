import type { Labels } from '../support/relabel';

/** The values that a label is known to have; `any` where they cannot be known. */
export type Values = ReadonlySet<string> | 'any';

/** Which labels the series of an expression may have. */
export interface Shape {
  readonly labels: ReadonlyMap<string, Values>;
  /** Whether it may have others too. */
  readonly isOpen: boolean;
}

export const NO_LABELS: Shape = { labels: new Map(), isOpen: false };
export const UNKNOWN: Shape = { labels: new Map(), isOpen: true };

/** Labels that are the user's to add, and that queries read so that they hold then: what no series has here. */
const OF_THE_USER = ['cluster'];

export function shapeOfSeries(series: readonly Labels[]): Shape {
  const labels = new Map<string, Set<string>>();
  for (const one of series) {
    for (const [name, value] of Object.entries(one)) {
      const values = labels.get(name) ?? new Set();
      labels.set(name, values);
      values.add(value);
    }
  }
  return { labels, isOpen: false };
}

export function hasLabel({ labels, isOpen }: Shape, label: string): boolean {
  return isOpen || labels.has(label) || OF_THE_USER.includes(label);
}

export function union(a: Shape, b: Shape): Shape {
  const labels = new Map(a.labels);
  for (const [name, values] of b.labels) labels.set(name, unionOf(labels.get(name), values));
  return { labels, isOpen: a.isOpen || b.isOpen };
}

/** With these labels and no other. */
export function only(shape: Shape, names: readonly string[]): Shape {
  const kept = names.flatMap((name): [string, Values][] => {
    const values = shape.labels.get(name) ?? (shape.isOpen ? 'any' : undefined);
    return values === undefined ? [] : [[name, values]];
  });
  return { labels: new Map(kept), isOpen: false };
}

/** With all but these labels. */
export function without({ labels, isOpen }: Shape, names: readonly string[]): Shape {
  return { labels: new Map([...labels].filter(([name]) => !names.includes(name))), isOpen };
}

/** With a label more, or with other values of it. */
export function plus({ labels, isOpen }: Shape, name: string, values: Values): Shape {
  return { labels: new Map([...labels, [name, values]]), isOpen };
}

/** Grows as more becomes known. */
export function sizeOf({ labels }: Shape): number {
  return [...labels.values()].reduce((size, values) => size + 1 + (values === 'any' ? 1_000_000 : values.size), 0);
}

function unionOf(a: Values | undefined, b: Values): Values {
  if (a === undefined) return b;
  return a === 'any' || b === 'any' ? 'any' : new Set([...a, ...b]);
}
