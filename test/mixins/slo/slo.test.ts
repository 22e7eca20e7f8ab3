import { Duration } from 'cdk8s';
import { Slo, type AvailabilitySloOptions } from '../../../lib/mixins/slo/slo';
import { checkRules, describeWithPromtool, testRules, type InputSeries } from '../support/promtool';

const HOURS = 4;
const STEPS = HOURS * 12;
const STEP = '5m';
const PER_SECOND = 10;

const FAST = 'SloErrorBudgetBurnsFast';
const SLOWLY = 'SloErrorBudgetBurnsSlowly';

function availability(options: Partial<AvailabilitySloOptions> = {}): Slo {
  return Slo.availability('checkout', {
    metric: 'http_requests_total',
    selector: 'namespace="shop"',
    errors: 'code=~"5.."',
    target: 99,
    ...options,
  });
}

function latency(threshold = Duration.millis(300)): Slo {
  return Slo.latency('checkout-latency', { metric: 'http_request_duration_seconds', threshold, target: 95 });
}

/** A counter that grows by so much a second from its start, in steps of five minutes. */
function counter(series: string, perSecond: number): InputSeries {
  return { series, values: `0+${perSecond * 300}x${STEPS}` };
}

function requests(code: string, perSecond: number, namespace = 'shop'): InputSeries {
  return counter(`http_requests_total{namespace="${namespace}", code="${code}"}`, perSecond);
}

function bucket(le: string, perSecond: number): InputSeries {
  return counter(`http_request_duration_seconds_bucket{le="${le}"}`, perSecond);
}

interface Expected {
  readonly alert: string;
  readonly severity: string;
  readonly summary: string;
}

/** What promtool complains of when exactly these alerts should fire after four hours. */
function complaints(
  slo: Slo,
  input: readonly InputSeries[],
  expected: readonly Expected[],
  names: readonly string[] = [FAST, SLOWLY, 'SloMeasuresNothing'],
): string {
  const rules = slo.ruleGroups.flatMap((group) => group.rules);
  return testRules(slo.ruleGroups, [
    {
      interval: STEP,
      input_series: input,
      alert_rule_test: names.map((alertname) => ({
        eval_time: `${HOURS}h`,
        alertname,
        exp_alerts: expected
          .filter(({ alert }) => alert === alertname)
          .map(({ severity, summary }) => ({
            exp_labels: { severity, slo: slo.name.replace(/^slo-/, '') },
            exp_annotations: {
              ...(rules.find(({ name }) => name === alertname)?._data.annotations as { [name: string]: string }),
              summary,
            },
          })),
      })),
    },
  ]);
}

describe('an SLO', () => {
  test('is a mixin with one rule group and one dashboard of its own name', () => {
    const slo = availability();

    expect([slo.name, slo.ruleGroups.map(({ name }) => name)]).toEqual(['slo-checkout', ['slo-checkout']]);
    expect(slo.dashboards.map(({ uid, title }) => [uid, title])).toEqual([['slo-checkout', 'SLO / checkout']]);
  });

  test('reads the windows of the SRE workbook for a month', () => {
    const records = availability().ruleGroups[0]?.rules.flatMap(({ _data }) => _data.record ?? []);

    expect(records).toEqual(
      ['5m', '30m', '1h', '2h', '6h', '1d', '3d'].map((window) => `slo:sli_error:ratio_rate${window}`),
    );
  });

  test('reads a twelfth of the period at most as far back, and no window shorter than five minutes', () => {
    const records = availability({ period: Duration.days(7) }).ruleGroups[0]?.rules.flatMap(
      ({ _data }) => _data.record ?? [],
    );

    expect(records?.[0]).toBe('slo:sli_error:ratio_rate5m');
    expect(records?.at(-1)).toBe('slo:sli_error:ratio_rate16h48m');
  });

  test('leaves out a pair of windows whose factor asks for more bad requests than there are requests', () => {
    const [fast] = availability({ target: 90 })
      .ruleGroups.flatMap(({ rules }) => rules)
      .filter(({ name }) => name === FAST);

    expect(fast?._data.expr).toBe(
      'slo:sli_error:ratio_rate6h{slo="checkout"} > 0.6 and slo:sli_error:ratio_rate30m{slo="checkout"} > 0.6',
    );
  });

  test.each([0, 84.9, 100, 101, Number.NaN, '99.9' as unknown as number])('refuses a target of %p', (target) => {
    const rule =
      'it must be a share in percent, at least 85 and below 100, such as 99.9; below 85 the alert on a fast burn could never fire';
    const shown = typeof target === 'string' ? '"99.9"' : String(target);

    expect(() => availability({ target })).toThrow(new Error(`[Slo checkout] 'target' is ${shown}; ${rule}`));
  });

  test.each(['', 'Checkout', 'a b', '-a', 'a-', 'a'.repeat(37)])('refuses the name %p', (name) => {
    const options = { metric: 'http_requests_total', errors: 'code=~"5.."', target: 99 };

    expect(() => Slo.availability(name, options)).toThrow(
      new Error(
        `[Slo] 'name' is ${JSON.stringify(name)}; it must be 1 to 36 lower-case letters, digits or '-', neither first nor last a '-'`,
      ),
    );
  });

  test('refuses a period outside of 7 to 90 days', () => {
    expect(() => availability({ period: Duration.days(6) })).toThrow(
      "[Slo checkout] 'period' is 6d; it must be at least 7d",
    );
    expect(() => availability({ period: Duration.days(91) })).toThrow(
      "[Slo checkout] 'period' is 91d; it must be at most 90d",
    );
  });

  test('fails for matchers that do not parse, naming rule and column', () => {
    expect(() => availability({ errors: 'code=~5..' })).toThrow(
      /^\[Rule slo:sli_error:ratio_rate5m\] 'expr' is .*column \d+: /,
    );
  });

  test('fails for a part of a histogram in place of its name', () => {
    expect(() =>
      Slo.latency('a', { metric: 'http_request_duration_seconds_bucket', threshold: Duration.seconds(1), target: 99 }),
    ).toThrow(
      "[Slo a] 'metric' is \"http_request_duration_seconds_bucket\"; it must be the histogram's name without '_bucket', '_count' or '_sum'",
    );
  });
});

