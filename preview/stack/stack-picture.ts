import { INK } from '../svg/colors';
import { element, short, type Markup } from '../svg/element';
import { hinted, picture, PICTURE_WIDTH, rectangle } from '../svg/picture';
import { FACES, textLine, widthOf } from '../svg/typography';
import type { Graph, Verb } from './graph';
import { layoutOf, type Band, type Layout } from './layout';
import { nodePicture } from './node-picture';
import { routesOf, VERBS, type Point, type Route } from './routes';

/** A colour and a pattern for each verb: who does not see the one sees the other. */
const STROKES: {
  readonly [verb in Verb]: { readonly color: string; readonly dashes?: string; readonly width: number };
} = {
  scrapes: { color: '#3f74c6', width: 1.5 },
  'pushes lines to': { color: '#c2620c', width: 2 },
  'reads from': { color: '#6b7788', dashes: '5 3', width: 1.5 },
};

const TITLE = 'Who scrapes, pushes to and reads from whom';
const LEFT = 16;
const LABEL_SIZE = 9.5;

/** The stack as a picture of its own file. */
export function stackPicture(graph: Graph): string {
  const layout = layoutOf(graph);
  const routes = routesOf(graph.edges, layout);
  return picture(TITLE, PICTURE_WIDTH, layout.height, [
    textLine(LEFT, 30, TITLE, { face: FACES.bold, size: 16, fill: INK.text }),
    ...legend(),
    ...layout.bands.map(bandPicture),
    ...routes.map((route) => arrow(route, layout)),
    ...routes.flatMap(words),
    ...layout.nodes.map(({ node, box }) => nodePicture(node, box)),
  ]);
}

function legend(): Markup[] {
  const style = { face: FACES.text, size: 10.5, fill: INK.muted };
  let x = PICTURE_WIDTH - LEFT;
  return [...VERBS].reverse().flatMap((verb) => {
    x -= widthOf(verb, FACES.text, style.size);
    const text = textLine(x, 30, verb, style);
    x -= 44;
    const line = path(
      [
        [x, 26.5],
        [x + 36, 26.5],
      ],
      verb,
    );
    x -= 18;
    return [text, line, head([x + 18, 26.5], [x + 54, 26.5], verb)];
  });
}

function bandPicture({ title, titleX, box }: Band): Markup {
  const outline = { x: box.x + 0.5, y: box.y + 0.5, width: box.width - 1, height: box.height - 1 };
  return element('g', {}, [
    rectangle(outline, '#eaeef3', { rx: 6, stroke: INK.border }),
    textLine(titleX, box.y + 17, title, { face: FACES.bold, size: 10.5, fill: INK.muted }),
  ]);
}

function arrow({ edge, points }: Route, { nodes }: Layout): Markup {
  const nameOf = (id: string): string => nodes.find(({ node }) => node.id === id)?.node.title ?? id;
  const [end = [0, 0], before = end] = [points.at(-1), points.at(-2)];
  return hinted([`${nameOf(edge.from)} ${edge.verb} ${nameOf(edge.to)}`, ...edge.because].join('\n'), [
    // lines that come together have their dashes at the same places when they are drawn from there
    path([...points].reverse(), edge.verb),
    head(before, end, edge.verb),
  ]);
}

function words({ edge, label }: Route): Markup[] {
  if (label === undefined) return [];
  const [x, y] = label;
  const style = { face: FACES.text, size: LABEL_SIZE, fill: STROKES[edge.verb].color };
  return [textLine(x, y, edge.verb, style)];
}

const RADIUS = 6;

/** A line through all points, with round bends. */
function path(points: readonly Point[], verb: Verb): Markup {
  const { color, dashes, width } = STROKES[verb];
  const d = points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined) return `M${pair(point)}`;
    if (after === undefined) return `L${pair(point)}`;
    return `L${pair(towards(point, before))}Q${pair(point)} ${pair(towards(point, after))}`;
  });
  return element('path', {
    d: d.join(''),
    fill: 'none',
    stroke: color,
    'stroke-width': width,
    'stroke-dasharray': dashes,
  });
}

/** The point at which a bend begins; half of the way where the way is short. */
function towards([x, y]: Point, [otherX, otherY]: Point): Point {
  const length = Math.abs(otherX - x) + Math.abs(otherY - y);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return [x + (otherX - x) * share, y + (otherY - y) * share];
}

/** The head of an arrow whose last piece runs level. */
function head([fromX]: Point, [x, y]: Point, verb: Verb): Markup {
  const back = x + (fromX < x ? -8 : 8);
  return element('path', {
    d: `M${pair([x, y])}L${pair([back, y - 4])}L${pair([back, y + 4])}Z`,
    fill: STROKES[verb].color,
  });
}

function pair([x, y]: Point): string {
  return `${short(x)},${short(y)}`;
}
