import { type Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { invalid, show } from '../core/errors';
import {
  checkDnsLabel,
  checkLabels,
  checkOneLine,
  checkPort,
  checkPortName,
  checkServiceName,
  checkWholeNumber,
} from '../core/names';
import { checkDuration } from '../core/units';
import { checkFlag, checkKind, checkList, checkMap } from '../core/kinds';
import { sortedKeys } from '../core/sorted-keys';
import type { RelabelRule } from './relabel-rule';
import type { Discovery } from './scrape-discovery';
import { Workload } from './workload';

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

/**
 * Something that shows metrics, and how Prometheus finds and scrapes it.
 *
 * Whatever the way it is found, its metrics carry `job`, `namespace`, `pod`, `container`, `endpoint` (the port's name) and,
 * behind a Service, `service`: the labels that ServiceMonitors and PodMonitors give.
 *
 * @example
 * ScrapeTarget.service({ service: 'postgres-exporter', namespace: 'shop', portName: 'metrics' });
 */
export class ScrapeTarget {
  /**
   * The pods of a workload of this app, made by any construct library.
   *
   * Throws when the construct holds no workload; fails at synthesis when no container declares the port.
   *
   * @param workload a Deployment, StatefulSet, DaemonSet, CronJob or Job
   * @param options the port, and how it is scraped
   */
  public static workload(workload: IConstruct, options: WorkloadScrapeOptions = {}): ScrapeTarget {
    const found = Workload.of('ScrapeTarget', workload);
    const jobName = options.jobName ?? found.name;
    const subject = `ScrapeTarget ${jobName}`;
    checkPort(subject, 'port', options.port);
    checkPortName(subject, 'portName', options.portName);
    if (options.port !== undefined && options.portName !== undefined) {
      invalid(
        subject,
        'portName',
        options.portName,
        `it must be left out where 'port' is given, which is ${options.port}`,
      );
    }
    const portName = options.port === undefined ? (options.portName ?? 'metrics') : undefined;
    return new ScrapeTarget(jobName, { kind: 'workload', workload: found, port: options.port, portName }, options);
  }

  /**
   * The pods behind a Service.
   *
   * @param options the Service, its port, and how it is scraped
   */
  public static service(options: ServiceScrapeOptions): ScrapeTarget {
    const { service, namespace, portName } = options;
    const jobName = options.jobName ?? service;
    const subject = `ScrapeTarget ${jobName}`;
    checkServiceName(subject, 'service', service);
    checkDnsLabel(subject, 'namespace', namespace);
    checkRequiredPortName(subject, portName);
    return new ScrapeTarget(jobName, { kind: 'service', service, namespace, portName }, options);
  }

  /**
   * Pods that carry some labels, whoever made them.
   *
   * @param job the `job` label, unique in a stack
   * @param options the pods, their port, and how it is scraped
   */
  public static pods(job: string, options: PodScrapeOptions): ScrapeTarget {
    const { namespace, matchLabels, portName } = options;
    const subject = `ScrapeTarget ${job}`;
    checkDnsLabel(subject, 'namespace', namespace);
    checkMap(subject, 'matchLabels', matchLabels);
    checkLabels(subject, 'matchLabels', matchLabels);
    checkRequiredPortName(subject, portName);
    if (Object.keys(matchLabels).length === 0) {
      invalid(subject, 'matchLabels', matchLabels, "it must hold at least one label, such as { app: 'api' }");
    }
    return new ScrapeTarget(job, { kind: 'pods', namespace, matchLabels: sortedKeys(matchLabels), portName }, options);
  }

  /**
   * Machines outside of the cluster.
   *
   * @param job the `job` label, unique in a stack
   * @param hosts addresses with their ports: `db.corp.example:9187`
   * @param options how they are scraped
   */
  public static hosts(job: string, hosts: string[], options: ScrapeOptions = {}): ScrapeTarget {
    const subject = `ScrapeTarget ${job}`;
    checkList(subject, 'hosts', hosts);
    if (hosts.length === 0) invalid(subject, 'hosts', hosts, "it must hold at least one 'host:port'");
    for (const host of hosts) {
      const [, port] = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(host) ?? [];
      if (port === undefined)
        invalid(subject, 'hosts', host, "it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'");
      checkPort(subject, `hosts ${host}`, Number(port));
    }
    return new ScrapeTarget(job, { kind: 'hosts', hosts: [...hosts] }, options);
  }

  /**
   * The kubelet of every node.
   *
   * @internal
   */
  public static _kubelets(job: string, options: ScrapeOptions): ScrapeTarget {
    return new ScrapeTarget(job, { kind: 'kubelets' }, options);
  }

  /**
   * The API server, over TLS and with the token of Prometheus' own account.
   *
   * @internal
   */
  public static _apiServer(job: string, options: ScrapeOptions): ScrapeTarget {
    return new ScrapeTarget(job, { kind: 'apiServer' }, options);
  }

  private constructor(
    /** The `job` label of its metrics. */
    public readonly jobName: string,
    /** @internal */
    public readonly _discovery: Discovery,
    /** @internal */
    public readonly _options: ScrapeOptions,
    private readonly lateRules?: () => RelabelRule[],
  ) {
    checkScrapeOptions(`ScrapeTarget ${jobName}`, jobName, _options);
  }

  /** The same target, its metrics put through further rules that are known only while synthesizing. @internal */
  public _withLateRules(rules: () => RelabelRule[]): ScrapeTarget {
    return new ScrapeTarget(this.jobName, this._discovery, this._options, rules);
  }

  /** Whether there are rules that are known only while synthesizing. @internal */
  public _hasLateRules(): boolean {
    return this.lateRules !== undefined;
  }

  /** What is done to its metrics before they are stored. @internal */
  public _metricRelabelRules(): RelabelRule[] {
    return [...(this._options.metricRelabelRules ?? []), ...(this.lateRules?.() ?? [])];
  }

  /** The `job` label of its metrics: its name, unless a relabel rule sets another. @internal */
  public _jobLabel(): string {
    const rules = (this._options.relabelRules ?? []).map(({ _data }) => _data);
    const set = rules.filter((rule) => rule.target_label === 'job').at(-1);
    return set?.replacement ?? this.jobName;
  }
}

function checkRequiredPortName(subject: string, portName: string | undefined): void {
  checkPortName(subject, 'portName', portName);
  if (portName === undefined) invalid(subject, 'portName', undefined, "it must name the port, such as 'metrics'");
}

function checkScrapeOptions(subject: string, jobName: string, options: ScrapeOptions): void {
  checkOneLine(subject, 'jobName', jobName);
  checkDuration(subject, 'interval', options.interval);
  checkDuration(subject, 'timeout', options.timeout);
  checkWholeNumber(subject, 'sampleLimit', options.sampleLimit, 1);
  if (options.path !== undefined && !/^\/[^\s?#]*$/.test(options.path)) {
    invalid(subject, 'path', options.path, "it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'");
  }
  checkFlag(subject, 'honorLabels', options.honorLabels);
  for (const prop of ['relabelRules', 'metricRelabelRules'] as const) {
    for (const rule of options[prop] ?? [])
      checkKind(subject, prop, rule ?? null, '_data', 'made by RelabelRule.drop(...) and the like');
  }
  const { interval, timeout } = options;
  if (interval && timeout && timeout.toMilliseconds() > interval.toMilliseconds()) {
    invalid(subject, 'timeout', timeout, `it must be at most the interval, which is ${show(interval)}`);
  }
}
