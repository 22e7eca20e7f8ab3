import { fail, type Subject } from '../core/errors';
import { prometheusDuration } from '../core/units';
import type { RuleGroup } from '../model/rule-group';
import type { PrometheusRuleSpec, PrometheusRuleSpecGroups } from '../../imports/monitoring.coreos.com';
import { operatorKinds } from './kinds';

// what `kubectl apply` can keep of an object, as for ConfigMaps; the operator itself takes twice as much
const MOST_BYTES = 250_000;

/** A rule group as the spec of a PrometheusRule. Fails when it is too large to be applied. */
export function prometheusRuleSpec(subject: Subject, group: RuleGroup): PrometheusRuleSpec {
  const groups = [prometheusRuleGroup(group)];
  const bytes = Buffer.byteLength(JSON.stringify(groups));
  if (bytes > MOST_BYTES) {
    fail(
      subject,
      `the rule group '${group.name}' has ${bytes} bytes; at most ${MOST_BYTES} can be applied by kubectl: split it`,
    );
  }
  return { groups };
}

function prometheusRuleGroup({ name, interval, rules }: RuleGroup): PrometheusRuleSpecGroups {
  const { PrometheusRuleSpecGroupsRulesExpr: Expression } = operatorKinds();
  return {
    name,
    interval: interval && prometheusDuration(interval),
    rules: rules.map(({ _data: { expr, keep_firing_for: keepFiringFor, ...rule } }) => ({
      ...rule,
      expr: Expression.fromString(expr),
      keepFiringFor,
    })),
  };
}
