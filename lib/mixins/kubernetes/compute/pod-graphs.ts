import type { LineSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import type { PodQueries } from '../pod-queries';
import { RECORDS } from '../records';

/** CPU of each pod, one upon the other. */
export function cpuGraph(pods: PodQueries, legend: string, description: string, line: LineSpec): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'CPU',
    description,
    width: 12,
    height: 9,
    unit: 'short',
    axisLabel: 'cores',
    stack: true,
    legend: 'table',
    queries: [{ expr: pods.each(RECORDS.cpu), legend }],
    lines: [line],
  };
}

/** Memory of each pod, one upon the other. */
export function memoryGraph(pods: PodQueries, legend: string, description: string, line: LineSpec): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Memory',
    description,
    width: 12,
    height: 9,
    unit: 'bytes',
    stack: true,
    legend: 'table',
    queries: [{ expr: pods.each(RECORDS.workingSet), legend }],
    lines: [line],
  };
}

/** What goes in, what goes out, and what is lost. */
export function networkGraphs(pods: PodQueries, legend: string): TimeSeriesSpec[] {
  const ownNetwork = 'Pods on the network of their node are left out: their counters are those of the node.';
  const traffic = (title: string, counter: string, sees: string): TimeSeriesSpec => ({
    kind: 'timeseries',
    title,
    description: `${sees} ${ownNetwork}`,
    width: 8,
    unit: 'Bps',
    queries: [{ expr: pods.network(counter), legend }],
  });
  return [
    traffic(
      'Received',
      'container_network_receive_bytes_total',
      'Bytes that reach each pod. Bad: a pod far above or below its twins, which gets an unfair share of the requests.',
    ),
    traffic(
      'Sent',
      'container_network_transmit_bytes_total',
      'Bytes that leave each pod. Bad: a rise while no more is received: larger answers, or data that should not leave.',
    ),
    {
      kind: 'timeseries',
      title: 'Dropped packets',
      description: `Packets lost in and out of each pod. Good: 0; a steady rate makes for slow and broken connections. ${ownNetwork}`,
      width: 8,
      unit: 'pps',
      queries: [
        { expr: pods.network('container_network_receive_packets_dropped_total'), legend: `${legend} in` },
        { expr: pods.network('container_network_transmit_packets_dropped_total'), legend: `${legend} out` },
      ],
    },
  ];
}
