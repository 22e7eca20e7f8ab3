import { colorOf, CURVES, INK } from '../../svg/colors';
import { element, points, type Markup } from '../../svg/element';
import { rectangle, type Box } from '../../svg/picture';
import { FACES, textLine, widthOf } from '../../svg/typography';
import { legend, LEGEND_HEIGHT, type LegendEntry } from '../legend';
import type { PanelModel, QueryModel } from '../panel-model';

/** A curve of the drawing; its height is a share of the plot. */
interface Curve {
  readonly color: string;
  readonly heights: readonly number[];
}

const STEPS = 48;

// a query whose legend holds a label brings any number of series
const SERIES_OF_LABEL = 3;
const MOST_CURVES = 4;

/** Axes, waves in place of the series, dashed lines for limits and thresholds, and the legend. */
export function timeSeriesSketch(panel: PanelModel, area: Box): Markup[] {
  const entries = legendEntries(panel.queries);
  const legendHeight = entries.length > 0 && area.height > 50 ? LEGEND_HEIGHT + 4 : 0;
  const plot = { ...area, height: area.height - legendHeight };
  const curves = curvesOf(panel);
  return [
    ...gridLines(plot),
    ...(panel.hasBars
      ? bars(curves, panel.isStacked, plot)
      : panel.isStacked
        ? areas(curves, plot)
        : waves(curves, plot)),
    ...limits(panel.queries, plot),
    ...(panel.hasThresholdLines ? thresholdLines(panel, plot) : []),
    ...(legendHeight > 0 ? legend(entries, { ...area, y: plot.y + plot.height + 4, height: LEGEND_HEIGHT }) : []),
  ];
}

function gridLines({ x, y, width, height }: Box): Markup[] {
  const lines = [0.25, 0.5, 0.75].map((share) => rectangle({ x, y: y + height * share, width, height: 1 }, INK.grid));
  const axes = element('path', {
    d: `M${points([[x, y]])}V${Math.round(y + height)}H${Math.round(x + width)}`,
    fill: 'none',
    stroke: INK.border,
  });
  return [...lines, axes];
}

function curvesOf({ queries, isStacked }: PanelModel): Curve[] {
  const colors = queries
    .filter(({ isDashed }) => !isDashed)
    .flatMap(({ color, legend: name }) => {
      const count = name.includes('{{') ? SERIES_OF_LABEL : 1;
      return new Array<string | undefined>(count).fill(color === undefined ? undefined : colorOf(color));
    })
    .slice(0, MOST_CURVES);
  const share = isStacked ? 0.62 / Math.max(1, colors.length) : 0.62;
  return colors.map((color, index) => ({
    color: color ?? CURVES[index % CURVES.length] ?? INK.faint,
    heights: heightsOf(index, share, isStacked),
  }));
}

/** The same wave for every panel: nobody shall take it for data. */
function heightsOf(index: number, share: number, isStacked: boolean): number[] {
  const level = isStacked ? share : share - index * 0.16;
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const turn = (step / STEPS) * 4 * Math.PI + index * 1.3;
    return level + Math.sin(turn) * (isStacked ? share * 0.18 : 0.06);
  });
}

function waves(curves: readonly Curve[], plot: Box): Markup[] {
  return curves.map(({ color, heights }) =>
    element('polyline', { points: points(pointsOf(heights, plot)), fill: 'none', stroke: color, 'stroke-width': 1.6 }),
  );
}

function areas(curves: readonly Curve[], plot: Box): Markup[] {
  let below = new Array<number>(STEPS + 1).fill(0);
  return curves.map(({ color, heights }) => {
    const above = heights.map((height, step) => height + (below[step] ?? 0));
    const outline = [...pointsOf(above, plot), ...pointsOf(below, plot).reverse()];
    below = above;
    return element('polygon', { points: points(outline), fill: color, 'fill-opacity': 0.55, stroke: color });
  });
}

const BARS = 24;

/** Bars that stand on each other where the series add up, else those of the first series alone. */
function bars(curves: readonly Curve[], isStacked: boolean, plot: Box): Markup[] {
  const step = plot.width / BARS;
  return Array.from({ length: BARS }, (_, bar) => {
    let bottom = plot.y + plot.height;
    return (isStacked ? curves : curves.slice(0, 1)).map(({ color, heights }) => {
      const height = plot.height * (heights[bar * (STEPS / BARS)] ?? 0);
      bottom -= height;
      return rectangle({ x: plot.x + step * (bar + 0.15), y: bottom, width: step * 0.7, height }, color);
    });
  }).flat();
}

function pointsOf(heights: readonly number[], { x, y, width, height }: Box): (readonly [number, number])[] {
  return heights.map((share, step) => [x + (width * step) / STEPS, y + height * (1 - share)] as const);
}

/** Requests, limits and capacities: level lines above all waves. */
function limits(queries: readonly QueryModel[], plot: Box): Markup[] {
  return queries
    .filter(({ isDashed }) => isDashed)
    .map(({ color }, index) => {
      const y = Math.round(plot.y + plot.height * Math.min(0.3, 0.14 + index * 0.07)) + 0.5;
      return dashes(plot, y, colorOf(color), '7 5');
    });
}

function thresholdLines({ thresholds }: PanelModel, plot: Box): Markup[] {
  const steps = thresholds.filter(({ text }) => text !== '');
  return steps.flatMap(({ text, color }, index) => {
    const y = Math.round(plot.y + plot.height * (0.5 - (0.38 * (index + 1)) / steps.length)) + 0.5;
    const label = { face: FACES.text, size: 9, fill: colorOf(color), anchor: 'end' as const };
    const fits = widthOf(text, FACES.text, 9) <= plot.width;
    const words = fits ? [textLine(plot.x + plot.width, y - 2.5, text, label)] : [];
    return [dashes(plot, y, colorOf(color), '3 3'), ...words];
  });
}

function dashes({ x, width }: Box, y: number, color: string, pattern: string): Markup {
  return element('line', {
    x1: x,
    x2: x + width,
    y1: y,
    y2: y,
    stroke: color,
    'stroke-width': 1.4,
    'stroke-dasharray': pattern,
  });
}

function legendEntries(queries: readonly QueryModel[]): LegendEntry[] {
  let drawn = 0;
  return queries.flatMap(({ legend: text, isDashed, color }) => {
    const neutral = CURVES[Math.min(drawn, MOST_CURVES - 1)] ?? INK.faint;
    if (!isDashed) drawn += text.includes('{{') ? SERIES_OF_LABEL : 1;
    if (text === '' || text === '__auto') return [];
    return [{ text, color: color === undefined ? neutral : colorOf(color), mark: isDashed ? 'dashes' : 'line' }];
  });
}
