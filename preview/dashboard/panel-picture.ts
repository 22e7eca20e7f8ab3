import { INK } from '../svg/colors';
import { element, type Markup } from '../svg/element';
import { card, part, rectangle, type Box } from '../svg/picture';
import { FACES, fitted, textLine, widthOf, wrapped } from '../svg/typography';
import type { PanelModel } from './panel-model';
import { queryBlock } from './queries';
import { barGaugeSketch, gaugeSketch, statSketch } from './sketches/single-values';
import { tableSketch } from './sketches/table';
import { logsSketch, textSketch } from './sketches/text-lines';
import { timeSeriesSketch } from './sketches/time-series';
import { unknownSketch } from './sketches/unknown';

type Sketch = (panel: PanelModel, area: Box) => Markup[];

const SKETCHES: { readonly [kind: string]: Sketch | undefined } = {
  timeseries: timeSeriesSketch,
  graph: timeSeriesSketch,
  barchart: timeSeriesSketch,
  stat: statSketch,
  singlestat: statSketch,
  gauge: gaugeSketch,
  bargauge: barGaugeSketch,
  table: tableSketch,
  logs: logsSketch,
  text: textSketch,
};

// they write the unit themselves
const WITH_OWN_UNIT = ['stat', 'singlestat', 'table'];

const PADDING = 10;
const TITLE = { size: 11.5, baseline: 19, height: 27, lineHeight: 13 };
const LINE_HEIGHT = 11;

// a panel in which a second line of its title would take the place of all else
const LOW = 100;

// of a small panel the figure, of a large one the sketch is what the eye looks for
const QUERY_SHARE = 0.34;

/** A panel in its box: title, unit, a sketch of its kind, and its queries. */
export function panelPicture(panel: PanelModel, box: Box): Markup {
  if (panel.kind === 'row') return rowPicture(panel, box);
  const mostLines = Math.floor((box.height * QUERY_SHARE) / LINE_HEIGHT - 0.7);
  const queries = queryBlock(panel.queries, box.width, mostLines);
  const head = headline(panel, box);
  const area = {
    x: PADDING,
    y: head.height,
    width: box.width - 2 * PADDING,
    height: box.height - head.height - queries.height - 6,
  };
  const sketch = SKETCHES[panel.kind] ?? unknownSketch;
  const hasRoom = area.height >= 12 && area.width >= 24;
  return part(
    box,
    [
      card(box, INK.panel),
      ...head.markup,
      ...(hasRoom ? sketch(panel, area) : []),
      ...queries.markup(box.height - queries.height),
    ],
    hintOf(panel),
  );
}

/** The title, in two lines where a small panel has no room for it in one, and the unit. */
function headline(panel: PanelModel, { width, height }: Box): { height: number; markup: Markup[] } {
  const room = width - 2 * PADDING;
  const isUnitElsewhere = WITH_OWN_UNIT.includes(panel.kind);
  const remarks = [
    ...(panel.repeat === '' ? [] : [`one for each $${panel.repeat}`]),
    ...(isUnitElsewhere ? [] : [panel.axisLabel || panel.unit]),
  ].filter((remark) => remark !== '');
  const remark = fitted(remarks.join(', '), FACES.text, 9.5, room * 0.45);
  const remarkWidth = remark === '' ? 0 : widthOf(remark, FACES.text, 9.5) + 10;
  const lines = wrapped(panel.title, FACES.bold, TITLE.size, room - remarkWidth, height < LOW ? 1 : 2);
  const left = { face: FACES.bold, size: TITLE.size, fill: INK.text };
  const right = { face: FACES.text, size: 9.5, fill: INK.muted, anchor: 'end' as const };
  return {
    height: TITLE.height + Math.max(0, lines.length - 1) * TITLE.lineHeight,
    markup: [
      ...lines.map((line, index) => textLine(PADDING, TITLE.baseline + index * TITLE.lineHeight, line, left)),
      ...(remark === '' ? [] : [textLine(width - PADDING, TITLE.baseline, remark, right)]),
    ],
  };
}

/** A heading over the whole width. */
function rowPicture(panel: PanelModel, box: Box): Markup {
  const middle = box.height / 2;
  const remark = panel.inside.length > 0 ? ' (closed at first)' : '';
  const title = fitted(panel.title + remark, FACES.bold, 12, box.width - 30);
  const end = 20 + widthOf(title, FACES.bold, 12) + 8;
  return part(
    box,
    [
      element('path', { d: `M5,${middle - 2}h8l-4,5z`, fill: INK.muted }),
      ...(title === '' ? [] : [textLine(20, middle + 4, title, { face: FACES.bold, size: 12, fill: INK.text })]),
      rectangle({ x: end, y: middle, width: box.width - end, height: 1 }, INK.border),
    ],
    hintOf(panel),
  );
}

function hintOf({ title, description }: PanelModel): string {
  return [title, description].filter((text) => text !== '').join('\n');
}
