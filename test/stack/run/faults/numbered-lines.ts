import type { ContainerLog } from '../container-log';
import type { LokiClient } from '../clients';

/** One query of Loki answers with so many lines at most, `max_entries_limit_per_query`; double ones must fit too. */
const PAGE = 2500;

const DIGITS = 6;

/** What became of lines that were written. */
export interface Fate {
  readonly written: number;
  readonly found: number;
  /** The numbers of those that are not there. */
  readonly missing: readonly number[];
  /** The numbers of those that are there more than once. */
  readonly doubled: readonly number[];
}

/** Every line once. */
export function whole(written: number): Fate {
  return { written, found: written, missing: [], doubled: [] };
}

/** Lines that are told apart by their numbers. */
export class NumberedLines {
  private next = 0;

  /**
   * @param name begins each line
   * @param length of a line at least
   */
  public constructor(
    private readonly name: string,
    private readonly length = 120,
  ) {}

  public get written(): number {
    return this.next;
  }

  /** The next lines. */
  public take(count: number): string[] {
    const from = this.next;
    this.next += count;
    return Array.from({ length: count }, (_, index) => this.line(from + index));
  }

  /** The next lines, into the log of a container. */
  public writeTo(log: ContainerLog, count: number): void {
    log.writeAll(this.take(count));
  }

  /** How many of them Loki has. */
  public count(loki: LokiClient, selector: string): Promise<number> {
    return loki.value(`sum(count_over_time(${selector} |= "${this.name} line " [2h]))`);
  }

  /** Which of them Loki has; all are asked for. */
  public async fate(loki: LokiClient, selector: string, expected: Iterable<number> = this.all()): Promise<Fate> {
    const times = new Map<number, number>();
    for (let from = 0; from < this.next; from += PAGE) {
      for (const { text } of await loki.lines(`${selector} |~ "${this.name} line ${this.page(from)}"`, 7200)) {
        const number = Number(/ line (\d+) /.exec(text)?.[1]);
        times.set(number, (times.get(number) ?? 0) + 1);
      }
    }
    const wanted = [...expected];
    return {
      written: wanted.length,
      found: wanted.filter((number) => times.has(number)).length,
      missing: wanted.filter((number) => !times.has(number)),
      doubled: [...times].flatMap(([number, count]) => (count > 1 ? [number] : [])),
    };
  }

  /** Which of them Loki has when all are there, or when none comes any more. */
  public async arrived(loki: LokiClient, selector: string, milliseconds = 60_000): Promise<Fate> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const fate = await this.fate(loki, selector);
      if (fate.missing.length === 0 || Date.now() > deadline) return fate;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }

  private line(number: number): string {
    return `${this.name} line ${String(number).padStart(DIGITS, '0')} `.padEnd(this.length, '.');
  }

  /** The numbers from this one on, as a regular expression. */
  private page(from: number): string {
    const hundreds = Array.from({ length: PAGE / 100 }, (_, index) =>
      String(from / 100 + index).padStart(DIGITS - 2, '0'),
    );
    return `(${hundreds.join('|')})`;
  }

  private all(): Iterable<number> {
    return Array.from({ length: this.next }, (_, number) => number);
  }
}
