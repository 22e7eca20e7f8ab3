import { INK } from '../svg/colors';
import type { Markup } from '../svg/element';
import { card, part, type Box } from '../svg/picture';
import { FACES, textLine, wrapped } from '../svg/typography';
import type { Node } from './graph';

const PADDING = { x: 10, y: 8 };
const TITLE = { size: 12.5, height: 16, most: 2 };
const NAME = { size: 9.5, height: 12, most: 3 };

// the boxes of a row are alike, which lets lines between them run level
const LEAST_HEIGHT = 56;

/** How high the box of a node is, at least. */
export function nodeHeight(node: Node, width: number): number {
  const lines = nameLines(node, width).length + (node.kind === '' ? 0 : 1);
  const height = 2 * PADDING.y + titleLines(node, width).length * TITLE.height + lines * NAME.height;
  return Math.max(LEAST_HEIGHT, height);
}

/** A node: what it is called in the code, the name and the kind of its workload. */
export function nodePicture(node: Node, box: Box): Markup {
  const titles = titleLines(node, box.width);
  const names = nameLines(node, box.width);
  const top = PADDING.y + titles.length * TITLE.height + 9;
  const loud = { face: FACES.bold, size: TITLE.size, fill: INK.text };
  const quiet = { face: FACES.mono, size: NAME.size, fill: INK.muted };
  const kind = { ...quiet, face: FACES.text };
  return part(
    box,
    [
      card(box, node.namespace === undefined ? INK.field : INK.panel),
      ...titles.map((line, index) => textLine(PADDING.x, PADDING.y + 12 + index * TITLE.height, line, loud)),
      ...names.map((line, index) => textLine(PADDING.x, top + index * NAME.height, line, quiet)),
      ...(node.kind === '' ? [] : [textLine(PADDING.x, top + names.length * NAME.height, node.kind, kind)]),
    ],
    [`${node.kind} ${node.name}`.trim(), node.id].join('\n'),
  );
}

function titleLines({ title }: Node, width: number): string[] {
  return wrapped(title, FACES.bold, TITLE.size, width - 2 * PADDING.x, TITLE.most);
}

function nameLines({ name }: Node, width: number): string[] {
  return wrapped(name, FACES.mono, NAME.size, width - 2 * PADDING.x, NAME.most);
}
