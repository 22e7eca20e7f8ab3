import { agentMetrics } from '../../../lib/mixins/plg/agent-metrics';
import { grafanaAlerts } from '../../../lib/mixins/plg/alerts/grafana';
import { stackAlerts } from '../../../lib/mixins/plg/alerts/stack';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { LogAgentKind } from '../../../lib/model/log-agent-kind';
import { AlertCases, type AlertCase, type Said } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { series } from '../support/series';
import { CANARY, GRAFANA, LOKI, PROMETHEUS, StackPod } from './stack-series';

const GROUPS = [
  ...stackAlerts(AlertProfile.FULL, agentMetrics(LogAgentKind.ALLOY)),
  ...grafanaAlerts(AlertProfile.FULL),
];

const target = (pod: string, up: number): InputSeries => series('up', { job: 'api', namespace: 'shop', pod }, up);

/** A metric that each part alone has. */
const PARTS: { readonly [component: string]: InputSeries } = {
  Prometheus: PROMETHEUS.shows('prometheus_build_info', 1),
  Loki: LOKI.shows('loki_build_info', 1),
  'Loki canary': CANARY.shows('loki_canary_entries_total', 0, 30),
  Alloy: new StackPod('collector', 'collector-1').shows('alloy_build_info', 1),
  Grafana: GRAFANA.shows('grafana_build_info', 1),
};

function gone(component: string): Said {
  return {
    labels: { severity: 'critical', component },
    summary: `There are no metrics of ${component} at all`,
  };
}

function without(missing: string): InputSeries[] {
  return Object.entries(PARTS).flatMap(([component, one]) => (component === missing ? [] : [one]));
}

const request = (handler: string, status_code: string, each: number): InputSeries =>
  GRAFANA.shows('grafana_http_request_duration_seconds_count', 0, each, { handler, method: 'GET', status_code });

const query = (datasource: string, code: string, each: number): InputSeries =>
  GRAFANA.shows('grafana_datasource_request_total', 0, each, { datasource, method: 'POST', code });

const WELL = Object.values(PARTS);
// it always fires
const besides = ['Watchdog'];

const CASES: readonly AlertCase[] = [
  {
    alert: 'TargetDown',
    firing: [...WELL, target('a', 1), target('b', 0)],
    fires: [
      {
        labels: { severity: 'warning', job: 'api', namespace: 'shop' },
        summary: '50% of the targets of api cannot be scraped',
      },
    ],
    besides,
    silent: { 'all are up': ['a', 'b', 'c'].map((pod) => target(pod, 1)) },
  },
  ...Object.keys(PARTS).map((component) => ({
    alert: 'PlgComponentDown',
    firing: without(component),
    fires: [gone(component)],
    besides,
    silent: { 'all parts are there': WELL },
  })),
  {
    alert: 'PlgComponentDown',
    // each part that is missing is named
    firing: [],
    fires: Object.keys(PARTS).map(gone),
    besides,
    silent: {},
  },
  {
    alert: 'GrafanaRequestsFailing',
    firing: [
      ...WELL,
      request('/api/search/', '200', 10),
      request('/api/search/', '500', 30),
      request('/api/login', '200', 30),
    ],
    fires: [
      GRAFANA.saysOfAll('warning', '75% of the requests for /api/search/ fail in Grafana', { handler: '/api/search/' }),
    ],
    besides,
    silent: {
      'one that fails, and queries whose data source is down': [
        request('/api/search/', '200', 30),
        request('/api/search/', '500', 1),
        request('/api/ds/query', '500', 30),
        request('/api/datasources/uid/:uid/resources/*', '502', 30),
      ],
    },
  },
  {
    alert: 'GrafanaDataSourceFailing',
    firing: [...WELL, query('Loki', '200', 10), query('Loki', '502', 10), query('Prometheus', '200', 30)],
    fires: [GRAFANA.saysOfAll('warning', '50% of the queries of Grafana to Loki fail', { datasource: 'Loki' })],
    besides,
    silent: {
      'a query with an error in it': [
        query('Loki', '200', 30),
        query('Loki', '500', 1),
        query('Prometheus', '400', 30),
      ],
    },
  },
  {
    alert: 'Watchdog',
    firing: WELL,
    fires: [{ labels: { severity: 'none' }, summary: 'Alerts are evaluated' }],
    silent: {},
  },
];

describe('alerts about the stack as a whole', () => {
  testAlerts(new AlertCases(GROUPS, CASES));
});
