import { styled, type Screen, type Style } from './screen';

/** One thing that is waited for, as it is now. */
export interface Step {
  readonly title: string;
  readonly text: string;
  readonly isDone: boolean;
  /** Why it does not go on, one line each. */
  readonly why: readonly string[];
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Shows how far the steps are: lines that are redrawn in place on a terminal, elsewhere a line for each change. */
export class Progress {
  private drawn = 0;
  private turn = 0;
  private told = new Map<string, string>();

  public constructor(private readonly screen: Screen) {}

  public show(steps: readonly Step[], seconds: number): void {
    if (this.screen.columns === undefined) this.tell(steps, seconds);
    else this.redraw(steps, this.screen.columns);
  }

  private tell(steps: readonly Step[], seconds: number): void {
    for (const { title, text, why } of steps) {
      for (const line of [text, ...why.map((reason) => `  ${reason}`)]) {
        const isWhy = line !== text;
        const key = isWhy ? `${title} ${line}` : title;
        if (this.told.get(key) === line) continue;
        this.told.set(key, line);
        this.screen.print(`${String(seconds).padStart(4)}s  ${title}: ${line.trim()}\n`);
      }
    }
  }

  private redraw(steps: readonly Step[], columns: number): void {
    this.turn += 1;
    const lines = fitting(steps, (this.screen.rows ?? 24) - 2, (step) => this.lines(step, columns));
    const up = this.drawn === 0 ? '' : `\x1b[${this.drawn}A`;
    // each line is cleared to its end, and so is what is left of a longer picture below
    this.screen.print(`${up}${lines.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`);
    this.drawn = lines.length;
  }

  private lines({ title, text, isDone, why }: Step, columns: number): string[] {
    const style: Style = isDone ? 'green' : why.length > 0 ? 'yellow' : 'cyan';
    const sign = isDone ? '✔' : why.length > 0 ? '!' : SPINNER[this.turn % SPINNER.length]!;
    const line = cut(`${sign} ${title}  ${text}`, columns);
    const rest = why.map((reason) => styled(this.screen, 'dim', cut(`    ${reason}`, columns)));
    return [styled(this.screen, style, line.slice(0, 1)) + line.slice(1), ...rest];
  }
}

/** As many lines as the screen has: what is done gives way to what is not. */
function fitting(steps: readonly Step[], rows: number, linesOf: (step: Step) => string[]): string[] {
  const all = steps.flatMap(linesOf);
  if (all.length <= rows) return all;
  const open = steps.filter(({ isDone }) => !isDone);
  const count = `  ${steps.length - open.length} of ${steps.length} are ready`;
  return [...open.flatMap(linesOf).slice(0, Math.max(1, rows - 1)), count];
}

/** A line that the terminal would wrap could not be redrawn in place. */
function cut(line: string, columns: number): string {
  const width = Math.max(10, columns - 1);
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