describeWithPromtool('an availability SLO of 99 %', () => {
  test('has rules that promtool reads', () => {
    expect(checkRules(availability().ruleGroups)).toBe('');
  });

  test('says that 20 % of errors burn the budget fast, and slowly as well', () => {
    const input = [requests('200', 0.8 * PER_SECOND), requests('503', 0.2 * PER_SECOND)];
    const summary = '20% of the requests of checkout fail, with 1% allowed';

    expect(
      complaints(availability(), input, [
        { alert: FAST, severity: 'critical', summary },
        { alert: SLOWLY, severity: 'warning', summary },
      ]),
    ).toBe('');
  });

  test('says that 4 % of errors burn it slowly', () => {
    const input = [requests('200', 0.96 * PER_SECOND), requests('500', 0.04 * PER_SECOND)];
    const summary = '4% of the requests of checkout fail, with 1% allowed';

    expect(complaints(availability(), input, [{ alert: SLOWLY, severity: 'warning', summary }])).toBe('');
  });

  test('is silent at half a percent of errors, however many fail elsewhere', () => {
    const input = [
      requests('200', 0.995 * PER_SECOND),
      requests('500', 0.005 * PER_SECOND),
      requests('500', PER_SECOND, 'other'),
    ];

    expect(complaints(availability(), input, [])).toBe('');
  });

  test('is silent while nothing has failed yet, and without any request', () => {
    expect(complaints(availability(), [requests('200', PER_SECOND)], [])).toBe('');
    expect(complaints(availability(), [requests('200', 0)], [])).toBe('');
    expect(complaints(availability(), [], [])).toBe('');
  });

  test('records 0 errors before the first one', () => {
    const sample = { labels: 'slo:sli_error:ratio_rate5m{slo="checkout"}', value: 0 };
    const promql_expr_test = [{ expr: 'slo:sli_error:ratio_rate5m', eval_time: '1h', exp_samples: [sample] }];

    expect(
      testRules(availability().ruleGroups, [
        {
          interval: '1m',
          input_series: [{ series: 'http_requests_total{namespace="shop", code="200"}', values: '0+60x90' }],
          promql_expr_test,
        },
      ]),
    ).toBe('');
  });

  test('no longer speaks of a fast burn an hour after the errors have ended', () => {
    const bad = 3 * 12;
    const values = `0+${2 * 300}x${bad} ${2 * 300 * bad}+0x${STEPS - bad}`;
    const input = [requests('200', 8), { series: 'http_requests_total{namespace="shop", code="500"}', values }];

    expect(complaints(availability(), input, [], [FAST])).toBe('');
    expect(complaints(availability(), input, [], [SLOWLY])).toContain(SLOWLY);
  });
});

describeWithPromtool('a latency SLO of 95 % within 300 ms', () => {
  const count = counter('http_request_duration_seconds_count', PER_SECOND);

  test('of latency has rules that promtool reads', () => {
    expect(checkRules(latency().ruleGroups)).toBe('');
  });

  test('counts what takes longer than the threshold', () => {
    const input = [count, bucket('0.1', 0), bucket('0.3', 0.2 * PER_SECOND), bucket('+Inf', PER_SECOND)];
    const summary = '80% of the requests of checkout-latency take longer than 300ms, with 5% allowed';

    expect(
      complaints(latency(), input, [
        { alert: FAST, severity: 'critical', summary },
        { alert: SLOWLY, severity: 'warning', summary },
      ]),
    ).toBe('');
  });

  test('is silent when 98 % are in time', () => {
    expect(complaints(latency(), [count, bucket('0.3', 0.98 * PER_SECOND)], [])).toBe('');
  });

  test.each(['1', '1.0'])('finds the bucket of a whole second when it is written as %s', (le) => {
    expect(complaints(latency(Duration.seconds(1)), [count, bucket(le, PER_SECOND)], [])).toBe('');
  });

  test('warns when there are requests, but no bucket that ends at the threshold', () => {
    const summary =
      'There are requests, but none of which the SLO checkout-latency could tell whether they were in time';

    expect(
      complaints(
        latency(),
        [count, bucket('0.25', PER_SECOND)],
        [{ alert: 'SloMeasuresNothing', severity: 'warning', summary }],
      ),
    ).toBe('');
  });
});
