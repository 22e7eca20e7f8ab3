import { Chart } from 'cdk8s';
import { Credentials } from '../../lib/core/credentials';
import { AlertProfile } from '../../lib/model/alert-profile';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { Timedeal, type TimedealProps } from '../../lib/workloads/timedeal/timedeal';
import { TimedealMixin, type TimedealMixinOptions } from '../../lib/workloads/timedeal/timedeal-mixin';
import {
  checkRules,
  describeWithPromtool,
  testRules,
  type InputSeries,
  type RuleTest,
} from '../mixins/support/promtool';
import { panelsOf } from '../mixins/support/queries';
import { testApp } from '../support/manifests';

function mixin(
  namespace = 'timedeal',
  options: TimedealMixinOptions = {},
  props: Partial<TimedealProps> = {},
): TimedealMixin {
  const chart = new Chart(testApp(), 'shop', { namespace });
  const databaseCredentials = Credentials.fromSecret('timedeal-db');
  return new TimedealMixin(new Timedeal(chart, 'Timedeal', { databaseCredentials, ...props }), options);
}

function alertsOf({ ruleGroups }: TimedealMixin): string[] {
  return ruleGroups.flatMap(({ rules }) => rules).map(({ name }) => name);
}

const { ruleGroups } = mixin();
const RULES = ruleGroups.flatMap(({ rules }) => rules);

const OWN = 'namespace="timedeal", container="stock-service", job="stock-service"';
const PODS = ['stock-service-1', 'stock-service-2'];
const DATABASE = 'namespace="timedeal", container="postgres-exporter", job="postgres", pod="postgres-0"';
const STATE = 'job="kube-state-metrics", namespace="timedeal"';
const AUTOSCALER = `${STATE}, horizontalpodautoscaler="stock-service"`;
const CPU = 'metric_name="cpu", metric_target_type="utilization"';

function series(metric: string, labels: string, values: string): InputSeries {
  return { series: `${metric}{${labels}}`, values };
}

function constant(metric: string, labels: string, value: number): InputSeries {
  return series(metric, labels, `${value}+0x120`);
}

/** A counter that grows by so much every 30 seconds. */
function counter(metric: string, labels: string, growth: number): InputSeries {
  return series(metric, labels, `0+${growth}x120`);
}

function requests(code: number, growth: number): InputSeries[] {
  return PODS.map((pod) => counter('http_requests_total', `${OWN}, pod="${pod}", code="${code}"`, growth));
}

/** Requests of which each second one is answered within the first bound, each other within the second. */
function answeredWithin(first: string, second: string): InputSeries[] {
  const bucket = (le: string, growth: number): InputSeries =>
    counter('http_request_duration_seconds_bucket', `${OWN}, pod="${PODS[0]}", code="200", le="${le}"`, growth);
  return [bucket(first, 30), bucket(second, 60), bucket('+Inf', 60)];
}

function autoscaler(replicas: number, cpu: number): InputSeries[] {
  return [
    constant('kube_horizontalpodautoscaler_status_current_replicas', AUTOSCALER, replicas),
    constant('kube_horizontalpodautoscaler_spec_max_replicas', AUTOSCALER, 4),
    constant('kube_horizontalpodautoscaler_status_target_metric', `${AUTOSCALER}, ${CPU}`, cpu),
    constant('kube_horizontalpodautoscaler_spec_target_metric', `${AUTOSCALER}, ${CPU}`, 70),
  ];
}

function scalingActive(active: boolean): InputSeries[] {
  const condition = (status: string, holds: boolean): InputSeries =>
    constant(
      'kube_horizontalpodautoscaler_status_condition',
      `${AUTOSCALER}, condition="ScalingActive", status="${status}"`,
      holds ? 1 : 0,
    );
  return [condition('true', active), condition('false', !active)];
}

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

const namespace = 'timedeal';
const horizontalpodautoscaler = 'stock-service';

