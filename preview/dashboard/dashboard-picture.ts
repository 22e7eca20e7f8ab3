import { INK } from '../svg/colors';
import { picture, PICTURE_WIDTH, type Box } from '../svg/picture';
import { FACES, textLine } from '../svg/typography';
import type { DashboardModel } from './dashboard-model';
import { COLUMNS, placed } from './grid';
import { dashboardHeader } from './header';
import { panelPicture } from './panel-picture';
import type { Place } from './panel-model';

const MARGIN = 12;
const GUTTER = 8;
const COLUMN_WIDTH = (PICTURE_WIDTH - 2 * MARGIN + GUTTER) / COLUMNS;

/** Pixels of one unit of height; Grafana gives 38 to one, on a page that is about twice as wide. */
const UNIT_HEIGHT = 30;

const FOOTER_HEIGHT = 26;
const REMARK = "A wireframe, drawn from the dashboard's JSON: its curves and figures stand for any data.";

/** A dashboard as a picture of its own file. */
export function dashboardPicture(dashboard: DashboardModel): string {
  const panels = placed(dashboard.panels);
  const header = dashboardHeader(dashboard, MARGIN + 4, PICTURE_WIDTH - 2 * MARGIN - 8);
  const units = panels.reduce((most, { place }) => Math.max(most, place.y + place.h), 0);
  const height = Math.ceil(header.height) + units * UNIT_HEIGHT + FOOTER_HEIGHT;
  const remark = { face: FACES.text, size: 9.5, fill: INK.muted };
  return picture(dashboard.title, PICTURE_WIDTH, height, [
    ...header.markup,
    ...panels.map(({ panel, place }) => panelPicture(panel, boxOf(place, Math.ceil(header.height)))),
    textLine(MARGIN + 4, height - 11, REMARK, remark),
  ]);
}

function boxOf({ x, y, w, h }: Place, top: number): Box {
  return {
    x: MARGIN + x * COLUMN_WIDTH,
    y: top + y * UNIT_HEIGHT,
    width: w * COLUMN_WIDTH - GUTTER,
    height: h * UNIT_HEIGHT - GUTTER,
  };
}
