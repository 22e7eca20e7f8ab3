import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { fail, show } from '../core/errors';
import { checkKind } from '../core/kinds';
import { RULE_GROUP } from '../model/kinds';
import { metricUsesIn } from '../model/query/metric-names';
import type { Rule } from '../model/rule';
import type { RuleGroup } from '../model/rule-group';

/** What no rule group may do to another, or ask of a Prometheus that keeps metrics for so long, where that is known. */
export class RuleChecks {
  private readonly groupNames = new Set<string>();
  private readonly recordedBy = new Map<string, string>();

  public constructor(
    private readonly prometheus: Construct,
    private readonly retention?: Duration,
  ) {}

  /** Fails for a name or a recorded series that another group has, and for a rule that reads what is kept no more. */
  public add(group: RuleGroup): void {
    checkKind(this.prometheus, 'group', group ?? null, ...RULE_GROUP);
    for (const rule of group.rules) checkKind(this.prometheus, 'group', rule ?? null, '_data', RULE_GROUP[1]);
    if (this.groupNames.has(group.name)) {
      fail(this.prometheus, `a rule group named '${group.name}' was added already; give one of them another name`);
    }
    for (const rule of group.rules) {
      this.checkRecord(group, rule);
      this.checkWindow(group, rule);
    }
    this.groupNames.add(group.name);
  }

  private checkRecord(group: RuleGroup, rule: Rule): void {
    if (rule._data.record === undefined) return;
    const series = JSON.stringify(rule._identity());
    const other = this.recordedBy.get(series);
    if (other !== undefined) {
      fail(
        this.prometheus,
        `the rule group '${group.name}' records '${rule.name}', as '${other}' does already; samples of both would mix: rename one, or leave one group out`,
      );
    }
    this.recordedBy.set(series, group.name);
  }

  /** It would quietly compute its figure over less time than it says. */
  private checkWindow(group: RuleGroup, rule: Rule): void {
    if (this.retention === undefined) return;
    const longest = Math.max(
      0,
      ...metricUsesIn(rule._data.expr).map(({ windowMilliseconds = 0 }) => windowMilliseconds),
    );
    if (longest <= this.retention.toMilliseconds()) return;
    const window = show(Duration.millis(longest));
    fail(
      this.prometheus,
      `the rule '${rule.name}' of the group '${group.name}' reads ${window} back, but 'retention' is ${show(this.retention)}; keep metrics for at least ${window}, or shorten the rule's window`,
    );
  }
}
