import type { Duration } from 'cdk8s';
import { prometheusDuration } from '../../core/units';
import { rateOf, type ErrorShare } from './error-share';

/** Requests that a histogram says to have taken longer than a threshold. */
export class LatencyShare implements ErrorShare {
  public readonly bad: string;
  public readonly blind: string;

  public constructor(
    private readonly metric: string,
    private readonly selector: string,
    private readonly threshold: Duration,
  ) {
    this.bad = `take longer than ${prometheusDuration(threshold)}`;
    this.blind = `${this.total('1h')} > 0 unless ${this.inTime('1h')}`;
  }

  public total(window: string): string {
    return rateOf(`${this.metric}_count`, [this.selector], window);
  }

  public ratio(window: string): string {
    return `1 - ${this.inTime(window)} / (${this.total(window)} > 0)`;
  }

  private inTime(window: string): string {
    const seconds = String(this.threshold.toMilliseconds() / 1000);
    // Prometheus 3 writes the bound 1 as `1.0`
    const bound = /[.e]/.test(seconds) ? `le="${seconds}"` : `le=~"${seconds}([.]0)?"`;
    return rateOf(`${this.metric}_bucket`, [this.selector, bound], window);
  }
}
