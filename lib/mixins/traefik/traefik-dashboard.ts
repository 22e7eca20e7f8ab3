import { exploreLogsUrl } from '../../dashboard-builder/links';
import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';

/** Uid and title of the dashboard: links and bookmarks hold on to them. */
export const TRAEFIK = { uid: 'traefik', title: 'Traefik' };

const STAT = { kind: 'stat', width: 4 } as const;
const GRAPH = { kind: 'timeseries', width: 12 } as const;
const CHOSEN = ['cluster="$cluster"', 'service=~"$service"'];
// bounds of Traefik's default buckets, between which nothing is measured: 0.1, 0.3, 1.2, 5
const SLOW = { warning: 0.3, critical: 1.2 };
const ERRORS = { warning: 0.01, critical: 0.05 };

// code classes have the colours that people expect
const FAILED = 'code=~"5.."';

/** What comes in from outside, where it goes, and how it is answered. */
export function traefik(): DashboardSpec {
  return {
    ...TRAEFIK,
    description: 'What comes in from outside, which service it goes to, how much of it fails and how long it takes.',
    tags: ['kubernetes', 'network'],
    variables: [
      {
        name: 'cluster',
        label: 'Cluster',
        query: 'label_values(traefik_open_connections{job="traefik"}, cluster)',
        hidden: true,
      },
      {
        name: 'service',
        label: 'Service',
        query: 'label_values(traefik_service_requests_total{job="traefik", cluster="$cluster"}, service)',
        multi: true,
      },
    ],
    links: [{ title: 'Logs of Traefik', url: exploreLogsUrl('{namespace="kube-system", pod=~"traefik-.+"}') }],
    rows: [
      { panels: [...load(), ...state()] },
      { title: 'Services', panels: [byService(), byCode(), errorShare(), times(), services()] },
      { title: 'Entry points', panels: [byEntryPoint(), connections()] },
    ],
  };
}

/** A rate of Traefik's own counters. */
function rate(metric: string, matchers: readonly string[], by?: string): string {
  const selector = `${metric}{${['job="traefik"', ...matchers].join(', ')}}`;
  return `sum${by === undefined ? '' : ` by (${by})`} (rate(${selector}[$__rate_interval]))`;
}

/** Below which time a share of the requests stayed; 0 while there are none. */
function quantile(share: number, by?: string): string {
  const labels = by === undefined ? 'le' : `le, ${by}`;
  const buckets = rate('traefik_service_request_duration_seconds_bucket', CHOSEN, labels);
  return `histogram_quantile(${share}, ${buckets}) >= 0 or 0 * ${rate('traefik_service_requests_total', CHOSEN, by)}`;
}

/** Share of the requests that fail; 0 before the first one did, and while there are none. */
function failing(by?: string): string {
  const all = rate('traefik_service_requests_total', CHOSEN, by);
  return `(${rate('traefik_service_requests_total', [...CHOSEN, FAILED], by)} or 0 * ${all}) / (${all} > 0) or 0 * ${all}`;
}

function load(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Requests a second',
      description: 'Requests for the chosen services. Bad: none at all while people should come.',
      unit: 'reqps',
      query: { expr: rate('traefik_service_requests_total', CHOSEN), legend: 'requests' },
    },
    {
      ...STAT,
      title: 'Failed requests',
      description: 'Share that is answered with a code from 500 on. Above 5 % people notice.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: failing(), legend: 'failed' },
      thresholds: ERRORS,
    },
    {
      ...STAT,
      title: 'Slow requests',
      description: 'One request in twenty takes longer. Bad: above 1.2 seconds.',
      unit: 's',
      query: { expr: quantile(0.95), legend: 'p95' },
      thresholds: SLOW,
    },
  ];
}

function state(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Requests without a service',
      description:
        'Share of what comes in that no Ingress takes, and that is answered with 404. Bad: near 100 %, since the Ingress ' +
        'of a host is then missing.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: unrouted(), legend: 'not found' },
    },
    {
      ...STAT,
      title: 'Open connections',
      description: 'Connections of all entry points. Bad: a rise without end, since each takes memory.',
      unit: 'none',
      query: { expr: 'sum(traefik_open_connections{job="traefik", cluster="$cluster"})', legend: 'open' },
    },
    {
      ...STAT,
      title: 'Configuration read',
      description: 'When Traefik last took up a change of an Ingress. Bad: long before the change that you wait for.',
      unit: 'dateTimeFromNow',
      query: {
        expr: '1000 * min(traefik_config_last_reload_success{job="traefik", cluster="$cluster"})',
        legend: 'read',
      },
    },
  ];
}

