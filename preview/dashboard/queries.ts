import { INK } from '../svg/colors';
import type { Markup } from '../svg/element';
import { hinted, rectangle, type Box } from '../svg/picture';
import { FACES, textLine, wrapped } from '../svg/typography';
import type { QueryModel } from './panel-model';

const SIZE = 8.5;
const LINE_HEIGHT = 11;
const PADDING = { x: 10, y: 4 };
const REF_WIDTH = 14;

/** The queries of a panel, in as many lines as there may be. */
export interface QueryBlock {
  readonly height: number;
  /** @param top where the block begins */
  readonly markup: (top: number) => Markup[];
}

interface QueryLines {
  readonly query: QueryModel;
  readonly lines: readonly string[];
}

/** Lays queries out for a panel of that width; those that have no room are counted in the last line. */
export function queryBlock(queries: readonly QueryModel[], width: number, mostLines: number): QueryBlock {
  const asked = queries.filter(({ expr }) => expr !== '');
  if (asked.length === 0 || mostLines < 1) return { height: 0, markup: () => [] };
  const shown = asked.length <= mostLines ? asked : asked.slice(0, mostLines - 1);
  const indent = asked.length === 1 ? 0 : REF_WIDTH;
  const laidOut = linesOf(shown, width - 2 * PADDING.x - indent, mostLines);
  const hidden = asked.slice(shown.length);
  const count = laidOut.reduce((sum, { lines }) => sum + lines.length, hidden.length > 0 ? 1 : 0);
  const height = count * LINE_HEIGHT + 2 * PADDING.y;
  return { height, markup: (top) => drawn({ x: 0, y: top, width, height }, laidOut, hidden, indent) };
}

/** Each query has a line; what is left over goes to those that need more, the first ones first. */
function linesOf(queries: readonly QueryModel[], width: number, mostLines: number): QueryLines[] {
  const needed = queries.map(({ expr }) => wrapped(expr, FACES.mono, SIZE, width, mostLines).length);
  const given = queries.map(() => 1);
  let left = mostLines - queries.length;
  while (left > 0 && given.some((lines, index) => lines < (needed[index] ?? 1))) {
    given.forEach((lines, index) => {
      if (left === 0 || lines >= (needed[index] ?? 1)) return;
      given[index] = lines + 1;
      left -= 1;
    });
  }
  return queries.map((query, index) => ({
    query,
    lines: wrapped(query.expr, FACES.mono, SIZE, width, given[index] ?? 1),
  }));
}

function drawn(box: Box, laidOut: readonly QueryLines[], hidden: readonly QueryModel[], indent: number): Markup[] {
  let y = box.y + PADDING.y;
  const field = rectangle({ ...box, x: 1, width: box.width - 2, height: box.height - 1 }, INK.field, { rx: 4 });
  const blocks = laidOut.map(({ query, lines }) => {
    const area = { x: 1, y, width: box.width - 2, height: lines.length * LINE_HEIGHT };
    y += area.height;
    return hinted(queryHint(query), [rectangle(area, INK.field), ...queryText(query, lines, area.y, indent)]);
  });
  if (hidden.length === 0) return [field, ...blocks];
  const more = `and ${hidden.length} more ${hidden.length === 1 ? 'query' : 'queries'}`;
  const area = { x: 1, y, width: box.width - 2, height: LINE_HEIGHT };
  const style = { face: FACES.text, size: SIZE, fill: INK.faint };
  const last = hinted(hidden.map(queryHint).join('\n\n'), [
    rectangle(area, INK.field),
    textLine(PADDING.x + indent, y + 8, more, style),
  ]);
  return [field, ...blocks, last];
}

function queryText({ ref }: QueryModel, lines: readonly string[], top: number, indent: number): Markup[] {
  const style = { face: FACES.mono, size: SIZE, fill: INK.muted };
  const name = indent === 0 ? [] : [textLine(PADDING.x, top + 8, ref.slice(0, 2), { ...style, fill: INK.faint })];
  return [
    ...name,
    ...lines.map((line, index) => textLine(PADDING.x + indent, top + 8 + index * LINE_HEIGHT, line, style)),
  ];
}

function queryHint({ ref, expr, legend }: QueryModel): string {
  return `${ref}: ${expr}${legend === '' ? '' : `\nlegend: ${legend}`}`;
}
