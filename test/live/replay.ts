import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseExposition, type Family, type Sample } from '../support/exposition';

const FOLDER = join(__dirname, '../recordings');

// what counts trouble stands still: the recorded cluster is a healthy one
const TROUBLE =
  /(error|fail|drop|discard|missed|missing|lost|evict|oom|restart|panic|retr(y|ies)|timeout|throttl|corrupt|conflict)/i;

// node-exporter passes on what the kernel counts without saying that it counts
const UNTYPED_COUNTERS = /^node_(netstat_(?!Tcp_CurrEstab)|vmstat_pg)/;

const MOMENTS = /(_time|_timestamp|_created|_start|_started|_seen)(_seconds)?$/;

// moments that are always just now, while all others stay what they are
const NOW = /^(node_time_seconds|container_last_seen)$|_last_(evaluation|scrape|sync)_/;

const REPLAYED_AT = Date.now();

/** When all counters had what was recorded: before the first moment that is asked for. */
const START = REPLAYED_AT - 3_600_000;

/** How many seconds a recorded counter needs to grow by as much as it had: longer ago, and nothing would move. */
export const LIFETIME = 600;

/**
 * What a program showed on its metrics endpoint when it was recorded, as if it went on: counters grow as they have done so
 * far, moments in time come along.
 */
export class Replay {
  /** What the recording holds. */
  public readonly families: readonly Family[];

  private readonly recordedAt: number;

  /** @param edit what is done to the text first */
  public constructor(name: string, edit: (text: string) => string = (text) => text) {
    const text = edit(readFileSync(join(FOLDER, `${name}.prom`), 'utf8'));
    this.families = parseExposition(text);
    this.recordedAt = Number(/^# RECORDED (\d+)$/m.exec(text)?.[1]);
    if (Number.isNaN(this.recordedAt)) throw new Error(`${name}.prom does not say when it was recorded`);
  }

  /**
   * The text at a moment, its samples dated: nothing depends on how long a scrape takes.
   *
   * @param moment in milliseconds
   * @param isShown which samples
   */
  public text(moment: number, isShown: (sample: Sample) => boolean = () => true): string {
    const lines = this.families.flatMap(({ name, type, samples }) => {
      const shown = samples.filter(isShown);
      if (shown.length === 0) return [];
      const line = (sample: Sample): string =>
        `${sample.name}${sample.labelText} ${format(this.valueAt(moment, type, name, sample))} ${moment}`;
      return [`# TYPE ${name} ${type}`, ...shown.map(line)];
    });
    return [...lines, ''].join('\n');
  }

  private valueAt(moment: number, type: string, family: string, { name, labels, value }: Sample): number {
    const isQuantile = type === 'summary' && name === family;
    const isCounter =
      (['counter', 'histogram', 'summary'].includes(type) && !isQuantile) || UNTYPED_COUNTERS.test(family);
    const sinceStart = (moment - START) / 1000;
    if (isCounter) return isTrouble(family, labels) ? value : value * (1 + sinceStart / LIFETIME);
    const isMoment = MOMENTS.test(family) && value > 1.5e9 && value < 3e9;
    if (!isMoment) return value;
    return value - this.recordedAt + (NOW.test(family) ? moment : REPLAYED_AT) / 1000;
  }
}

function isTrouble(family: string, { code, status_code: status = code ?? '' }: Sample['labels']): boolean {
  return TROUBLE.test(family) || /^(5..|<error>)$/.test(status);
}

function format(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