/** What an entry point answers with 404 and no service does: middlewares answer before a service too, but otherwise. */
function unrouted(): string {
  const web = ['cluster="$cluster"', 'entrypoint=~"web.*"'];
  const entered = rate('traefik_entrypoint_requests_total', web);
  const lost = (metric: string, matchers: readonly string[]): string =>
    `(${rate(metric, [...matchers, 'code="404"'])} or 0 * ${entered})`;
  const atDoor = lost('traefik_entrypoint_requests_total', web);
  const passedOn = lost('traefik_service_requests_total', ['cluster="$cluster"']);
  return `clamp_min(${atDoor} - ${passedOn}, 0) / (${entered} > 0) or 0 * ${entered}`;
}

function byService(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Requests by service',
    description: 'Where requests go, one upon the other. Bad: a service that suddenly gets none.',
    unit: 'reqps',
    stack: true,
    legend: 'table',
    queries: [{ expr: rate('traefik_service_requests_total', CHOSEN, 'service'), legend: '{{service}}' }],
  };
}

function byCode(): TimeSeriesSpec {
  const of = (code: string): string => rate('traefik_service_requests_total', [...CHOSEN, `code=~"${code}"`], 'code');
  return {
    ...GRAPH,
    title: 'Answers by code',
    description: '2xx and 3xx are fine, 4xx is a fault of who asks. Bad: 5xx.',
    unit: 'reqps',
    stack: true,
    legend: 'table',
    queries: [
      { expr: of('[1-4]..'), legend: '{{code}}' },
      {
        expr: `${of('5..')} or on () 0 * ${rate('traefik_service_requests_total', CHOSEN)}`,
        legend: '5xx {{code}}',
        color: 'red',
      },
    ],
  };
}

function errorShare(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Failed requests by service',
    description: 'Share of the answers with a code from 500 on. Bad: above the red line.',
    unit: 'percentunit',
    queries: [{ expr: failing('service'), legend: '{{service}}' }],
    thresholds: ERRORS,
  };
}

function times(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Time to answer',
    description:
      'Half, 95 and 99 of a hundred requests are faster. Bad: a distance that grows between half and the rest.',
    unit: 's',
    queries: [
      { expr: quantile(0.5), legend: 'p50' },
      { expr: quantile(0.95), legend: 'p95' },
      { expr: quantile(0.99), legend: 'p99' },
    ],
    thresholds: SLOW,
  };
}

function services(): TableSpec {
  const of = (metric: string): string => rate(metric, CHOSEN, 'service');
  return {
    kind: 'table',
    title: 'Service by service',
    description: 'One row for each service that Traefik passes requests to. Bad: a share or a time in red.',
    width: 24,
    height: 8,
    labels: [{ title: 'Service', label: 'service', columnWidth: 320 }],
    values: [
      { title: 'Requests', expr: of('traefik_service_requests_total'), unit: 'reqps' },
      { title: 'Failed', expr: failing('service'), unit: 'percentunit', thresholds: ERRORS, decimals: 1 },
      { title: 'Slow (p95)', expr: quantile(0.95, 'service'), unit: 's', thresholds: SLOW },
      { title: 'Bytes in', expr: of('traefik_service_requests_bytes_total'), unit: 'Bps' },
      { title: 'Bytes out', expr: of('traefik_service_responses_bytes_total'), unit: 'Bps' },
    ],
    sortBy: 'Requests',
  };
}

function byEntryPoint(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Requests by entry point',
    description: 'web is HTTP, websecure HTTPS. Bad: all on web where people should be on HTTPS.',
    unit: 'reqps',
    stack: true,
    queries: [
      {
        expr: rate('traefik_entrypoint_requests_total', ['cluster="$cluster"'], 'entrypoint'),
        legend: '{{entrypoint}}',
      },
    ],
  };
}

function connections(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Open connections by entry point',
    description: 'Bad: a rise without end: clients that never close, or a service that never answers.',
    unit: 'none',
    stack: true,
    queries: [
      {
        expr: 'sum by (entrypoint) (traefik_open_connections{job="traefik", cluster="$cluster"})',
        legend: '{{entrypoint}}',
      },
    ],
  };
}
