import { Duration } from 'cdk8s';
import { prometheusDuration } from '../../core/units';

/** Two windows over which errors are counted: the long one says that it matters, the short one that it goes on. */
export interface BurnWindows {
  readonly longMinutes: number;
  readonly long: string;
  readonly short: string;
  /** How many times faster than allowed the error budget must go. */
  readonly factor: number;
}

// below it, a scrape that is missed leaves too few samples
const SHORTEST_MINUTES = 5;

/** An objective in figures. */
export class ServicePromise {
  /** Share of bad requests that is allowed, 0 to 1. */
  public readonly errorBudget: number;
  /** Someone must act now: 2 % of the period's budget are gone in the shorter of the long windows, or 5 % in the other. */
  public readonly fast: readonly BurnWindows[];
  /** Someone must act within the day: 10 % of it. */
  public readonly slow: readonly BurnWindows[];
  /** All windows of the alerts, from short to long, each once. */
  public readonly windows: readonly string[];

  public constructor(
    public readonly name: string,
    /** In percent. */
    public readonly target: number,
    period: Duration,
    public readonly runbook: string,
  ) {
    // 100 - 99.9 is 0.09999999999999432
    this.errorBudget = Number(((100 - target) / 100).toPrecision(12));
    // a burn of 14.4 uses up 2 % in an hour of a month, and as much in a 720th of any other period
    const [hour, quarterDay, day, threeDays] = [720, 120, 30, 10].map((part) => minutesOf(period, part));
    // more than all requests cannot be bad: a factor that asks for it says nothing
    const canBurn = ({ factor }: BurnWindows): boolean => factor * this.errorBudget < 1;
    this.fast = [windowsOf(hour!, 14.4), windowsOf(quarterDay!, 6)].filter(canBurn);
    this.slow = [windowsOf(day!, 3), windowsOf(threeDays!, 1)];
    const minutes = [...this.fast, ...this.slow].flatMap(({ longMinutes }) => [longMinutes, shortOf(longMinutes)]);
    this.windows = [...new Set(minutes)].sort((a, b) => a - b).map(textOf);
  }
}

function windowsOf(longMinutes: number, factor: number): BurnWindows {
  return { longMinutes, long: textOf(longMinutes), short: textOf(shortOf(longMinutes)), factor };
}

function shortOf(longMinutes: number): number {
  return Math.max(Math.round(longMinutes / 12), SHORTEST_MINUTES);
}

function minutesOf(period: Duration, part: number): number {
  return Math.max(Math.round(period.toMinutes({ integral: false }) / part), SHORTEST_MINUTES);
}

function textOf(minutes: number): string {
  return prometheusDuration(Duration.minutes(minutes));
}
