/** What an objective counts: the share of bad requests over a window, as PromQL. */
export interface ErrorShare {
  /** What a bad request is, to end "of the requests ...": `fail`. */
  readonly bad: string;
  /** All requests a second over a window such as `5m`. */
  total(window: string): string;
  /** Share of the bad ones among them, 0 to 1; nothing without requests. */
  ratio(window: string): string;
  /** True while requests are counted of which it cannot be told whether they are good; undefined when that cannot be. */
  readonly blind?: string;
}

/** `sum(rate(metric{a, b}[window]))`. */
export function rateOf(metric: string, matchers: readonly string[], window: string): string {
  const given = matchers.filter((matcher) => matcher.trim() !== '').join(', ');
  return `sum(rate(${metric}${given === '' ? '' : `{${given}}`}[${window}]))`;
}
