import { Duration } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { fail } from '../core/errors';
import { checkFlag, checkItems, checkKind, checkProps } from '../core/kinds';
import { LOG_STAGE, MIXIN } from '../model/kinds';
import { LogPipeline } from '../model/log-pipeline';
import type { Mixin } from '../model/mixin';
import { ScrapeTarget } from '../model/scrape-target';
import type { AdmittedScrapes } from './admitted-scrapes';
import type { IPlgStack, MonitorOptions } from './plg-stack-interface';

const DEFAULTS = {
  // a query over [1m] still has its two samples after a missed scrape
  workloadInterval: Duration.seconds(15),
};

/** What a stack brings along so that `monitor` means the same in all of them. */
export interface Watching {
  readonly mixins: AddedMixins;
  /** Undefined where it is not known whom to let in. */
  readonly scrapes: AdmittedScrapes | undefined;
}

/** What `monitor` means to every stack: a scrape target, mixins and, where there are stages, a log pipeline. */
export function monitorWorkload(
  stack: Construct & IPlgStack,
  { mixins: added, scrapes }: Watching,
  workload: IConstruct,
  options: MonitorOptions,
): void {
  checkMonitorOptions(stack, options);
  const { scrape = true, logStages = [], mixins = [], networkPolicy = false, ...scrapeOptions } = options;
  if (!scrape && logStages.length === 0 && mixins.length === 0) {
    fail(
      stack,
      `'monitor' of ${workload.node.path} has neither metrics nor log stages; its logs are collected without it`,
    );
  }
  if (networkPolicy && !scrape) {
    fail(
      stack,
      `'monitor' of ${workload.node.path} has a 'networkPolicy' and nothing to scrape; leave one of them out`,
    );
  }
  if (networkPolicy && scrapes === undefined) {
    const mend = "give the stack the 'prometheusNamespace' that Prometheus runs in";
    fail(stack, `the 'networkPolicy' of ${workload.node.path} must know whom to let in; ${mend}`);
  }
  if (scrape) {
    const target = ScrapeTarget.workload(workload, { interval: DEFAULTS.workloadInterval, ...scrapeOptions });
    stack.addScrapeTarget(target);
    if (networkPolicy && target._discovery.kind === 'workload') scrapes?.admit(target.jobName, target._discovery);
  }
  if (logStages.length > 0) stack.addLogPipeline(LogPipeline.forWorkload(workload, logStages));
  for (const mixin of mixins) added.share(mixin);
}

/** What plain JavaScript would let through, before anything of the workload is added. */
function checkMonitorOptions(stack: Construct, options: MonitorOptions): void {
  checkProps(stack, options, 'options');
  checkFlag(stack, 'scrape', options.scrape);
  checkFlag(stack, 'networkPolicy', options.networkPolicy);
  checkItems(stack, 'logStages', options.logStages, ...LOG_STAGE);
  checkItems(stack, 'mixins', options.mixins, ...MIXIN);
}

/** The mixins of a stack, each of which stands in it once, however many workloads it is for. */
export class AddedMixins {
  private readonly byName = new Map<string, Mixin>();

  public constructor(private readonly stack: Construct & IPlgStack) {}

  /** Adds the rules and dashboards of a mixin; fails for a name that is taken. */
  public add(mixin: Mixin): void {
    checkKind(this.stack, 'mixin', mixin ?? null, ...MIXIN);
    if (this.byName.has(mixin.name)) {
      fail(
        this.stack,
        `a mixin named '${mixin.name}' was added already; add each once, or give the second another name`,
      );
    }
    this.byName.set(mixin.name, mixin);
    for (const group of mixin.ruleGroups) this.stack.addRuleGroup(group);
    for (const dashboard of mixin.dashboards) this.stack.addDashboard(dashboard);
  }

  /** Adds a mixin unless the same one is there; fails for another one of that name. */
  public share(mixin: Mixin): void {
    const known = this.byName.get(mixin.name);
    if (known === undefined) this.add(mixin);
    else if (known !== mixin && contentOf(known) !== contentOf(mixin)) {
      fail(
        this.stack,
        `another mixin named '${mixin.name}' was added already; give one of them another name, or both the same options`,
      );
    }
  }

  /** All mixins so far. */
  public all(): readonly Mixin[] {
    return [...this.byName.values()];
  }
}

/** All that a stack would take over from a mixin, to be compared. */
function contentOf({ dashboards, ruleGroups }: Mixin): string {
  return JSON.stringify([
    dashboards.map((dashboard) => [dashboard.folder, dashboard._model()]),
    ruleGroups.map(({ name, interval, rules }) => [name, interval?.toMilliseconds(), rules.map(({ _data }) => _data)]),
  ]);
}
