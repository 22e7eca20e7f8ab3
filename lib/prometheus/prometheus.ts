import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkComponentProps, commonPodSettings, imageReference } from '../core/component';
import { Endpoint } from '../core/endpoint';
import { fail, invalid, show } from '../core/errors';
import { k8s } from '../core/k8s';
import { checkKind } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { namespaceOf } from '../core/namespace';
import { httpProbe } from '../core/probes';
import { yamlText } from '../core/render';
import { restrictedContainer, restrictedPod } from '../core/security';
import { StatefulSet } from '../core/stateful-set';
import { SCRAPE_TARGET } from '../model/kinds';
import type { RuleGroup } from '../model/rule-group';
import { ScrapeTarget } from '../model/scrape-target';
import { refuseUndeclaredPorts } from '../model/workload-port';
import { ApiAccess } from './api-access';
import { PagedFiles } from './paged-files';
import { prometheusConfig } from './prometheus-config';
import { prometheusArgs } from './prometheus-flags';
import type { PrometheusProps } from './prometheus-props';
import { resolvedSettings, type ResolvedSettings } from './prometheus-settings';
import { RuleChecks } from './rule-checks';
import { mostBytes as mostRuleBytes, ruleFile } from './rule-file';
import { mostBytes as mostJobBytes, scrapeConfig } from './scrape-config';
import { sortedBy } from './sorted-by';

export { type PrometheusProps } from './prometheus-props';

const PORT = { name: 'http-web', number: 9090 };

// the user of the distroless image, where the chart takes 1000, which is the first person on many nodes
const PROMETHEUS_UID = 65_532;

const PATHS = { config: '/etc/prometheus/config', rules: '/etc/prometheus/rules', data: '/prometheus' };

/**
 * Prometheus in one pod: StatefulSet, Service, configuration, rules, and the rights that its targets take.
 *
 * It reloads changed configuration and rules by itself within 30 seconds of their arrival: no restart, no second container.
 *
 * Throws for a name of more than 41 characters, for an image older than 3.4, and for a value outside of its range; fails at
 * synthesis when a scraped workload does not declare its port.
 *
 * @see https://prometheus.io/docs/prometheus/latest/
 * @example
 * const prometheus = new Prometheus(chart, 'Prometheus', { retention: Duration.days(7) });
 * prometheus.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
 */
export class Prometheus extends Construct {
  /** Where queries are answered. */
  public readonly endpoint: Endpoint;
  /** How Prometheus finds itself; add it to have it watch itself. */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly settings: ResolvedSettings;
  private readonly labels: ComponentLabels;
  private readonly access: ApiAccess;
  private readonly jobs: PagedFiles<ScrapeTarget>;
  private readonly rules: PagedFiles<RuleGroup>;
  private readonly jobNames = new Set<string>();
  private readonly ruleChecks: RuleChecks;

  public constructor(scope: Construct, id: string, props: PrometheusProps = {}) {
    super(scope, id);
    checkComponentProps(this, props);
    this.settings = resolvedSettings(this, props);
    const { name, image, retention, discovery } = this.settings;
    this.ruleChecks = new RuleChecks(this, retention);
    this.labels = new ComponentLabels(this, { name: 'prometheus', instance: name, version: image.version });
    const namespace = namespaceOf(this);
    this.endpoint = new Endpoint({ service: name, namespace, port: PORT.number });
    this.scrapeTarget = ScrapeTarget.service({ service: name, namespace, portName: PORT.name });

    // what contradicts the rest fails now and not at synthesis: no target can change that
    prometheusConfig(this, { ...this.settings, ruleFiles: [], scrapeConfigFiles: [] }, []);
    this.access = new ApiAccess(this, 'Access', {
      name,
      labels: this.labels.all,
      namespaceRules: discovery._rules,
    });
    discovery._grant(this, name, this.labels.all);
    this.jobs = this.jobFiles();
    this.rules = this.ruleFiles();
    this.addService();
    this.addStatefulSet(props);
    refuseUndeclaredPorts(this, () => this._scrapeTargets());
    for (const target of props.scrapeTargets ?? []) this.addScrapeTarget(target);
    for (const group of props.ruleGroups ?? []) this.addRuleGroup(group);
  }

  /**
   * Scrapes a target. May be called until the app is synthesized.
   *
   * Throws when a target of this job name is there already, and when the target's timeout is longer than its interval.
   *
   * @param target where the metrics are
   */
  public addScrapeTarget(target: ScrapeTarget): void {
    checkKind(this, 'target', target ?? null, ...SCRAPE_TARGET);
    const { jobName } = target;
    if (this.jobNames.has(jobName)) {
      fail(this, `a scrape target of the job '${jobName}' was added already; give one of them another 'jobName'`);
    }
    const { timeout, interval = this.settings.scrapeInterval } = target._options;
    if (timeout !== undefined && timeout.toMilliseconds() > interval.toMilliseconds()) {
      const rule = `it must be at most the scrape interval, which is ${show(interval)}; give the target an 'interval'`;
      invalid(this, `timeout of the job ${jobName}`, timeout, rule);
    }
    this.jobNames.add(jobName);
    this.access.allow(target);
    this.jobs.add(target, mostJobBytes(target));
  }

