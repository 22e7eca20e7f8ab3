import fc from 'fast-check';
import { Rule, RuleGroup, Severity } from '../../lib';
import { ruleFile } from '../../lib/prometheus/rule-file';
import { describeWithAll } from '../stack/run/programs';
import { anyDuration, anyText, nearlyLabelName, textOf } from './arbitraries';
import { saidOfRules } from './programs';
import { accepted, some } from './property';

const joined = (parts: readonly string[]): string => parts.join('');

/** Templates of alerts, most of them right. */
const template: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '{{ $value }}',
            '{{ $labels.pod }}',
            '{{ $value | humanize }}',
            '{{- $labels.a -}}',
            '{{/* x */}}',
          ),
          fc.constantFrom(
            '{{ if eq $labels.a "}}" }}',
            '{{ else }}',
            '{{ end }}',
            '{{ range query "up" }}',
            '{{ .Value }}',
          ),
          fc.constantFrom(
            '{{ printf "%.2f" $value }}',
            '{{ with $x := 1 }}',
            '{{ $x }}',
            '{{ define "a" }}',
            '{{ template "a" }}',
          ),
          fc.constantFrom(
            '{{ $labels.a | toUpper | title }}',
            '{{ index $labels "a" }}',
            '{{ (query "up" | first).Labels.a }}',
          ),
          textOf('{}"`|$.() ab1', 0, 3),
        ),
        { maxLength: 4 },
      )
      .map(joined),
  },
  anyText,
);

const labels = fc.dictionary(nearlyLabelName, template, { maxKeys: 3 });

const alert = fc.record({
  name: fc.oneof(textOf('ABcd_ 한', 1, 10), anyText),
  options: fc.record(
    {
      summary: template,
      description: template,
      runbook: template,
      holdFor: anyDuration,
      keepFiringFor: anyDuration,
      labels,
    },
    { requiredKeys: ['summary'] },
  ),
});

const record = fc.record({
  name: fc.oneof(textOf('abC_:9', 1, 10), anyText),
  options: fc.record({ labels: fc.dictionary(nearlyLabelName, anyText, { maxKeys: 3 }) }, { requiredKeys: [] }),
});

/** Each in a group of its own, so that the program names it. */
const grouped = (rule: Rule, index: number): RuleGroup => new RuleGroup(`g${index}`, { rules: [rule] });

describeWithAll(['promtool'], 'what is taken of rules, Prometheus takes', () => {
  test('alerts: names, templates, labels, durations', () => {
    const rules = accepted(
      some(3000, alert),
      ({ name, options }, index) =>
        Rule.alert(`${name}${index}`, { expr: 'up == 0', severity: Severity.INFO, ...options }),
      0.05,
    );

    expect(saidOfRules(ruleFile(rules.map(grouped))['groups'] as object[])).toContain('SUCCESS');
  });

  test('recorded series', () => {
    // promtool takes two that record one series for a slip
    const rules = accepted(some(2000, record), ({ name, options }, index) =>
      Rule.record(`${name}${index}`, { expr: 'up', ...options }),
    );

    expect(saidOfRules(ruleFile(rules.map(grouped))['groups'] as object[])).toContain('SUCCESS');
  });

  test('groups: names and intervals', () => {
    const groups = accepted(
      some(1000, fc.tuple(anyText, anyDuration)),
      ([name, interval], index) =>
        new RuleGroup(`${name}${index}`, { rules: [Rule.record(`a:b${index}`, { expr: 'up' })], interval }),
    );

    expect(saidOfRules(ruleFile(groups)['groups'] as object[])).toContain('SUCCESS');
  });
});
