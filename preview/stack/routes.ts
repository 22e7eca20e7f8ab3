import type { Edge, Verb } from './graph';
import { COLUMN_BOXES, type Layout, type PlacedNode } from './layout';
import { Ports, type Side } from './ports';

/** The way of an edge: its bends, and where its words stand. */
export interface Route {
  readonly edge: Edge;
  readonly points: readonly Point[];
  /** Left end of the words; undefined where another route from the same place has them. */
  readonly label: Point | undefined;
}

export type Point = readonly [number, number];

interface End {
  readonly placed: PlacedNode;
  readonly side: Side;
}

/** An edge on its way through a gap between two columns. */
interface Passage {
  readonly edge: Edge;
  readonly from: End;
  readonly to: End;
  /** Index of the gap: that behind the column of the same index. */
  readonly gap: number;
  /** Whether it passes over a column between. */
  readonly isLong: boolean;
}

const LANE = { fromRight: 22, fromRightOfLast: 30, step: 9 };
const CORRIDOR = { first: 10, step: 17 };

/** The ways of all edges: level where they can be, else over a lane that edges with a common end share. */
export function routesOf(edges: readonly Edge[], layout: Layout): Route[] {
  const places = new Map(layout.nodes.map((placed) => [placed.node.id, placed]));
  const passages = edges.flatMap((edge) => {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    return from === undefined || to === undefined ? [] : [passageOf(edge, from, to)];
  });
  const ports = new Ports(passages.map(({ edge, from, to, isLong }) => ({ edge, from, to, isLong })));
  const lanes = lanesOf(passages, ports);
  const long = passages
    .filter(({ isLong }) => isLong)
    .sort((a, b) => ports.at(b.edge, 'from')[0] - ports.at(a.edge, 'from')[0]);
  const labelled = new Set<string>();
  return passages.map((passage) => {
    const { edge, isLong } = passage;
    const [start, end] = [ports.at(edge, 'from'), ports.at(edge, 'to')];
    const lane = lanes.get(edge) ?? start[0];
    if (isLong) return longRoute(passage, start, end, lane, long.indexOf(passage));
    const bends: Point[] =
      start[1] === end[1]
        ? []
        : [
            [lane, start[1]],
            [lane, end[1]],
          ];
    return { edge, points: [start, ...bends, end], label: labelOf(passage, start, labelled) };
  });
}

/** Out of the top of the box, above its band to the lane, and from there to the target. */
function longRoute({ edge, from }: Passage, start: Point, end: Point, lane: number, corridor: number): Route {
  const y = from.placed.bandTop - CORRIDOR.first - CORRIDOR.step * corridor;
  return { edge, points: [start, [start[0], y], [lane, y], [lane, end[1]], end], label: [start[0] + 8, y - 3] };
}

function passageOf(edge: Edge, from: PlacedNode, to: PlacedNode): Passage {
  const isLong = Math.abs(from.column - to.column) > 1;
  const goesRight = to.column > from.column;
  if (isLong) {
    const gap = goesRight ? to.column - 1 : to.column;
    return {
      edge,
      from: { placed: from, side: 'top' },
      to: { placed: to, side: goesRight ? 'left' : 'right' },
      gap,
      isLong,
    };
  }
  const isSame = to.column === from.column;
  return {
    edge,
    from: { placed: from, side: goesRight || isSame ? 'right' : 'left' },
    to: { placed: to, side: goesRight ? 'left' : 'right' },
    gap: goesRight || isSame ? from.column : to.column,
    isLong,
  };
}

/** The upright part of each edge that is not level, by the edge: one for all that leave or reach the same node. */
function lanesOf(passages: readonly Passage[], ports: Ports): ReadonlyMap<Edge, number> {
  const lanes = new Map<Edge, number>();
  const groups = new Map<string, number>();
  for (const { edge, gap, isLong } of passages) {
    if (!isLong && ports.at(edge, 'from')[1] === ports.at(edge, 'to')[1]) continue;
    const inGap = passages.filter((other) => other.gap === gap && other.edge.verb === edge.verb);
    const leave = inGap.filter(({ edge: { from } }) => from === edge.from).length;
    const reach = inGap.filter(({ edge: { to } }) => to === edge.to).length;
    const prefix = `${gap} ${edge.verb}`;
    const key = leave > reach ? `${prefix} from ${edge.from}` : `${prefix} to ${edge.to}`;
    const taken = [...groups.keys()].filter((other) => other.startsWith(`${gap} `)).length;
    const index = groups.get(key) ?? taken;
    groups.set(key, index);
    lanes.set(edge, laneX(gap) - index * LANE.step);
  }
  return lanes;
}

function laneX(gap: number): number {
  const right = COLUMN_BOXES[gap + 1]?.x ?? COLUMN_BOXES[COLUMN_BOXES.length - 1]!.x + 200;
  return right - (gap === COLUMN_BOXES.length - 2 ? LANE.fromRightOfLast : LANE.fromRight);
}

/** The words of a verb stand once at each point that lines of that verb leave. */
function labelOf({ edge, from, to }: Passage, [x, y]: Point, labelled: Set<string>): Point | undefined {
  const key = JSON.stringify([x, y, edge.verb]);
  if (labelled.has(key)) return undefined;
  labelled.add(key);
  return [from.side === 'left' ? rightEndOf(to) + 13 : x + 6, y - 3.5];
}

function rightEndOf({ placed: { box } }: End): number {
  return box.x + box.width;
}

/** What is written at the lines of a verb. */
export const VERBS: readonly Verb[] = ['scrapes', 'pushes lines to', 'reads from'];
