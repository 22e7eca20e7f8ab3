import { passes, type Matcher } from './selection';
import { UNKNOWN, type Shape, type Values } from './shape';
import type { StoredSeries } from './stored-series';

/** Metrics that a program did not show while it was recorded, though it does when something happens. */
export interface SilentMetrics {
  readonly metrics: readonly string[];
  /** `job` label of the program that shows them. */
  readonly job: string;
  /** Labels that each of them has of its own. */
  readonly labels: readonly string[];
  /** File of the program in which they are made. */
  readonly source: string;
  /** When they come. */
  readonly when: string;
}

/** Values of a label that come only when something happens. */
export interface RareValues {
  readonly metrics: readonly string[];
  readonly label: string;
  readonly values: readonly string[];
  /** File of the program from which the values come. */
  readonly source: string;
  readonly when: string;
}

/** What queries may ask for though it was not recorded, and whether anything does. */
export class Exceptions {
  private readonly used = new Set<string>();

  public constructor(
    private readonly silent: readonly SilentMetrics[],
    private readonly rare: readonly RareValues[],
  ) {}

  /** The labels of a metric that comes later; undefined when it is not known. */
  public silentShape(name: string, stored: StoredSeries): Shape | undefined {
    const known = this.silent.find(({ metrics }) => metrics.includes(name));
    if (known === undefined) return undefined;
    this.used.add(name);
    const ofTarget = stored.targetLabels(known.job);
    if (ofTarget.length === 0) return UNKNOWN;
    const labels = [...ofTarget, ...known.labels].map((label): [string, Values] => [label, 'any']);
    return { labels: new Map([...labels, ['job', new Set([known.job])]]), isOpen: false };
  }

  /** The matchers less those of values that come later. */
  public withoutRare(name: string, matchers: readonly Matcher[]): readonly Matcher[] {
    return matchers.filter((matcher) => {
      const known = this.rare.find(({ metrics, label }) => metrics.includes(name) && label === matcher.label);
      const isRare = known?.values.some((value) => passes({ [known.label]: value }, matcher)) ?? false;
      if (isRare) this.used.add(`${name}{${matcher.label}}`);
      return !isRare;
    });
  }

  /** Those that nothing needed. */
  public unused(): string[] {
    const all = [
      ...this.silent.flatMap(({ metrics }) => metrics),
      ...this.rare.flatMap(({ metrics, label }) => metrics.map((name) => `${name}{${label}}`)),
    ];
    return all.filter((name) => !this.used.has(name));
  }
}
