import { INK } from '../../svg/colors';
import { element, points, type Markup } from '../../svg/element';
import { rectangle, type Box } from '../../svg/picture';
import { FACES, fitted, textLine } from '../../svg/typography';
import type { PanelModel } from '../panel-model';

/** A crossed box with the name of the kind, for kinds without a sketch of their own. */
export function unknownSketch({ kind }: PanelModel, area: Box): Markup[] {
  const { x, y, width, height } = area;
  const cross = [
    [x, y],
    [x + width, y + height],
    [x + width, y],
    [x, y + height],
  ] as const;
  const name = fitted(kind, FACES.bold, 11, width - 16);
  const style = { face: FACES.bold, size: 11, fill: INK.muted, anchor: 'middle' as const };
  return [
    rectangle(area, INK.field, { stroke: INK.border }),
    element('path', {
      d: `M${points(cross.slice(0, 2))}M${points(cross.slice(2))}`,
      fill: 'none',
      stroke: INK.border,
    }),
    ...(name === '' ? [] : [textLine(x + width / 2, y + height / 2 + 4, name, style)]),
  ];
}
