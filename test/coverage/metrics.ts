import type { Exceptions } from './exceptions';
import { matcherText, isMatch, passes, somePass, type Matcher, type Selection } from './selection';
import { hasLabel, shapeOfSeries, union, UNKNOWN, type Shape } from './shape';
import type { Series, StoredSeries } from './stored-series';

/** What a selector finds. */
export interface Found {
  /** Labels of what is found. */
  readonly shape: Shape;
  /** What is wrong with the selector. */
  readonly problems: readonly string[];
}

/** The metrics that queries can read: what is stored, what rules record, and what only trouble brings forth. */
export class Metrics {
  /** Stored series that a selector has found. */
  public readonly read = new Set<Series>();

  private readonly recorded = new Map<string, Shape>();

  public constructor(
    private readonly stored: StoredSeries,
    private readonly exceptions: Exceptions,
  ) {}

  /** A rule makes series of that name. */
  public record(name: string, shape: Shape): void {
    const known = this.recorded.get(name);
    this.recorded.set(name, known === undefined ? shape : union(known, shape));
  }

  public recordedShape(name: string): Shape {
    return this.recorded.get(name) ?? UNKNOWN;
  }

  public find(selection: Selection): Found {
    const { names, pattern } = selection;
    if (pattern === undefined) return names.map((name) => this.findMetric(name, selection.matchers)).reduce(both);
    const all = [...new Set([...this.stored.names(), ...this.recorded.keys()])];
    const matching = all.filter((name) => isMatch(pattern, name));
    if (matching.length === 0) return nothing(`no metric is stored whose name matches ${pattern}`);
    return matching.map((name) => this.findMetric(name, selection.matchers)).reduce(either);
  }

  private findMetric(name: string, matchers: readonly Matcher[]): Found {
    const recorded = this.recorded.get(name);
    if (recorded !== undefined) return { shape: recorded, problems: problemsIn(name, recorded, matchers) };
    const series = this.stored.named(name);
    if (series.length > 0) return this.ofSeries(name, series, matchers);
    const silent = this.exceptions.silentShape(name, this.stored);
    if (silent !== undefined) return { shape: silent, problems: problemsIn(name, silent, matchers) };
    const hint = this.stored.isSilent(name)
      ? 'the program declares it and shows no sample'
      : this.stored.whyMissing(name);
    return nothing(`'${name}' is not stored: ${hint}`);
  }

  private ofSeries(name: string, series: readonly Series[], matchers: readonly Matcher[]): Found {
    const matching = series.filter(({ labels }) => matchers.every((matcher) => passes(labels, matcher)));
    for (const one of matching) this.read.add(one);
    const all = shapeOfSeries(series.map(({ labels }) => labels));
    if (matching.length > 0) {
      // a matcher of a label that nothing has is wrong even where it lets everything pass
      return {
        shape: shapeOfSeries(matching.map(({ labels }) => labels)),
        problems: unknownLabels(name, all, matchers),
      };
    }
    const rest = this.exceptions.withoutRare(name, matchers);
    if (rest.length < matchers.length) return this.ofSeries(name, series, rest);
    const together = `no series of '${name}' has all of ${matchers.map(matcherText).join(', ')}`;
    const failing = matchers.filter((matcher) => !series.some(({ labels }) => passes(labels, matcher)));
    const problems = problemsIn(name, all, matchers, failing);
    return { shape: all, problems: problems.length > 0 ? problems : [together] };
  }
}

/** Names beside each other: all that is asked for must be there. */
function both(a: Found, b: Found): Found {
  return { ...either(a, b), problems: [...a.problems, ...b.problems] };
}

/** What a pattern finds: that some of the metrics have no such label is no mistake. */
function either(a: Found, b: Found): Found {
  const problems = a.problems.length === 0 || b.problems.length === 0 ? [] : a.problems;
  return { shape: union(a.shape, b.shape), problems };
}

function nothing(problem: string): Found {
  return { shape: UNKNOWN, problems: [problem] };
}

/** The matchers of labels that are not there, and of labels that have no such value. */
function problemsIn(
  name: string,
  shape: Shape,
  matchers: readonly Matcher[],
  failing = matchers.filter((matcher) => !somePass(shape.labels.get(matcher.label) ?? 'any', matcher)),
): string[] {
  const wrong = failing.filter(({ label }) => hasLabel(shape, label));
  return [
    ...unknownLabels(name, shape, matchers),
    ...wrong.map((matcher) => `no series of '${name}' has ${matcherText(matcher)}; ${offered(shape, matcher.label)}`),
  ];
}

function unknownLabels(name: string, shape: Shape, matchers: readonly Matcher[]): string[] {
  return matchers
    .filter(({ label }) => !hasLabel(shape, label))
    .map(
      ({ label }) =>
        `no series of '${name}' has the label '${label}'; they have ${[...shape.labels.keys()].sort().join(', ')}`,
    );
}

function offered({ labels }: Shape, label: string): string {
  const values = labels.get(label);
  return values === undefined || values === 'any' ? '' : `'${label}' is ${[...values].sort().slice(0, 12).join(', ')}`;
}
