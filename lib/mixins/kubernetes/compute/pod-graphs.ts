import type { LineSpec, LinkSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { THROTTLED } from '../common';
import type { PodQueries } from '../pod-queries';
import { RECORDS } from '../records';

/** What is drawn one upon the other. */
export interface UsageOptions {
  /** Name of each series, such as `{{pod}}`. */
  readonly legend: string;
  readonly description: string;
  /** What the sum is compared with. */
  readonly lines: readonly LineSpec[];
  /** Where each series leads. */
  readonly links: readonly LinkSpec[];
}

const USAGE = { kind: 'timeseries', width: 12, height: 9, stack: true, legend: 'table' } as const;

/** CPU of each pod, one upon the other. */
export function cpuGraph(cpu: string, { legend, description, lines, links }: UsageOptions): TimeSeriesSpec {
  return {
    ...USAGE,
    title: 'CPU',
    description,
    unit: 'short',
    axisLabel: 'cores',
    queries: [{ expr: cpu, legend }],
    lines,
    seriesLinks: links,
  };
}

/** Memory of each pod, one upon the other. */
export function memoryGraph(memory: string, { legend, description, lines, links }: UsageOptions): TimeSeriesSpec {
  return {
    ...USAGE,
    title: 'Memory',
    description,
    unit: 'bytes',
    queries: [{ expr: memory, legend }],
    lines,
    seriesLinks: links,
  };
}

/** What all pods asked for, as a line. */
export function requestsLine(pods: PodQueries, resource: 'cpu' | 'memory'): LineSpec {
  return { expr: pods.all(resource === 'cpu' ? RECORDS.cpuRequests : RECORDS.memoryRequests), name: 'requests' };
}

/** What all pods may use at most, as a line. */
export function memoryLimitsLine(pods: PodQueries): LineSpec {
  return { expr: pods.all(RECORDS.memoryLimits), name: 'limits' };
}

/** How much each pod is held back by its CPU limit. */
export function throttlingGraph(pods: PodQueries, legend: string): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'CPU throttling',
    description:
      'Share of time slices in which a pod was held back by its CPU limit; 0 where there is none. Above the red line ' +
      'answers take longer although the node may be idle: raise the limit.',
    width: 12,
    unit: 'percentunit',
    queries: [{ expr: pods.throttling(), legend }],
    thresholds: THROTTLED,
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
