import { TraefikMixin } from '../../../lib/mixins/traefik/traefik-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { growing, steady } from '../support/series';

const SHOP = 'timedeal-stock-service-80@kubernetes';

function requests(code: string, perSecond: number): InputSeries {
  return growing(`traefik_service_requests_total{job="traefik", code="${code}", service="${SHOP}"}`, perSecond);
}

function bucket(le: string, perSecond: number): InputSeries {
  return growing(
    `traefik_service_request_duration_seconds_bucket{job="traefik", service="${SHOP}", le="${le}"}`,
    perSecond,
  );
}

const open = (count: number): InputSeries => steady('traefik_open_connections{job="traefik", entrypoint="web"}', count);

const CASES: readonly AlertCase[] = [
  {
    alert: 'TraefikServiceErrors',
    firing: [requests('200', 9), requests('500', 1)],
    fires: [{ labels: { severity: 'critical', service: SHOP }, summary: `10% of the requests for ${SHOP} fail` }],
    silent: {
      'one in a hundred fails': [requests('200', 99), requests('500', 1)],
      'a service that is hardly asked': [requests('500', 0.05)],
    },
  },
  {
    alert: 'TraefikServiceSlow',
    firing: [bucket('1.2', 0), bucket('5', 1), bucket('+Inf', 1), requests('200', 1)],
    fires: [
      {
        labels: { severity: 'warning', service: SHOP },
        summary: `One request in twenty for ${SHOP} takes longer than 1.2 seconds`,
      },
    ],
    silent: { 'a fast one': [bucket('1.2', 1), bucket('+Inf', 1), requests('200', 1)] },
  },
  {
    alert: 'TraefikConnectionsHigh',
    firing: [open(20_000)],
    fires: [{ labels: { severity: 'info', entrypoint: 'web' }, summary: 'web has 20k open connections' }],
    silent: { 'some hundreds': [open(200)] },
  },
];

describe('alerts on Traefik', () => {
  testAlerts(new AlertCases(new TraefikMixin({ alerts: AlertProfile.FULL }).ruleGroups, CASES, ['18m']));
});