const CASES: readonly Case[] = [
  {
    alert: 'TimedealDown',
    quiet: [constant('kube_deployment_status_replicas_available', `${STATE}, deployment="stock-service"`, 1)],
    firing: [
      constant('kube_deployment_status_replicas_available', `${STATE}, deployment="stock-service"`, 0),
      // another Deployment of the namespace has nothing to do with it
      constant('kube_deployment_status_replicas_available', `${STATE}, deployment="mailer"`, 1),
    ],
    labels: { severity: 'critical', namespace, deployment: 'stock-service' },
    summary: 'No pod of timedeal/stock-service takes requests',
  },
  {
    alert: 'TimedealErrors',
    // what is sold out is no error
    quiet: [...requests(200, 300), ...requests(409, 300), ...requests(500, 3)],
    firing: [...requests(200, 90), ...requests(500, 10)],
    labels: { severity: 'critical', namespace, container: 'stock-service' },
    summary: '10% of the requests to timedeal/stock-service fail',
  },
  {
    alert: 'TimedealSlow',
    quiet: answeredWithin('0.25', '0.5'),
    firing: answeredWithin('0.5', '2.5'),
    labels: { severity: 'warning', namespace, container: 'stock-service' },
    summary: '5% of the requests to timedeal/stock-service take longer than 2.3s',
  },
  {
    alert: 'TimedealAtMaximumReplicas',
    // at its maximum, which is enough
    quiet: autoscaler(4, 65),
    firing: autoscaler(4, 95),
    labels: { severity: 'warning', namespace, horizontalpodautoscaler },
    summary: 'timedeal/stock-service has its 4 pods and would need more',
  },
  {
    alert: 'TimedealAutoscalerBlind',
    quiet: scalingActive(true),
    firing: scalingActive(false),
    labels: { severity: 'warning', namespace, horizontalpodautoscaler },
    summary: 'timedeal/stock-service cannot compute how many pods it needs',
  },
  {
    alert: 'TimedealPostgresDown',
    quiet: [constant('pg_up', DATABASE, 1)],
    firing: [constant('pg_up', DATABASE, 0)],
    labels: { severity: 'critical', namespace, pod: 'postgres-0' },
    summary: 'The database in timedeal/postgres-0 does not answer',
  },
  {
    alert: 'TimedealPostgresConnectionsNearMaximum',
    quiet: [constant('pg_stat_database_numbackends', `${DATABASE}, datname="timedeal"`, 70)],
    // those of every database count
    firing: [
      constant('pg_stat_database_numbackends', `${DATABASE}, datname="timedeal"`, 80),
      constant('pg_stat_database_numbackends', `${DATABASE}, datname="postgres"`, 10),
    ],
    labels: { severity: 'warning', namespace, pod: 'postgres-0' },
    summary: '90% of the 100 connections of timedeal/postgres-0 are taken',
  },
  {
    alert: 'TimedealPostgresDeadlocks',
    quiet: [constant('pg_stat_database_deadlocks', `${DATABASE}, datname="timedeal"`, 3)],
    firing: [counter('pg_stat_database_deadlocks', `${DATABASE}, datname="timedeal"`, 1)],
    labels: { severity: 'warning', namespace, pod: 'postgres-0' },
    summary: 'Transactions in timedeal/postgres-0 wait for each other and are broken off',
  },
];

function alertTest(alert: string, input_series: readonly InputSeries[], expected?: Case): RuleTest {
  const rule = RULES.find(({ name }) => name === alert);
  const annotations = rule?._data.annotations ?? {};
  const exp_alerts =
    expected === undefined
      ? []
      : [{ exp_labels: expected.labels, exp_annotations: { ...annotations, summary: expected.summary } }];
  return {
    interval: '30s',
    input_series,
    alert_rule_test: ['30m', '55m'].map((eval_time) => ({ eval_time, alertname: alert, exp_alerts })),
  };
}

