import { Construct, type IConstruct } from 'constructs';
import { fail } from '../core/errors';
import { checkItems, checkKind, checkProps } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkDnsLabel } from '../core/names';
import { DiscoverableDashboards } from '../grafana/discoverable-dashboards';
import { DASHBOARD_LABEL, FOLDER_ANNOTATION } from '../grafana/discovery-sidecars';
import type { ILogAgent } from '../log-agents/log-agent-interface';
import type { Dashboard } from '../model/dashboard';
import { MIXIN, SCRAPE_TARGET } from '../model/kinds';
import type { LogPipeline } from '../model/log-pipeline';
import type { Mixin } from '../model/mixin';
import type { RuleGroup } from '../model/rule-group';
import type { ScrapeTarget } from '../model/scrape-target';
import { DiscoverableFiles } from '../prometheus/discoverable-files';
import { RuleChecks } from '../prometheus/rule-checks';
import { scrapesFrom, type AdmittedScrapes } from './admitted-scrapes';
import { HandedTargets } from './handed-targets';
import type { IPlgStack, MonitorOptions } from './plg-stack-interface';
import { AddedMixins, monitorWorkload } from './verbs';

/** What an app adds to a stack that it does not define. */
export interface ExistingPlgStackProps {
  /**
   * What the names of the ConfigMaps begin with, of at most 40 characters: the name of the app. Two apps that add to a stack
   * from the same namespace must have different names, or they overwrite each other's ConfigMaps.
   */
  readonly name: string;
  /**
   * What collects the logs of the pods, for log pipelines: the `logAgent` of a PlgStack in the same app.
   *
   * @default - none: log stages and pipelines are refused, since an agent's configuration is one file
   */
  readonly logAgent?: ILogAgent;
  /**
   * Dashboards and rules to begin with.
   *
   * @default - none: the stack brings those of the cluster
   */
  readonly mixins?: Mixin[];
  /**
   * Namespace of the Prometheus that scrapes, for `monitor` with a `networkPolicy`: its pods, which are those labelled
   * `app.kubernetes.io/name: prometheus`, are let in. Synthesis fails where policies of this app cut it from what it scrapes.
   *
   * @default - none: a `networkPolicy` is refused, and no policy is looked at
   */
  readonly prometheusNamespace?: string;
}

const LONGEST_NAME = 40;

/** The six verbs by labelled ConfigMaps in the namespace of the chart. */
export class ExistingStack extends Construct implements IPlgStack {
  private readonly files: DiscoverableFiles;
  private readonly dashboards: DiscoverableDashboards;
  // how long the stack's Prometheus keeps metrics is not known here: no window of a rule is too long
  private readonly ruleChecks = new RuleChecks(this);
  private readonly mixins = new AddedMixins(this);
  private readonly scrapes: AdmittedScrapes | undefined;
  private readonly targets = new HandedTargets(
    this,
    'Prometheus refuses a timeout that is longer, and the interval of the stack is not known here',
  );
  private readonly logAgent: ILogAgent | undefined;

  public constructor(scope: Construct, id: string, props: ExistingPlgStackProps) {
    super(scope, id);
    checkStackProps(this, props);
    const { name, logAgent } = props;
    const labels = new ComponentLabels(this, { name: 'plg', instance: name }).all;
    this.files = new DiscoverableFiles(this, 'Files', { name, labels });
    this.dashboards = new DiscoverableDashboards(this, 'Dashboards', {
      name,
      labels: { ...labels, [DASHBOARD_LABEL]: '1' },
      folderAnnotation: FOLDER_ANNOTATION,
    });
    this.logAgent = logAgent;
    this.scrapes = scrapesFrom(this, props.prometheusNamespace, () => this.targets.all);
    for (const mixin of props.mixins ?? []) this.addMixin(mixin);
  }

  public monitor(workload: IConstruct, options: MonitorOptions = {}): void {
    // before anything of the workload is added
    if ((options?.logStages ?? []).length > 0) this.neededLogAgent();
    monitorWorkload(this, { mixins: this.mixins, scrapes: this.scrapes }, workload, options);
  }

  public addScrapeTarget(target: ScrapeTarget): void {
    checkKind(this, 'target', target ?? null, ...SCRAPE_TARGET);
    const { jobName, _discovery: found } = target;
    if (found.kind === 'kubelets' || found.kind === 'apiServer') {
      fail(
        this,
        `the scrape target '${jobName}' is a part of the cluster, which the stack scrapes already; leave it out`,
      );
    }
    this.targets.add(target);
    this.files.addScrapeTarget(target);
  }

  public addLogPipeline(pipeline: LogPipeline): void {
    this.neededLogAgent().addPipeline(pipeline);
  }

  public addRuleGroup(group: RuleGroup): void {
    this.ruleChecks.add(group);
    this.files.addRuleGroup(group);
  }

  public addDashboard(dashboard: Dashboard): void {
    this.dashboards.add(dashboard);
  }

  public addMixin(mixin: Mixin): void {
    this.mixins.add(mixin);
  }

  private neededLogAgent(): ILogAgent {
    if (this.logAgent === undefined) {
      fail(
        this,
        "log stages need a log agent, whose configuration is one file that the app of the stack writes; add them there, or give the 'logAgent' of a PlgStack in this app",
      );
    }
    return this.logAgent;
  }
}

/** What plain JavaScript would let through, and what the API server would refuse. */
function checkStackProps(scope: Construct, props: ExistingPlgStackProps | undefined): void {
  checkKind(scope, 'props', props ?? null, 'name', "{ name: 'checkout' }, or more");
  if (props === undefined) return;
  checkProps(scope, props);
  checkDnsLabel(scope, 'name', props.name, LONGEST_NAME);
  checkItems(scope, 'mixins', props.mixins, ...MIXIN);
  checkKind(scope, 'logAgent', props.logAgent, 'addPipeline', 'a log agent: new Alloy(...) or new Promtail(...)');
}
