import { Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { addNamespace, namespaceOf, PodSecurityLevel } from '../core/namespace';
import { KubeStateMetrics } from '../exporters/kube-state-metrics';
import { NodeExporter } from '../exporters/node-exporter';
import { Grafana } from '../grafana/grafana';
import { LogAgent, type ILogAgent } from '../log-agents/log-agent';
import { Loki } from '../loki/loki';
import { LokiCanary } from '../loki/loki-canary';
import { AlertProfile } from '../model/alert-profile';
import type { Dashboard } from '../model/dashboard';
import { DataSource } from '../model/data-source';
import { KubernetesFlavor } from '../model/kubernetes-flavor';
import type { LogLink } from '../model/log-link';
import type { LogPipeline } from '../model/log-pipeline';
import type { Mixin } from '../model/mixin';
import type { RuleGroup } from '../model/rule-group';
import type { ScrapeTarget } from '../model/scrape-target';
import { StoredMetrics } from '../model/stored-metrics';
import { ClusterTargets } from '../prometheus/cluster-targets';
import { Prometheus } from '../prometheus/prometheus';
import { AdmittedScrapes } from './admitted-scrapes';
import { refuseCutFlows } from './cut-flows';
import { defaultMixins } from './default-mixins';
import { ExistingStack, type ExistingPlgStackProps } from './existing-stack';
import { podsOf, scrapedOthers, type Part } from './flows';
import { logLinks } from './log-links';
import { MetricReaders } from './metric-readers';
import { NetworkPolicies } from './network-policies';
import type { IPlgStack, MonitorOptions } from './plg-stack-interface';
import { checkStackProps, type PlgStackProps } from './plg-stack-props';
import { AddedMixins, monitorWorkload } from './verbs';

export type { PlgStackProps };

const DEFAULTS = {
  flavor: KubernetesFlavor.STANDARD,
  alerts: AlertProfile.CORE,
  storedMetrics: StoredMetrics.all(), // people ask in Explore for what no dashboard shows
  metricsRetention: Duration.days(7), // a week shows the same weekday again
};

/**
 * Prometheus, Loki, Grafana, a log agent and the exporters, wired to each other.
 *
 * Its six verbs take what is to be watched, from any chart of the app and in any order, until the app is synthesized.
 * Every part stays reachable: `plg.prometheus`, `plg.loki`, `plg.grafana`.
 *
 * @example
 * const plg = new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('grafana-admin') } });
 * plg.monitor(api, { port: 8080, logStages: [LogStage.drop('GET /healthz')] });
 */
export class PlgStack extends Construct implements IPlgStack {
  /**
   * The six verbs for a stack that another app or repository defines: they make labelled ConfigMaps in the namespace of the
   * chart, which its Prometheus and its Grafana pick up when they were told to watch that namespace, by
   * `PrometheusDiscovery.labelledConfigMaps` and `GrafanaDiscovery.labelledConfigMaps`. Metrics get the labels that they would
   * get in the app of the stack.
   *
   * Throws for log stages and pipelines without a `logAgent`, for a kubelet or the API server, for a timeout without an
   * interval, and for a folder of a dashboard that cannot be a directory. Names that apps of other repositories have taken are
   * not known here: uids and titles of dashboards, recorded series.
   *
   * @param scope a chart that has a namespace
   * @param id construct id
   * @param props the name of the app
   * @example
   * const plg = PlgStack.fromExisting(chart, 'Plg', { name: 'checkout' });
   * plg.monitor(api, { port: 8080 });
   */
  public static fromExisting(scope: Construct, id: string, props: ExistingPlgStackProps): IPlgStack {
    return new ExistingStack(scope, id, props);
  }

  /** Stores metrics and evaluates rules. */
  public readonly prometheus: Prometheus;
  /** Stores logs. */
  public readonly loki: Loki;
  /** Shows both. */
  public readonly grafana: Grafana;
  /** Collects the logs of the pods. */
  public readonly logAgent: ILogAgent;
  /** Shows the objects of the cluster as metrics. */
  public readonly kubeStateMetrics: KubeStateMetrics;
  /** Shows the nodes as metrics. */
  public readonly nodeExporter: NodeExporter;
  /** Writes lines to Loki and reads them back. */
  public readonly lokiCanary: LokiCanary;

  private readonly mixins = new AddedMixins(this);
  private readonly scrapes = new AdmittedScrapes(this, () => podsOf(this.prometheus));

  public constructor(scope: Construct, id: string, props: PlgStackProps) {
    super(scope, id);
    checkStackProps(this, props);
    const { imageRegistry, imagePullSecrets, flavor = DEFAULTS.flavor } = props;
    const images = {
      ...(imageRegistry === undefined ? {} : { imageRegistry }),
      ...(imagePullSecrets === undefined ? {} : { imagePullSecrets }),
    };
    // node-exporter and a log agent that reads files need the host
    if (props.createNamespace ?? true) addNamespace(this, 'Namespace', PodSecurityLevel.PRIVILEGED);

    this.prometheus = new Prometheus(this, 'Prometheus', {
      ...images,
      retention: DEFAULTS.metricsRetention,
      ...props.prometheus,
    });
    this.kubeStateMetrics = new KubeStateMetrics(this, 'KubeStateMetrics', { ...images, ...props.kubeStateMetrics });
    this.nodeExporter = new NodeExporter(this, 'NodeExporter', { ...images, ...props.nodeExporter });
    this.loki = new Loki(this, 'Loki', { ...images, ...props.loki });
    this.lokiCanary = new LokiCanary(this, 'LokiCanary', { ...images, loki: this.loki.endpoint });
    const agent = props.logAgent ?? LogAgent.alloy();
    this.logAgent = agent._create(this, 'LogAgent', { ...images, loki: this.loki.endpoint });
    this.grafana = new Grafana(this, 'Grafana', { ...images, ...props.grafana });

    const mixins = props.mixins ?? defaultMixins(flavor, props.alerts ?? DEFAULTS.alerts, agent._kind);
    const own = this.connect(flavor, props.storedMetrics ?? DEFAULTS.storedMetrics);
    this.addNetworkPolicies(props, partsWithExtra(props, agent), own);
    this.addDataSources(logLinks(mixins), props.prometheus?.scrapeInterval);
    for (const mixin of mixins) this.addMixin(mixin);
  }

  public monitor(workload: IConstruct, options: MonitorOptions = {}): void {
    monitorWorkload(this, { mixins: this.mixins, scrapes: this.scrapes }, workload, options);
  }

  public addScrapeTarget(target: ScrapeTarget): void {
    this.prometheus.addScrapeTarget(target);
  }

  public addLogPipeline(pipeline: LogPipeline): void {
    this.logAgent.addPipeline(pipeline);
  }

  public addRuleGroup(group: RuleGroup): void {
    this.prometheus.addRuleGroup(group);
  }

  public addDashboard(dashboard: Dashboard): void {
    this.grafana.addDashboard(dashboard);
  }

  public addMixin(mixin: Mixin): void {
    this.mixins.add(mixin);
  }

  /** All mixins so far. @internal */
  public _mixins(): readonly Mixin[] {
    return this.mixins.all();
  }

  /** Prometheus scrapes every part and the cluster; returns the targets of the parts. */
  private connect(flavor: KubernetesFlavor, storedMetrics: StoredMetrics): readonly ScrapeTarget[] {
    const readers = new MetricReaders(this, this.prometheus, this.grafana);
    const own = [
      this.prometheus.scrapeTarget,
      this.kubeStateMetrics.scrapeTarget,
      this.kubeStateMetrics.telemetryTarget,
      this.nodeExporter.scrapeTarget,
      this.loki.scrapeTarget,
      this.lokiCanary.scrapeTarget,
      this.logAgent.scrapeTarget,
      this.grafana.scrapeTarget,
    ];
    for (const target of [...ClusterTargets.forFlavor(flavor), ...own]) {
      this.addScrapeTarget(readers.filtered(target, storedMetrics));
    }
    return own;
  }

  /** Policies of the stack where they are wanted; others must not cut what it needs. */
  private addNetworkPolicies(props: PlgStackProps, open: readonly Part[], own: readonly ScrapeTarget[]): void {
    const areOpen = props.networkPolicies ?? false;
    if (areOpen) {
      const discovered = {
        prometheus: props.prometheus?.discovery?._watched(this) ?? [],
        grafana: props.grafana.discovery?._watched(this) ?? [],
      };
      new NetworkPolicies(this, 'NetworkPolicies', { parts: this, targets: own, open, discovered });
    }
    const targets = (): ScrapeTarget[] => scrapedOthers(this, own);
    refuseCutFlows(this, { parts: this, areOpen, targets, isAdmitted: (jobName) => this.scrapes.admits(jobName) });
  }

  /** Grafana reads both stores. */
  private addDataSources(links: LogLink[], scrapeInterval?: Duration): void {
    const namespace = namespaceOf(this);
    this.grafana.addDataSource(
      DataSource.prometheus({
        url: this.prometheus.endpoint.urlFrom(namespace),
        isDefault: true,
        scrapeInterval,
      }),
    );
    this.grafana.addDataSource(DataSource.loki({ url: this.loki.endpoint.urlFrom(namespace), links }));
  }
}

/** Parts of which the user's own configuration may tell whom they speak to. */
function partsWithExtra({ prometheus, loki, grafana }: PlgStackProps, agent: LogAgent): Part[] {
  const extra = {
    prometheus: prometheus?.extraConfig !== undefined,
    loki: loki?.extraConfig !== undefined,
    grafana: grafana.extraConfig !== undefined,
    logAgent: agent._hasExtraConfig,
  };
  return (Object.keys(extra) as (keyof typeof extra)[]).filter((part) => extra[part]);
}
