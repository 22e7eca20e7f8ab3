import { Duration } from 'cdk8s';
import { invalid } from '../../core/errors';
import { checkProps } from '../../core/kinds';
import { checkOneLine, checkText } from '../../core/names';
import { checkDuration } from '../../core/units';
import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { Dashboard } from '../../model/dashboard';
import { checkMetricName } from '../../model/metric-label';
import { Mixin } from '../../model/mixin';
import { type ErrorShare } from './error-share';
import { LatencyShare } from './latency-share';
import { RequestShare } from './request-share';
import { ServicePromise } from './service-promise';
import { sloDashboard } from './slo-dashboard';
import { sloRules } from './slo-rules';

/** What every objective promises. */
export interface SloOptions {
  /**
   * Share of the requests that are to be good, in percent, at least 85 and below 100: `99.9`. Below 93.1, errors that use
   * up the budget fastest are told only after a 120th of the period.
   */
  readonly target: number;
  /**
   * Time over which the share is promised, 7 to 90 days. The windows of the alerts follow from it; the longest is a tenth
   * of it, and Prometheus must keep metrics for at least that long.
   *
   * @default Duration.days(30)
   */
  readonly period?: Duration;
  /**
   * What of the metric counts, as PromQL matchers: `namespace="checkout", job="api"`.
   *
   * @default - all of it
   */
  readonly selector?: string;
  /**
   * What to do when the alerts fire: text or the URL of a page.
   *
   * @default - how to find what fails
   */
  readonly runbook?: string;
}

/** Which of the requests that a counter counts are bad. */
export interface AvailabilitySloOptions extends SloOptions {
  /** Counter of all requests: `http_requests_total`. */
  readonly metric: string;
  /** The bad ones among them, as PromQL matchers: `code=~"5.."`. */
  readonly errors: string;
}

/** Which of the requests that a histogram measures are slow. */
export interface LatencySloOptions extends SloOptions {
  /** Name of the histogram, without `_bucket`: `http_request_duration_seconds`. It must measure seconds. */
  readonly metric: string;
  /** A request that takes longer is bad. It must be the upper bound of one of the histogram's buckets. */
  readonly threshold: Duration;
}

const DEFAULTS = {
  period: Duration.days(30),
  runbook:
    'Open the dashboard of this SLO: it shows since when, and how much of the error budget is left. Then look at what the ' +
    'failing requests have in common (code, path, pod) and what changed at that time: a deployment, load, a dependency.',
};

/**
 * A service level objective: a share of good requests that is promised, alerts on how fast the rest is used up, and a
 * dashboard of it.
 *
 * Two alerts follow from it. `SloErrorBudgetBurnsFast` (critical) fires when 2 % of the period's error budget are gone in a
 * 720th of the period, or 5 % in a 120th; `SloErrorBudgetBurnsSlowly` (warning) when 10 % are gone in a thirtieth or a
 * tenth. Each also needs a window a twelfth as long, so that it ends soon after the trouble.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 * @example
 * plg.addMixin(Slo.availability('checkout', { metric: 'http_requests_total', errors: 'code=~"5.."', target: 99.9 }));
 */
export class Slo extends Mixin {
  /**
   * Requests that succeed, of a counter with a label for the outcome.
   *
   * Throws for a target that is no share, and for matchers that do not parse.
   *
   * @param name name of the objective, 1 to 36 lower-case letters, digits or `-`: the label `slo` of its series
   * @param options the metric and the target
   */
  public static availability(name: string, options: AvailabilitySloOptions): Slo {
    const subject = `Slo ${name}`;
    checkProps(subject, options, 'options');
    if (options.selector !== undefined) checkText(subject, 'selector', options.selector);
    checkMetricName(subject, 'metric', options.metric);
    checkOneLine(subject, 'errors', options.errors);
    const { metric, errors, selector = '' } = options;
    return new Slo(name, options, new RequestShare(metric, selector, errors));
  }

  /**
   * Requests that are answered in time, of a histogram.
   *
   * Throws for a target that is no share, and for matchers that do not parse. Whether the histogram has a bucket that ends
   * at the threshold cannot be known beforehand: `SloMeasuresNothing` fires when it has none.
   *
   * @param name name of the objective, 1 to 36 lower-case letters, digits or `-`: the label `slo` of its series
   * @param options the histogram, the threshold and the target
   */
  public static latency(name: string, options: LatencySloOptions): Slo {
    const subject = `Slo ${name}`;
    checkProps(subject, options, 'options');
    if (options.selector !== undefined) checkText(subject, 'selector', options.selector);
    checkMetricName(subject, 'metric', options.metric);
    if (/_(bucket|count|sum)$/.test(options.metric)) {
      invalid(
        subject,
        'metric',
        options.metric,
        "it must be the histogram's name without '_bucket', '_count' or '_sum'",
      );
    }
    checkDuration(subject, 'threshold', options.threshold);
    const { metric, threshold, selector = '' } = options;
    return new Slo(name, options, new LatencyShare(metric, selector, threshold));
  }

  private constructor(name: string, options: SloOptions, share: ErrorShare) {
    const promise = promiseOf(name, options);
    const { uid, title } = { uid: `slo-${name}`, title: `SLO / ${name}` };
    super(`slo-${name}`, {
      ruleGroups: [sloRules(promise, share)],
      dashboards: [Dashboard._lazy(uid, title, {}, () => buildDashboard(sloDashboard({ uid, title }, promise, share)))],
    });
  }
}

function promiseOf(name: string, options: SloOptions): ServicePromise {
  if (typeof name !== 'string' || !/^[a-z0-9]([-a-z0-9]{0,34}[a-z0-9])?$/.test(name)) {
    invalid('Slo', 'name', name, "it must be 1 to 36 lower-case letters, digits or '-', neither first nor last a '-'");
  }
  const subject = `Slo ${name}`;
  const { target, period = DEFAULTS.period, runbook = DEFAULTS.runbook } = options;
  if (typeof target !== 'number' || !(target >= 85 && target < 100)) {
    const rule = 'it must be a share in percent, at least 85 and below 100, such as 99.9';
    invalid(subject, 'target', target, `${rule}; below 85 the alert on a fast burn could never fire`);
  }
  checkDuration(subject, 'period', period, { min: Duration.days(7), max: Duration.days(90) });
  checkOneLine(subject, 'runbook', runbook);
  return new ServicePromise(name, target, period, runbook);
}
