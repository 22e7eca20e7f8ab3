import { textElement, type Attributes, type Markup } from './element';

/** A way to write: what CSS calls it, and how wide a character is held to be, in parts of the font size. */
export interface Face {
  readonly name: 'text' | 'bold' | 'mono';
  readonly charWidth: number;
}

/**
 * Every character counts the same, so that a picture does not depend on the fonts of the machine that draws it. The widths
 * are above the mean of English text in the fonts of `FONT_STYLE`, and near that of DejaVu, the widest that takes their place.
 */
export const FACES: { readonly [name in Face['name']]: Face } = {
  text: { name: 'text', charWidth: 0.6 },
  bold: { name: 'bold', charWidth: 0.66 },
  mono: { name: 'mono', charWidth: 0.61 },
};

/** The style sheet of a picture. */
export const FONT_STYLE = [
  '.text,.bold{font-family:-apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}',
  '.bold{font-weight:600}',
  '.mono{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;white-space:pre}',
].join('\n');

// Hangul, kana, Chinese characters, full-width forms and pictographs are as wide as they are high
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

const ELLIPSIS = '…';

/** How wide a text is, in pixels. */
export function widthOf(text: string, face: Face, size: number): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 1 : face.charWidth;
  return width * size;
}

/** The text, cut with an ellipsis where it is wider than that. */
export function fitted(text: string, face: Face, size: number, width: number): string {
  if (widthOf(text, face, size) <= width) return text;
  let cut = '';
  for (const character of text) {
    if (widthOf(cut + character + ELLIPSIS, face, size) > width) break;
    cut += character;
  }
  return widthOf(ELLIPSIS, face, size) <= width ? cut.trimEnd() + ELLIPSIS : '';
}

/**
 * The text in lines no wider than that, broken at blanks where there are any; the last line is cut with an ellipsis when
 * there are more lines than `most`.
 */
export function wrapped(text: string, face: Face, size: number, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.replace(/\s+/g, ' ').trim();
  while (rest !== '' && lines.length < most - 1) {
    const line = firstLine(rest, face, size, width);
    if (line === '') break;
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  const last = rest === '' || most < 1 ? '' : fitted(rest, face, size, width);
  return last === '' ? lines : [...lines, last];
}

/**
 * As much of the text as fits. It ends at a blank, where there is one; within a word or a query, at a hyphen, comma or brace
 * that does not leave half of the line empty.
 */
function firstLine(text: string, face: Face, size: number, width: number): string {
  if (widthOf(text, face, size) <= width) return text;
  let line = '';
  for (const character of text) {
    if (widthOf(line + character, face, size) > width) break;
    line += character;
  }
  if (text[line.length] === ' ') return line;
  const blank = line.lastIndexOf(' ') + 1;
  if (blank > 0 && (face !== FACES.mono || blank > line.length / 2)) return line.slice(0, blank);
  const end = Math.max(...['-', ',', '{', '('].map((mark) => line.lastIndexOf(mark))) + 1;
  return end > line.length / 2 ? line.slice(0, end) : line;
}

/** How a line of text stands on the picture. */
export interface LineOptions {
  readonly face: Face;
  readonly size: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** One line of text, its baseline at `y`. */
export function textLine(x: number, y: number, text: string, options: LineOptions): Markup {
  const { face, size, fill, anchor } = options;
  const attributes: Attributes = { class: face.name, 'font-size': size, fill, x, y, 'text-anchor': anchor };
  return textElement('text', attributes, text);
}