  /**
   * Evaluates the rules of a group. May be called until the app is synthesized.
   *
   * Throws when a group of this name is there already, when another group records the same series, and when a rule reads
   * further back than metrics are kept.
   *
   * @param group the rules
   */
  public addRuleGroup(group: RuleGroup): void {
    this.ruleChecks.add(group);
    this.rules.add(group, mostRuleBytes(group));
  }

  /** All scrape targets so far. @internal */
  public _scrapeTargets(): readonly ScrapeTarget[] {
    return this.jobs.items();
  }

  /** All rule groups so far. @internal */
  public _ruleGroups(): readonly RuleGroup[] {
    return this.rules.items();
  }

  /** The first page is `prometheus.yml`; jobs for which it has no room follow in files of their own. */
  private jobFiles(): PagedFiles<ScrapeTarget> {
    const { name, discovery } = this.settings;
    return new PagedFiles(this, 'Config', {
      configMap: (page) => (page === 1 ? name : `${name}-jobs-${page}`),
      labels: this.labels.all,
      fileName: (page) => (page === 1 ? 'prometheus.yml' : `jobs-${page}.yml`),
      text: (targets, page, pageCount) => {
        if (page > 1) {
          return yamlText(this, {
            scrape_configs: sortedBy(targets, 'jobName').map((target) => scrapeConfig(this, target)),
          });
        }
        const ruleFiles = [`${PATHS.rules}/*.yml`, ...discovery._ruleFiles];
        const furtherPages = pageCount > 1 ? [`${PATHS.config}/jobs-*.yml`] : [];
        const scrapeConfigFiles = [...furtherPages, ...discovery._scrapeConfigFiles];
        return yamlText(
          this,
          prometheusConfig(this, { ...this.settings, ruleFiles, scrapeConfigFiles }, sortedBy(targets, 'jobName')),
        );
      },
    });
  }

  private ruleFiles(): PagedFiles<RuleGroup> {
    const { name } = this.settings;
    return new PagedFiles(this, 'Rules', {
      configMap: (page) => (page === 1 ? `${name}-rules` : `${name}-rules-${page}`),
      labels: this.labels.all,
      fileName: (page) => (page === 1 ? 'rules.yml' : `rules-${page}.yml`),
      text: (groups) => yamlText(this, ruleFile(sortedBy(groups, 'name'))),
    });
  }

  private addService(): void {
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.settings.name, labels: this.labels.all },
      spec: {
        selector: this.labels.selector,
        // a sidecar that may not read one namespace must not take Prometheus from everyone
        ...(this.settings.discovery._isOn ? { publishNotReadyAddresses: true } : {}),
        ports: [{ name: PORT.name, port: PORT.number, targetPort: k8s.IntOrString.fromString(PORT.name) }],
      },
    });
  }

  private addStatefulSet(props: PrometheusProps): void {
    const { name, storage, discovery } = this.settings;
    const annotations = { 'kubectl.kubernetes.io/default-container': 'prometheus' };
    new StatefulSet(this, 'Resource', {
      // as the operator names it: the guide looks for its pod
      metadata: { name: `prometheus-${name}`, labels: this.labels.all },
      spec: {
        // the field must name a Service; a headless one of its own would only give the one pod a name that nobody asks for
        serviceName: name,
        replicas: 1,
        // an update replaces a pod that never became ready, which the default waits for without end
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: this.labels.selector },
        template: {
          metadata: { labels: this.labels.all, ...(discovery._isOn ? { annotations } : {}) },
          spec: {
            ...this.access.podSettings(),
            ...commonPodSettings(props),
            securityContext: restrictedPod({ uid: PROMETHEUS_UID, fsGroup: PROMETHEUS_UID }),
            // what is in memory is written to disk
            terminationGracePeriodSeconds: 600,
            containers: [this.container(props), ...discovery._containers(this, props)],
            volumes: [
              this.jobs.volume('config'),
              this.rules.volume('rules'),
              ...discovery._volumes,
              ...storage._ephemeralVolumes('data'),
            ],
          },
        },
        volumeClaimTemplates: storage._claimTemplates('data'),
      },
    });
  }

  private container(props: PrometheusProps): k8s.Container {
    const { image, resources, externalUrl = this.endpoint.url() } = this.settings;
    const often = { period: Duration.seconds(5), timeout: Duration.seconds(3), failures: 3 };
    return {
      name: 'prometheus',
      image: imageReference(image, props),
      args: prometheusArgs(this, {
        ...this.settings,
        configFile: `${PATHS.config}/prometheus.yml`,
        dataPath: PATHS.data,
        port: PORT.number,
        externalUrl,
      }),
      ports: [{ name: PORT.name, containerPort: PORT.number }],
      resources: resources._toKube(),
      securityContext: restrictedContainer(),
      // the replay of a long write-ahead log takes minutes
      startupProbe: httpProbe(PORT.name, '/-/ready', { ...often, period: Duration.seconds(15), failures: 60 }),
      livenessProbe: httpProbe(PORT.name, '/-/healthy', { ...often, failures: 6 }),
      readinessProbe: httpProbe(PORT.name, '/-/ready', often),
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [
        { name: 'config', mountPath: PATHS.config, readOnly: true },
        { name: 'rules', mountPath: PATHS.rules, readOnly: true },
        ...this.settings.discovery._mounts,
        { name: 'data', mountPath: PATHS.data },
      ],
    };
  }
}
