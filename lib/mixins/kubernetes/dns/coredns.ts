import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, StatSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import { COREDNS, POD } from '../dashboards';

const STAT = { kind: 'stat', width: 4 } as const;
const SHARE = { ...STAT, unit: 'percentunit', decimals: 1 } as const;
const GRAPH = { kind: 'timeseries', width: 12 } as const;

// below a millisecond from the cache; a second means that programs wait for names
const ANSWER_TIME = { warning: 0.1, critical: 1 };

// plugins that do not come with CoreDNS may ask servers by the same means
const FORWARD = 'proxy_name="forward"';

/** A sample of CoreDNS. */
function dns(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="coredns"', 'cluster="$cluster"', ...matchers].join(', ')}}`;
}

/** A counter, summed over all pods. */
function sum(metric: string, matchers: readonly string[] = [], by?: string): string {
  return `sum${by === undefined ? '' : ` by (${by})`} (rate(${dns(metric, ...matchers)}[$__rate_interval]))`;
}

function slowest(quantile: number, histogram: string, matchers: readonly string[] = [], by = ''): string {
  const labels = by === '' ? 'le' : `le, ${by}`;
  return `histogram_quantile(${quantile}, ${sum(`${histogram}_bucket`, matchers, labels)})`;
}

/** Part of all; 0 before the first of them, and while there are none at all. */
function share(part: string, all: string): string {
  return `(${part} or 0 * ${all}) / (${all} > 0) or 0 * ${all}`;
}

/** Whether names are looked up, how fast, and by whom else they are answered. */
export function coredns(): DashboardSpec {
  return {
    ...COREDNS,
    description:
      'Whether names are looked up, how fast, and what becomes of the questions that the cluster cannot answer.',
    tags: ['kubernetes', 'network'],
    variables: [CLUSTER_VARIABLE],
    links: [{ title: 'Logs of CoreDNS', url: exploreLogsUrl('{namespace="kube-system", pod=~"coredns-.+"}') }],
    rows: [
      { panels: [...answers(), ...troubles()] },
      { title: 'Questions and answers', panels: [questions(), outcomes(), times(), perPod()] },
      { title: 'Beyond the cluster', panels: [forwarded(), forwardTimes(), cache(), cacheSize()] },
    ],
  };
}

function answers(): StatSpec[] {
  const failed = sum('coredns_dns_responses_total', ['rcode="SERVFAIL"']);
  const slow = slowest(0.99, 'coredns_dns_request_duration_seconds');
  return [
    {
      ...STAT,
      title: 'Questions a second',
      description: 'Names that programs ask for. Bad: none, or many times the usual: something asks in a loop.',
      unit: 'reqps',
      query: { expr: sum('coredns_dns_requests_total'), legend: 'questions' },
    },
    {
      ...SHARE,
      title: 'Failed answers',
      description: 'SERVFAIL: no answer could be had, mostly since the next server is gone. Good: 0.',
      query: { expr: share(failed, sum('coredns_dns_responses_total')), legend: 'failed' },
      thresholds: { warning: 0.01, critical: 0.05 },
    },
    {
      ...STAT,
      title: 'Slow answers',
      description: 'One answer in a hundred takes longer. Above a second programs wait for names.',
      unit: 's',
      query: { expr: `${slow} >= 0 or 0 * ${sum('coredns_dns_requests_total')}`, legend: 'p99' },
      thresholds: ANSWER_TIME,
    },
  ];
}

function troubles(): StatSpec[] {
  return [
    {
      ...SHARE,
      title: 'Answered from the cache',
      description: 'Of all look-ups in the cache. Bad: near 0 under load, since each answer is then asked for anew.',
      query: { expr: share(sum('coredns_cache_hits_total'), sum('coredns_cache_requests_total')), legend: 'hits' },
      decimals: 0,
    },
    {
      ...STAT,
      title: 'Next servers out of reach',
      description:
        'Times a second that every server behind CoreDNS seemed dead. Good: 0; else no outside name is found.',
      unit: 'ops',
      query: { expr: sum('coredns_forward_healthcheck_broken_total'), legend: 'broken' },
      thresholds: { critical: 0.01 },
    },
    {
      ...STAT,
      title: 'Crashes, last hour',
      description: 'Questions that made CoreDNS panic. Good: 0; else read its logs.',
      unit: 'none',
      query: { expr: `round(sum(increase(${dns('coredns_panics_total')}[1h])))`, legend: 'panics' },
      thresholds: { critical: 1 },
    },
  ];
}

