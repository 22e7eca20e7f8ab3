import { CURVES, INK } from '../../svg/colors';
import type { Markup } from '../../svg/element';
import { rectangle, type Box } from '../../svg/picture';
import { FACES, textLine, wrapped } from '../../svg/typography';
import type { PanelModel } from '../panel-model';

const LINE_HEIGHT = 13;

// shares of the width that the lines take, from line to line
const LENGTHS = [0.72, 0.55, 0.83, 0.4, 0.66, 0.5];

/** Bars in place of log lines: a mark for the level, the time, the text. */
export function logsSketch(_panel: PanelModel, area: Box): Markup[] {
  const lines = Math.max(0, Math.floor(area.height / LINE_HEIGHT));
  const time = Math.min(90, area.width * 0.2);
  return Array.from({ length: lines }).flatMap((_, line) => {
    const y = area.y + line * LINE_HEIGHT + 2;
    const length = (area.width - time - 16) * (LENGTHS[line % LENGTHS.length] ?? 1);
    return [
      rectangle({ x: area.x, y: y - 2, width: 3, height: 10 }, CURVES[line % CURVES.length] ?? INK.faint),
      rectangle({ x: area.x + 8, y, width: time - 8, height: 6 }, INK.link, { rx: 3 }),
      rectangle({ x: area.x + time + 8, y, width: length, height: 6 }, INK.bar, { rx: 3 }),
    ];
  });
}

/** The text itself, as far as it has room. */
export function textSketch({ content }: PanelModel, area: Box): Markup[] {
  const most = Math.floor(area.height / LINE_HEIGHT);
  const style = { face: FACES.text, size: 10, fill: INK.muted };
  return wrapped(content, FACES.text, style.size, area.width, most).map((line, index) =>
    textLine(area.x, area.y + 10 + index * LINE_HEIGHT, line, style),
  );
}
