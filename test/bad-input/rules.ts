import { Rule, RuleGroup, Severity, Slo } from '../../lib';
import { make, untyped, type BadCase } from './bad-case';

const alert = (options: object = {}): Rule =>
  Rule.alert('Down', { expr: 'up == 0', severity: Severity.WARNING, summary: 'Down', ...options });
const record = (expr: string, name = 'job:up:sum'): Rule => Rule.record(name, { expr });
const group = (...rules: Rule[]): RuleGroup => new RuleGroup('shop', { rules });

/** Expressions, rules and groups. */
export const RULES: readonly BadCase[] = [
  [
    60,
    'a bracket that is not closed',
    () => record('sum(up'),
    `[Rule job:up:sum] 'expr' is "sum(up"; column 4: '(' is never closed; expected ')'`,
  ],
  [
    60,
    'no expression',
    () => record(''),
    `[Rule job:up:sum] 'expr' is ""; column 1: the query is empty; expected an expression such as up`,
  ],
  [
    60,
    'an expression that is missing',
    () => record(untyped(undefined)),
    "[Rule job:up:sum] 'expr' is undefined; it must be text",
  ],
  [
    60,
    'a range without a function',
    () => record('up[5m]'),
    `[Rule job:up:sum] 'expr' is "up[5m]"; it is a range vector; it must have one value at a time; apply a function such as 'rate'`,
  ],
  [
    60,
    'a function that is not there',
    () => record('rat(up[5m])'),
    `[Rule job:up:sum] 'expr' is "rat(up[5m])"; column 1: PromQL has no function 'rat'; did you mean 'rad'?`,
  ],
  [
    60,
    'a rate of no range',
    () => record('rate(up)'),
    `[Rule job:up:sum] 'expr' is "rate(up)"; column 6: argument 1 of 'rate' must be a range vector, this is an instant vector; add a range such as [5m]`,
  ],
  [
    60,
    'a label with a hyphen',
    () => record('up{my-label="x"}'),
    `[Rule job:up:sum] 'expr' is "up{my-label=\\"x\\"}"; column 6: expected =, !=, =~ or !~ after the label 'my', found '-'`,
  ],
  [
    60,
    'a selector of everything',
    () => record('{job=~".*"}'),
    `[Rule job:up:sum] 'expr' is "{job=~\\".*\\"}"; column 1: this selector takes every series there is; name a metric, or add a matcher that an empty value does not pass, such as {job="api"} or {job=~".+"}`,
  ],
  [
    60,
    'a regular expression that is none',
    () => record('up{job=~"("}'),
    '[Rule job:up:sum] \'expr\' is "up{job=~\\"(\\"}"; column 9: the regular expression of \'job\' is not valid: missing closing ): `(`',
  ],
  [
    60,
    'a text for a value',
    () => record('"up"'),
    `[Rule job:up:sum] 'expr' is "\\"up\\""; it is a string; it must have a value`,
  ],
  [
    60,
    'a sum of a number',
    () => record('sum(1)'),
    `[Rule job:up:sum] 'expr' is "sum(1)"; column 5: argument 1 of 'sum' must be an instant vector, this is a scalar; vector() makes a vector of a number`,
  ],
  [
    60,
    'matchers that do not parse',
    () => Slo.availability('x', { metric: 'requests_total', errors: 'code=~5..', target: 99 }),
    `[Rule slo:sli_error:ratio_rate5m] 'expr' is "...te(requests_total{code=~5..}[5m])) or 0 * sum(ra..."; column 32: expected a value in quotes after '=~', found '5..'`,
  ],
  [
    61,
    'a group without a name',
    () => new RuleGroup('', { rules: [alert()] }),
    `[RuleGroup] 'name' is ""; it must be one line of text that is not empty and has no control characters`,
  ],
  [61, 'a group without rules', () => group(), "[RuleGroup shop] 'rules' is []; it must hold at least one rule"],
  [
    61,
    'two groups of one name',
    () => make.prometheus({ ruleGroups: [group(alert()), group(alert())] }),
    "[test/Prometheus] a rule group named 'shop' was added already; give one of them another name",
  ],
  [
    61,
    'a record with a hyphen',
    () => record('up', 'job-up'),
    `[Rule job-up] 'record' is "job-up"; it must be a metric name: letters, digits, '_' and ':', not beginning with a digit`,
  ],
  [
    61,
    'a label with a hyphen',
    () => alert({ labels: { 'my-sev': 'x' } }),
    `[Rule Down] 'labels' is "my-sev"; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    61,
    'a time to hold in words',
    () => alert({ holdFor: untyped('5 minutes') }),
    `[Rule Down] 'holdFor' is "5 minutes"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    61,
    'an alert without a name',
    () => Rule.alert('', { expr: 'up', severity: Severity.INFO, summary: 'x' }),
    `[Rule] 'alert' is ""; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    61,
    'an alert without a summary',
    () => alert({ summary: undefined }),
    "[Rule Down] 'summary' is undefined; it must be one line of text that is not empty and has no control characters",
  ],
  [
    61,
    'a severity that there is not',
    () => alert({ severity: untyped('urgent') }),
    `[Rule Down] 'severity' is "urgent"; it must be Severity.CRITICAL or .WARNING or .INFO or .NONE`,
  ],
  [
    61,
    'data in the place of a rule',
    () => group(untyped({ record: 'x', expr: 'up' })),
    `[RuleGroup shop] 'rules' is {"record":"x","expr":"up"}; it must be made by Rule.alert(...) or Rule.record(...)`,
  ],
  [
    62,
    'two equal records of one group',
    () => group(record('up'), record('up')),
    `[RuleGroup shop] 'rules' is "job:up:sum"; it stands twice with the same labels; one would overwrite the other`,
  ],
  [
    62,
    'two equal records of two groups',
    () => make.prometheus({ ruleGroups: [group(record('up')), new RuleGroup('b', { rules: [record('up')] })] }),
    "[test/Prometheus] the rule group 'b' records 'job:up:sum', as 'shop' does already; samples of both would mix: rename one, or leave one group out",
  ],
  [
    69,
    'a rule that reads further back than is kept',
    () => make.prometheus({ ruleGroups: [group(record('sum(rate(up[1d]))'))] }),
    "[test/Prometheus] the rule 'job:up:sum' of the group 'shop' reads 1d back, but 'retention' is 6h; keep metrics for at least 1d, or shorten the rule's window",
  ],
  [
    69,
    'an objective of 100 %',
    () => Slo.availability('x', { metric: 'requests_total', errors: 'code="500"', target: 100 }),
    "[Slo x] 'target' is 100; it must be a share in percent, at least 85 and below 100, such as 99.9; below 85 the alert on a fast burn could never fire",
  ],
  [
    61,
    'a label that is the name of the series',
    () => Rule.record('a:b', { expr: 'up', labels: { __name__: 'c' } }),
    `[Rule a:b] 'labels' is "__name__"; it is the name of the series itself, which no label can be`,
  ],
  [
    60,
    'a number in the place of a label',
    () => Rule.record('a:b', { expr: 'sum by (inf) (up)' }),
    `[Rule a:b] 'expr' is "sum by (inf) (up)"; column 9: 'inf' is a number here; put it into quotes`,
  ],
  [
    60,
    'the character for what could not be read',
    () => Rule.record('a:b', { expr: 'up{a="\ufffd"}' }),
    `[Rule a:b] 'expr' is "up{a=\\"\ufffd\\"}"; column 7: it holds U+FFFD; write \\ufffd`,
  ],
];
