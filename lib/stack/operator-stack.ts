import { Construct, type IConstruct } from 'constructs';
import { fail, invalid } from '../core/errors';
import { checkItems, checkKind, checkProps } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkDnsLabel, checkLabelKey, checkLabels } from '../core/names';
import { DiscoverableDashboards } from '../grafana/discoverable-dashboards';
import { DASHBOARD_LABEL, FOLDER_ANNOTATION } from '../grafana/discovery-sidecars';
import type { ILogAgent } from '../log-agents/log-agent-interface';
import type { Dashboard } from '../model/dashboard';
import { MIXIN } from '../model/kinds';
import type { LogPipeline } from '../model/log-pipeline';
import type { Mixin } from '../model/mixin';
import type { RuleGroup } from '../model/rule-group';
import type { ScrapeTarget } from '../model/scrape-target';
import { OperatorObjects } from '../operator/operator-objects';
import { RuleChecks } from '../prometheus/rule-checks';
import { scrapesFrom, type AdmittedScrapes } from './admitted-scrapes';
import { HandedTargets } from './handed-targets';
import type { IPlgStack, MonitorOptions } from './plg-stack-interface';
import { AddedMixins, monitorWorkload } from './verbs';

/** How the objects are found that a stack of prometheus-operator makes. */
export interface OperatorStackProps {
  /**
   * Labels of the monitors and rules, by which the operator's Prometheus selects them; what it does not select is left out
   * without a word. kube-prometheus-stack selects by `release` and the name of its Helm release, unless its values set
   * `prometheus.prometheusSpec.podMonitorSelectorNilUsesHelmValues` and the like to `false`: then `{}` will do.
   */
  readonly selectorLabels: { [key: string]: string };
  /**
   * Labels of the ConfigMaps of dashboards, by which the sidecar of Grafana finds them.
   *
   * @default { grafana_dashboard: '1' }
   */
  readonly dashboardLabels?: { [key: string]: string };
  /**
   * Annotation that names the folder of a dashboard. kube-prometheus-stack reads it when its values say so:
   * `grafana.sidecar.dashboards.folderAnnotation: grafana_folder` and
   * `grafana.sidecar.dashboards.provider.foldersFromFilesStructure: true`. Otherwise every dashboard is in the General
   * folder, where no two may have the same title.
   *
   * @default 'grafana_folder'
   */
  readonly folderAnnotation?: string;
  /**
   * What collects the logs of the pods, for log pipelines: `new Alloy(...)`, or the `logAgent` of a PlgStack.
   *
   * @default - none: log stages and pipelines are refused
   */
  readonly logAgent?: ILogAgent;
  /**
   * Dashboards and rules to begin with.
   *
   * @default - none: kube-prometheus-stack brings those of the cluster
   */
  readonly mixins?: Mixin[];
  /**
   * What the names of the objects begin with, of at most 40 characters.
   *
   * @default 'plg'
   */
  readonly name?: string;
  /**
   * Namespace of the Prometheus that scrapes, for `monitor` with a `networkPolicy`: its pods, which are those labelled
   * `app.kubernetes.io/name: prometheus`, are let in. Synthesis fails where policies of this app cut it from what it scrapes.
   *
   * @default - none: a `networkPolicy` is refused, and no policy is looked at
   */
  readonly prometheusNamespace?: string;
}

const DEFAULTS = {
  dashboardLabels: { [DASHBOARD_LABEL]: '1' }, // sidecar.dashboards.label and .labelValue of Grafana's chart
  folderAnnotation: FOLDER_ANNOTATION,
  name: 'plg',
};

const LONGEST_NAME = 40;

/**
 * The six verbs of a PlgStack for a cluster that prometheus-operator and kube-prometheus-stack watch already: targets become
 * PodMonitors, ServiceMonitors and ScrapeConfigs, rules PrometheusRules, dashboards ConfigMaps for the sidecar of Grafana.
 *
 * All of them stand in the namespace of the chart, which must be there already, and name the namespaces that they watch.
 * The labels of metrics are the same as in a PlgStack, so that dashboards and rules fit both, except where the Prometheus of
 * the operator is told to change them: `enforcedNamespaceLabel`, `podTargetLabels`, `overrideHonorLabels`, scrape classes.
 * With `ignoreNamespaceSelectors` it finds nothing outside of the chart's namespace.
 *
 * Needs prometheus-operator 0.75 or newer (June 2024); for machines outside of the cluster also its ScrapeConfig, which is
 * v1alpha1; for a Service whose relabel rules read `__meta_kubernetes_endpointslice_*`, 0.86.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 * @example
 * const plg = new OperatorStack(chart, 'Plg', { selectorLabels: { release: 'prom' } });
 * plg.monitor(api, { port: 8080 });
 */
