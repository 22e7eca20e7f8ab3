/** A unit of Grafana: its words, and what is written behind a value. */
interface Unit {
  readonly words: string;
  readonly sign: string;
  /** What a value is multiplied by before the sign fits. */
  readonly factor?: number;
}

const UNITS: { readonly [id: string]: Unit } = {
  none: { words: '', sign: '' },
  short: { words: '', sign: '' },
  percentunit: { words: 'percent', sign: ' %', factor: 100 },
  percent: { words: 'percent', sign: ' %' },
  bytes: { words: 'bytes', sign: ' B' },
  decbytes: { words: 'bytes', sign: ' B' },
  Bps: { words: 'bytes per second', sign: ' B/s' },
  binBps: { words: 'bytes per second', sign: ' B/s' },
  pps: { words: 'packets per second', sign: ' p/s' },
  reqps: { words: 'requests per second', sign: ' req/s' },
  ops: { words: 'operations per second', sign: ' ops/s' },
  iops: { words: 'I/O operations per second', sign: ' io/s' },
  cps: { words: 'per second', sign: ' /s' },
  s: { words: 'seconds', sign: ' s' },
  ms: { words: 'milliseconds', sign: ' ms' },
  dtdurations: { words: 'duration', sign: ' s' },
  dateTimeFromNow: { words: 'time ago', sign: '' },
};

/** A unit in words; one that is not known here stands for itself. */
export function unitWords(id: string): string {
  return UNITS[id]?.words ?? id;
}

/** A value with its unit: `90 %`, `5 s`, `1 GiB`. */
export function valueText(value: number, unit: string): string {
  const { factor = 1, sign = '' } = UNITS[unit] ?? {};
  const [amount, prefix] = sign.startsWith(' B') ? binary(value) : [value * factor, ''];
  const size = Math.abs(amount);
  const isPlain = size === 0 || (size >= 0.001 && size < 10_000_000);
  // rounding takes off what binary fractions add to 0.07 * 100
  const written = isPlain ? String(Number(amount.toPrecision(4))) : amount.toExponential(0);
  return written + sign.replace(' B', ` ${prefix}B`);
}

/** Bytes in the largest unit that they fill. */
function binary(value: number): [number, string] {
  const prefixes = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  const power = prefixes.findLastIndex((_, index) => Math.abs(value) >= 1024 ** index);
  return power < 1 ? [value, ''] : [value / 1024 ** power, prefixes[power] ?? ''];
}
