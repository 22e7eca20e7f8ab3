// model.ParseDuration of prometheus/common
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const MILLISECONDS = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];

export function isPrometheusDuration(value: unknown): boolean {
  return durationMilliseconds(value) !== undefined;
}

/** `1h30m` -> 5400000; undefined for what is none. */
export function durationMilliseconds(value: unknown): number | undefined {
  if (value === 0 || value === '0') return 0;
  const match = typeof value === 'string' && value !== '' ? DURATION.exec(value) : null;
  return match?.slice(1).reduce((sum, amount, unit) => sum + Number(amount ?? 0) * (MILLISECONDS[unit] ?? 0), 0);
}
