import type { Construct } from 'constructs';
import { fail, invalid } from '../core/errors';
import { checkKind } from '../core/kinds';
import { SCRAPE_TARGET } from '../model/kinds';
import type { ScrapeTarget } from '../model/scrape-target';
import { refuseUndeclaredPorts } from '../model/workload-port';

/** The scrape targets that are handed to a Prometheus which this app does not define, by the names of their jobs. */
export class HandedTargets {
  private readonly byJob = new Map<string, ScrapeTarget>();

  /**
   * @param stack who hands them over
   * @param longTimeout what becomes of a timeout that is longer than an interval which is not known here, for the message
   */
  public constructor(
    private readonly stack: Construct,
    private readonly longTimeout: string,
  ) {
    refuseUndeclaredPorts(stack, () => this.byJob.values());
  }

  /** Every target, in the order in which they were added. */
  public get all(): readonly ScrapeTarget[] {
    return [...this.byJob.values()];
  }

  /** Fails when a target of this job name is there already, and for a timeout without an interval. */
  public add(target: ScrapeTarget): void {
    checkKind(this.stack, 'target', target ?? null, ...SCRAPE_TARGET);
    const { jobName, _options: options } = target;
    if (this.byJob.has(jobName)) {
      fail(this.stack, `a scrape target of the job '${jobName}' was added already; give one of them another 'jobName'`);
    }
    if (options.timeout !== undefined && options.interval === undefined) {
      const rule = `it needs an 'interval' beside it: ${this.longTimeout}`;
      invalid(this.stack, `timeout of the job ${jobName}`, options.timeout, rule);
    }
    this.byJob.set(jobName, target);
  }
}
