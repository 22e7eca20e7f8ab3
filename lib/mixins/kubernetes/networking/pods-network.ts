import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, QueryVariableSpec, TableSpec } from '../../../dashboard-builder/spec';
import { CLUSTER_VARIABLE } from '../common';
import {
  NAMESPACE_PODS,
  NETWORKING_CLUSTER,
  NETWORKING_NAMESPACE,
  NETWORKING_POD,
  NETWORKING_WORKLOAD,
  WORKLOAD,
} from '../dashboards';
import { state } from '../series';
import { busiestPod, lossGraphs, lostPackets, packets, traffic, trafficGraphs } from './network-panels';
import { NetworkQueries, podsOf } from './network-queries';

const TAGS = ['kubernetes', 'network'] as const;
const IN_NAMESPACE = ['cluster="$cluster"', 'namespace="$namespace"'];
const OF_WORKLOAD = [...IN_NAMESPACE, 'workload_type="$type"', 'workload="$workload"'];

/** Only namespaces with pods are offered. */
const NAMESPACE_VARIABLE: QueryVariableSpec = {
  name: 'namespace',
  label: 'Namespace',
  query: `label_values(${state('kube_pod_info', 'cluster="$cluster"')}, namespace)`,
};

/** Which pods of a namespace talk how much. */
export function namespaceNetwork(): DashboardSpec {
  return {
    ...NETWORKING_NAMESPACE,
    description: 'Which pods of a namespace talk how much, and whether the load is spread over them.',
    tags: TAGS,
    variables: [CLUSTER_VARIABLE, NAMESPACE_VARIABLE],
    links: [
      { title: 'All namespaces', url: dashboardUrl(NETWORKING_CLUSTER.uid, {}) },
      {
        title: 'CPU and memory of the namespace',
        url: dashboardUrl(NAMESPACE_PODS.uid, { namespace: '${namespace}' }),
      },
    ],
    rows: rowsOf(new NetworkQueries(IN_NAMESPACE)),
  };
}

/** Whether the load of a workload is spread over its pods. */
export function workloadNetwork(): DashboardSpec {
  const workload = { namespace: '${namespace}', type: '${type}', workload: '${workload}' };
  return {
    ...NETWORKING_WORKLOAD,
    description: 'How much the pods of a workload talk, and whether the load is spread over them.',
    tags: TAGS,
    variables: [
      CLUSTER_VARIABLE,
      NAMESPACE_VARIABLE,
      { name: 'type', label: 'Type', query: `label_values(${podsOf(...IN_NAMESPACE)}, workload_type)` },
      {
        name: 'workload',
        label: 'Workload',
        query: `label_values(${podsOf(...IN_NAMESPACE, 'workload_type="$type"')}, workload)`,
      },
    ],
    links: [{ title: 'CPU and memory of the workload', url: dashboardUrl(WORKLOAD.uid, workload) }],
    rows: rowsOf(new NetworkQueries(IN_NAMESPACE, podsOf(...OF_WORKLOAD))),
  };
}

function rowsOf(queries: NetworkQueries): DashboardSpec['rows'] {
  const url = dashboardUrl(NETWORKING_POD.uid, { namespace: '${namespace}', pod: '${__field.labels.pod}' });
  return [
    {
      panels: [
        traffic(queries, 'receive'),
        traffic(queries, 'transmit'),
        packets(queries, 'receive'),
        packets(queries, 'transmit'),
        lostPackets(queries),
        busiestPod(queries),
      ],
    },
    {
      title: 'Pods',
      panels: trafficGraphs({
        legend: '{{pod}}',
        query: (direction, counted) => queries.perPod(direction, counted),
        links: [{ title: 'Network of the pod', url }],
      }),
    },
    { title: 'Losses', panels: lossGraphs(queries) },
    { title: 'Pod by pod', panels: [table(queries)] },
  ];
}

function table(queries: NetworkQueries): TableSpec {
  const url = dashboardUrl(NETWORKING_POD.uid, { namespace: '${namespace}', pod: '${__value.text}' });
  const perPod = (direction: 'receive' | 'transmit', counted: 'bytes' | 'packets' | 'packets_dropped'): string =>
    `sum by (pod) (${queries.perPod(direction, counted)})`;
  return {
    kind: 'table',
    title: 'Traffic of each pod',
    description: 'One row for each pod with a network of its own; its name leads to its network. Bad: drops above 0.',
    width: 24,
    labels: [{ title: 'Pod', label: 'pod', columnWidth: 320, link: { title: 'Network of the pod', url } }],
    values: [
      { title: 'Received', expr: perPod('receive', 'bytes'), unit: 'Bps' },
      { title: 'Sent', expr: perPod('transmit', 'bytes'), unit: 'Bps' },
      { title: 'Packets received', expr: perPod('receive', 'packets'), unit: 'pps' },
      { title: 'Packets sent', expr: perPod('transmit', 'packets'), unit: 'pps' },
      { title: 'Dropped in', expr: perPod('receive', 'packets_dropped'), unit: 'pps', thresholds: { warning: 0.1 } },
      { title: 'Dropped out', expr: perPod('transmit', 'packets_dropped'), unit: 'pps', thresholds: { warning: 0.1 } },
    ],
    sortBy: 'Received',
  };
}
