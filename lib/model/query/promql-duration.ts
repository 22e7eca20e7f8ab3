// y, w and d are fixed: https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/**
 * The value of a number literal of PromQL: `1e3`, `0x1F`, `1_000`, `-Inf`, and `1h30m`, which counts as seconds.
 *
 * NaN for what is none. The units are not checked for their order.
 */
export function numberValue(literal: string): number {
  const [, sign, amount = ''] = /^\s*([+-]?)\s*(\S*)$/.exec(literal) ?? [];
  const value = unsignedValue(amount);
  return sign === '-' ? -value : value;
}

function unsignedValue(amount: string): number {
  if (amount === '') return NaN;
  if (/^inf$/i.test(amount)) return Infinity;
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(amount)) return Number(amount.replaceAll('_', ''));
  return compoundMilliseconds(amount) / 1_000;
}

/** `1h30m` -> 5400000, whatever the order of the units. */
export function compoundMilliseconds(text: string): number {
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}
