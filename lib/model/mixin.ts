import { checkItems, checkProps } from '../core/kinds';
import { checkOneLine } from '../core/names';
import type { Dashboard } from './dashboard';
import { DASHBOARD, RULE_GROUP } from './kinds';
import type { RuleGroup } from './rule-group';

/** The content of a mixin. */
export interface MixinProps {
  /**
   * Dashboards of the subject.
   *
   * @default - none
   */
  readonly dashboards?: Dashboard[];
  /**
   * Recording and alert rules of the subject.
   *
   * @default - none
   */
  readonly ruleGroups?: RuleGroup[];
}

/**
 * Dashboards and rules that belong together: all that is known of watching one subject.
 *
 * Libraries ship theirs as a subclass, used by `plg.addMixin(new CheckoutMixin())`.
 *
 * @see https://monitoring.mixins.dev
 * @example
 * new Mixin('checkout', { dashboards: [overview], ruleGroups: [slo] });
 */
export class Mixin {
  /** Dashboards of the subject. */
  public readonly dashboards: Dashboard[];
  /** Recording and alert rules of the subject. */
  public readonly ruleGroups: RuleGroup[];

  public constructor(
    /** Name of the subject. */
    public readonly name: string,
    props: MixinProps = {},
  ) {
    checkOneLine('Mixin', 'name', name);
    const subject = `Mixin ${name}`;
    checkProps(subject, props);
    checkItems(subject, 'dashboards', props.dashboards, ...DASHBOARD);
    checkItems(subject, 'ruleGroups', props.ruleGroups, ...RULE_GROUP);
    this.dashboards = [...(props.dashboards ?? [])];
    this.ruleGroups = [...(props.ruleGroups ?? [])];
  }
}
