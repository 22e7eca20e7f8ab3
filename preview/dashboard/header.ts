import { INK } from '../svg/colors';
import { element, type Markup } from '../svg/element';
import { flow } from '../svg/flow';
import { hinted, rectangle } from '../svg/picture';
import { FACES, fitted, textLine, widthOf, wrapped } from '../svg/typography';
import type { DashboardModel } from './dashboard-model';

/** What stands above the panels. */
export interface Header {
  readonly height: number;
  readonly markup: readonly Markup[];
}

/** A field, a switch or a link, drawn from its left end on the line whose middle is at `y`. */
interface Item {
  readonly width: number;
  readonly draw: (x: number, y: number) => Markup;
}

const TITLE = { size: 18, baseline: 31 };
const DESCRIPTION = { size: 11, lineHeight: 15, top: 42 };
const ITEM = { size: 10.5, height: 20, lineHeight: 27 };
const LONGEST_VALUE = 220;
const NARROWEST_FIELD = 60;

/** The title, what the dashboard is for, the range of time, and the fields, switches and links. */
export function dashboardHeader(dashboard: DashboardModel, left: number, width: number): Header {
  const time = timeField(dashboard);
  const title = fitted(dashboard.title, FACES.bold, TITLE.size, width - time.width - 16);
  const about = wrapped(dashboard.description, FACES.text, DESCRIPTION.size, width - time.width - 16, 3);
  const top = DESCRIPTION.top + Math.max(0, about.length * DESCRIPTION.lineHeight) + 18;
  const items = flow(itemsOf(dashboard), width, 14);
  const lines = items.reduce((most, { line }) => Math.max(most, line + 1), 0);
  const style = { face: FACES.text, size: DESCRIPTION.size, fill: INK.muted };
  return {
    height: top + lines * ITEM.lineHeight - 10,
    markup: [
      textLine(left, TITLE.baseline, title, { face: FACES.bold, size: TITLE.size, fill: INK.text }),
      time.draw(left + width - time.width, TITLE.baseline - 6),
      ...about.map((line, index) => textLine(left, DESCRIPTION.top + 10 + index * DESCRIPTION.lineHeight, line, style)),
      ...items.map(({ item, x, line }) => item.draw(left + x, top + line * ITEM.lineHeight)),
    ],
  };
}

function timeField({ time, refresh }: DashboardModel): Item {
  const text = refresh === '' ? time : `${time}, every ${refresh}`;
  return field('', text, true, 'The time that is shown, and how often it is read anew');
}

function itemsOf({ variables, annotations, links }: DashboardModel): Item[] {
  return [
    ...variables.map(({ label, value, isList, query }) => field(label, value, isList, query)),
    ...annotations.map(toggle),
    ...links.map(link),
  ];
}

function field(label: string, value: string, isList: boolean, hint: string): Item {
  const name = fitted(label, FACES.text, ITEM.size, LONGEST_VALUE);
  const text = fitted(value, FACES.text, ITEM.size, LONGEST_VALUE);
  const nameWidth = name === '' ? 0 : widthOf(name, FACES.text, ITEM.size) + 6;
  const boxWidth = Math.max(NARROWEST_FIELD, widthOf(text, FACES.text, ITEM.size) + (isList ? 28 : 16));
  const draw = (x: number, y: number): Markup => {
    const box = { x: x + nameWidth + 0.5, y: y - ITEM.height / 2 + 0.5, width: boxWidth - 1, height: ITEM.height - 1 };
    const arrow = element('path', {
      d: `M${Math.round(box.x + boxWidth - 16)},${Math.round(y - 1)}h8l-4,4z`,
      fill: INK.muted,
    });
    return hinted(hint, [
      ...(name === '' ? [] : [words(x, y, name, INK.muted)]),
      rectangle(box, INK.panel, { rx: 3, stroke: INK.border }),
      words(box.x + 8, y, text, INK.text),
      ...(isList ? [arrow] : []),
    ]);
  };
  return { width: nameWidth + boxWidth, draw };
}

function toggle(name: string): Item {
  const text = fitted(name, FACES.text, ITEM.size, LONGEST_VALUE);
  return {
    width: 28 + widthOf(text, FACES.text, ITEM.size),
    draw: (x, y) =>
      hinted(`Events that can be marked in every graph: ${name}`, [
        rectangle({ x, y: y - 5, width: 20, height: 10 }, INK.bar, { rx: 5 }),
        element('circle', { cx: x + 5, cy: y, r: 4, fill: INK.panel, stroke: INK.faint }),
        words(x + 26, y, text, INK.muted),
      ]),
  };
}

function link(title: string): Item {
  const text = fitted(title, FACES.text, ITEM.size, LONGEST_VALUE);
  const width = widthOf(text, FACES.text, ITEM.size);
  const color = '#3f74c6';
  return {
    width,
    draw: (x, y) => hinted(`A link: ${title}`, [words(x, y, text, color)]),
  };
}

function words(x: number, y: number, text: string, fill: string): Markup {
  return textLine(x, y + 3.5, text, { face: FACES.text, size: ITEM.size, fill });
}
