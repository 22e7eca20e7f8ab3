/** A query whose empty result means 0. */
export function orZero(query: string): string {
  // `on ()`: also where the result has labels
  return `${query} or on () vector(0)`;
}

/** The same for a query by one label, under which the 0 is called `none`. */
export function orZeroNamed(query: string, label: string): string {
  return `${query} or on () label_replace(vector(0), "${label}", "none", "", "")`;
}

/** The value one step of the graph ago: what the steps count adds up, and no window of scrapes is needed. */
export const STEP_BEFORE = ' offset $__interval';

/**
 * A quotient that is 0 where its divisor is: Prometheus makes NaN of 0 / 0, which Grafana draws as a gap.
 *
 * @param divisor has the labels of the dividend, and is never negative
 */
export function quotient(dividend: string, divisor: string): string {
  return `${dividend} / (${divisor} > 0) or 0 * ${divisor}`;
}

/** Increase for each second, summed. */
export function rateOf(series: string, by?: string): string {
  return `sum${by === undefined ? '' : ` by (${by}) `}(rate(${series}[$__rate_interval]))`;
}
