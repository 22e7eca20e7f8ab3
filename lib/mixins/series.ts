/** Queries over the series that a dashboard is about. */
export class Series {
  /** @param scope matchers that every series carries */
  public constructor(public readonly scope: readonly string[]) {}

  /** A metric of the pods that the dashboard is about. */
  public of(metric: string, ...matchers: readonly string[]): string {
    return `${metric}{${[...this.scope, ...matchers].join(', ')}}`;
  }

  /** What a counter gains in a second, summed. */
  public rate(counter: string, by = '', ...matchers: readonly string[]): string {
    return `${sumBy(by)} (rate(${this.of(counter, ...matchers)}[$__rate_interval]))`;
  }

  /** What a counter gained in a time, summed; whole, since an extrapolated count is none. */
  public gained(counter: string, window: string, by = '', ...matchers: readonly string[]): string {
    return `round(${sumBy(by)} (increase(${this.of(counter, ...matchers)}[${window}])))`;
  }

  /** The same of a counter that is not there before it first counts: what it begins with is gained as well. */
  public gainedFromNothing(counter: string, window: string, by = '', ...matchers: readonly string[]): string {
    const begun = `(${this.of(counter, ...matchers)} unless ${this.of(counter, ...matchers)} offset ${window})`;
    return `round(${sumBy(by)} (${begun} or increase(${this.of(counter, ...matchers)}[${window}])))`;
  }

  /** Below which value a share of all observations of a histogram stayed. */
  public quantile(share: number, histogram: string, by = '', ...matchers: readonly string[]): string {
    const labels = by === '' ? 'le' : `le, ${by}`;
    return `histogram_quantile(${share}, ${this.rate(`${histogram}_bucket`, labels, ...matchers)})`;
  }
}

function sumBy(labels: string): string {
  return labels === '' ? 'sum' : `sum by (${labels})`;
}

/** 0 in place of no result. */
export function orZero(query: string): string {
  return `${query} or on () vector(0)`;
}

/** A series of zeros, named `none`, in place of no result: the labels of what never happened do not exist. */
export function orNone(query: string, label: string): string {
  return `${query} or on () label_replace(vector(0), "${label}", "none", "", "")`;
}
