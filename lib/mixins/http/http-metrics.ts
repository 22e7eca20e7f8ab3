import { JOB } from '../programs/watched-job';

/** What a program calls its requests. */
export interface HttpMetrics {
  /** Counter of all requests. */
  readonly requests: string;
  /** Histogram of their durations in seconds, without `_bucket`. */
  readonly duration: string;
  /** Label of both for the status code. */
  readonly status: string;
  /** Label of both for the path, or for what stands for it. */
  readonly path?: string;
}

/** Queries over the requests to the pods that are chosen. */
export class HttpQueries {
  /** Matches what failed. */
  public readonly failed: string;
  /** Matches what was asked wrongly. */
  public readonly refused: string;

  public constructor(public readonly metrics: HttpMetrics) {
    // `5xx` matches as well, as some libraries write it
    this.failed = `${metrics.status}=~"5.."`;
    this.refused = `${metrics.status}=~"4.."`;
  }

  /** Requests each second. */
  public rate(by = '', ...matchers: readonly string[]): string {
    return JOB.rate(this.metrics.requests, by, ...matchers);
  }

  /** Share of the requests that are matched; 0 before the first one was, and while there are none. */
  public share(matcher: string, by = ''): string {
    const all = this.rate(by);
    return `(${this.rate(by, matcher)} or 0 * ${all}) / (${all} > 0) or 0 * ${all}`;
  }

  /** How many failed in a time; the first of a kind counts too, though nothing was counted before. */
  public failures(window: string, by = ''): string {
    return JOB.gainedFromNothing(this.metrics.requests, window, by, this.failed);
  }

  /** Below which time a share of the requests stayed; 0 while there are none, nothing where none is measured. */
  public quantile(share: number, by = ''): string {
    const { duration } = this.metrics;
    return `${JOB.quantile(share, duration, by)} >= 0 or 0 * ${JOB.rate(`${duration}_count`, by)}`;
  }
}
