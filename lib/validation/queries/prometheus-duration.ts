import { compoundMilliseconds } from '../../model/query/promql-duration';

// model.ParseDuration of prometheus/common
const DURATION = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/;

export function isPrometheusDuration(value: unknown): boolean {
  return durationMilliseconds(value) !== undefined;
}

/** `1h30m` -> 5400000; undefined for what is none. */
export function durationMilliseconds(value: unknown): number | undefined {
  if (value === 0 || value === '0') return 0;
  const isDuration = typeof value === 'string' && value !== '' && DURATION.test(value);
  return isDuration ? compoundMilliseconds(value) : undefined;
}
