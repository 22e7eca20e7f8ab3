import { rateOf, type ErrorShare } from './error-share';

/** Requests that a counter says to have failed. */
export class RequestShare implements ErrorShare {
  public readonly bad = 'fail';

  public constructor(
    private readonly metric: string,
    private readonly selector: string,
    private readonly errors: string,
  ) {}

  public total(window: string): string {
    return rateOf(this.metric, [this.selector], window);
  }

  public ratio(window: string): string {
    const failed = rateOf(this.metric, [this.selector, this.errors], window);
    const total = this.total(window);
    // before the first failure there is no series that counts them
    return `(${failed} or 0 * ${total}) / (${total} > 0)`;
  }
}
