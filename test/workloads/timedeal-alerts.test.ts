import { Chart } from 'cdk8s';
import { Credentials } from '../../lib/core/credentials';
import { Timedeal } from '../../lib/workloads/timedeal/timedeal';
import { TimedealMixin } from '../../lib/workloads/timedeal/timedeal-mixin';
import { AlertCases, type AlertCase } from '../mixins/support/alert-cases';
import { testAlerts } from '../mixins/support/alert-tests';
import { checkRules, describeWithPromtool, type InputSeries } from '../mixins/support/promtool';
import { changing, series, state, twice } from '../mixins/support/series';
import { testApp } from '../support/manifests';

const namespace = 'timedeal';
const chart = new Chart(testApp(), 'shop', { namespace });
const databaseCredentials = Credentials.fromSecret('timedeal-db');
const { ruleGroups } = new TimedealMixin(new Timedeal(chart, 'Timedeal', { databaseCredentials }));

const OWN = { namespace, container: 'stock-service', job: 'stock-service' };
const DATABASE = { namespace, container: 'postgres-exporter', job: 'postgres', pod: 'postgres-0' };
const AUTOSCALER = { namespace, horizontalpodautoscaler: 'stock-service' };

const OF_SERVICE = { namespace, container: 'stock-service' };
const OF_DATABASE = { namespace, pod: 'postgres-0' };

/** From when on something is there, in seconds: 5 minutes before it is looked at half an hour after the start. */
const JUST_NOW = 1500;
/** Steps of 30 seconds for which something then was not there. */
const NOT_YET = '_x50';

/** A Deployment: so many of its pods take requests, of so many that are wanted. */
function deployment(name: string, available: number | string, wanted: number, created = 0): InputSeries[] {
  const labels = { namespace, deployment: name };
  return [
    state('kube_deployment_status_replicas_available', labels, available),
    state('kube_deployment_spec_replicas', labels, wanted),
    state('kube_deployment_created', labels, created),
  ];
}

/** The database's StatefulSet. */
function statefulSet(ready: number | string, wanted: number, created = 0): InputSeries[] {
  const labels = { namespace, statefulset: 'postgres' };
  return [
    state('kube_statefulset_status_replicas_ready', labels, ready),
    state('kube_statefulset_replicas', labels, wanted),
    state('kube_statefulset_created', labels, created),
  ];
}

/** Requests to one pod, counted every 30 seconds. */
const counted = (code: number, values: string): InputSeries =>
  changing('http_requests_total', { ...OWN, pod: 'stock-service-1', code: `${code}` }, values);

/** Requests to each of two pods, so many every 30 seconds. */
function requests(code: number, growth: number): InputSeries[] {
  return ['stock-service-1', 'stock-service-2'].map((pod) =>
    series('http_requests_total', { ...OWN, pod, code: `${code}` }, 0, growth),
  );
}

/** Requests of which each second one is answered within the first bound, each other within the second. */
function answeredWithin(first: string, second: string, growth = 60): InputSeries[] {
  const labels = { ...OWN, pod: 'stock-service-1', code: '200' };
  const bucket = (le: string, part: number): InputSeries =>
    series('http_request_duration_seconds_bucket', { ...labels, le }, 0, part);
  const count = series('http_request_duration_seconds_count', labels, 0, growth);
  return [bucket(first, growth / 2), bucket(second, growth), bucket('+Inf', growth), count];
}

function autoscaler(replicas: number, cpu: number): InputSeries[] {
  const onCpu = { ...AUTOSCALER, metric_name: 'cpu', metric_target_type: 'utilization' };
  return [
    state('kube_horizontalpodautoscaler_status_current_replicas', AUTOSCALER, replicas),
    state('kube_horizontalpodautoscaler_spec_max_replicas', AUTOSCALER, 4),
    state('kube_horizontalpodautoscaler_status_target_metric', onCpu, cpu),
    state('kube_horizontalpodautoscaler_spec_target_metric', onCpu, 70),
  ];
}

function scalingActive(active: boolean): InputSeries[] {
  return ['true', 'false'].map((status) =>
    state(
      'kube_horizontalpodautoscaler_status_condition',
      { ...AUTOSCALER, condition: 'ScalingActive', status },
      status === String(active) ? 1 : 0,
    ),
  );
}

const connections = (datname: string, count: number): InputSeries =>
  series('pg_stat_database_numbackends', { ...DATABASE, datname }, count);

const deadlocks = (from: number, growth: number): InputSeries =>
  series('pg_stat_database_deadlocks', { ...DATABASE, datname: 'timedeal' }, from, growth);

const IDLE = [...requests(200, 0), ...requests(500, 0)];

const DOWN = {
  labels: { severity: 'critical', namespace, deployment: 'stock-service' },
  summary: 'No pod of timedeal/stock-service takes requests',
};

const DATABASE_DOWN = {
  labels: { severity: 'critical', namespace, statefulset: 'postgres' },
  summary: 'The database timedeal/postgres does not answer',
};

