import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import { NETWORKING_NAMESPACE, NETWORKING_POD, POD } from '../dashboards';
import { cadvisor, state } from '../series';
import { lossGraphs, lostPackets, packets, traffic } from './network-panels';
import { NetworkQueries, ON_NODE_NETWORK, type Counted, type Direction } from './network-queries';

const SCOPE = ['cluster="$cluster"', 'namespace="$namespace"', 'pod="$pod"'];
const QUERIES = new NetworkQueries(SCOPE);

/** What one pod sends and receives. */
export function podNetwork(): DashboardSpec {
  const pod = { namespace: '${namespace}', pod: '${pod}' };
  const ownNetwork = state('kube_pod_info', 'cluster="$cluster"', 'namespace="$namespace"', 'host_network="false"');
  return {
    ...NETWORKING_POD,
    description:
      'What one pod sends and receives, and whether anything is lost. A pod on the network of its node has no figures of its own.',
    tags: ['kubernetes', 'network'],
    variables: [
      CLUSTER_VARIABLE,
      {
        name: 'namespace',
        label: 'Namespace',
        query: `label_values(${state('kube_pod_info', 'cluster="$cluster"', 'host_network="false"')}, namespace)`,
      },
      // the counters of a pod on the network of its node are those of the node
      { name: 'pod', label: 'Pod', query: `label_values(${ownNetwork}, pod)` },
    ],
    links: [
      { title: 'Network of the namespace', url: dashboardUrl(NETWORKING_NAMESPACE.uid, { namespace: '${namespace}' }) },
      { title: 'CPU and memory of the pod', url: dashboardUrl(POD.uid, pod) },
      { title: 'Logs of the pod', url: exploreLogsUrl('{namespace="${namespace}", pod="${pod}"}') },
    ],
    rows: [
      {
        panels: [
          traffic(QUERIES, 'receive'),
          traffic(QUERIES, 'transmit'),
          packets(QUERIES, 'receive'),
          packets(QUERIES, 'transmit'),
          lostPackets(QUERIES),
          { ...packetSize(), kind: 'stat', width: 4, unit: 'bytes' },
        ],
      },
      {
        title: 'Traffic',
        panels: [bothWays('Bytes', 'bytes', 'Bps'), bothWays('Packets', 'packets', 'pps')],
      },
      { title: 'Losses', panels: lossGraphs(QUERIES) },
    ],
  };
}

function rate(direction: Direction, counted: Counted): string {
  const counter = cadvisor(`container_network_${direction}_${counted}_total`, ...SCOPE);
  return `sum by (interface) (rate(${counter}[$__rate_interval]) unless on (namespace, pod) ${ON_NODE_NETWORK})`;
}

function packetSize(): { title: string; description: string; query: { expr: string; legend: string } } {
  const bytes = `${QUERIES.sum('receive', 'bytes')} + ${QUERIES.sum('transmit', 'bytes')}`;
  const count = `${QUERIES.sum('receive', 'packets')} + ${QUERIES.sum('transmit', 'packets')}`;
  return {
    title: 'Bytes a packet',
    description: 'On average, in and out. Bad: below 100 at a high rate: many small messages, which cost CPU.',
    query: { expr: `(${bytes}) / (${count})`, legend: 'bytes' },
  };
}

function bothWays(title: string, counted: 'bytes' | 'packets', unit: 'Bps' | 'pps'): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title,
    description: 'In and out, for each network card. Bad: a sudden end, or far more than twins of the pod have.',
    width: 12,
    unit,
    queries: [
      { expr: rate('receive', counted), legend: '{{interface}} received' },
      { expr: rate('transmit', counted), legend: '{{interface}} sent' },
    ],
  };
}
