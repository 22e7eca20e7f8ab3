import type { IConstruct } from 'constructs';
import type { Dashboard } from '../model/dashboard';
import type { LogPipeline } from '../model/log-pipeline';
import type { LogStage } from '../model/log-stage';
import type { Mixin } from '../model/mixin';
import type { RuleGroup } from '../model/rule-group';
import type { WorkloadScrapeOptions } from '../model/scrape-options';
import type { ScrapeTarget } from '../model/scrape-target';

/** How a workload is watched. */
export interface MonitorOptions extends WorkloadScrapeOptions {
  /**
   * Whether its metrics are scraped; `false` for a workload that shows none.
   *
   * @default true
   */
  readonly scrape?: boolean;
  /**
   * What happens to its log lines on their way to Loki. They are collected in any case.
   *
   * @default - they are stored as they are
   */
  readonly logStages?: LogStage[];
  /**
   * Dashboards and rules for programs of its kind: `[new HttpMixin(), new NodejsMixin()]`. Each is for all jobs of the stack
   * that show its metrics: name it for one workload or for each. Throws when another mixin of that name is there already.
   *
   * @default - none
   */
  readonly mixins?: Mixin[];
  /**
   * Whether a NetworkPolicy beside the workload lets Prometheus in to the port. Needed where its namespace denies what nobody
   * has allowed; elsewhere it would cut off everyone else: a pod that a policy selects is isolated from whom no policy names.
   * Synthesis fails where it is `false` and policies of this app keep Prometheus out.
   *
   * @default false
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
   */
  readonly networkPolicy?: boolean;
}

/** The six verbs by which an app adds what it wants watched, whatever backend serves them. */
export interface IPlgStack {
  /**
   * Watches a workload: scrapes its metrics, runs its log lines through stages, and adds mixins that it needs.
   *
   * @param workload a Deployment, StatefulSet, DaemonSet, CronJob or Job of any construct library
   * @param options its port, and what happens to its logs
   */
  monitor(workload: IConstruct, options?: MonitorOptions): void;

  /**
   * Scrapes what is no workload of this app. Throws when a target of this job name is there already.
   *
   * @param target where the metrics are
   */
  addScrapeTarget(target: ScrapeTarget): void;

  /**
   * Runs log lines through stages before they are stored.
   *
   * @param pipeline which streams, and the stages
   */
  addLogPipeline(pipeline: LogPipeline): void;

  /**
   * Evaluates rules. Throws when a group of this name is there already.
   *
   * @param group recording and alert rules
   */
  addRuleGroup(group: RuleGroup): void;

  /**
   * Shows a dashboard. Throws when one of this uid, or of this title in its folder, is there already.
   *
   * @param dashboard the dashboard
   */
  addDashboard(dashboard: Dashboard): void;

  /**
   * Adds the dashboards and rules of a subject. Throws when a mixin of this name is there already.
   *
   * @param mixin the subject's content
   */
  addMixin(mixin: Mixin): void;
}
