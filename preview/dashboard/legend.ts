import { colorOf, INK } from '../svg/colors';
import { element, type Markup } from '../svg/element';
import { flow } from '../svg/flow';
import { rectangle, type Box } from '../svg/picture';
import { FACES, fitted, textLine, widthOf } from '../svg/typography';
import type { PanelModel } from './panel-model';

/** An entry of a legend: a mark, and what it stands for. */
export interface LegendEntry {
  readonly text: string;
  readonly color: string;
  readonly mark: 'dot' | 'line' | 'dashes' | 'none';
}

const SIZE = 9;
const LINE_HEIGHT = 12;
const MARK_WIDTH = { dot: 10, line: 15, dashes: 15, none: 0 };

/** How high a legend of one line is. */
export const LEGEND_HEIGHT = LINE_HEIGHT;

/** As many entries as have room in the box, the last one of a longer list cut off. */
export function legend(entries: readonly LegendEntry[], box: Box): Markup[] {
  const items = entries.map((entry) => {
    const room = box.width - MARK_WIDTH[entry.mark];
    const text = fitted(entry.text, FACES.text, SIZE, room);
    return { ...entry, text, width: MARK_WIDTH[entry.mark] + widthOf(text, FACES.text, SIZE) };
  });
  const lines = Math.max(1, Math.floor(box.height / LINE_HEIGHT));
  return flow(items, box.width, 9)
    .filter(({ line }) => line < lines)
    .flatMap(({ item, x, line }) => {
      const baseline = box.y + 9 + line * LINE_HEIGHT;
      const style = { face: FACES.text, size: SIZE, fill: INK.muted };
      const text = item.text === '' ? [] : [textLine(box.x + x + MARK_WIDTH[item.mark], baseline, item.text, style)];
      return [...mark(item, box.x + x, baseline - 3.5), ...text];
    });
}

/** What the colours of a single value mean, and the words that stand in place of values. */
export function valueLegend(panel: PanelModel): LegendEntry[] {
  // one step alone is a choice of colour and says nothing of the value
  const steps = panel.thresholds.length > 1 ? panel.thresholds : [];
  const thresholds = steps.map(({ text, color }) => ({
    text: text === '' ? '' : `${text} ${color}`,
    color: colorOf(color),
    mark: 'dot' as const,
  }));
  return [...thresholds, ...panel.mappings.map((text) => ({ text, color: INK.muted, mark: 'none' as const }))];
}

function mark({ mark: kind, color }: LegendEntry, x: number, y: number): Markup[] {
  switch (kind) {
    case 'dot':
      return [element('circle', { cx: x + 3.5, cy: y, r: 3.2, fill: color })];
    case 'line':
      return [rectangle({ x, y: y - 1.5, width: 11, height: 3 }, color, { rx: 1.5 })];
    case 'dashes':
      return [0, 4, 8].map((offset) => rectangle({ x: x + offset, y: y - 1, width: 2.6, height: 2 }, color));
    case 'none':
      return [];
  }
}
