/** Something with a width that stands in a line with others. */
export interface FlowItem {
  readonly width: number;
}

/** An item and where it stands: pixels from the left, lines from the top. */
export interface Flowed<T> {
  readonly item: T;
  readonly x: number;
  readonly line: number;
}

/** Puts items side by side, and on a further line where the width is used up. An item never stands outside of the width. */
export function flow<T extends FlowItem>(items: readonly T[], width: number, gap: number): Flowed<T>[] {
  let x = 0;
  let line = 0;
  return items.map((item) => {
    if (x > 0 && x + item.width > width) {
      x = 0;
      line += 1;
    }
    const flowed = { item, x, line };
    x += item.width + gap;
    return flowed;
  });
}
