import { Duration } from 'cdk8s';
import { Mixin } from '../../lib/model/mixin';
import { Rule, Severity } from '../../lib/model/rule';
import { RuleGroup } from '../../lib/model/rule-group';

const alert = { expr: 'up == 0', severity: Severity.CRITICAL, summary: 'A target is down' };

describe('Rule', () => {
  test('says in the words of a rule file what it watches', () => {
    const rule = Rule.alert('TargetDown', {
      ...alert,
      holdFor: Duration.minutes(10),
      keepFiringFor: Duration.minutes(5),
      description: '{{ $labels.job }} has been down for 10 minutes',
      runbook: 'See why its pods do not answer',
      labels: { team: 'platform' },
    });

    expect(JSON.parse(JSON.stringify(rule._data))).toEqual({
      alert: 'TargetDown',
      expr: 'up == 0',
      for: '10m',
      keep_firing_for: '5m',
      labels: { severity: 'critical', team: 'platform' },
      annotations: {
        summary: 'A target is down',
        description: '{{ $labels.job }} has been down for 10 minutes',
        runbook: 'See why its pods do not answer',
      },
    });
  });

  test('records under the name it is given', () => {
    const rule = Rule.record('job:up:sum', { expr: 'sum by (job) (up)', labels: { source: 'plg' } });

    expect(JSON.parse(JSON.stringify(rule._data))).toEqual({
      record: 'job:up:sum',
      expr: 'sum by (job) (up)',
      labels: { source: 'plg' },
    });
  });

  test('fails at the column where an expression breaks', () => {
    expect(() => Rule.record('a:b', { expr: 'sum(rate(up[5m])' })).toThrow(
      "[Rule a:b] 'expr' is \"sum(rate(up[5m])\"; column 4: '(' is never closed; expected ')'",
    );
    expect(() => Rule.alert('A', { ...alert, expr: 'rate(up)' })).toThrow(
      "[Rule A] 'expr' is \"rate(up)\"; column 6: argument 1 of 'rate' must be a range vector, this is an instant vector; add a range such as [5m]",
    );
    expect(() => Rule.alert('A', { ...alert, expr: 'rate(up[5 minutes])' })).toThrow(
      "[Rule A] 'expr' is \"rate(up[5 minutes])\"; column 11: expected ']', found 'minutes'",
    );
    expect(() => Rule.alert('A', { ...alert, expr: 'up\n==' })).toThrow(
      /^\[Rule A\] 'expr' is "up\\n=="; line 2, column \d+: /,
    );
    expect(() => Rule.alert('A', { ...alert, expr: '' })).toThrow(
      '[Rule A] \'expr\' is ""; column 1: the query is empty; expected an expression such as up',
    );
  });

  test('fails for an expression that has no one value at a time', () => {
    expect(() => Rule.alert('A', { ...alert, expr: 'up[5m]' })).toThrow(
      "[Rule A] 'expr' is \"up[5m]\"; it is a range vector; it must have one value at a time; apply a function such as 'rate'",
    );
    expect(() => Rule.record('a:b', { expr: '"text"' })).toThrow(
      /^\[Rule a:b\] 'expr' is .*; it is a string; it must have a value$/,
    );
    expect(() => Rule.record('a:b', { expr: '1' })).not.toThrow();
  });

  test('fails for names, labels and times that Prometheus refuses', () => {
    expect(() => Rule.record('a-b', { expr: 'up' })).toThrow(
      /^\[Rule a-b\] 'record' is "a-b"; it must be a metric name/,
    );
    expect(() => Rule.alert('', alert)).toThrow(/^\[Rule\] 'alert' is ""/);
    expect(() => Rule.alert('A', { ...alert, labels: { 'my-sev': 'x' } })).toThrow(
      /^\[Rule A\] 'labels' is "my-sev"; it must be a label name/,
    );
    expect(() => Rule.alert('A', { ...alert, holdFor: Duration.seconds(0) })).toThrow(/^\[Rule A\] 'holdFor' is 0s/);
    expect(() => Rule.alert('A', { ...alert, summary: '' })).toThrow(/^\[Rule A\] 'summary' is ""/);
  });
});

describe('RuleGroup', () => {
  test('keeps its rules in their order, and apart from the list it was given', () => {
    const rules = [Rule.record('a:b', { expr: 'up' }), Rule.alert('A', alert)];
    const group = new RuleGroup('group', { rules });
    rules.pop();

    expect(group.rules.map((rule) => rule.name)).toEqual(['a:b', 'A']);
  });

  test('takes one name for several severities, as alerts at two thresholds have it', () => {
    const rules = [Rule.alert('Full', alert), Rule.alert('Full', { ...alert, severity: Severity.WARNING })];

    expect(new RuleGroup('disk', { rules }).rules).toHaveLength(2);
  });

  test('fails for no rules, no name, and one rule twice', () => {
    expect(() => new RuleGroup('g', { rules: [] })).toThrow(
      "[RuleGroup g] 'rules' is []; it must hold at least one rule",
    );
    expect(() => new RuleGroup('', { rules: [Rule.record('a:b', { expr: 'up' })] })).toThrow(
      /^\[RuleGroup\] 'name' is ""/,
    );
    expect(() => new RuleGroup('g', { rules: [Rule.alert('A', alert), Rule.alert('A', alert)] })).toThrow(
      '[RuleGroup g] \'rules\' is "A"; it stands twice with the same labels; one would overwrite the other',
    );
  });
});

describe('Mixin', () => {
  test('keeps apart from the lists it was given', () => {
    const ruleGroups = [new RuleGroup('g', { rules: [Rule.record('a:b', { expr: 'up' })] })];
    const mixin = new Mixin('checkout', { ruleGroups });
    ruleGroups.pop();

    expect(mixin.ruleGroups).toHaveLength(1);
    expect(mixin.dashboards).toEqual([]);
  });
});
