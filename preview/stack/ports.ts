import type { Edge } from './graph';
import type { PlacedNode } from './layout';

export type Side = 'left' | 'right' | 'top';

/** One end of an edge: a node, and the side of its box. */
interface End {
  readonly placed: PlacedNode;
  readonly side: Side;
}

/** An edge and the sides that it joins. */
export interface Joined {
  readonly edge: Edge;
  readonly from: End;
  readonly to: End;
  readonly isLong: boolean;
}

/** An edge, seen from one of its ends. */
interface JoinedEnd {
  readonly one: Joined;
  readonly end: 'from' | 'to';
  readonly self: End;
}

// two lines are drawn one by one, more as a trunk with branches
const BUNDLE = 3;

const MUCH = 40;

// two lines nearer to each other than that read as one
const LEAST_DISTANCE = 11;

/**
 * The points at which edges touch the boxes. On the side of a lower box they are spread evenly; a taller one across takes
 * them at the same height, so that the line between is level.
 */
export class Ports {
  private readonly points = new Map<string, readonly [number, number]>();
  private readonly taken = new Map<string, number[]>();

  public constructor(joined: readonly Joined[]) {
    const ends = joined.flatMap((one) => [
      { one, end: 'from' as const, self: one.from, other: one.to },
      { one, end: 'to' as const, self: one.to, other: one.from },
    ]);
    const own = ends.filter(({ one, self, other }) => isBundled(one, joined) || !follows(self, other, joined));
    for (const side of new Set(own.map(({ self }) => sideKey(self))))
      this.spread(own.filter(({ self }) => sideKey(self) === side));
    for (const { one, end, self } of ends.filter((candidate) => !own.includes(candidate))) {
      const [, y] = this.at(one.edge, end === 'from' ? 'to' : 'from');
      this.put(one.edge, end, self, y);
    }
  }

  /** Where an edge leaves its source, or reaches its target. */
  public at(edge: Edge, end: 'from' | 'to'): readonly [number, number] {
    return this.points.get(keyOf(edge, end)) ?? [0, 0];
  }

  /** Edges of one verb that leave a side leave it at one point. */
  private spread(ends: readonly JoinedEnd[]): void {
    const groups = [...new Set(ends.map(groupOf))];
    for (const joinedEnd of ends) {
      const { one, end, self } = joinedEnd;
      const { box } = self.placed;
      const place = groups.indexOf(groupOf(joinedEnd));
      const share = (place + 1) / (groups.length + 1);
      if (self.side === 'top')
        this.points.set(keyOf(one.edge, end), [Math.round(box.x + box.width * (0.95 - 0.25 * share)), box.y]);
      else this.put(one.edge, end, self, Math.round(box.y + box.height * share), place);
    }
  }

  /** Puts a point at that height, or at the next one that is free; `group` says which points may be one. */
  private put(edge: Edge, end: 'from' | 'to', self: End, wish: number, group?: number): void {
    const { box } = self.placed;
    const taken = this.taken.get(sideKey(self)) ?? [];
    let y = Math.min(box.y + box.height - 6, Math.max(box.y + 6, wish));
    const isFree = (height: number): boolean => taken.every((one) => Math.abs(one - height) >= LEAST_DISTANCE);
    for (let step = 0; group === undefined && !isFree(y) && step < box.height / LEAST_DISTANCE; step++) {
      y += LEAST_DISTANCE;
      if (y > box.y + box.height - 6) y = box.y + 6;
    }
    this.taken.set(sideKey(self), [...taken, y]);
    this.points.set(keyOf(edge, end), [self.side === 'left' ? box.x : box.x + box.width, y]);
  }
}

/** Edges that part or come together on their way have a point of their own at both ends, and so have long ones. */
function isBundled({ edge, from, isLong }: Joined, joined: readonly Joined[]): boolean {
  const like = joined.filter((other) => other.edge.verb === edge.verb);
  const leave = like.filter((other) => other.edge.from === edge.from && other.from.side === from.side).length;
  const reach = like.filter((other) => other.edge.to === edge.to).length;
  return isLong || Math.max(leave, reach) >= BUNDLE;
}

/** Whether a point takes the height of that across: it is on much the taller box, or on the side that has fewer points. */
function follows(self: End, other: End, joined: readonly Joined[]): boolean {
  if (self.placed.column === other.placed.column) return false;
  const taller = self.placed.box.height - other.placed.box.height;
  if (Math.abs(taller) > MUCH) return taller > 0;
  const count = (end: End): number =>
    joined.filter(({ from, to }) => [from, to].some((one) => sideKey(one) === sideKey(end))).length;
  return count(self) === count(other) ? taller > 0 : count(self) < count(other);
}

function groupOf({ one, end }: JoinedEnd): string {
  return end === 'from' ? `from ${one.edge.verb}` : `to ${one.edge.verb}`;
}

function sideKey({ placed, side }: End): string {
  return `${placed.node.id} ${side}`;
}

function keyOf({ from, to, verb }: Edge, end: string): string {
  return JSON.stringify([from, to, verb, end]);
}
