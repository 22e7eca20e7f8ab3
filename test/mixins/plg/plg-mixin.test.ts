import { PlgMixin } from '../../../lib/mixins/plg/plg-mixin';
import { checkRules, describeWithPromtool, testRules, type InputSeries, type RuleTest } from '../support/promtool';

const { name: mixinName, dashboards, ruleGroups } = new PlgMixin();
const RULES = ruleGroups.flatMap(({ rules }) => rules);

const PROMETHEUS = 'job="prom-kube-prometheus-stack-prometheus", namespace="monitoring", pod="prometheus-0"';
const LOKI = 'job="loki", namespace="monitoring", pod="loki-0"';
const CANARY = 'job="loki-canary", namespace="monitoring", pod="loki-canary-abcde"';

interface Case {
  readonly alert: string;
  /** What Prometheus stores while all is well. */
  readonly quiet: readonly InputSeries[];
  /** What it stores when something is wrong. */
  readonly firing: readonly InputSeries[];
  /** Labels of the alert. */
  readonly labels: { readonly [name: string]: string };
  /** The summary as people read it. */
  readonly summary: string;
}

function series(metric: string, labels: string, values: string): InputSeries {
  return { series: `${metric}{${labels}}`, values };
}

const NOTHING = '0+0x120';
const ONE_A_SECOND = '0+30x120';

const ofPrometheus = { job: 'prom-kube-prometheus-stack-prometheus', namespace: 'monitoring', pod: 'prometheus-0' };
const ofLoki = { job: 'loki', namespace: 'monitoring', pod: 'loki-0' };

const CASES: readonly Case[] = [
  {
    alert: 'TargetsDown',
    quiet: ['a', 'b', 'c'].map((pod) => series('up', `job="api", namespace="shop", pod="${pod}"`, '1+0x120')),
    firing: [
      series('up', 'job="api", namespace="shop", pod="a"', '1+0x120'),
      series('up', 'job="api", namespace="shop", pod="b"', '1+0x10 0+0x110'),
    ],
    labels: { severity: 'warning', job: 'api', namespace: 'shop' },
    summary: '50% of the targets of api cannot be scraped',
  },
  {
    alert: 'TargetDiscoveryFailing',
    quiet: [series('prometheus_sd_kubernetes_failures_total', PROMETHEUS, '3+0x120')],
    firing: [series('prometheus_sd_kubernetes_failures_total', PROMETHEUS, ONE_A_SECOND)],
    labels: { severity: 'warning', ...ofPrometheus },
    summary: 'Prometheus cannot list or watch objects of Kubernetes',
  },
  {
    alert: 'PrometheusConfigReloadFailed',
    quiet: [series('prometheus_config_last_reload_successful', PROMETHEUS, '1+0x120')],
    firing: [series('prometheus_config_last_reload_successful', PROMETHEUS, NOTHING)],
    labels: { severity: 'critical', ...ofPrometheus },
    summary: 'prometheus-0 refused its new configuration',
  },
  {
    alert: 'PrometheusRulesFailing',
    quiet: [series('prometheus_rule_evaluation_failures_total', `${PROMETHEUS}, rule_group="shop"`, NOTHING)],
    firing: [series('prometheus_rule_evaluation_failures_total', `${PROMETHEUS}, rule_group="shop"`, '0+1x120')],
    labels: { severity: 'critical', ...ofPrometheus, rule_group: 'shop' },
    summary: 'Rules of shop cannot be evaluated',
  },
  {
    alert: 'PrometheusRulesLate',
    quiet: [series('prometheus_rule_group_iterations_missed_total', `${PROMETHEUS}, rule_group="shop"`, '2+0x120')],
    firing: [series('prometheus_rule_group_iterations_missed_total', `${PROMETHEUS}, rule_group="shop"`, '0+1x120')],
    labels: { severity: 'warning', ...ofPrometheus, rule_group: 'shop' },
    summary: 'Rules of shop take longer than their interval',
  },
  {
    alert: 'PrometheusWritesFailing',
    quiet: [series('prometheus_tsdb_wal_writes_failed_total', PROMETHEUS, NOTHING)],
    firing: [series('prometheus_tsdb_wal_writes_failed_total', PROMETHEUS, ONE_A_SECOND)],
    labels: { severity: 'critical', ...ofPrometheus },
    summary: 'prometheus-0 cannot write to its disk',
  },
  {
    alert: 'LokiLosesLines',
    quiet: [
      series('loki_canary_entries_total', CANARY, ONE_A_SECOND),
      series('loki_canary_missing_entries_total', CANARY, '0+0x20 5+0x100'), // a few lines of a restart
    ],
    firing: [
      series('loki_canary_entries_total', CANARY, ONE_A_SECOND),
      series('loki_canary_missing_entries_total', CANARY, '0+15x120'),
    ],
    labels: { severity: 'critical', job: 'loki-canary', namespace: 'monitoring', pod: 'loki-canary-abcde' },
    summary: '50% of the lines that loki-canary-abcde wrote cannot be read back',
  },
  ...[
    { agent: 'promtail', metric: 'promtail_dropped_entries_total' },
    { agent: 'alloy', metric: 'loki_write_dropped_entries_total' },
  ].map(({ agent, metric }) => {
    const labels = `job="${agent}", namespace="monitoring", pod="${agent}-1", host="loki:3100"`;
    return {
      alert: 'LogAgentDropsLines',
      // some lines that were too old on the first start
      quiet: [series(metric, `${labels}, reason="ingester_error"`, '0+0x4 500+0x116')],
      firing: [series(metric, `${labels}, reason="rate_limited"`, ONE_A_SECOND)],
      labels: { severity: 'warning', job: agent, namespace: 'monitoring', pod: `${agent}-1`, reason: 'rate_limited' },
      summary: `${agent}-1 gives up on 1 log lines a second (rate_limited)`,
    };
  }),
  {
    alert: 'LokiRequestsFailing',
    quiet: [
      series(
        'loki_request_duration_seconds_count',
        `${LOKI}, route="loki_api_v1_push", status_code="204"`,
        ONE_A_SECOND,
      ),
      series(
        'loki_request_duration_seconds_count',
        `${LOKI}, route="loki_api_v1_push", status_code="400"`,
        ONE_A_SECOND,
      ),
      series('loki_request_duration_seconds_count', `${LOKI}, route="loki_api_v1_push", status_code="500"`, '0+1x120'),
    ],
    firing: [
      series(
        'loki_request_duration_seconds_count',
        `${LOKI}, route="loki_api_v1_push", status_code="204"`,
        ONE_A_SECOND,
      ),
      series(
        'loki_request_duration_seconds_count',
        `${LOKI}, route="loki_api_v1_push", status_code="500"`,
        ONE_A_SECOND,
      ),
    ],
    labels: { severity: 'warning', job: 'loki', namespace: 'monitoring', route: 'loki_api_v1_push' },
    summary: '50% of the requests for loki_api_v1_push fail in Loki',
  },
  {
    alert: 'LokiDiskFull',
    quiet: [series('loki_ingester_wal_disk_usage_percent', LOKI, '0.8+0x120')],
    firing: [series('loki_ingester_wal_disk_usage_percent', LOKI, '0.93+0x120')],
    labels: { severity: 'critical', ...ofLoki },
    summary: 'The disk of loki-0 is 93% full: it takes no more lines',
  },
];

