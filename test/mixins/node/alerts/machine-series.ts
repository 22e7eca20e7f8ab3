import type { InputSeries } from '../../support/promtool';
import { changing, series, type Labels } from '../../support/series';

/** Labels of a machine in alerts. */
export const MACHINE = { instance: '10.0.0.1:9100', node: 'n1' };

/** How it is named. */
export const NAME = '10.0.0.1:9100 (node n1)';

const TARGET = { job: 'node-exporter', pod: 'node-exporter-x2x4v', ...MACHINE };

/** A figure of the machine, or one that goes by so much in each step of 30 seconds. */
export function figure(metric: string, from: number, step = 0, labels: Labels = {}): InputSeries {
  return series(metric, { ...TARGET, ...labels }, from, step);
}

/** A figure of the machine whose values are written as promtool reads them. */
export function phases(metric: string, values: string): InputSeries {
  return changing(metric, TARGET, values);
}

/** Idle CPUs, so many, each for such a share of the time. */
export function cpus(count: number, idle = 1): InputSeries[] {
  return Array.from({ length: count }, (_, cpu) =>
    figure('node_cpu_seconds_total', 0, 30 * idle, { mode: 'idle', cpu: String(cpu) }),
  );
}
