import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, StatSpec, TableSpec, TimeSeriesSpec, ValueColumn } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import { COREDNS, NETWORKING_CLUSTER, NETWORKING_NAMESPACE } from '../dashboards';
import { lossGraphs, lostPackets, traffic, trafficGraphs } from './network-panels';
import { NetworkQueries } from './network-queries';

const QUERIES = new NetworkQueries(['cluster="$cluster"']);

/** Which namespaces talk how much, and whether anything is lost on the way. */
export function clusterNetwork(): DashboardSpec {
  return {
    ...NETWORKING_CLUSTER,
    description: 'Which namespaces talk how much, and whether anything is lost between pods and nodes.',
    tags: ['kubernetes', 'network'],
    variables: [CLUSTER_VARIABLE],
    links: [{ title: 'DNS', url: dashboardUrl(COREDNS.uid, {}) }],
    rows: [
      { panels: stats() },
      {
        title: 'Namespaces',
        panels: trafficGraphs({
          legend: '{{namespace}}',
          query: (direction, counted) => QUERIES.sum(direction, counted, 'namespace'),
          links: [linkTo(NETWORKING_NAMESPACE.uid, 'Network of the namespace', '${__field.labels.namespace}')],
        }),
      },
      { title: 'Namespace by namespace', panels: [table()] },
      { title: 'Losses', panels: [...lossGraphs(QUERIES), ...nodeLosses()] },
    ],
  };
}

function linkTo(uid: string, title: string, namespace: string): { title: string; url: string } {
  return { title, url: dashboardUrl(uid, { namespace }) };
}

function node(metric: string): string {
  return `${metric}{job="node-exporter", cluster="$cluster"}`;
}

const RETRANSMITTED =
  `sum by (instance) (rate(${node('node_netstat_Tcp_RetransSegs')}[$__rate_interval])) / ` +
  `sum by (instance) (rate(${node('node_netstat_Tcp_OutSegs')}[$__rate_interval]))`;

const CONNECTIONS = `${node('node_nf_conntrack_entries')} / ${node('node_nf_conntrack_entries_limit')}`;

function stats(): StatSpec[] {
  const share = { kind: 'stat', width: 4, unit: 'percentunit', decimals: 1 } as const;
  const answers = 'coredns_dns_responses_total{job="coredns", cluster="$cluster"';
  const failed = `sum(rate(${answers}, rcode="SERVFAIL"}[$__rate_interval]))`;
  const all = `sum(rate(${answers}}[$__rate_interval]))`;
  return [
    traffic(QUERIES, 'receive'),
    traffic(QUERIES, 'transmit'),
    lostPackets(QUERIES),
    {
      ...share,
      title: 'Sent twice, worst node',
      description:
        'TCP segments that had to be sent again. Above 1 % the network loses packets; above 5 % all is slow.',
      query: { expr: `max(${RETRANSMITTED})`, legend: 'sent twice' },
      thresholds: { warning: 0.01, critical: 0.05 },
    },
    {
      ...share,
      title: 'Connection table, fullest node',
      description: 'Connections that a kernel keeps track of, of as many as it can. Near 100 % new ones are refused.',
      query: { expr: `max(${CONNECTIONS})`, legend: 'full' },
      thresholds: { warning: 0.75, critical: 0.9 },
    },
    {
      ...share,
      title: 'Failed DNS answers',
      description: 'Names that could not be looked up for a fault of the DNS. Good: 0; else programs find nobody.',
      query: { expr: `(${failed} or 0 * ${all}) / ${all}`, legend: 'failed' },
      thresholds: { warning: 0.01, critical: 0.05 },
      links: [{ title: 'DNS', url: dashboardUrl(COREDNS.uid, {}) }],
    },
  ];
}

function table(): TableSpec {
  const column = (title: string, expr: string, unit: 'Bps' | 'pps'): ValueColumn => ({ title, expr, unit });
  return {
    kind: 'table',
    title: 'Traffic of each namespace',
    description: 'One row for each namespace whose pods have a network of their own. Bad: lost packets above 0.',
    width: 24,
    height: 9,
    labels: [
      {
        title: 'Namespace',
        label: 'namespace',
        columnWidth: 240,
        link: linkTo(NETWORKING_NAMESPACE.uid, 'Network of the namespace', '${__value.text}'),
      },
    ],
    values: [
      column('Received', QUERIES.sum('receive', 'bytes', 'namespace'), 'Bps'),
      column('Sent', QUERIES.sum('transmit', 'bytes', 'namespace'), 'Bps'),
      column('Packets received', QUERIES.sum('receive', 'packets', 'namespace'), 'pps'),
      column('Packets sent', QUERIES.sum('transmit', 'packets', 'namespace'), 'pps'),
      { ...column('Lost', QUERIES.lost('namespace'), 'pps'), thresholds: { warning: 0.1, critical: 10 } },
    ],
    sortBy: 'Received',
  };
}

function nodeLosses(): TimeSeriesSpec[] {
  return [
    {
      kind: 'timeseries',
      title: 'Segments sent twice',
      description: 'Of all TCP segments that a node sends, those that had to be sent again. Bad: above 1 % for long.',
      width: 12,
      unit: 'percentunit',
      queries: [{ expr: RETRANSMITTED, legend: '{{instance}}' }],
      thresholds: { warning: 0.01, critical: 0.05 },
    },
    {
      kind: 'timeseries',
      title: 'Connections that a node keeps track of',
      description: 'Of as many as its kernel can. Near the red line new connections are refused, and nothing says why.',
      width: 12,
      unit: 'percentunit',
      queries: [{ expr: CONNECTIONS, legend: '{{instance}}' }],
      thresholds: { warning: 0.75, critical: 0.9 },
    },
  ];
}
