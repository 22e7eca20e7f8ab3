import { Duration } from 'cdk8s';
import { invalid } from '../../core/errors';
import { checkDuration } from '../../core/units';
import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { checkLabelName, checkMetricName } from '../../model/metric-label';
import { Mixin } from '../../model/mixin';
import { httpAlerts } from './http-alerts';
import { http } from './http-dashboard';
import type { HttpMetrics } from './http-metrics';

/** What programs call their requests, and which alerts are wanted. */
export interface HttpMixinOptions extends MixinOptions {
  /**
   * Name of the mixin, 1 to 30 lower-case letters, digits or `-`: the dashboard's uid. Programs with other names for their
   * metrics need a mixin of another name.
   *
   * @default 'http'
   */
  readonly name?: string;
  /**
   * Counter of all requests.
   *
   * @default 'http_requests_total'
   */
  readonly requests?: string;
  /**
   * Histogram of the durations in seconds, without `_bucket`.
   *
   * @default 'http_request_duration_seconds'
   */
  readonly duration?: string;
  /**
   * Label of both for the status code; its values begin with 5 for what failed.
   *
   * @default 'code'
   */
  readonly statusLabel?: string;
  /**
   * Label of both for the path. It should hold the pattern of a route, `/orders/:id`, and not what people typed.
   *
   * @default - none: the dashboard has no rows by path
   */
  readonly pathLabel?: string;
  /**
   * When an answer is slow: alerts and colours begin where one request in twenty takes longer.
   *
   * @default Duration.seconds(1)
   */
  readonly slowAfter?: Duration;
}

const DEFAULTS = {
  name: 'http',
  // the example service of Prometheus, and many client libraries, call them so
  requests: 'http_requests_total',
  duration: 'http_request_duration_seconds',
  statusLabel: 'code',
  slowAfter: Duration.seconds(1), // people begin to wonder
};

/**
 * Requests of programs that count them: how many there are, how many fail, how long they take, by pod and by path.
 *
 * It needs a counter and a histogram of the requests, under whatever job. The dashboard is about pods.
 *
 * Throws for what is no name of a metric or a label.
 *
 * @see https://grafana.com/blog/2018/08/02/the-red-method-how-to-instrument-your-services/
 * @example
 * plg.monitor(api, { port: 8080, mixins: [new HttpMixin({ pathLabel: 'path' })] });
 */
export class HttpMixin extends Mixin {
  /** @param options names of the metrics, and which alerts are wanted */
  public constructor(options: HttpMixinOptions = {}) {
    checkMixinOptions('HttpMixin', options);
    const { name = DEFAULTS.name, slowAfter = DEFAULTS.slowAfter, alerts = AlertProfile.CORE } = options;
    const metrics = metricsOf(name, options);
    const slowSeconds = slowAfter.toSeconds({ integral: false });
    const id = { uid: name, title: name === DEFAULTS.name ? 'HTTP' : `HTTP / ${name}` };
    super(name, {
      dashboards: [Dashboard._lazy(id.uid, id.title, {}, () => buildDashboard(http(id, metrics, slowSeconds)))],
      ruleGroups: httpAlerts(name, alerts, metrics, slowSeconds),
    });
  }
}

function metricsOf(name: string, options: HttpMixinOptions): HttpMetrics {
  if (typeof name !== 'string' || !/^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/.test(name)) {
    const rule = "it must be 1 to 30 lower-case letters, digits or '-', neither first nor last a '-'";
    invalid('HttpMixin', 'name', name, rule);
  }
  const { requests = DEFAULTS.requests, duration = DEFAULTS.duration, statusLabel = DEFAULTS.statusLabel } = options;
  const subject = `HttpMixin ${name}`;
  checkMetricName(subject, 'requests', requests);
  checkMetricName(subject, 'duration', duration);
  if (/_(bucket|count|sum)$/.test(duration)) {
    const rule = "it must be the histogram's name without '_bucket', '_count' or '_sum'";
    invalid(subject, 'duration', duration, rule);
  }
  checkLabelName(subject, 'statusLabel', statusLabel);
  if (options.pathLabel !== undefined) checkLabelName(subject, 'pathLabel', options.pathLabel);
  if (options.slowAfter !== undefined) checkDuration(subject, 'slowAfter', options.slowAfter);
  const path = options.pathLabel === undefined ? {} : { path: options.pathLabel };
  return { requests, duration, status: statusLabel, ...path };
}
