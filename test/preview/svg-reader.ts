/** An element of a picture. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly SvgElement[];
  /** The text directly in it. */
  readonly text: string;
  readonly parent: SvgElement | undefined;
}

interface OpenElement extends SvgElement {
  readonly children: SvgElement[];
  text: string;
}

const NAME = '[A-Za-z][\\w.-]*';
const TOKEN = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>|([^<]+)|(<)`, 'gu');
const LEGAL = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d+));|&/g;
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads a picture as an XML parser would, and fails where one would. There are no comments, no prolog and no CDATA in one. */
export function readSvg(text: string): SvgElement {
  if (!LEGAL.test(text)) throw new Error('there is a character that XML does not know');
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '', parent: undefined };
  let open = root;
  for (const [, slash, name = '', attributes = '', empty, content, stray] of text.matchAll(TOKEN)) {
    if (stray !== undefined) throw new Error(`a '<' begins no tag in <${open.name}>`);
    if (content !== undefined) open.text += decoded(content);
    else if (slash === '/') {
      if (open.name !== name) throw new Error(`</${name}> closes <${open.name}>`);
      open = open.parent as OpenElement;
    } else {
      const element: OpenElement = { name, attributes: attributesOf(attributes), children: [], text: '', parent: open };
      open.children.push(element);
      if (empty === '') open = element;
    }
  }
  if (open !== root) throw new Error(`<${open.name}> is never closed`);
  const [svg] = root.children;
  if (root.children.length !== 1 || svg === undefined || root.text.trim() !== '')
    throw new Error('there must be one root');
  return svg;
}

function attributesOf(text: string): { [name: string]: string } {
  const pairs = [...text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))];
  const names = pairs.map(([, name]) => name);
  if (new Set(names).size !== names.length) throw new Error(`an attribute stands twice in '${text}'`);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decoded(value)]));
}

function decoded(text: string): string {
  return text.replace(ENTITY, (entity, name?: string, code?: string) => {
    if (name !== undefined) return ENTITIES[name]!;
    if (code !== undefined) return String.fromCodePoint(Number(code));
    throw new Error(`a '${entity}' begins no entity in '${text}'`);
  });
}

/** An element and all in it, in the order of the file. */
export function all(element: SvgElement, name?: string): SvgElement[] {
  const inside = element.children.flatMap((child) => all(child, name));
  return name === undefined || element.name === name ? [element, ...inside] : inside;
}

/** What is shown when the pointer rests on an element. */
export function hintOf(element: SvgElement): string | undefined {
  return element.children[0]?.name === 'title' ? element.children[0].text : undefined;
}

/** The texts that can be read on the picture. */
export function textsIn(element: SvgElement): string[] {
  return all(element, 'text').map(({ text }) => text);
}

/** A number of an element. */
export function numberIn(element: SvgElement, attribute: string): number {
  const value = element.attributes[attribute];
  if (value === undefined || !Number.isFinite(Number(value))) {
    throw new Error(`<${element.name}> has no number '${attribute}', but ${value}`);
  }
  return Number(value);
}

/** A rectangle in the coordinates of the part that holds it. */
export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

// of the font size: what a character takes, in the widest font that may have to stand in
const CHARACTER = { text: 0.6, bold: 0.66, mono: 0.61 } as const;

/** The room that a text takes when every character takes the same, and one of Korean or Chinese as much as it is high. */
export function roomOf(text: SvgElement): Rectangle {
  const size = numberIn(text, 'font-size');
  const face = text.attributes['class'] as keyof typeof CHARACTER;
  const characters = [...text.text].map((one) => (/\p{Script=Hangul}|\p{Script=Han}/u.test(one) ? 1 : CHARACTER[face]));
  const width = characters.reduce((sum, one) => sum + one, 0) * size;
  const [x, y] = [numberIn(text, 'x'), numberIn(text, 'y')];
  const anchor = text.attributes['text-anchor'] ?? 'start';
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - size * 0.75, bottom: y + size * 0.2 };
}

/** The part of the picture whose coordinates an element has: what is outside of it is cut off. */
export function partOf(element: SvgElement): SvgElement {
  if (element.parent === undefined) throw new Error('the root is in no part');
  return element.parent.name === 'svg' ? element.parent : partOf(element.parent);
}

/** What is wrong with the texts of a picture: those that leave their part, and those that stand on each other. */
export function textProblems(svg: SvgElement): string[] {
  const placed = all(svg, 'text').map((text) => ({ text, part: partOf(text), room: roomOf(text) }));
  const outside = placed.filter(({ part, room }) => {
    const [width, height] = [numberIn(part, 'width'), numberIn(part, 'height')];
    return room.left < -0.1 || room.top < -0.1 || room.right > width + 0.1 || room.bottom > height + 0.1;
  });
  const overlaps = placed.flatMap((one, index) =>
    placed
      .slice(index + 1)
      .filter((other) => other.part === one.part && overlap(one.room, other.room))
      .map((other) => `'${one.text.text}' stands on '${other.text.text}'`),
  );
  return [...outside.map(({ text }) => `'${text.text}' leaves its box`), ...overlaps];
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right - 0.1 && b.left < a.right - 0.1 && a.top < b.bottom - 0.1 && b.top < a.bottom - 0.1;
}
