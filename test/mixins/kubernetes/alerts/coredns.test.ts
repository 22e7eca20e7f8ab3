import { dnsAlerts } from '../../../../lib/mixins/kubernetes/alerts/coredns';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { changing, AlertTable, series, type AlertCase } from '../../support/alert-table';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';

const TARGET = {
  job: 'coredns',
  namespace: 'kube-system',
  pod: 'coredns-7d9c5b6f4d-2xkqp',
  instance: '10.42.0.3:9153',
};
const QUESTION = { ...TARGET, server: 'dns://:53', view: '', zone: '.' };
const WARNING = { severity: 'warning' };

const answers = (rcode: string, perStep: number): InputSeries =>
  series('coredns_dns_responses_total', { ...QUESTION, rcode, plugin: 'forward' }, 0, perStep);

const latency = (within: { readonly [le: string]: number }): InputSeries[] =>
  Object.entries({ ...within, '+Inf': 100 }).map(([le, count]) =>
    series('coredns_dns_request_duration_seconds_bucket', { ...QUESTION, le }, 0, count),
  );

const CASES: readonly AlertCase[] = [
  {
    alert: 'CoreDNSDown',
    well: [series('up', TARGET, 1), series('up', { ...TARGET, instance: '10.42.1.3:9153' }, 0)],
    broken: [series('up', TARGET, 0)],
    fires: [{ labels: { severity: 'critical' }, summary: 'Prometheus reaches no pod of CoreDNS' }],
  },
  {
    alert: 'CoreDNSErrorsHigh',
    // names that do not exist are no failure of the server
    well: [answers('NOERROR', 300), answers('NXDOMAIN', 700), answers('SERVFAIL', 5)],
    broken: [answers('NOERROR', 294), answers('SERVFAIL', 6)],
    fires: [{ labels: WARNING, summary: 'CoreDNS fails to answer 2% of what it is asked' }],
  },
  {
    alert: 'CoreDNSErrorsHigh',
    // a quiet cluster that is offline: now and then a program asks for its home
    well: [answers('NOERROR', 3), answers('SERVFAIL', 1)],
    broken: [answers('NOERROR', 90), answers('SERVFAIL', 10)],
    fires: ['critical', 'warning'].map((severity) => ({
      labels: { severity },
      summary: 'CoreDNS fails to answer 10% of what it is asked',
    })),
  },
  {
    alert: 'CoreDNSLatencyHigh',
    well: latency({ '2.048': 98, '4.096': 100 }),
    broken: latency({ '4.096': 90, '8.192': 100 }),
    fires: [{ labels: { severity: 'critical' }, summary: 'CoreDNS takes 7.782s and more for one answer in a hundred' }],
  },
  {
    alert: 'CoreDNSForwardHealthcheckBrokenCount',
    well: [series('coredns_forward_healthcheck_broken_total', TARGET, 0, 1)],
    broken: [series('coredns_forward_healthcheck_broken_total', TARGET, 0, 3)],
    fires: [{ labels: WARNING, summary: 'None of the resolvers behind CoreDNS answers' }],
  },
  {
    alert: 'CoreDNSPanics',
    well: [series('coredns_panics_total', TARGET, 2)],
    broken: [changing('coredns_panics_total', TARGET, { value: 2, steps: 290 }, { value: 3, steps: 71 })],
    fires: [{ labels: WARNING, summary: 'CoreDNS fails with a bug of its own' }],
  },
];

describe('alerts on DNS', () => {
  const alerts = new AlertTable(dnsAlerts(AlertProfile.FULL), CASES);

  test('have a case each', () => {
    expect(alerts.unmatched()).toEqual([]);
  });

  describeWithPromtool('asked of Prometheus', () => {
    test.each(CASES)('$alert fires: $fires.0.summary', (one) => {
      expect(alerts.whenBroken(one)).toBe('');
    });

    test('none fires while all is well', () => {
      expect(alerts.whileWell()).toBe('');
    });
  });

  test('are all for every cluster', () => {
    expect(dnsAlerts(AlertProfile.NONE)).toEqual([]);
    expect(dnsAlerts(AlertProfile.CORE)).toEqual(dnsAlerts(AlertProfile.FULL));
  });
});