const CASES: readonly AlertCase[] = [
  {
    alert: 'TimedealDown',
    // another Deployment of the namespace has nothing to do with it
    firing: twice([...deployment('stock-service', 0, 2), ...deployment('mailer', 1, 1)]),
    fires: [DOWN],
    silent: {
      'a pod takes requests': deployment('stock-service', 1, 2),
      'nobody wants any': deployment('stock-service', 0, 0),
      'its first pods pull their image': deployment('stock-service', `${NOT_YET} 0x100`, 2, JUST_NOW),
    },
    at: ['30m'],
  },
  {
    alert: 'TimedealDown',
    // within its first minutes, but it had taken requests
    firing: deployment('stock-service', `${NOT_YET} 0 0 2 2 2 0x100`, 2, JUST_NOW),
    fires: [DOWN],
    silent: {},
    at: ['30m'],
  },
  {
    alert: 'TimedealErrors',
    firing: [...requests(200, 90), ...requests(500, 10)],
    fires: [
      {
        labels: { severity: 'critical', ...OF_SERVICE },
        summary: '10% of the requests to timedeal/stock-service fail',
      },
    ],
    silent: {
      'what is sold out is no error': [...requests(200, 300), ...requests(409, 300), ...requests(500, 3)],
      'nobody buys': IDLE,
      'a burst that is over at once': [counted(200, '0+600x480'), counted(500, '0x57 600x400')],
      'a single failure in a quiet shop': [counted(200, '0+0.5x480'), counted(500, '0x57 1x400')],
      'failures that ended three minutes ago': [counted(200, '0+600x480'), counted(500, '0+60x54 3240x400')],
      'failures that ended with all requests': [counted(200, '0+600x54 32400x400'), counted(500, '0+60x54 3240x400')],
    },
    // minute by minute, after what happened at the 29th
    at: ['30m', '31m', '32m', '33m', '34m', '55m'],
  },
  {
    alert: 'TimedealSlow',
    firing: answeredWithin('0.5', '2.5'),
    fires: [
      {
        labels: { severity: 'warning', ...OF_SERVICE },
        summary: '5% of the requests to timedeal/stock-service take longer than 2.3s',
      },
    ],
    silent: {
      'half a second at most': answeredWithin('0.25', '0.5'),
      'nobody buys': IDLE,
      'two requests a minute, one of them slow': answeredWithin('0.5', '2.5', 1),
    },
  },
  {
    alert: 'TimedealAtMaximumReplicas',
    firing: autoscaler(4, 95),
    fires: [
      {
        labels: { severity: 'warning', ...AUTOSCALER },
        summary: 'timedeal/stock-service has its 4 pods and would need more',
      },
    ],
    silent: {
      'at its maximum, which is enough': autoscaler(4, 65),
      'below its maximum, however busy the pods are': autoscaler(3, 250),
    },
  },
  {
    alert: 'TimedealAutoscalerBlind',
    firing: scalingActive(false),
    fires: [
      {
        labels: { severity: 'warning', ...AUTOSCALER },
        summary: 'timedeal/stock-service cannot compute how many pods it needs',
      },
    ],
    silent: {
      'it can': scalingActive(true),
      'without pods it is switched off': [
        ...scalingActive(false),
        state('kube_horizontalpodautoscaler_status_current_replicas', AUTOSCALER, 0),
      ],
    },
  },
  {
    alert: 'TimedealPostgresDown',
    firing: [series('pg_up', DATABASE, 0), ...statefulSet(1, 1)],
    fires: [DATABASE_DOWN],
    silent: {
      'it answers': [series('pg_up', DATABASE, 1), ...statefulSet(1, 1)],
      'nobody wants any': statefulSet(0, 0),
      'its first pod pulls its image': [
        changing('pg_up', DATABASE, `${NOT_YET} 0x100`),
        ...statefulSet(`${NOT_YET} 0x100`, 1, JUST_NOW),
      ],
    },
    at: ['30m'],
  },
  {
    alert: 'TimedealPostgresDown',
    // its pod is gone, and with it the exporter
    firing: twice([changing('pg_up', DATABASE, '1x20 stale'), ...statefulSet('1x20 0x400', 1)]),
    fires: [DATABASE_DOWN],
    silent: {},
  },
  {
    alert: 'TimedealPostgresDown',
    // no kube-state-metrics says since when it is there
    firing: [series('pg_up', DATABASE, 0)],
    fires: [DATABASE_DOWN],
    silent: {},
  },
  {
    alert: 'TimedealPostgresConnectionsNearMaximum',
    // those of every database count
    firing: [connections('timedeal', 80), connections('postgres', 10)],
    fires: [
      {
        labels: { severity: 'warning', ...OF_DATABASE },
        summary: '90% of the 100 connections of timedeal/postgres-0 are taken',
      },
    ],
    silent: { 'some are left': [connections('timedeal', 70)] },
  },
  {
    alert: 'TimedealPostgresDeadlocks',
    firing: [deadlocks(0, 1)],
    fires: [
      {
        labels: { severity: 'warning', ...OF_DATABASE },
        summary: 'Transactions in timedeal/postgres-0 wait for each other and are broken off',
      },
    ],
    silent: { 'some, long ago': [deadlocks(3, 0)] },
  },
];

describe('alerts on the shop', () => {
  const alerts = new AlertCases(ruleGroups, CASES, ['30m', '55m']);
  testAlerts(alerts);

  test('wait until a restart would be over', () => {
    for (const { _data } of ruleGroups.flatMap(({ rules }) => rules)) expect(_data.for).toMatch(/^\d+m$/);
  });

  describeWithPromtool('together', () => {
    test('are rules that Prometheus accepts', () => {
      expect(checkRules(ruleGroups)).toBe('');
    });

    test('are silent while all is well', () => {
      expect(alerts.noise(CASES.flatMap(({ silent }) => Object.values(silent).slice(0, 1).flat()))).toBe('');
    });

    test('are silent for a shop in another namespace', () => {
      const elsewhere = CASES.flatMap(({ firing }) => firing).map(({ series: name, values }) => ({
        series: name.replace('namespace="timedeal"', 'namespace="shop-eu"'),
        values,
      }));

      expect(alerts.noise(elsewhere)).toBe('');
    });
  });
});
