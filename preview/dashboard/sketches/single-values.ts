import { CURVES, INK } from '../../svg/colors';
import { element, type Markup } from '../../svg/element';
import { rectangle, type Box } from '../../svg/picture';
import { FACES, fitted, textLine } from '../../svg/typography';
import { legend, LEGEND_HEIGHT, valueLegend } from '../legend';
import type { PanelModel } from '../panel-model';

// no figure at all: a digit could be taken for a measured one
const ANY_FIGURE = '##';

const FIGURE = { size: 20, width: 36 };

/** A figure, and below it what its colours mean. */
export function statSketch(panel: PanelModel, area: Box): Markup[] {
  const unit = fitted(panel.unit, FACES.text, 10, area.width - FIGURE.width);
  const legendLines = area.height >= 36 + 2 * LEGEND_HEIGHT ? 2 : 1;
  const legendTop = area.y + area.height - legendLines * LEGEND_HEIGHT;
  const baseline = Math.max(area.y + FIGURE.size * 0.75, legendTop - 5);
  const style = { face: FACES.bold, size: FIGURE.size, fill: CURVES[0] };
  return [
    textLine(area.x, baseline, ANY_FIGURE, style),
    ...(unit === '' ? [] : [textLine(area.x + FIGURE.width, baseline, unit, { ...style, face: FACES.text, size: 10 })]),
    ...legend(valueLegend(panel), { ...area, y: legendTop, height: legendLines * LEGEND_HEIGHT }),
  ];
}

/** Half a circle, a third of it filled. */
export function gaugeSketch(panel: PanelModel, area: Box): Markup[] {
  const radius = Math.max(1, Math.min(area.width / 2, area.height - LEGEND_HEIGHT) - 8);
  const center = { x: area.x + area.width / 2, y: area.y + radius + 6 };
  const arc = (share: number, stroke: string): Markup => {
    const end = { x: center.x - radius * Math.cos(Math.PI * share), y: center.y - radius * Math.sin(Math.PI * share) };
    const d = `M${Math.round(center.x - radius)},${Math.round(center.y)}A${Math.round(radius)},${Math.round(radius)} 0 0 1 ${Math.round(end.x)},${Math.round(end.y)}`;
    return element('path', { d, fill: 'none', stroke, 'stroke-width': 9 });
  };
  const style = { face: FACES.bold, size: 16, fill: CURVES[0], anchor: 'middle' as const };
  return [
    arc(1, INK.bar),
    arc(0.35, CURVES[0]),
    textLine(center.x, center.y - 2, ANY_FIGURE, style),
    ...legend(valueLegend(panel), { ...area, y: area.y + area.height - LEGEND_HEIGHT, height: LEGEND_HEIGHT }),
  ];
}

const BAR_HEIGHT = 11;
const BAR_LENGTHS = [0.85, 0.6, 0.4, 0.25];

/** A bar for each of some series. */
export function barGaugeSketch(panel: PanelModel, area: Box): Markup[] {
  const height = area.height - LEGEND_HEIGHT - 4;
  const count = Math.min(BAR_LENGTHS.length, Math.floor(height / (BAR_HEIGHT + 4)));
  const bars = BAR_LENGTHS.slice(0, Math.max(0, count)).flatMap((length, index) => {
    const bar = { ...area, y: area.y + index * (BAR_HEIGHT + 4), height: BAR_HEIGHT };
    return [
      rectangle(bar, INK.field, { rx: 2 }),
      rectangle({ ...bar, width: area.width * length }, CURVES[0], { rx: 2 }),
    ];
  });
  const names = panel.queries.flatMap(({ legend: text }) =>
    text === '' ? [] : [{ text, color: '', mark: 'none' as const }],
  );
  const below = { ...area, y: area.y + area.height - LEGEND_HEIGHT, height: LEGEND_HEIGHT };
  return [...bars, ...legend([...names, ...valueLegend(panel)], below)];
}
