import type { PanelModel, Place } from './panel-model';

/** A panel and its place in a grid without gaps and overlaps. */
export interface PlacedPanel {
  readonly panel: PanelModel;
  readonly place: Place;
}

/** Columns of Grafana's grid. */
export const COLUMNS = 24;

// a panel higher than five screens is a slip of the keyboard, and would be a picture that no browser shows
const HIGHEST = 60;

/**
 * Where each panel stands. As in Grafana a panel moves up as far as it can, which also parts those that overlap; what is
 * outside of the grid or no whole number is moved into it. Rows that are closed are opened.
 */
export function placed(panels: readonly PanelModel[]): PlacedPanel[] {
  const heights = new Array<number>(COLUMNS).fill(0);
  return opened(panels).map(({ panel, place }) => {
    const { x, w, h } = insideOfGrid(place);
    const y = Math.max(...heights.slice(x, x + w));
    heights.fill(y + h, x, x + w);
    return { panel, place: { x, y, w, h } };
  });
}

/** In the order of reading; what is in a closed row comes after its heading. */
function opened(panels: readonly PanelModel[]): PlacedPanel[] {
  return [...panels]
    .sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x)
    .flatMap((panel) => [{ panel, place: panel.place }, ...opened(panel.inside)]);
}

function insideOfGrid({ x, y, w, h }: Place): Place {
  const width = between(1, w, COLUMNS);
  return { x: between(0, x, COLUMNS - width), y, w: width, h: between(1, h, HIGHEST) };
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
