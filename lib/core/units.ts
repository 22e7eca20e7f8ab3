import { Duration, type Size } from 'cdk8s';
import { prometheusDuration } from './duration-text';
import { invalid, type Subject } from './errors';

export { goDuration, prometheusDuration } from './duration-text';

/** `Size.mebibytes(1024)` -> `1Gi`, a Kubernetes quantity in the largest binary unit that keeps it whole. */
export function sizeQuantity(size: Size): string {
  const kibibytes = size.toKibibytes();
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let amount = kibibytes;
  let unit = 0;
  while (unit < units.length - 1 && amount >= 1024 && amount % 1024 === 0) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${units[unit]}`;
}

// time.Duration of Go counts nanoseconds in 63 bits
const LONGEST = Duration.millis(Math.floor(2 ** 63 / 1e6));

/** Refuses what is no `Duration`, is not a whole number of milliseconds, or lies outside of the limits. */
export function checkDuration(
  subject: Subject,
  prop: string,
  value: Duration | undefined,
  limits: { readonly min?: Duration; readonly max?: Duration; readonly why?: string } = {},
): void {
  if (value === undefined) return;
  if (!(value instanceof Object) || typeof value.toMilliseconds !== 'function') {
    invalid(subject, prop, value, 'it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)');
  }
  const milliseconds = value.toMilliseconds({ integral: false });
  const because = limits.why ? `, ${limits.why}` : '';
  if (!Number.isInteger(milliseconds) || milliseconds <= 0) {
    invalid(subject, prop, value, 'it must be longer than 0, in whole milliseconds');
  }
  if (limits.min && milliseconds < limits.min.toMilliseconds()) {
    invalid(subject, prop, value, `it must be at least ${prometheusDuration(limits.min)}${because}`);
  }
  const { max = LONGEST } = limits;
  if (milliseconds > max.toMilliseconds()) {
    invalid(subject, prop, value, `it must be at most ${prometheusDuration(max)}${because}`);
  }
}
