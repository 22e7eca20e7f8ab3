import type { DashboardSpec, QuerySpec, StatSpec, TimeSeriesSpec, Unit } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import { API_SERVER } from '../dashboards';

const STAT = { kind: 'stat', width: 4 } as const;
const READS = 'verb=~"GET|LIST"';
// APPLY is a PATCH that is applied by the server, as GitOps tools and `kubectl apply --server-side` do
const WRITES = 'verb=~"POST|PUT|PATCH|APPLY|DELETE"';
// a probe is answered with 500 until the server is ready, which fails nobody
const ASKED = 'subresource!~"/(health|live|ready)z.*"';
const SLOW = { warning: 1, critical: 5 };

/** A sample of the API server. */
function server(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="apiserver"', 'cluster="$cluster"', ...matchers].join(', ')}}`;
}

function rate(metric: string, matchers: readonly string[] = [], by?: string): string {
  return `sum${by === undefined ? '' : ` by (${by})`} (rate(${server(metric, ...matchers)}[$__rate_interval]))`;
}

function slowest(histogram: string, matchers: readonly string[] = [], by?: string): string {
  const labels = by === undefined ? 'le' : `le, ${by}`;
  return `histogram_quantile(0.99, ${rate(`${histogram}_bucket`, matchers, labels)})`;
}

/** Without watches, and without the time that webhooks of others take. */
const DURATION = 'apiserver_request_sli_duration_seconds';

/** Without what lasts for as long as the caller likes: of the verb CONNECT, before Kubernetes 1.27 of GET and POST. */
const ANSWERS = 'subresource!~"attach|exec|log|portforward|proxy"';

/** Time of the slowest in a hundred; 0 where there were none, and nothing where none can be seen. */
function slowestOrZero(histogram: string, ...matchers: readonly string[]): string {
  return `${slowest(histogram, matchers)} >= 0 or 0 * ${rate(`${histogram}_count`, matchers)}`;
}

/** Whether the API server answers, how fast, who is busy with what, and how its store does. */
export function apiServer(): DashboardSpec {
  return {
    ...API_SERVER,
    description: 'Whether the API server answers, how fast, what it is busy with, and how its store does.',
    tags: ['kubernetes', 'control plane'],
    variables: [CLUSTER_VARIABLE],
    rows: [
      { panels: [...answers(), ...load()] },
      { title: 'Requests', panels: requests() },
      { title: 'Store and queues', panels: store() },
      { title: 'Process', panels: ofProcess() },
    ],
  };
}

function answers(): StatSpec[] {
  const all = rate('apiserver_request_total', [ASKED]);
  const failed = rate('apiserver_request_total', [ASKED, 'code=~"5.."']);
  const slow = (title: string, matchers: string, what: string): StatSpec => ({
    ...STAT,
    title,
    description: `One ${what} in a hundred takes longer. Above a second controllers fall behind.`,
    unit: 's',
    query: { expr: slowestOrZero(DURATION, matchers, ANSWERS), legend: 'p99' },
    thresholds: SLOW,
  });
  return [
    {
      ...STAT,
      title: 'Failed requests',
      description:
        'Share that is answered with a code from 500 on. Good: 0; above 1 % something is wrong for everyone.',
      unit: 'percentunit',
      decimals: 2,
      query: { expr: `(${failed} or 0 * ${all}) / (${all} > 0) or 0 * ${all}`, legend: 'failed' },
      thresholds: { warning: 0.001, critical: 0.01 },
    },
    slow('Slow reads', READS, 'read'),
    slow('Slow writes', WRITES, 'write'),
  ];
}

function load(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Requests a second',
      description: 'All, watches included. Bad: many times the usual: a controller that asks in a loop.',
      unit: 'reqps',
      query: { expr: rate('apiserver_request_total'), legend: 'requests' },
    },
    {
      ...STAT,
      title: 'In flight',
      description:
        'Requests that are being answered by the server with the most. Bad: near 600, the default limit of each server, ' +
        'beyond which they are refused.',
      unit: 'none',
      query: {
        expr: `max(sum by (instance) (${server('apiserver_current_inflight_requests')}))`,
        legend: 'in flight',
      },
      thresholds: { warning: 300, critical: 500 },
    },
    {
      ...STAT,
      title: 'Slow answers of the store',
      description: 'One request to etcd in a hundred takes longer. Above 100 ms its disk is too slow.',
      unit: 's',
      query: { expr: slowestOrZero('etcd_request_duration_seconds'), legend: 'p99' },
      thresholds: { warning: 0.1, critical: 1 },
    },
  ];
}

function graph(
  title: string,
  description: string,
  unit: Unit,
  ...queries: [QuerySpec, ...QuerySpec[]]
): TimeSeriesSpec {
  return { kind: 'timeseries', title, description, width: 12, unit, queries };
}

function requests(): TimeSeriesSpec[] {
  return [
    {
      ...graph('Requests by verb', 'Bad: a verb that grows alone, mostly LIST of a controller in a loop.', 'reqps', {
        expr: rate('apiserver_request_total', [], 'verb'),
        legend: '{{verb}}',
      }),
      stack: true,
    },
    {
      ...graph(
        'Answers by code',
        '409 and 404 are normal in part. Bad: 429, which is too much load, and 5xx.',
        'reqps',
        {
          expr: rate('apiserver_request_total', [], 'code'),
          legend: '{{code}}',
        },
      ),
      stack: true,
    },
    graph(
      'Time to answer, by verb',
      '99 of a hundred answers are faster. Bad: above a second for anything but LIST.',
      's',
      { expr: `${slowest(DURATION, [ANSWERS], 'verb')} >= 0`, legend: '{{verb}}' },
    ),
    graph(
      'Requests in flight',
      'Of the server with the most. Bad: near 600 of both together, the default limit of each server.',
      'none',
      {
        expr: `max by (request_kind) (${server('apiserver_current_inflight_requests')})`,
        legend: '{{request_kind}}',
      },
    ),
  ];
}

function store(): TimeSeriesSpec[] {
  // named otherwise before Kubernetes 1.34
  const objects = `${server('apiserver_resource_objects')} or ${server('apiserver_storage_objects')}`;
  return [
    graph('Time of the store, by operation', '99 of a hundred are faster. Bad: above 100 ms for get.', 's', {
      expr: `${slowest('etcd_request_duration_seconds', [], 'operation')} >= 0`,
      legend: '{{operation}}',
    }),
    graph('Objects of the ten largest kinds', 'Bad: a kind that grows without end: events or jobs that stay.', 'none', {
      expr: `topk(10, max by (group, resource) (${objects}))`,
      legend: '{{resource}} {{group}}',
    }),
    graph('Work that waits, by queue', 'Bad: a queue that does not empty.', 'none', {
      expr: `sum by (name) (${server('workqueue_depth')})`,
      legend: '{{name}}',
    }),
    graph('Work added, by queue', 'Bad: a queue that grows alone.', 'ops', {
      expr: rate('workqueue_adds_total', [], 'name'),
      legend: '{{name}}',
    }),
  ];
}

function ofProcess(): TimeSeriesSpec[] {
  return [
    graph('CPU', 'Cores in use. Bad: near what its node has.', 'short', {
      expr: `sum by (instance) (rate(${server('process_cpu_seconds_total')}[$__rate_interval]))`,
      legend: '{{instance}}',
    }),
    graph('Memory', 'Bad: near the memory of its node: large LISTs are the usual cause.', 'bytes', {
      expr: `sum by (instance) (${server('process_resident_memory_bytes')})`,
      legend: '{{instance}}',
    }),
  ];
}