export class OperatorStack extends Construct implements IPlgStack {
  private readonly objects: OperatorObjects;
  private readonly dashboards: DiscoverableDashboards;
  // how long the operator's Prometheus keeps metrics is not known here: no window of a rule is too long
  private readonly ruleChecks = new RuleChecks(this);
  private readonly mixins = new AddedMixins(this);
  private readonly scrapes: AdmittedScrapes | undefined;
  private readonly targets = new HandedTargets(
    this,
    'the operator leaves out a target whose timeout is longer than its interval, and that of its Prometheus is not known here',
  );
  private readonly logAgent: ILogAgent | undefined;

  public constructor(scope: Construct, id: string, props: OperatorStackProps) {
    super(scope, id);
    checkStackProps(this, props);
    const { selectorLabels, name = DEFAULTS.name } = props;
    const labels = new ComponentLabels(this, { name: 'plg', instance: name }).all;
    this.objects = new OperatorObjects(this, 'Objects', { name, labels: { ...labels, ...selectorLabels } });
    this.dashboards = new DiscoverableDashboards(this, 'Dashboards', {
      name,
      labels: { ...labels, ...(props.dashboardLabels ?? DEFAULTS.dashboardLabels) },
      folderAnnotation: props.folderAnnotation ?? DEFAULTS.folderAnnotation,
    });
    this.logAgent = props.logAgent;
    this.scrapes = scrapesFrom(this, props.prometheusNamespace, () => this.targets.all);
    for (const mixin of props.mixins ?? []) this.addMixin(mixin);
  }

  /**
   * Watches a workload with a PodMonitor and, where a log agent was given, runs its log lines through stages.
   *
   * Throws for log stages without a log agent; fails at synthesis when no container declares the port.
   *
   * @param workload a Deployment, StatefulSet, DaemonSet, CronJob or Job of any construct library
   * @param options its port, and what happens to its logs
   */
  public monitor(workload: IConstruct, options: MonitorOptions = {}): void {
    monitorWorkload(this, { mixins: this.mixins, scrapes: this.scrapes }, workload, options);
  }

  /**
   * Scrapes a target with a PodMonitor, a ServiceMonitor or a ScrapeConfig. May be called until the app is synthesized.
   *
   * Throws when a target of this job name is there already, for a timeout without an interval, and for a kubelet or the API
   * server, which kube-prometheus-stack brings.
   *
   * @param target where the metrics are
   */
  public addScrapeTarget(target: ScrapeTarget): void {
    this.targets.add(target);
    this.objects.addScrapeTarget(target);
  }

  /**
   * Runs log lines through stages, in the log agent that was given.
   *
   * Throws when none was given.
   *
   * @param pipeline which streams, and the stages
   */
  public addLogPipeline(pipeline: LogPipeline): void {
    if (this.logAgent === undefined) {
      fail(this, "a log pipeline needs a log agent, and prometheus-operator has none; give the stack a 'logAgent'");
    }
    this.logAgent.addPipeline(pipeline);
  }

  /**
   * Evaluates the rules of a group, as a PrometheusRule. May be called until the app is synthesized.
   *
   * Throws when a group of this name is there already, and when another group records the same series. How far back a rule
   * may read is not checked: that is known to the operator's Prometheus alone.
   *
   * @param group the rules
   */
  public addRuleGroup(group: RuleGroup): void {
    this.ruleChecks.add(group);
    this.objects.addRuleGroup(group);
  }

  /**
   * Shows a dashboard, as a ConfigMap.
   *
   * Throws for a query that does not parse, for a uid or a title in its folder that is taken, and for a folder that cannot be
   * a directory, as the sidecar of Grafana makes them: with a `/`, or beginning with a dot.
   *
   * @param dashboard the dashboard
   */
  public addDashboard(dashboard: Dashboard): void {
    this.dashboards.add(dashboard);
  }

  /**
   * Adds the rules and dashboards of a subject.
   *
   * Throws when a mixin of this name is there already.
   *
   * @param mixin the subject's content
   */
  public addMixin(mixin: Mixin): void {
    this.mixins.add(mixin);
  }
}

/** What plain JavaScript would let through, and what the API server would refuse. */
function checkStackProps(scope: Construct, props: OperatorStackProps | undefined): void {
  if (typeof props?.selectorLabels !== 'object' || props.selectorLabels === null) {
    const rule =
      "it must hold the labels by which the operator's Prometheus selects its monitors, such as { release: 'prom' }; {} where it selects all of them";
    invalid(scope, 'selectorLabels', props?.selectorLabels, rule);
  }
  checkProps(scope, props);
  const { selectorLabels, dashboardLabels, folderAnnotation, logAgent, name } = props;
  checkLabels(scope, 'selectorLabels', selectorLabels);
  checkLabels(scope, 'dashboardLabels', dashboardLabels);
  checkItems(scope, 'mixins', props.mixins, ...MIXIN);
  if (folderAnnotation !== undefined) checkLabelKey(scope, 'folderAnnotation', folderAnnotation);
  checkKind(scope, 'logAgent', logAgent, 'addPipeline', 'a log agent: new Alloy(...) or new Promtail(...)');
  if (name !== undefined) checkDnsLabel(scope, 'name', name, LONGEST_NAME);
}
