import type { RowSpec } from '../../../dashboard-builder/spec';
import { orZeroNamed, quotient, rateOf } from './queries';
import type { ShopSeries } from './shop-series';

/** What buyers get: the requests as Traefik sees them, which knows of those too that no pod answered. */
export function ingressRow(shop: ShopSeries): RowSpec {
  const requests = rateOf(shop.ingress('traefik_service_requests_total'), 'code');
  const traefik = (part: string): string => rateOf(shop.ingress(`traefik_service_request_duration_seconds_${part}`));
  const service = (part: string): string => rateOf(shop.service(`http_request_duration_seconds_${part}`));
  return {
    title: 'What do buyers get?',
    panels: [
      {
        kind: 'timeseries',
        title: 'Requests through Traefik',
        description:
          'Requests from outside of the cluster by status. Bad: 502, 503 or 504, which no pod has counted: none was ready, ' +
          'or it closed the connection.',
        width: 12,
        unit: 'reqps',
        stack: true,
        queries: [{ expr: orZeroNamed(requests, 'code'), legend: '{{code}}' }],
      },
      {
        kind: 'timeseries',
        title: 'Time at Traefik and in the service',
        description:
          'Mean time of a request as Traefik and as the service measure it. Bad: Traefik far above the service: requests ' +
          'wait for a connection or on the network.',
        width: 12,
        unit: 's',
        queries: [
          { expr: quotient(traefik('sum'), traefik('count')), legend: 'at Traefik', color: 'blue' },
          { expr: quotient(service('sum'), service('count')), legend: 'in the service', color: 'green' },
        ],
      },
    ],
  };
}