describe('TimedealMixin', () => {
  test('brings the dashboard and the alerts of the guide’s shop', () => {
    const { name, dashboards, ruleGroups: groups } = mixin();

    expect(name).toBe('timedeal');
    expect(dashboards.map(({ uid, title }) => ({ uid, title }))).toEqual([
      { uid: 'timedeal-load-test', title: 'Timedeal load test' },
    ]);
    expect(groups.map((group) => group.name)).toEqual(['timedeal', 'timedeal-postgres']);
  });

  test('takes another name for a shop in another namespace, so that both are watched side by side', () => {
    const { name, dashboards, ruleGroups: groups } = mixin('shop-eu');

    expect(name).toBe('timedeal-shop-eu');
    expect(dashboards.map(({ uid, title }) => ({ uid, title }))).toEqual([
      { uid: 'timedeal-load-test-shop-eu', title: 'Timedeal load test (shop-eu)' },
    ]);
    expect(groups.map((group) => group.name)).toEqual(['timedeal-shop-eu', 'timedeal-shop-eu-postgres']);
  });

  test('has a uid that Grafana takes for the longest namespace, another one for each', () => {
    const uids = ['a', 'b'].map((letter) => mixin(letter.repeat(63)).dashboards[0]?.uid ?? '');

    expect(uids.filter((uid) => /^[a-z0-9-]{1,40}$/.test(uid))).toHaveLength(2);
    expect(new Set(uids).size).toBe(2);
  });

  test('reads nothing of a shop in another namespace', () => {
    const { dashboards, ruleGroups: groups } = mixin('shop-eu');

    const queries = [
      ...dashboards.flatMap((dashboard) => panelsOf(dashboard)).flatMap(({ targets = [] }) => targets),
      ...groups.flatMap(({ rules }) => rules).map(({ _data }) => _data),
    ].map(({ expr }) => expr);

    expect(queries.filter((expr) => !/"shop-eu(-stock-service-80@kubernetes)?"|^vector\(100\)$/.test(expr))).toEqual(
      [],
    );
    expect(queries.filter((expr) => expr.includes('namespace="timedeal"'))).toEqual([]);
  });

  test('has no alerts on request', () => {
    expect(alertsOf(mixin('timedeal', { alerts: AlertProfile.NONE }))).toEqual([]);
    expect(alertsOf(mixin('timedeal', { alerts: AlertProfile.FULL }))).toEqual(alertsOf(mixin()));
  });

  test('asks a database without exporter for nothing', () => {
    const without = mixin('timedeal', {}, { databaseExporter: false });

    const [dashboard] = without.dashboards;
    expect(JSON.stringify(dashboard?._model())).not.toMatch(/\bpg_/);
    expect(alertsOf(without).filter((name) => name.includes('Postgres'))).toEqual([]);
  });

  test('asks Traefik only where it is scraped', () => {
    const titles = ({ dashboards: [dashboard] }: TimedealMixin): string[] =>
      dashboard === undefined ? [] : panelsOf(dashboard).map(({ title }) => title);

    const k3s = titles(mixin('timedeal', { flavor: KubernetesFlavor.K3S }));
    const standard = titles(mixin('timedeal', { flavor: KubernetesFlavor.STANDARD }));

    expect(k3s.filter((title) => !standard.includes(title))).toEqual([
      'Requests through Traefik',
      'Time at Traefik and in the service',
    ]);
  });

  test('fails for what is no shop', () => {
    expect(() => new TimedealMixin(undefined as unknown as Timedeal)).toThrow(
      new Error("[TimedealMixin] 'shop' is null; it must be the construct of the shop: new timedeal.Timedeal(...)"),
    );
  });

  test('has a case below for each alert', () => {
    expect(CASES.map(({ alert }) => alert).sort()).toEqual(RULES.map(({ name }) => name).sort());
  });

  test('says of each alert what is wrong, what that means and what to do, and waits until a restart would be over', () => {
    for (const { _data } of RULES) {
      expect(Object.keys(_data.annotations ?? {})).toEqual(['summary', 'description', 'runbook']);
      expect(_data.for).toMatch(/^\d+m$/);
    }
  });
});

describeWithPromtool('alerts of the shop', () => {
  test('are rules that Prometheus accepts', () => {
    expect(checkRules(ruleGroups)).toBe('');
  });

  test.each(CASES)('$alert fires: $summary', (expected) => {
    expect(testRules(ruleGroups, [alertTest(expected.alert, expected.firing, expected)])).toBe('');
  });

  test('none fires while all is well', () => {
    const everything = CASES.flatMap(({ quiet }) => quiet);

    expect(
      testRules(
        ruleGroups,
        RULES.map(({ name }) => alertTest(name, everything)),
      ),
    ).toBe('');
  });

  test('none fires below the maximum of replicas, however busy the pods are', () => {
    expect(testRules(ruleGroups, [alertTest('TimedealAtMaximumReplicas', autoscaler(3, 250))])).toBe('');
  });

  test('none fires while nobody buys', () => {
    const idle = [...requests(200, 0), ...requests(500, 0)];

    expect(testRules(ruleGroups, [alertTest('TimedealErrors', idle), alertTest('TimedealSlow', idle)])).toBe('');
  });

  test('none fires for a shop in another namespace', () => {
    const elsewhere = CASES.flatMap(({ firing }) => firing).map(({ series: name, values }) => ({
      series: name.replace('namespace="timedeal"', 'namespace="shop-eu"'),
      values,
    }));

    expect(
      testRules(
        ruleGroups,
        RULES.map(({ name }) => alertTest(name, elsewhere)),
      ),
    ).toBe('');
  });
});
