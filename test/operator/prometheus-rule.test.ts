import { Chart, Duration } from 'cdk8s';
import { Rule, Severity } from '../../lib/model/rule';
import { RuleGroup } from '../../lib/model/rule-group';
import { OperatorObjects } from '../../lib/operator/operator-objects';
import { ruleFile } from '../../lib/prometheus/rule-file';
import { KubernetesMixin } from '../../lib/mixins/kubernetes/kubernetes-mixin';
import { AlertProfile } from '../../lib/model/alert-profile';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { checkRules, describeWith } from '../prometheus/promtool';
import { manifestsOf, testApp } from '../support/manifests';

const GROUP = new RuleGroup('Checkout SLO', {
  interval: Duration.minutes(1),
  rules: [
    Rule.record('checkout:errors:ratio', { expr: 'sum(rate(errors_total[5m]))', labels: { tier: 'gold' } }),
    Rule.alert('CheckoutBurns', {
      expr: 'checkout:errors:ratio > 0.01',
      severity: Severity.CRITICAL,
      summary: 'Errors of {{ $labels.pod }}: {{ $value }}',
      holdFor: Duration.minutes(90),
      keepFiringFor: Duration.minutes(5),
    }),
  ],
});

/** The specs of the rules, by the names of their groups. */
function specsOf(...groups: readonly RuleGroup[]): Map<string, any> {
  const app = testApp();
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const objects = new OperatorObjects(chart, 'Objects', { name: 'plg', labels: {} });
  for (const group of groups) objects.addRuleGroup(group);
  return new Map(manifestsOf(app).objects.map(({ spec }) => [spec.groups[0].name as string, spec]));
}

function allGroups(): RuleGroup[] {
  return [GROUP, ...new KubernetesMixin(KubernetesFlavor.STANDARD, { alerts: AlertProfile.FULL }).ruleGroups];
}

describe('a PrometheusRule', () => {
  test('holds one group, with the very content of a rule file', () => {
    const specs = specsOf(...allGroups());

    for (const group of allGroups()) {
      expect(specs.get(group.name)).toEqual(JSON.parse(JSON.stringify(ruleFile([group]))));
    }
  });

  test('fails for a group that kubectl cannot apply', () => {
    const long = `up == 0 or ${Array.from({ length: 30_000 }, () => 'up == 1').join(' or ')}`;
    const group = new RuleGroup('long', { rules: [Rule.record('a:b', { expr: long })] });

    expect(() => specsOf(group)).toThrow(
      "[monitoring] the rule group 'long' has 330071 bytes; at most 250000 can be applied by kubectl: split it",
    );
  });
});

describeWith('promtool', 'promtool', () => {
  test('takes every group', async () => {
    for (const spec of specsOf(...allGroups()).values()) {
      await expect(checkRules(spec)).resolves.toMatch(/SUCCESS: \d+ rules? found/);
    }
  });
});
