import type { StatSpec, Thresholds, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { state } from '../kubernetes/series';
import type { Series } from '../series';

/** Of a limit: at its end a program is killed. */
export const OF_LIMIT: Thresholds = { warning: 0.8, critical: 0.95 };

/** What the pods of one program use of the machine; they are known by a metric that it alone has. */
export class ProcessPanels {
  public constructor(
    private readonly series: Series,
    /** How people call the program. */
    private readonly program: string,
    /** A metric that it alone has. */
    private readonly known: string,
  ) {}

  public memoryStat(): StatSpec {
    return {
      kind: 'stat',
      title: 'Memory of limit',
      description: `Of the ${this.program} that is nearest to its memory limit. Above 95 % the kernel may kill it at any time.`,
      width: 4,
      unit: 'percentunit',
      decimals: 0,
      query: { expr: `max(${this.memory()} / ${this.limit()})`, legend: 'of limit' },
      thresholds: OF_LIMIT,
      noValue: 'no limit',
    };
  }

  public memoryGraph(width: 8 | 12): TimeSeriesSpec {
    return {
      kind: 'timeseries',
      title: 'Memory',
      description: `Memory of each ${this.program}, and the limit at which the kernel kills it. Bad: a climb without end.`,
      width,
      unit: 'bytes',
      queries: [{ expr: this.memory(), legend: '{{pod}}' }],
      lines: [{ expr: `min(${this.limit()})`, name: 'limit' }],
    };
  }

  public cpuGraph(width: 8 | 12): TimeSeriesSpec {
    return {
      kind: 'timeseries',
      title: 'CPU',
      description: `Cores in use by each ${this.program}. Bad: a plateau at its CPU limit, or at the cores of the node.`,
      width,
      unit: 'short',
      queries: [{ expr: this.cpu(), legend: '{{pod}}' }],
    };
  }

  /** Cores in use, by pod. */
  public cpu(): string {
    return `sum by (pod) (rate(${this.series.of('process_cpu_seconds_total')}[$__rate_interval])${this.ours()})`;
  }

  /** Bytes in use, by pod. */
  public memory(): string {
    return `max by (pod) (${this.series.of('process_resident_memory_bytes')}${this.ours()})`;
  }

  private limit(): string {
    const limits = state('kube_pod_container_resource_limits', ...this.series.scope, 'resource="memory"');
    return `sum by (pod) (max by (pod, container) (${limits}${this.ours()}))`;
  }

  private ours(): string {
    return ` and on (pod) ${this.series.of(this.known)}`;
  }
}
