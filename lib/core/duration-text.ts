import type { Duration } from 'cdk8s';

const PROMETHEUS_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

// time.ParseDuration of Go has no unit above the hour
const GO_UNITS = PROMETHEUS_UNITS.slice(1);

/** `Duration.minutes(90)` -> `1h30m`, as Prometheus, Promtail and Loki limits read it. */
export function prometheusDuration(duration: Duration): string {
  return compound(duration, PROMETHEUS_UNITS);
}

/** `Duration.days(7)` -> `168h`, as programs read it that use Go's own duration parser. */
export function goDuration(duration: Duration): string {
  return compound(duration, GO_UNITS);
}

function compound(duration: Duration, units: readonly (readonly [string, number])[]): string {
  let rest = duration.toMilliseconds({ integral: false });
  if (rest === 0) return '0s';
  let text = '';
  for (const [unit, milliseconds] of units) {
    const amount = Math.floor(rest / milliseconds);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * milliseconds;
  }
  return text;
}
