import type { VariableSpec } from '../../../dashboard-builder/spec';
import { state } from '../../kubernetes/series';
import type { AgentMetrics } from '../agent-metrics';
import { ProcessPanels } from '../process-panels';
import { Series } from '../../series';

/** Queries over the pods of the log agent, one on each node. */
export class AgentQueries {
  public readonly series = new Series(['cluster="$cluster"', 'namespace="$namespace"']);
  public readonly process: ProcessPanels;
  public readonly variables: readonly VariableSpec[];

  public constructor(public readonly metrics: AgentMetrics) {
    const { buildInfo, title } = metrics;
    this.process = new ProcessPanels(this.series, title, buildInfo);
    this.variables = [
      { name: 'cluster', label: 'Cluster', query: `label_values(${buildInfo}, cluster)`, hidden: true },
      {
        name: 'namespace',
        label: 'Namespace',
        query: `label_values(${buildInfo}{cluster="$cluster"}, namespace)`,
      },
    ];
  }

  /** The node of each agent. */
  public get nodes(): string {
    const info = state('kube_pod_info', ...this.series.scope, 'node!=""');
    return `max by (pod, node) (${info} and on (pod) ${this.series.of(this.metrics.buildInfo)})`;
  }

  /** A value by pod, by the node on which it runs. */
  public byNode(perPod: string): string {
    return `sum by (node) (${perPod} * on (pod) group_left (node) ${this.nodes})`;
  }

  /** What each agent gains of a counter in a second, by node. */
  public rateByNode(counter: string): string {
    return this.byNode(this.series.rate(counter, 'pod'));
  }

  /** How far each agent is from the end of the file that it is furthest behind in. */
  public behind(): string {
    const { fileBytes, readBytes } = this.metrics;
    // what is read of a file that was just cut is more than its size
    return `clamp_min(max by (pod) (${this.series.of(fileBytes)} - ${this.series.of(readBytes)}), 0)`;
  }

  /** Share of the pushes that must be tried again; 400 is none: a line was bad, and the others are stored. */
  public failing(by = ''): string {
    const all = this.series.rate(`${this.metrics.pushDuration}_count`, by);
    const failed = this.series.rate(`${this.metrics.pushDuration}_count`, by, 'status_code!~"2..|400"');
    return `(${failed} or 0 * ${all}) / ${all}`;
  }
}

/** From the second on the end of a file is in danger: the kubelet begins the next one at 10 MiB. */
export const BEHIND = { warning: 2 ** 20, critical: 5 * 2 ** 20 };

export const FAILING = { warning: 0.01, critical: 0.1 };
