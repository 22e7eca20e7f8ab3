import { kubeletAlerts } from '../../../../lib/mixins/kubernetes/alerts/kubelet';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { AlertCases, LATE, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { series } from '../../support/series';

const STATE = { job: 'kube-state-metrics', instance: '10.42.0.7:8080' };
const TARGET = { job: 'kubelet', metrics_path: '/metrics', instance: '10.0.0.1:10250', node: 'n1' };
const CADVISOR = { ...TARGET, metrics_path: '/metrics/cadvisor' };
const KUBELET = { instance: '10.0.0.1:10250', node: 'n1' };
const WARNING = { severity: 'warning', ...KUBELET };
const UP = series('up', TARGET, 1);

const ready = (value: 0 | 1): InputSeries =>
  series('kube_node_status_condition', { ...STATE, node: 'n1', condition: 'Ready', status: 'true' }, value);

/** So many pods of a phase on a node that takes 20. */
function pods(count: number, phase: string): InputSeries[] {
  return Array.from({ length: count }, (_, index) => ({
    ...STATE,
    namespace: 'shop',
    pod: `${phase}-${index}`,
  })).flatMap((pod) => [
    series('kube_pod_info', { ...pod, node: 'n1' }, 1),
    ...['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((one) =>
      series('kube_pod_status_phase', { ...pod, phase: one }, one === phase ? 1 : 0),
    ),
  ]);
}

const PLACES = series('kube_node_status_allocatable', { ...STATE, node: 'n1', resource: 'pods', unit: 'integer' }, 20);

/** A histogram of which so many of 100 observations in each step lie within each bound. */
function histogram(name: string, bounds: { readonly [le: string]: number }, labels = {}): InputSeries[] {
  return Object.entries({ ...bounds, '+Inf': 100 }).map(([le, share]) =>
    series(`${name}_bucket`, { ...TARGET, ...labels, le }, 0, share),
  );
}

const time = (metric: string, seconds: number): InputSeries => series(metric, TARGET, seconds);

const DAY = 86_400;

function expiration(side: 'Client' | 'Server', what: string): AlertCase[] {
  const metric = `kubelet_certificate_manager_${side.toLowerCase()}_ttl_seconds`;
  const alert = `Kubelet${side}CertificateExpiration`;
  return [
    {
      alert,
      firing: [UP, time(metric, 3 * DAY)],
      fires: [{ labels: WARNING, summary: `The ${what} ends in 3d 0h 0m 0s` }],
      silent: { 'what is not in use lasts for ever': [{ ...time(metric, 0), values: 'Inf+0x360' }] },
    },
    {
      alert,
      firing: [UP, time(metric, DAY / 2)],
      fires: ['critical', 'warning'].map((severity) => ({
        labels: { ...WARNING, severity },
        summary: `The ${what} ends in 12h 0m 0s`,
      })),
      silent: { 'it lasts a month': [time(metric, 30 * DAY)] },
    },
  ];
}

const CLIENT = 'certificate with which the kubelet of n1 speaks to the API server';
const SERVER = 'certificate that the kubelet of n1 shows to its callers';

const ON_EVERY_CLUSTER: readonly AlertCase[] = [
  {
    alert: 'KubeletDown',
    // though cAdvisor, under the same job, is
    firing: [series('up', TARGET, 0), series('up', CADVISOR, 1)],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no kubelet at all' }],
    silent: {
      'one of two is there': [UP, series('up', { ...TARGET, instance: '10.0.0.2:10250', node: 'n2' }, 0)],
    },
  },
  {
    alert: 'KubeletDown',
    // none is found
    firing: [],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no kubelet at all' }],
    silent: { 'it is there, cAdvisor is not': [UP, series('up', CADVISOR, 0)] },
  },
  {
    alert: 'KubeletInstanceUnreachable',
    // another one can be reached
    firing: [series('up', TARGET, 0), ready(1), series('up', { ...TARGET, instance: '10.0.0.2:10250', node: 'n2' }, 1)],
    fires: [{ labels: WARNING, summary: 'Prometheus cannot reach the kubelet of n1 at 10.0.0.1:10250' }],
    silent: { 'the whole node is lost': [series('up', TARGET, 0), ready(0)] },
  },
  {
    alert: 'KubeletTooManyPods',
    firing: [UP, ...pods(19, 'Running'), ...pods(1, 'Pending'), PLACES],
    fires: [{ labels: { severity: 'warning', node: 'n1' }, summary: '100% of the places for pods on n1 are taken' }],
    silent: { 'pods that have ended take no place': [...pods(19, 'Running'), ...pods(9, 'Succeeded'), PLACES] },
  },
  {
    alert: 'KubeletPlegDurationHigh',
    firing: [UP, ...histogram('kubelet_pleg_relist_duration_seconds', { '5': 50, '10': 90 })],
    fires: [{ labels: WARNING, summary: 'The kubelet of n1 takes 10 seconds or more to look at its containers' }],
    silent: { 'less than ten seconds': histogram('kubelet_pleg_relist_duration_seconds', { '5': 90, '10': 100 }) },
  },
  {
    alert: 'KubeletPodStartUpLatencyHigh',
    firing: [
      UP,
      ...histogram('kubelet_pod_start_sli_duration_seconds', { '60': 50, '120': 100 }, { first_with_network: 'false' }),
    ],
    fires: [{ labels: WARNING, summary: 'Pods on n1 take 1m 58s to start' }],
    silent: { 'less than a minute': histogram('kubelet_pod_start_sli_duration_seconds', { '45': 98, '60': 100 }) },
  },
  {
    alert: 'KubeVersionMismatch',
    firing: [
      UP,
      series('kubernetes_build_info', { ...TARGET, git_version: 'v1.35.2+k3s1' }, 1),
      series('kubernetes_build_info', { ...TARGET, instance: '10.0.0.2:10250', git_version: 'v1.34.9+k3s1' }, 1),
    ],
    fires: [{ labels: { severity: 'warning' }, summary: 'There are 2 minor versions of Kubernetes in the cluster' }],
    silent: {
      'a patch level apart, and a program with versions of its own': [
        series('kubernetes_build_info', { ...TARGET, git_version: 'v1.35.2+k3s1' }, 1),
        series('kubernetes_build_info', { ...TARGET, instance: '10.0.0.2:10250', git_version: 'v1.35.4+k3s1' }, 1),
        series('kubernetes_build_info', { job: 'metrics-server', git_version: 'v0.8.0' }, 1),
      ],
    },
  },
];

const requests = (code: string, perStep: number): InputSeries =>
  series('rest_client_requests_total', { ...TARGET, code, method: 'GET', host: '10.0.0.1:6443' }, 0, perStep);

const renewal = (metric: string, perStep: number): InputSeries => series(metric, TARGET, 2, perStep);

const ELSEWHERE: readonly AlertCase[] = [
  {
    alert: 'KubeClientErrors',
    // no answer at all has no code
    firing: [UP, requests('200', 270), requests('503', 15), requests('<error>', 15)],
    fires: [
      {
        labels: { severity: 'warning', job: 'kubelet', instance: '10.0.0.1:10250' },
        summary: '10% of the requests of kubelet at 10.0.0.1:10250 to the API fail',
      },
    ],
    silent: {
      'what does not exist, and a few failures': [requests('200', 300), requests('404', 300), requests('500', 3)],
    },
  },
  ...expiration('Client', CLIENT),
  ...expiration('Server', SERVER),
  {
    alert: 'KubeletClientCertificateRenewalErrors',
    firing: [UP, renewal('kubelet_certificate_manager_client_expiration_renew_errors', 1)],
    fires: [{ labels: WARNING, summary: `The ${CLIENT} cannot be renewed` }],
    silent: {
      'it failed before Prometheus began': [renewal('kubelet_certificate_manager_client_expiration_renew_errors', 0)],
    },
  },
  {
    alert: 'KubeletServerCertificateRenewalErrors',
    firing: [UP, renewal('kubelet_server_expiration_renew_errors', 1)],
    fires: [{ labels: WARNING, summary: `The ${SERVER} cannot be renewed` }],
    silent: { 'it failed before Prometheus began': [renewal('kubelet_server_expiration_renew_errors', 0)] },
  },
];

const namesOf = (flavor: KubernetesFlavor, profile: AlertProfile): string[] =>
  kubeletAlerts(flavor, profile).flatMap(({ rules }) => rules.map(({ name }) => name));

describe('alerts on kubelets', () => {
  const cases = [...ON_EVERY_CLUSTER, ...ELSEWHERE];
  testAlerts(new AlertCases(kubeletAlerts(KubernetesFlavor.STANDARD, AlertProfile.FULL), cases, LATE));

  test('are, on k3s, those that its one registry and its own certificates leave', () => {
    const names = ON_EVERY_CLUSTER.map(({ alert }) => alert);

    expect([...new Set(names)].sort()).toEqual(namesOf(KubernetesFlavor.K3S, AlertProfile.FULL).sort());
  });

  test('speak of certificates in the full profile alone', () => {
    const core = namesOf(KubernetesFlavor.STANDARD, AlertProfile.CORE);

    expect(core).toContain('KubeClientErrors');
    expect(core.filter((name) => name.includes('Certificate'))).toEqual([]);
    expect(namesOf(KubernetesFlavor.STANDARD, AlertProfile.NONE)).toEqual([]);
  });
});
