import { dnsAlerts } from '../../../../lib/mixins/kubernetes/alerts/coredns';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { changing, series } from '../../support/series';

const TARGET = {
  job: 'coredns',
  namespace: 'kube-system',
  pod: 'coredns-7d9c5b6f4d-2xkqp',
  instance: '10.42.0.3:9153',
};
const QUESTION = { ...TARGET, server: 'dns://:53', view: '', zone: '.' };
const WARNING = { severity: 'warning' };
const UP = series('up', TARGET, 1);

const answers = (rcode: string, perStep: number): InputSeries =>
  series('coredns_dns_responses_total', { ...QUESTION, rcode, plugin: 'forward' }, 0, perStep);

const latency = (within: { readonly [le: string]: number }): InputSeries[] =>
  Object.entries({ ...within, '+Inf': 100 }).map(([le, count]) =>
    series('coredns_dns_request_duration_seconds_bucket', { ...QUESTION, le }, 0, count),
  );

const CASES: readonly AlertCase[] = [
  {
    alert: 'CoreDNSDown',
    firing: [series('up', TARGET, 0)],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no pod of CoreDNS' }],
    silent: {
      'one of two is there': [UP, series('up', { ...TARGET, instance: '10.42.1.3:9153' }, 0)],
    },
  },
  {
    alert: 'CoreDNSErrorsHigh',
    firing: [UP, answers('NOERROR', 294), answers('SERVFAIL', 6)],
    fires: [{ labels: WARNING, summary: 'CoreDNS fails to answer 2% of what it is asked' }],
    silent: {
      'names that do not exist are no failure of the server': [
        answers('NOERROR', 300),
        answers('NXDOMAIN', 700),
        answers('SERVFAIL', 5),
      ],
    },
  },
  {
    alert: 'CoreDNSErrorsHigh',
    firing: [UP, answers('NOERROR', 90), answers('SERVFAIL', 10)],
    fires: ['critical', 'warning'].map((severity) => ({
      labels: { severity },
      summary: 'CoreDNS fails to answer 10% of what it is asked',
    })),
    silent: {
      'a quiet cluster that is offline: now and then a program asks for its home': [
        answers('NOERROR', 3),
        answers('SERVFAIL', 1),
      ],
    },
  },
  {
    alert: 'CoreDNSLatencyHigh',
    firing: [UP, ...latency({ '4.096': 90, '8.192': 100 })],
    fires: [{ labels: { severity: 'critical' }, summary: 'CoreDNS takes 7.782s and more for one answer in a hundred' }],
    silent: { 'up to four seconds': latency({ '2.048': 98, '4.096': 100 }) },
  },
  {
    alert: 'CoreDNSForwardHealthcheckBrokenCount',
    firing: [UP, series('coredns_forward_healthcheck_broken_total', TARGET, 0, 3)],
    fires: [{ labels: WARNING, summary: 'None of the resolvers behind CoreDNS answers' }],
    silent: { 'now and then': [series('coredns_forward_healthcheck_broken_total', TARGET, 0, 1)] },
  },
  {
    alert: 'CoreDNSPanics',
    firing: [UP, changing('coredns_panics_total', TARGET, '2x84 3x70')],
    fires: [{ labels: WARNING, summary: 'CoreDNS fails with a bug of its own' }],
    silent: { 'it failed before Prometheus began': [series('coredns_panics_total', TARGET, 2)] },
  },
];

describe('alerts on DNS', () => {
  testAlerts(new AlertCases(dnsAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(dnsAlerts(AlertProfile.NONE)).toEqual([]);
    expect(dnsAlerts(AlertProfile.CORE)).toEqual(dnsAlerts(AlertProfile.FULL));
  });
});
