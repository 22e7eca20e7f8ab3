import { TraefikMixin } from '../../../lib/mixins/traefik/traefik-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { growing, panelComplaints, steady } from '../support/panel-value';
import { describeWithPromtool, testRules, type InputSeries } from '../support/promtool';

const SHOP = 'timedeal-stock-service-80@kubernetes';
const [traefik] = new TraefikMixin().dashboards;

function requests(code: string, perSecond: number, service = SHOP): InputSeries {
  return growing(`traefik_service_requests_total{job="traefik", code="${code}", service="${service}"}`, perSecond);
}

function entered(entryPoint: string, perSecond: number, code = '200'): InputSeries {
  return growing(
    `traefik_entrypoint_requests_total{job="traefik", code="${code}", entrypoint="${entryPoint}"}`,
    perSecond,
  );
}

describe('TraefikMixin', () => {
  test('has a dashboard whatever alerts are wanted', () => {
    const names = Object.values(AlertProfile).map((alerts) => {
      const { dashboards, ruleGroups } = new TraefikMixin({ alerts });
      return [dashboards.map(({ title }) => title), ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name))];
    });

    expect(names).toEqual([
      [['Traefik'], []],
      [['Traefik'], ['TraefikServiceErrors', 'TraefikServiceSlow']],
      [['Traefik'], ['TraefikServiceErrors', 'TraefikServiceSlow', 'TraefikConnectionsHigh']],
    ]);
  });
});

describeWithPromtool('the dashboard of Traefik', () => {
  const asked = { dashboard: traefik!, variables: { service: SHOP } };

  test('shows the share of requests that fail, 0 before the first one does', () => {
    const panel = ['Failed requests', 'A'] as const;

    expect(panelComplaints({ ...asked, panel, input: [requests('200', 9)] }, { '{}': 0 })).toBe('');
    expect(panelComplaints({ ...asked, panel, input: [requests('200', 9), requests('502', 1)] }, { '{}': 0.1 })).toBe(
      '',
    );
  });

  test('shows what is not found and reached no service, whatever services and middlewares answer', () => {
    const panel = ['Requests without a service', 'A'] as const;
    const served = [entered('web', 4), requests('200', 4), requests('404', 1)];
    const input = [...served, entered('web', 3, '404'), entered('web', 3, '401'), entered('metrics', 50, '404')];

    expect(panelComplaints({ ...asked, panel, input }, { '{}': 0.2 })).toBe('');
    expect(panelComplaints({ ...asked, panel, input: [entered('web', 10, '404')] }, { '{}': 1 })).toBe('');
  });

  test('shows 0 while nobody comes', () => {
    const bucket = 'traefik_service_request_duration_seconds_bucket{job="traefik", code="200"';
    const input = [
      requests('200', 0),
      entered('web', 0),
      growing(`${bucket}, service="${SHOP}", le="0.1"}`, 0),
      growing(`${bucket}, service="${SHOP}", le="+Inf"}`, 0),
    ];

    for (const title of ['Failed requests', 'Slow requests', 'Requests without a service'])
      expect(panelComplaints({ ...asked, panel: [title, 'A'], input }, { '{}': 0 })).toBe('');
  });

  test('shows failures by their code, and none of them as 0', () => {
    const panel = ['Answers by code', 'B'] as const;

    expect(
      panelComplaints({ ...asked, panel, input: [requests('200', 9), requests('502', 1)] }, { '{code="502"}': 1 }),
    ).toBe('');
    expect(panelComplaints({ ...asked, panel, input: [requests('200', 9)] }, { '{}': 0 })).toBe('');
  });
});

describeWithPromtool('the alerts of Traefik', () => {
  const rules = new TraefikMixin({ alerts: AlertProfile.FULL }).ruleGroups;
  const texts = new Map(rules.flatMap((group) => group.rules.map(({ name, _data }) => [name, _data] as const)));

  function complaints(
    alertname: string,
    input: readonly InputSeries[],
    firing?: { labels: object; summary: string },
  ): string {
    const exp_alerts =
      firing === undefined
        ? []
        : [
            {
              exp_labels: { severity: texts.get(alertname)?.labels?.['severity'] ?? '', ...firing.labels },
              exp_annotations: { ...texts.get(alertname)?.annotations, summary: firing.summary },
            },
          ];
    return testRules(rules, [
      { interval: '30s', input_series: input, alert_rule_test: [{ eval_time: '18m', alertname, exp_alerts }] },
    ]);
  }

  test('tell of a service of which one request in ten fails, and not of one in a hundred', () => {
    const summary = `10% of the requests for ${SHOP} fail`;

    expect(
      complaints('TraefikServiceErrors', [requests('200', 9), requests('500', 1)], {
        labels: { service: SHOP },
        summary,
      }),
    ).toBe('');
    expect(complaints('TraefikServiceErrors', [requests('200', 99), requests('500', 1)])).toBe('');
  });

  test('say nothing of a service that is hardly asked', () => {
    expect(complaints('TraefikServiceErrors', [requests('500', 0.05)])).toBe('');
  });

  test('tell of a service that is slow, and not of a fast one', () => {
    const bucket = (le: string, perSecond: number): InputSeries =>
      growing(
        `traefik_service_request_duration_seconds_bucket{job="traefik", service="${SHOP}", le="${le}"}`,
        perSecond,
      );
    const slow = [bucket('1.2', 0), bucket('5', 1), bucket('+Inf', 1), requests('200', 1)];
    const summary = `One request in twenty for ${SHOP} takes longer than 1.2 seconds`;

    expect(complaints('TraefikServiceSlow', slow, { labels: { service: SHOP }, summary })).toBe('');
    expect(complaints('TraefikServiceSlow', [bucket('1.2', 1), bucket('+Inf', 1), requests('200', 1)])).toBe('');
  });

  test('tell of connections that pile up', () => {
    const open = (count: number): InputSeries =>
      steady('traefik_open_connections{job="traefik", entrypoint="web"}', count);
    const summary = 'web has 20k open connections';

    expect(complaints('TraefikConnectionsHigh', [open(20_000)], { labels: { entrypoint: 'web' }, summary })).toBe('');
    expect(complaints('TraefikConnectionsHigh', [open(200)])).toBe('');
  });
});
