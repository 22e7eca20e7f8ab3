import { Chart, Duration } from 'cdk8s';
import { DataSource, Rule, RuleGroup, ScrapeTarget, Severity, timedeal, type PlgStack } from '../../lib';
import { deployment } from '../validation/support/validate';
import { ADMIN, make, synthesized, untyped, validated, type BadCase } from './bad-case';

const target = (options: object): ScrapeTarget => ScrapeTarget.hosts('legacy', ['a:1'], options);
const alert = (options: object = {}): Rule =>
  Rule.alert('Down', { expr: 'up == 0', severity: Severity.WARNING, summary: 'Down', ...options });

/** Durations, scrape jobs, templates and configuration. */
export const PROMETHEUS: readonly BadCase[] = [
  [
    52,
    'a retention in words',
    () => make.prometheus({ retention: '6 hours' }),
    `[test/Prometheus] 'retention' is "6 hours"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    52,
    'a retention as Prometheus writes it',
    () => make.prometheus({ retention: '6h' }),
    `[test/Prometheus] 'retention' is "6h"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    52,
    'an interval as a number',
    () => target({ interval: 30 }),
    "[ScrapeTarget legacy] 'interval' is 30; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)",
  ],
  [
    52,
    'an interval with a fraction of a millisecond',
    () => target({ interval: Duration.millis(1.5) }),
    "[ScrapeTarget legacy] 'interval' is 1.5ms; it must be longer than 0, in whole milliseconds",
  ],
  [
    52,
    'an interval of a rule group in text',
    () => new RuleGroup('shop', { rules: [alert()], interval: untyped('1m') }),
    `[RuleGroup shop] 'interval' is "1m"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    52,
    'an interval of a data source in text',
    () => DataSource.prometheus({ url: 'http://a:1', scrapeInterval: untyped('30s') }),
    `[DataSource Prometheus] 'scrapeInterval' is "30s"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    52,
    'a duration of 300 years',
    () => alert({ holdFor: Duration.days(300 * 365) }),
    "[Rule Down] 'holdFor' is 109500d; it must be at most 106751d23h47m16s854ms",
  ],
  [
    53,
    'an interval of nothing',
    () => target({ interval: Duration.seconds(0) }),
    "[ScrapeTarget legacy] 'interval' is 0s; it must be longer than 0, in whole milliseconds",
  ],
  [
    53,
    'a global interval of nothing',
    () => make.prometheus({ scrapeInterval: Duration.seconds(0) }),
    "[test/Prometheus] 'scrapeInterval' is 0s; it must be longer than 0, in whole milliseconds",
  ],
  [
    53,
    'an interval that leaves gaps',
    () => make.prometheus({ evaluationInterval: Duration.minutes(5) }),
    "[test/Prometheus] 'evaluationInterval' is 5m; it must be at most 2m, so that a series outlives a missed scrape: after 5 minutes without a sample it is taken for gone",
  ],
  [
    53,
    'an alert that is to hold for nothing',
    () => alert({ holdFor: Duration.seconds(0) }),
    "[Rule Down] 'holdFor' is 0s; it must be longer than 0, in whole milliseconds",
  ],
  [
    54,
    'a timeout above the interval',
    () => target({ interval: Duration.seconds(10), timeout: Duration.seconds(11) }),
    "[ScrapeTarget legacy] 'timeout' is 11s; it must be at most the interval, which is 10s",
  ],
  [
    54,
    'a timeout above the global interval',
    () => make.prometheus({ scrapeTargets: [target({ timeout: Duration.minutes(1) })] }),
    "[test/Prometheus] 'timeout of the job legacy' is 1m; it must be at most the scrape interval, which is 30s; give the target an 'interval'",
  ],
  [
    55,
    'a job that stands twice',
    () => make.prometheus({ scrapeTargets: [target({}), target({})] }),
    "[test/Prometheus] a scrape target of the job 'legacy' was added already; give one of them another 'jobName'",
  ],
  [
    55,
    'a job without a name',
    () => ScrapeTarget.hosts('', ['a:1']),
    `[ScrapeTarget ] 'jobName' is ""; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    56,
    'a field of Kubernetes with a typo',
    () => validated(deployment({ imagePullPolicyy: 'Always' })),
    "high schema: Deployment shop/api, spec.template.spec.containers[0].imagePullPolicyy: there is no field 'imagePullPolicyy' here; did you mean 'imagePullPolicy'?",
  ],
  [
    56,
    'a key that a prop sets',
    () => make.prometheus({ extraConfig: { global: { scrape_interval: '1m' } } }),
    `[test/Prometheus] 'extraConfig.global.scrape_interval' is "1m"; the typed prop 'scrapeInterval' sets it to "30s": use that`,
  ],
  [
    63,
    'a template that is not closed',
    () => alert({ summary: 'Pod {{ $labels.pod ' }),
    `[Rule Down] 'summary' is "Pod {{ $labels.pod "; '{{ $labels.pod' is not closed by '}}'`,
  ],
  [
    63,
    'a function that is not there',
    () => alert({ description: '{{ $value | humanise }}' }),
    `[Rule Down] 'description' is "{{ $value | humanise }}"; there is no function 'humanise'; did you mean 'humanize'?, in '{{ $value | humanise }}'`,
  ],
  [
    63,
    'a block without an end',
    () => alert({ labels: { team: '{{ if true }}x' } }),
    `[Rule Down] 'team' is "{{ if true }}x"; '{{ if ... }}' has no '{{ end }}'`,
  ],
  [
    63,
    'a brace within an action',
    () => alert({ summary: '{{{ $value }}' }),
    `[Rule Down] 'summary' is "{{{ $value }}"; '{' stands within the action, in '{{{ $value }}'`,
  ],
  [
    63,
    'a variable where it is not known',
    () => alert({ summary: '{{ define "a" }}{{ $value }}{{ end }}' }),
    `[Rule Down] 'summary' is "{{ define \\"a\\" }}{{ $value }}{{ end }}"; the variable '$value' is not defined, in '{{ $value }}'`,
  ],
  [
    63,
    'a break outside of a loop',
    () => alert({ summary: '{{ if true }}{{ break }}{{ end }}' }),
    `[Rule Down] 'summary' is "{{ if true }}{{ break }}{{ end }}"; 'break' stands in no 'range', in '{{ break }}'`,
  ],
  [
    63,
    'else twice',
    () => alert({ summary: '{{ if true }}{{ else }}{{ else }}{{ end }}' }),
    `[Rule Down] 'summary' is "{{ if true }}{{ else }}{{ else }}{{ end }}"; 'else' stands there already, in '{{ else }}'`,
  ],
  [
    65,
    'a password in the configuration',
    () =>
      make.prometheus({
        extraConfig: { remote_write: [{ url: 'http://a:1', basic_auth: { username: 'u', password: 'hunter2' } }] },
      }),
    "[test/Prometheus] 'extraConfig.remote_write[0].basic_auth.password' is a secret, which the output would show in clear; name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'",
  ],
  [
    65,
    'credentials in the configuration',
    () =>
      make.prometheus({
        extraConfig: { remote_write: [{ url: 'http://a:1', authorization: { credentials: 'hunter2' } }] },
      }),
    "[test/Prometheus] 'extraConfig.remote_write[0].authorization.credentials' is a secret, which the output would show in clear; name a file of a mounted Secret, by a key such as 'password_file' or, in Grafana, by the value '$__file{/path}'",
  ],
  [
    66,
    'files of rules by a pattern',
    () => make.prometheus({ extraConfig: { rule_files: ['/a/*/b.yml'] } }),
    `[test/Prometheus] 'extraConfig.rule_files' is ["/a/*/b.yml"]; lists are not merged, and the method addRuleGroup() sets it to []: use that`,
  ],
  [
    67,
    'service discovery by hand',
    () =>
      make.prometheus({
        extraConfig: { scrape_configs: [{ job_name: 'x', kubernetes_sd_configs: [{ role: 'pods' }] }] },
      }),
    `[test/Prometheus] 'extraConfig.scrape_configs' is [{"job_name":"x","kubernetes_sd_configs":[{"role":"pods"}]}]; lists are not merged, and the method addScrapeTarget() sets it to []: use that`,
  ],
  [
    70,
    'a workload that declares no such port',
    () => synthesized(unknownPort()),
    `Validation failed with the following errors:\n  [test/Plg/Prometheus] the scrape target 'stock-service' has the 'portName' "admin"; the containers of the Deployment 'stock-service' declare 'http' (8080): name one of these, or declare the port in 'containers[].ports'`,
  ],
];

function unknownPort(): PlgStack {
  const stack = make.stack();
  const chart = new Chart(stack.node.root, 'shop', { namespace: 'shop' });
  const { stockService } = new timedeal.Timedeal(chart, 'Timedeal', { databaseCredentials: ADMIN });
  stack.monitor(stockService, { portName: 'admin' });
  return stack;
}
