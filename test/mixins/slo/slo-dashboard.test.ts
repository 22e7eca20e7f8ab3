import { Duration } from 'cdk8s';
import { Slo } from '../../../lib/mixins/slo/slo';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';

const availability = Slo.availability('checkout', { metric: 'http_requests_total', errors: 'code=~"5.."', target: 99 });
const latency = Slo.latency('checkout-latency', {
  metric: 'http_request_duration_seconds',
  threshold: Duration.millis(300),
  target: 90,
});

/** Samples 30 seconds apart: what is gained by each in the first five minutes, and after them. */
function counter(series: string, first: number, then: number): InputSeries {
  return { series, values: `0+${first}x10 ${first * 10 + then}+${then}x30` };
}

function requests(code: string, first: number, then: number): InputSeries {
  return counter(`http_requests_total{code="${code}"}`, first, then);
}

function complaints(
  slo: Slo,
  title: string,
  input: readonly InputSeries[],
  expected: { [labels: string]: number },
): string {
  const [dashboard] = slo.dashboards;
  return panelComplaints(
    { dashboard: dashboard!, rules: slo.ruleGroups, panel: [title, 'A'], variables: { __range: '10m' }, input },
    expected,
  );
}

describeWithPromtool('the dashboard of an objective', () => {
  test('weighs requests, not minutes', () => {
    // half of the few fail, then none of the many
    const input = [requests('200', 5, 90), requests('500', 5, 0)];

    expect(complaints(availability, 'Good requests', input, { '{}': 0.95 })).toBe('');
    expect(complaints(availability, 'Error budget used', input, { '{}': 5 })).toBe('');
  });

  test('has all of the budget left before the first failure', () => {
    const input = [requests('200', 10, 10)];

    expect(complaints(availability, 'Good requests', input, { '{}': 1 })).toBe('');
    expect(complaints(availability, 'Error budget used', input, { '{}': 0 })).toBe('');
  });

  test('does not forget, for a quiet spell, what was before', () => {
    const input = [requests('200', 9, 0), requests('500', 1, 0)];

    expect(complaints(availability, 'Good requests', input, { '{}': 0.9 })).toBe('');
  });

  test('says nothing of requests that were not made', () => {
    expect(complaints(availability, 'Good requests', [requests('200', 0, 0)], {})).toBe('');
    expect(complaints(availability, 'Burn rate now', [requests('200', 0, 0)], {})).toBe('');
  });

  test('counts what is too slow against the budget', () => {
    const input = [
      counter('http_request_duration_seconds_count', 10, 10),
      counter('http_request_duration_seconds_bucket{le="0.3"}', 5, 5),
    ];

    expect(complaints(latency, 'Good requests', input, { '{}': 0.5 })).toBe('');
    expect(complaints(latency, 'Error budget used', input, { '{}': 5 })).toBe('');
  });
});
