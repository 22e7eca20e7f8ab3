import type { ConfigValue } from '../core/render';
import { prometheusDuration } from '../core/units';
import type { RuleGroup } from '../model/rule-group';

/**
 * A rule file as data.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#configuring-rules
 */
export function ruleFile(groups: readonly RuleGroup[]): { readonly [key: string]: ConfigValue } {
  return {
    groups: groups.map(({ name, interval, rules }) => ({
      name,
      interval: interval && prometheusDuration(interval),
      rules: rules.map((rule) => ({ ...rule._data })),
    })),
  };
}

/** At most so many bytes does a group take in a rule file: YAML takes up to twice the bytes of JSON. */
export function mostBytes(group: RuleGroup): number {
  return 100 + 2 * Buffer.byteLength(JSON.stringify([group.name, group.rules.map((rule) => rule._data)]));
}
