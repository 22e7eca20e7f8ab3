import { type Duration } from 'cdk8s';
import { invalid } from '../core/errors';
import { checkItems, checkList, checkProps } from '../core/kinds';
import { checkOneLine } from '../core/names';
import { checkDuration } from '../core/units';
import { RULE } from './kinds';
import { type Rule } from './rule';

/** The rules of a group, and how often they are evaluated. */
export interface RuleGroupProps {
  /** The rules, evaluated one after the other in this order. */
  readonly rules: Rule[];
  /**
   * How often the group is evaluated.
   *
   * @default - the stack's evaluation interval, 30 seconds
   */
  readonly interval?: Duration;
}

/**
 * Rules that Prometheus evaluates together, in order: recording rules that compute series, alert rules that watch them.
 *
 * Throws for an empty name or list, and for a rule that stands twice.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
 * @example
 * new RuleGroup('checkout', {
 *   rules: [Rule.alert('CheckoutDown', { expr: 'up{job="checkout"} == 0', severity: Severity.CRITICAL, summary: 'Checkout is down' })],
 * });
 */
export class RuleGroup {
  /** The rules in the order of their evaluation. */
  public readonly rules: Rule[];
  /** How often the group is evaluated; undefined for the stack's interval. */
  public readonly interval?: Duration;

  public constructor(
    /** Name of the group, unique in a stack. */
    public readonly name: string,
    props: RuleGroupProps,
  ) {
    const subject = `RuleGroup ${name}`;
    checkOneLine('RuleGroup', 'name', name);
    checkProps(subject, props);
    checkDuration(subject, 'interval', props.interval);
    checkList(subject, 'rules', props.rules);
    checkItems(subject, 'rules', props.rules, ...RULE);
    if (props.rules.length === 0) invalid(subject, 'rules', props.rules, 'it must hold at least one rule');
    const seen = new Set<string>();
    for (const rule of props.rules) {
      const key = JSON.stringify(rule._identity());
      if (seen.has(key))
        invalid(subject, 'rules', rule.name, 'it stands twice with the same labels; one would overwrite the other');
      seen.add(key);
    }
    this.rules = [...props.rules];
    this.interval = props.interval;
  }
}
