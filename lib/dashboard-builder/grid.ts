/** Where a panel stands: Grafana's grid has 24 columns. */
export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const COLUMNS = 24;

/**
 * Places boxes from left to right. A box that would cross the right edge begins a new line, below the highest box of the
 * line before: the layout of the SDK wraps after the edge is crossed, and Grafana then moves the panels about.
 *
 * @param boxes their sizes
 * @param top where the first line begins
 */
export function layOut(boxes: readonly { readonly w: number; readonly h: number }[], top: number): GridPos[] {
  let x = 0;
  let y = top;
  let lineHeight = 0;
  return boxes.map(({ w, h }) => {
    if (x + w > COLUMNS) {
      x = 0;
      y += lineHeight;
      lineHeight = 0;
    }
    const place = { x, y, w, h };
    x += w;
    lineHeight = Math.max(lineHeight, h);
    return place;
  });
}

/** The first free line below some boxes. */
export function bottomOf(places: readonly GridPos[], top: number): number {
  return places.reduce((bottom, { y, h }) => Math.max(bottom, y + h), top);
}
