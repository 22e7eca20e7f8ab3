/** A query whose empty result means 0. */
export function orZero(query: string): string {
  // `on ()`: also where the result has labels
  return `${query} or on () vector(0)`;
}

/** The same for a query by one label, under which the 0 is called `none`. */
export function orZeroNamed(query: string, label: string): string {
  return `${query} or on () label_replace(vector(0), "${label}", "none", "", "")`;
}

/** Increase for each second, summed. */
export function rateOf(series: string, by?: string): string {
  return `sum${by === undefined ? '' : ` by (${by}) `}(rate(${series}[$__rate_interval]))`;
}
