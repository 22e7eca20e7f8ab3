import type { Edge, Graph, Node } from './graph';

/** The part that a node has in the stack, which is the column that it stands in. */
export const COLUMN = { readers: 0, stores: 1, watched: 2, sources: 3 } as const;

/**
 * Column of each node, by its id: readers, stores, what is watched, and what is read. What is scraped and no part of the app
 * stands below the stores.
 */
export function columnsOf({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const stores = new Set(nodes.filter((node) => isStore(node, edges)).map(({ id }) => id));
  return new Map(nodes.map((node) => [node.id, columnOf(node, edges, stores)]));
}

function isStore({ id, namespace }: Node, edges: readonly Edge[]): boolean {
  if (namespace === undefined) return false;
  return edges.some(({ from, to, verb }) => (from === id && verb === 'scrapes') || (to === id && verb !== 'scrapes'));
}

function columnOf({ id, namespace }: Node, edges: readonly Edge[], stores: ReadonlySet<string>): number {
  if (namespace === undefined) {
    const isRead = edges.some(({ to, verb }) => to === id && verb !== 'scrapes');
    return isRead ? COLUMN.sources : COLUMN.stores;
  }
  if (stores.has(id)) return COLUMN.stores;
  const own = edges.filter(({ from }) => from === id);
  const reads = own.some(({ to, verb }) => verb === 'reads from' && stores.has(to));
  const pushes = own.some(({ verb }) => verb === 'pushes lines to');
  return reads && !pushes ? COLUMN.readers : COLUMN.watched;
}

/** Nodes in an order in which those that speak to the same store stand together: by the mean place of their stores. */
export function besideStores(nodes: readonly Node[], stores: readonly Node[], edges: readonly Edge[]): Node[] {
  const place = new Map(stores.map(({ id }, index) => [id, index]));
  const mean = ({ id }: Node): number => {
    const others = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
    const places = others.flatMap((other) => place.get(other) ?? []);
    return places.length === 0 ? 0 : places.reduce((sum, one) => sum + one, 0) / places.length;
  };
  return [...nodes].sort((a, b) => mean(a) - mean(b));
}

/** Stores in the order of how much they scrape. */
export function byScrapes(nodes: readonly Node[], edges: readonly Edge[]): Node[] {
  const count = ({ id }: Node): number => edges.filter(({ from, verb }) => from === id && verb === 'scrapes').length;
  return [...nodes].sort((a, b) => count(b) - count(a));
}
