import { checkKind } from '../core/kinds';
import { checkOneLine } from '../core/names';
import type { Dashboard } from './dashboard';
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
    for (const dashboard of props.dashboards ?? []) {
      checkKind(
        `Mixin ${name}`,
        'dashboards',
        dashboard ?? null,
        '_model',
        'made by Dashboard.fromJson(...) or Dashboard.fromFile(...)',
      );
    }
    for (const group of props.ruleGroups ?? []) {
      checkKind(`Mixin ${name}`, 'ruleGroups', group ?? null, 'rules', 'a rule group: new RuleGroup(...)');
    }
    this.dashboards = [...(props.dashboards ?? [])];
    this.ruleGroups = [...(props.ruleGroups ?? [])];
  }
}