function alertTest(alert: string, input_series: readonly InputSeries[], expected?: Case): RuleTest {
  const rule = RULES.find(({ name }) => name === alert);
  const annotations = rule?._data.annotations ?? {};
  const exp_alerts =
    expected === undefined
      ? []
      : [{ exp_labels: expected.labels, exp_annotations: { ...annotations, summary: expected.summary } }];
  // evaluated as soon as half an hour has passed, and again at the end of the hour
  const times = ['30m', '55m'];
  return {
    interval: '30s',
    input_series,
    alert_rule_test: times.map((eval_time) => ({ eval_time, alertname: alert, exp_alerts })),
  };
}

describe('PlgMixin', () => {
  test('holds alerts and no dashboards', () => {
    expect(mixinName).toBe('plg');
    expect(dashboards).toEqual([]);
    expect(ruleGroups.map(({ name }) => name)).toEqual(['plg-metrics', 'plg-logs']);
  });

  test('has a case below for each alert', () => {
    expect([...new Set(CASES.map(({ alert }) => alert))].sort()).toEqual(RULES.map(({ name }) => name).sort());
  });

  test('says of each alert what is wrong, what that means and what to do', () => {
    for (const { _data } of RULES) {
      expect(Object.keys(_data.annotations ?? {})).toEqual(['summary', 'description', 'runbook']);
    }
  });

  test('waits with each alert until a restart would be over', () => {
    const hasty = RULES.filter(({ _data }) => _data.for === undefined);

    expect(hasty.map(({ name }) => name)).toEqual([]);
  });
});

describeWithPromtool('alerts of the stack', () => {
  test('are rules that Prometheus accepts', () => {
    expect(checkRules(ruleGroups)).toBe('');
  });

  test.each(CASES)('$alert fires: $summary', (expected) => {
    expect(testRules(ruleGroups, [alertTest(expected.alert, expected.firing, expected)])).toBe('');
  });

  test('none fires while all is well', () => {
    const everything = CASES.flatMap(({ quiet }) => quiet);

    const tests = RULES.map(({ name }) => alertTest(name, everything));

    expect(testRules(ruleGroups, tests)).toBe('');
  });

  test('none fires in a cluster that has nothing of the stack', () => {
    const tests = RULES.map(({ name }) => alertTest(name, []));

    expect(testRules(ruleGroups, tests)).toBe('');
  });
});
