import type { Box } from '../svg/picture';
import { besideStores, byScrapes, COLUMN, columnsOf } from './columns';
import type { Edge, Graph, Node } from './graph';
import { nodeHeight } from './node-picture';

/** Where every node and every namespace stands. */
export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly bands: readonly Band[];
  readonly height: number;
}

export interface PlacedNode {
  readonly node: Node;
  readonly column: number;
  readonly box: Box;
  /** Top of the band that it stands in: lines that pass over other columns run above it. */
  readonly bandTop: number;
}

/** A namespace, or what is outside of the app. */
export interface Band {
  readonly title: string;
  readonly box: Box;
  /** Left end of the title, which stands where no line leaves the band. */
  readonly titleX: number;
}

/** A part of the picture that is already laid out. */
interface Section {
  readonly nodes: readonly PlacedNode[];
  readonly band: Band;
}

/** Left end and width of each column; what is between two of them is for the lines. */
export const COLUMN_BOXES = [
  { x: 26, width: 118 },
  { x: 228, width: 160 },
  { x: 528, width: 186 },
  { x: 834, width: 140 },
] as const;

// readers and stores of the app are on top: below them their columns are free
const OUTSIDE_BOX = { x: 26, width: 362 };

// the heading, and above the bands the lines that pass over columns
const HEADER = { height: 50, corridor: 17 };
const BAND = { padding: 12, head: 26, gap: 22 };
const NODE_GAP = 12;
const TALLEST_STORE = 260;

/** Columns by what a node does, bands by namespace; those with the stores on top. */
export function layoutOf(graph: Graph): Layout {
  const columns = columnsOf(graph);
  const inColumn = (column: number): Node[] => graph.nodes.filter(({ id }) => columns.get(id) === column);
  const own = graph.nodes.filter(({ namespace }) => namespace !== undefined);
  const stores = byScrapes(inColumn(COLUMN.stores), graph.edges);
  const top = topOf(graph.edges, columns);
  const sections: Section[] = [];
  for (const namespace of namespacesOf(own, stores)) {
    const here = (nodes: readonly Node[]): Node[] => nodes.filter((node) => node.namespace === namespace);
    const watched = besideStores(here(inColumn(COLUMN.watched)), stores, graph.edges);
    const stacks = [here(inColumn(COLUMN.readers)), here(stores), watched];
    sections.push(namespaceSection(namespace, stacks, bottomOf(sections, top)));
  }
  const withStores = sections.filter(({ nodes }) => nodes.some(({ column }) => column < COLUMN.watched));
  const scraped = inColumn(COLUMN.stores).filter(({ namespace }) => namespace === undefined);
  if (scraped.length > 0) sections.push(outsideSection(scraped, COLUMN.stores, OUTSIDE_BOX, bottomOf(withStores, top)));
  const read = inColumn(COLUMN.sources);
  if (read.length > 0) sections.push(sourcesSection(read, sections, graph.edges, top));
  return {
    nodes: sections.flatMap(({ nodes }) => nodes),
    bands: sections.map(({ band }) => band),
    height: bottomOf(sections, top) - BAND.gap + 14,
  };
}

/** Where the first band begins. */
function topOf(edges: readonly Edge[], columns: ReadonlyMap<string, number>): number {
  const long = edges.filter(({ from, to }) => Math.abs((columns.get(from) ?? 0) - (columns.get(to) ?? 0)) > 1);
  return HEADER.height + HEADER.corridor * Math.max(1, long.length);
}

/** Where the next band may begin. */
function bottomOf(sections: readonly Section[], top: number): number {
  return Math.max(top, ...sections.map(({ band: { box } }) => box.y + box.height + BAND.gap));
}

/** Namespaces with a store first, then the others by name. */
function namespacesOf(nodes: readonly Node[], stores: readonly Node[]): string[] {
  const first = stores.flatMap(({ namespace }) => namespace ?? []);
  return [...new Set([...first, ...nodes.flatMap(({ namespace }) => namespace ?? []).sort()])];
}

function namespaceSection(namespace: string, stacks: readonly (readonly Node[])[], top: number): Section {
  const used = COLUMN_BOXES.filter((_, column) => (stacks[column] ?? []).length > 0);
  const [first, last] = [used[0] ?? COLUMN_BOXES[0], used.at(-1) ?? COLUMN_BOXES[0]];
  const room = Math.max(...stacks.map((stack, column) => stackHeight(stack, COLUMN_BOXES[column]?.width ?? 0)));
  const nodes = stacks.flatMap((stack, column) => placedStack(stack, column, room, top));
  const x = first.x - BAND.padding;
  const box = { x, y: top, width: last.x + last.width + BAND.padding - x, height: BAND.head + room + BAND.padding };
  return { nodes, band: { title: `Namespace ${namespace}`, box, titleX: last.x } };
}

function stackHeight(nodes: readonly Node[], width: number): number {
  return nodes.reduce((sum, node) => sum + nodeHeight(node, width) + NODE_GAP, -NODE_GAP);
}

/** Nodes below each other. Readers and stores, which are few, share the whole height: lines to them run level. */
function placedStack(nodes: readonly Node[], column: number, room: number, top: number): PlacedNode[] {
  const { x, width } = COLUMN_BOXES[column] ?? COLUMN_BOXES[0];
  const free = column === COLUMN.watched ? 0 : (room - stackHeight(nodes, width)) / nodes.length;
  let y = top + BAND.head;
  return nodes.map((node) => {
    const least = nodeHeight(node, width);
    const shared = Math.floor(least + free);
    const height = column === COLUMN.stores ? Math.min(shared, Math.max(least, TALLEST_STORE)) : shared;
    const box = { x, y, width, height };
    y += height + NODE_GAP;
    return { node, column, box, bandTop: top };
  });
}

/** What is no part of the app. Each node stands at the height that it wishes for, or below the one before it. */
function outsideSection(
  nodes: readonly Node[],
  column: number,
  { x, width }: { readonly x: number; readonly width: number },
  top: number,
  wish: (node: Node) => number = () => top,
): Section {
  let free = top + BAND.head;
  const placed = [...nodes]
    .sort((a, b) => wish(a) - wish(b))
    .map((node) => {
      const y = Math.max(free, wish(node));
      const height = nodeHeight(node, width);
      free = y + height + NODE_GAP;
      return { node, column, box: { x, y, width, height }, bandTop: top };
    });
  const height = free - NODE_GAP + BAND.padding - top;
  const box = { x: x - BAND.padding, y: top, width: width + 2 * BAND.padding, height };
  return { nodes: placed, band: { title: 'Outside of the app', box, titleX: x } };
}

/** What is read stands beside the first that reads it. */
function sourcesSection(
  nodes: readonly Node[],
  sections: readonly Section[],
  edges: readonly Edge[],
  top: number,
): Section {
  const placed = sections.flatMap((section) => section.nodes);
  const wish = ({ id }: Node): number => {
    const readers = edges.filter(({ to }) => to === id).map(({ from }) => from);
    const beside = placed.filter(({ node, column }) => column === COLUMN.watched && readers.includes(node.id));
    return Math.min(...(beside.length > 0 ? beside : placed).map(({ box }) => box.y));
  };
  return outsideSection(nodes, COLUMN.sources, COLUMN_BOXES[COLUMN.sources], top, wish);
}
