/** Where the words go; tests give a screen of their own. */
export interface Screen {
  /** What the command is about, on stdout. */
  print(text: string): void;
  /** What it does meanwhile, and errors, on stderr. */
  note(text: string): void;
  /** The width of the terminal that is printed to; undefined where lines cannot be redrawn. */
  readonly columns?: number;
  readonly rows?: number;
  /** Puts a question to the user; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<string>;
  readonly hasColors: boolean;
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

export type Style = keyof typeof CODES;

/** The text in a colour, where there are colours. */
export function styled(screen: Screen, style: Style, text: string): string {
  return screen.hasColors ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
}
