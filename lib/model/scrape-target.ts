import type { IConstruct } from 'constructs';
import { invalid } from '../core/errors';
import { checkList, checkMap, checkProps } from '../core/kinds';
import { checkDnsLabel, checkLabels, checkOneLine, checkPort, checkPortName, checkServiceName } from '../core/names';
import { sortedKeys } from '../core/sorted-keys';
import type { RelabelRule } from './relabel-rule';
import type { Discovery } from './scrape-discovery';
import {
  checkScrapeOptions,
  type PodScrapeOptions,
  type ScrapeOptions,
  type ServiceScrapeOptions,
  type WorkloadScrapeOptions,
} from './scrape-options';
import { Workload } from './workload';

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
    checkProps('ScrapeTarget', options, 'options');
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
    checkProps('ScrapeTarget', options, 'options');
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
    checkProps('ScrapeTarget', options, 'options');
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
    const subject = `ScrapeTarget ${jobName}`;
    checkOneLine(subject, 'jobName', jobName);
    checkScrapeOptions(subject, _options);
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
