import { INK } from './colors';
import { element, textElement, type Attributes, type Markup } from './element';
import { FONT_STYLE } from './typography';

/** A rectangle of the picture, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How wide every picture is: about what GitHub gives to one in a README. */
export const PICTURE_WIDTH = 1000;

/** A whole picture: a file of its own, with its ground. */
export function picture(title: string, width: number, height: number, children: readonly Markup[]): string {
  const root: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
  };
  const ground = rectangle({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, INK.ground, {
    rx: 8,
    stroke: INK.border,
  });
  const style = element('style', {}, [FONT_STYLE]);
  return `${element('svg', root, [textElement('title', {}, title), style, ground, ...children])}\n`;
}

/**
 * A part of the picture with coordinates of its own, from 0 on; what is outside of it is not seen.
 *
 * @param hint shown when the pointer rests on it
 */
export function part(box: Box, children: readonly Markup[], hint?: string): Markup {
  return element('svg', { ...box }, [...hintElement(hint), ...children]);
}

/** Elements that share a hint. */
export function hinted(hint: string, children: readonly Markup[]): Markup {
  return element('g', {}, [...hintElement(hint), ...children]);
}

function hintElement(hint: string | undefined): Markup[] {
  return hint === undefined || hint === '' ? [] : [textElement('title', {}, hint)];
}

/** A filled rectangle. */
export function rectangle({ x, y, width, height }: Box, fill: string, more: Attributes = {}): Markup {
  return element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill, ...more });
}

/** A rectangle with round corners and a thin border that fills a part. */
export function card({ width, height }: { width: number; height: number }, fill: string): Markup {
  return rectangle({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, fill, { rx: 5, stroke: INK.border });
}
