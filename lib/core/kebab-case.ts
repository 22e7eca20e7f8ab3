/** `Check out!` -> `check-out`: the letters and digits of a text that the name of an object may have. */
export function kebabCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
