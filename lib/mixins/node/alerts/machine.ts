import { exporter } from '../node-queries';

/*
 * Alerts are told apart by machine, not by pod: a new pod of node-exporter would end one and begin another. Nodes of k3d
 * and kind are containers of one machine, and each of them tells of it: no label that node-exporter has says which machine
 * a container is on, so that such an alert fires once for each of them.
 */
const MACHINE = ['cluster', 'node', 'instance'];

/** How summaries name a machine: its address, and its node where that is known. */
export const NAME = '{{ $labels.instance }}{{ with $labels.node }} (node {{ . }}){{ end }}';

/** One value for each machine, or for each of its parts that the labels name. */
export function each(aggregation: 'max' | 'min' | 'sum' | 'count', expr: string, ...parts: readonly string[]): string {
  return `${aggregation} by (${[...MACHINE, ...parts].join(', ')}) (${expr})`;
}

/** A gauge of each machine. */
export function gauge(metric: string, ...matchers: readonly string[]): string {
  return each('max', exporter(metric, ...matchers));
}

/** What a counter of each machine gains in a second. */
export function rate(metric: string, ...matchers: readonly string[]): string {
  return each('max', `rate(${exporter(metric, ...matchers)}[5m])`);
}

/** Cores of each machine, as the kernel counts them. */
export const CORES = each('count', exporter('node_cpu_seconds_total', 'mode="idle"'));