function questions(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Questions by type',
    description: 'A and AAAA are addresses. Bad: a type that grows alone, or far more than there are requests.',
    unit: 'reqps',
    stack: true,
    queries: [{ expr: sum('coredns_dns_requests_total', [], 'type'), legend: '{{type}}' }],
  };
}

function outcomes(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Answers by outcome',
    description:
      'NOERROR is found. NXDOMAIN is no such name: some are normal, since short names are tried with each search domain. ' +
      'Bad: SERVFAIL or REFUSED.',
    unit: 'reqps',
    stack: true,
    queries: [{ expr: sum('coredns_dns_responses_total', [], 'rcode'), legend: '{{rcode}}' }],
  };
}

function times(): TimeSeriesSpec {
  const of = (quantile: number, legend: string): { expr: string; legend: string } => ({
    expr: slowest(quantile, 'coredns_dns_request_duration_seconds'),
    legend,
  });
  return {
    ...GRAPH,
    title: 'Time to answer',
    description: 'Half, 95 and 99 of a hundred answers are faster. Bad: above 100 ms for half of them.',
    unit: 's',
    queries: [of(0.5, 'p50'), of(0.95, 'p95'), of(0.99, 'p99')],
  };
}

function perPod(): TimeSeriesSpec {
  const url = dashboardUrl(POD.uid, { namespace: 'kube-system', pod: '${__field.labels.pod}' });
  return {
    ...GRAPH,
    title: 'Questions by pod',
    description: 'Whether the load is spread. Bad: one pod with all of it while there are several.',
    unit: 'reqps',
    stack: true,
    queries: [{ expr: sum('coredns_dns_requests_total', [], 'pod'), legend: '{{pod}}' }],
    seriesLinks: [{ title: 'The pod', url }],
  };
}

function forwarded(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Passed on, by outcome',
    description: 'Questions that servers outside of the cluster answered. Bad: SERVFAIL.',
    unit: 'reqps',
    stack: true,
    queries: [
      {
        expr: sum('coredns_proxy_request_duration_seconds_count', [FORWARD], 'to, rcode'),
        legend: '{{to}} {{rcode}}',
      },
    ],
  };
}

function forwardTimes(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Time of the servers outside',
    description:
      '99 of a hundred of their answers are faster. Bad: above a second, which programs in the cluster wait for.',
    unit: 's',
    queries: [{ expr: slowest(0.99, 'coredns_proxy_request_duration_seconds', [FORWARD], 'to'), legend: '{{to}}' }],
  };
}

function cache(): TimeSeriesSpec {
  const asked = sum('coredns_cache_requests_total');
  return {
    ...GRAPH,
    title: 'Cache',
    description:
      'Look-ups that the cache could answer, and those that it could not. Bad: misses above hits under load.',
    unit: 'ops',
    stack: true,
    queries: [
      { expr: sum('coredns_cache_hits_total', [], 'type'), legend: 'hit, {{type}}' },
      // its own counter of misses is deprecated
      { expr: `${asked} - (${sum('coredns_cache_hits_total')} or 0 * ${asked})`, legend: 'miss', color: 'orange' },
    ],
  };
}

function cacheSize(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Entries in the cache',
    description:
      'Answers that the pod with the most keeps for the next who asks. Bad: near 9984 of a type, which is all that a cache ' +
      'holds by default.',
    unit: 'none',
    queries: [{ expr: `max by (type) (${dns('coredns_cache_entries')})`, legend: '{{type}}' }],
  };
}
