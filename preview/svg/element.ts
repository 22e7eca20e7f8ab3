/** Attributes of an element; undefined ones are left out. */
export interface Attributes {
  readonly [name: string]: string | number | undefined;
}

/** A part of a picture: markup that is well-formed by itself. */
export type Markup = string;

/**
 * An element with its children, one child to a line so that a change of a picture reads as a diff.
 *
 * @param children markup, made by this function or by `textElement`
 */
export function element(name: string, attributes: Attributes, children: readonly Markup[] = []): Markup {
  const start = `<${name}${attributeText(attributes)}`;
  return children.length === 0 ? `${start}/>` : `${start}>\n${children.join('\n')}\n</${name}>`;
}

/** An element that holds a text and nothing else: blanks and line breaks of the text are its own. */
export function textElement(name: string, attributes: Attributes, text: string): Markup {
  return `<${name}${attributeText(attributes)}>${escaped(text)}</${name}>`;
}

/** Points as they stand in the `d` and `points` attributes. */
export function points(pairs: readonly (readonly [number, number])[]): string {
  return pairs.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
}

/** A number with at most one decimal: no picture is finer than that. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`)
    .join('');
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // an attribute would turn them into blanks
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
};

// XML 1.0 has no way to write them, not even as a number
const IMPOSSIBLE = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text.replace(IMPOSSIBLE, '\ufffd').replace(/[&<>"\n\t\r]/g, (character) => ENTITIES[character] ?? character);
}
