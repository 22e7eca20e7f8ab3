import { type Duration } from 'cdk8s';
import { invalid, show } from '../core/errors';
import { checkFlag, checkItems, checkProps } from '../core/kinds';
import { checkWholeNumber } from '../core/names';
import { checkDuration } from '../core/units';
import { RELABEL_RULE } from './kinds';
import type { RelabelRule } from './relabel-rule';

/** How the metrics of a target are fetched; the same for every kind of target. */
export interface ScrapeOptions {
  /**
   * Path of the metrics, beginning with `/`.
   *
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * How often the target is scraped. A query over `[1m]` needs 30 seconds or less to survive one missed scrape.
   *
   * @default - the stack's interval, 30 seconds
   */
  readonly interval?: Duration;
  /**
   * How long one scrape may take; at most the interval.
   *
   * @default - the shorter of 10 seconds and the interval
   */
  readonly timeout?: Duration;
  /**
   * Whether labels that the target itself writes win over those of the target, as exporters need that speak of other
   * objects (kube-state-metrics, cAdvisor). Otherwise they become `exported_namespace` and the like.
   *
   * @default false
   */
  readonly honorLabels?: boolean;
  /**
   * Applied to the target before it is scraped, after the rules that write namespace, pod, container, service, job.
   *
   * @default - none
   */
  readonly relabelRules?: RelabelRule[];
  /**
   * Applied to each sample of the scrape: what is dropped here is not stored.
   *
   * @default - none
   */
  readonly metricRelabelRules?: RelabelRule[];
  /**
   * Above so many samples, after the metric relabel rules, a scrape fails as a whole; guards against a target whose
   * labels grow without bound.
   *
   * @default - no limit
   */
  readonly sampleLimit?: number;
}

/** Which port of the pods of a workload is scraped: one of `port` and `portName`. */
export interface WorkloadScrapeOptions extends ScrapeOptions {
  /**
   * The `job` label of the target's metrics, unique in a stack.
   *
   * @default - the name of the workload
   */
  readonly jobName?: string;
  /**
   * Number of a port that a container of the workload declares.
   *
   * @default - see `portName`
   */
  readonly port?: number;
  /**
   * Name of a port that a container of the workload declares.
   *
   * @default - 'metrics', when no `port` is given
   */
  readonly portName?: string;
}

/** Which Service is scraped. */
export interface ServiceScrapeOptions extends ScrapeOptions {
  /**
   * The `job` label of the target's metrics, unique in a stack.
   *
   * @default - the name of the Service
   */
  readonly jobName?: string;
  /** Name of the Service; each pod behind it is scraped. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Name of the Service's port. */
  readonly portName: string;
}

/** Which pods are scraped. */
export interface PodScrapeOptions extends ScrapeOptions {
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels that the pods carry, all of them. */
  readonly matchLabels: { [key: string]: string };
  /** Name of the container port. */
  readonly portName: string;
}

/** Refuses options that Prometheus would not load, and those that it would load and not follow. */
export function checkScrapeOptions(subject: string, options: ScrapeOptions): void {
  checkProps(subject, options, 'options');
  checkDuration(subject, 'interval', options.interval);
  checkDuration(subject, 'timeout', options.timeout);
  checkWholeNumber(subject, 'sampleLimit', options.sampleLimit, 1);
  const { path } = options;
  if (path !== undefined && !(typeof path === 'string' && /^\/[^\s?#]*$/.test(path))) {
    invalid(subject, 'path', path, "it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'");
  }
  checkFlag(subject, 'honorLabels', options.honorLabels);
  checkItems(subject, 'relabelRules', options.relabelRules, ...RELABEL_RULE);
  checkItems(subject, 'metricRelabelRules', options.metricRelabelRules, ...RELABEL_RULE);
  const { interval, timeout } = options;
  if (interval && timeout && timeout.toMilliseconds() > interval.toMilliseconds()) {
    invalid(subject, 'timeout', timeout, `it must be at most the interval, which is ${show(interval)}`);
  }
}
