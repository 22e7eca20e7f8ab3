import { colorOf, INK } from '../../svg/colors';
import { element, type Markup } from '../../svg/element';
import { part, rectangle, type Box } from '../../svg/picture';
import { FACES, fitted, textLine, wrapped } from '../../svg/typography';
import type { PanelModel } from '../panel-model';
import type { Column } from '../table-columns';

const GAP = 8;
const TITLE = { size: 9, lineHeight: 11, most: 2 };
const HEADER_HEIGHT = 40;
const ROW_HEIGHT = 15;
const MOST_ROWS = 8;

// how much of their cell the bars of a column fill, from row to row
const FILLED = [0.62, 0.48, 0.7, 0.54];

// one of Grafana's pixels, where its page is about twice as wide as the picture
const PIXEL = 0.55;

// a column without a title still has a place
const ANY_COLUMN: Column = { title: 'value', unit: '', width: undefined, hasLinks: false, colors: [] };

/** The headings with their units and colours, and rows of bars. */
export function tableSketch({ columns }: PanelModel, area: Box): Markup[] {
  const shown = columns.length === 0 ? [ANY_COLUMN] : columns;
  const widths = columnWidths(shown, area.width);
  const rows = Math.min(MOST_ROWS, Math.max(0, Math.floor((area.height - HEADER_HEIGHT) / ROW_HEIGHT)));
  let x = area.x;
  return [
    rectangle({ ...area, y: area.y + HEADER_HEIGHT - 4, height: 1 }, INK.border),
    ...Array.from({ length: rows }, (_, row) =>
      rectangle({ ...area, y: area.y + HEADER_HEIGHT + (row + 1) * ROW_HEIGHT - 3, height: 1 }, INK.grid),
    ),
    ...shown.map((column, index) => {
      const width = widths[index] ?? 0;
      const box = { x, y: area.y, width: width - GAP, height: HEADER_HEIGHT + rows * ROW_HEIGHT };
      x += width;
      return part(box, [...heading(column, box.width), ...cells(column, box.width, rows)], columnHint(column));
    }),
  ];
}

/** Fixed widths as they are, shrunk if they leave nothing to the others, which share what is left. */
function columnWidths(columns: readonly Column[], width: number): number[] {
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0) * PIXEL, 0);
  const free = columns.filter((column) => column.width === undefined).length;
  const even = width / columns.length;
  const shrink = fixed === 0 ? 1 : Math.min(1, (width - free * even * 0.7) / fixed);
  const rest = free === 0 ? 0 : (width - fixed * shrink) / free;
  return columns.map((column) => (column.width === undefined ? rest : column.width * PIXEL * shrink));
}

function heading({ title, unit, colors }: Column, width: number): Markup[] {
  const style = { face: FACES.bold, size: TITLE.size, fill: INK.text };
  const lines = wrapped(title, FACES.bold, TITLE.size, width, TITLE.most);
  const dots = colors.map((color, index) =>
    element('circle', { cx: 3 + index * 8, cy: 29.5, r: 2.6, fill: colorOf(color) }),
  );
  const words = fitted(unit, FACES.text, 8.5, width - colors.length * 8 - 2);
  return [
    ...lines.map((line, index) => textLine(0, 9 + index * TITLE.lineHeight, line, style)),
    ...dots,
    ...(words === ''
      ? []
      : [textLine(colors.length * 8, 32.5, words, { face: FACES.text, size: 8.5, fill: INK.muted })]),
  ];
}

function cells({ hasLinks }: Column, width: number, rows: number): Markup[] {
  const most = Math.min(width, 150);
  return Array.from({ length: rows }, (_, row) =>
    rectangle(
      { x: 0, y: HEADER_HEIGHT + row * ROW_HEIGHT + 2, width: most * (FILLED[row % FILLED.length] ?? 1), height: 6 },
      hasLinks ? INK.link : INK.bar,
      { rx: 3 },
    ),
  );
}

function columnHint({ title, unit, hasLinks }: Column): string {
  return [title, ...(unit === '' ? [] : [`in ${unit}`]), ...(hasLinks ? ['a click leads on'] : [])].join(', ');
}
