import { TraefikMixin } from '../../../lib/mixins/traefik/traefik-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
import { growing } from '../support/series';

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
