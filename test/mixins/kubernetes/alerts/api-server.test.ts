import { apiServerAlerts } from '../../../../lib/mixins/kubernetes/alerts/api-server';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { series } from '../../support/series';

const TARGET = { job: 'apiserver', instance: '10.0.0.1:6443', namespace: 'default' };
const WARNING = { severity: 'warning' };
const UP = series('up', TARGET, 1);

function counter(metric: string, labels: { readonly [name: string]: string }, perStep: number): InputSeries {
  return series(metric, { ...TARGET, ...labels }, 0, perStep);
}

interface Requests {
  readonly verb: string;
  readonly scope: 'resource' | 'namespace' | 'cluster';
  /** Bounds of the histogram, and how many of 1000 requests in each step lie within them. */
  readonly within: { readonly [le: string]: number };
  readonly subresource?: string;
}

function requests({ verb, scope, within, subresource = '' }: Requests): InputSeries[] {
  const labels = { verb, scope, subresource, resource: 'pods', component: 'apiserver' };
  return [
    counter('apiserver_request_sli_duration_seconds_count', labels, 1000),
    ...Object.entries({ ...within, '+Inf': 1000 }).map(([le, count]) =>
      counter('apiserver_request_sli_duration_seconds_bucket', { ...labels, le }, count),
    ),
    counter('apiserver_request_total', { ...labels, code: '200' }, 1000),
  ];
}

// lists of a whole cluster may take long, and what is streamed even longer
const PATIENT = [
  ...requests({ verb: 'POST', scope: 'resource', within: { '1.0': 996 } }),
  ...requests({ verb: 'GET', scope: 'resource', within: { '1.0': 996 } }),
  ...requests({ verb: 'LIST', scope: 'namespace', within: { '1.0': 300, '5.0': 998 } }),
  ...requests({ verb: 'LIST', scope: 'cluster', within: { '1.0': 0, '5.0': 0, '30.0': 998 } }),
  ...requests({ verb: 'GET', scope: 'resource', within: { '1.0': 0 }, subresource: 'log' }),
  ...requests({ verb: 'WATCH', scope: 'cluster', within: { '1.0': 0 } }),
];

/** Of 2000 requests in each step, so many fail and so many are late. */
function bad(failed: number, late: number): InputSeries[] {
  return [
    ...requests({ verb: 'GET', scope: 'resource', within: { '1.0': 1000 - late } }),
    ...requests({ verb: 'POST', scope: 'resource', within: { '1': 1000 } }),
    counter('apiserver_request_total', { verb: 'POST', scope: 'resource', subresource: '', code: '500' }, failed),
  ];
}

const burnt = (long: string, short: string, severity: string, share: string) => ({
  labels: { severity, long, short },
  summary: `${share} of the requests to the API of the last ${long} failed or were late`,
});

const certificates = (within: { readonly [le: string]: number }): InputSeries[] =>
  Object.entries({ ...within, '+Inf': 100 }).map(([le, count]) =>
    counter('apiserver_client_certificate_expiration_seconds_bucket', { le }, count),
  );

const METRICS_API = { name: 'v1beta1.metrics.k8s.io' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeAPIDown',
    firing: [series('up', TARGET, 0)],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no API server' }],
    silent: {
      'one of two is there': [UP, series('up', { ...TARGET, instance: '10.0.0.2:6443' }, 0)],
    },
  },
  {
    alert: 'KubeAPITerminatedRequests',
    firing: [
      UP,
      counter('apiserver_request_total', { verb: 'GET' }, 700),
      counter('apiserver_request_terminations_total', { verb: 'GET' }, 300),
    ],
    fires: [{ labels: WARNING, summary: 'The API server refuses 30% of its requests in self-defence' }],
    silent: {
      'it refuses one in ten': [
        counter('apiserver_request_total', { verb: 'GET' }, 900),
        counter('apiserver_request_terminations_total', { verb: 'GET' }, 100),
      ],
    },
  },
  {
    alert: 'KubeAggregatedAPIErrors',
    firing: [
      UP,
      counter('aggregator_unavailable_apiservice_total', { ...METRICS_API, reason: 'MissingEndpoints' }, 0.5),
    ],
    fires: [
      {
        labels: { ...WARNING, ...METRICS_API, reason: 'MissingEndpoints' },
        summary: 'The API v1beta1.metrics.k8s.io comes and goes (MissingEndpoints)',
      },
    ],
    silent: {
      'a rollout': [
        counter('aggregator_unavailable_apiservice_total', { ...METRICS_API, reason: 'MissingEndpoints' }, 0.1),
      ],
    },
  },
  {
    alert: 'KubeAggregatedAPIDown',
    firing: [UP, series('aggregator_unavailable_apiservice', { ...TARGET, ...METRICS_API }, 1)],
    fires: [
      {
        labels: { ...WARNING, ...METRICS_API },
        summary: 'The API v1beta1.metrics.k8s.io was there for 0% of the last 10 minutes',
      },
    ],
    silent: { 'it is there': [series('aggregator_unavailable_apiservice', { ...TARGET, ...METRICS_API }, 0)] },
  },
  {
    alert: 'KubeAPIErrorBudgetBurn',
    firing: [UP, ...bad(400, 0)],
    fires: [burnt('1h', '5m', 'critical', '20%'), burnt('2h', '10m', 'warning', '20%')],
    silent: { 'lists of a whole cluster may take long, and what is streamed even longer': PATIENT },
  },
  {
    alert: 'KubeAPIErrorBudgetBurn',
    firing: [UP, ...bad(60, 100)],
    fires: [burnt('2h', '10m', 'warning', '8%')],
    silent: { 'one in twenty failed or was late': bad(60, 40) },
  },
  {
    alert: 'KubeClientCertificateExpiration',
    firing: [UP, ...certificates({ '172800': 0, '345600': 100 })],
    fires: [
      {
        labels: WARNING,
        summary: 'Someone speaks to the API server with a certificate that ends within 2d 0h 28m 48s',
      },
    ],
    silent: {
      'it was used, but not lately': [
        ...certificates({ '604800': 0, '2592000': 50 }),
        series('apiserver_client_certificate_expiration_seconds_bucket', { ...TARGET, le: '86400' }, 4),
      ],
    },
  },
  {
    alert: 'KubeClientCertificateExpiration',
    firing: [UP, ...certificates({ '43200': 100 })],
    fires: ['critical', 'warning'].map((severity) => ({
      labels: { severity },
      summary: 'Someone speaks to the API server with a certificate that ends within 7m 12s',
    })),
    silent: {},
  },
];

const namesOf = (profile: AlertProfile): string[] =>
  apiServerAlerts(KubernetesFlavor.STANDARD, profile).flatMap(({ rules }) => rules.map(({ name }) => name));

describe('alerts on the API server', () => {
  testAlerts(new AlertCases(apiServerAlerts(KubernetesFlavor.STANDARD, AlertProfile.FULL), CASES));

  test('are none on k3s, which shows its metrics among those of the kubelet', () => {
    expect(apiServerAlerts(KubernetesFlavor.K3S, AlertProfile.FULL)).toEqual([]);
  });

  test('speak of error budgets and certificates in the full profile alone', () => {
    expect(namesOf(AlertProfile.CORE)).toEqual([
      'KubeAPIDown',
      'KubeAPITerminatedRequests',
      'KubeAggregatedAPIErrors',
      'KubeAggregatedAPIDown',
    ]);
    expect(namesOf(AlertProfile.NONE)).toEqual([]);
  });
});
