import { RECORDS } from './records';
import { cadvisor, recorded, state } from './series';
import { ALL_PODS, type Narrowing } from './workload-pods';

/** Queries over what pods use, for panels that are about a namespace, a node, a workload or one pod. */
export class PodQueries {
  /**
   * @param scope matchers that every series carries
   * @param by labels that tell one thing that is shown from another within the scope: pods, or what they add up to
   * @param narrow which pods of the scope are meant, and which labels they get
   */
  public constructor(
    private readonly scope: readonly string[],
    private readonly by: string,
    private readonly narrow: Narrowing = ALL_PODS,
  ) {}

  /** A recorded series, summed for each pod. */
  public each(record: string): string {
    return `sum by (${this.by}) (${this.narrow(recorded(record, ...this.scope))})`;
  }

  /** A recorded series, summed over all pods. */
  public all(record: string): string {
    return `sum(${this.narrow(recorded(record, ...this.scope))})`;
  }

  /** What each pod uses of what it asked for; nothing for a pod that asked for nothing. */
  public ofRequest(used: string, requested: string): string {
    return `${this.each(used)} / ${this.each(requested)}`;
  }

  /** What, in each pod, the container that is nearest to its limit uses of it: a limit holds for one container. */
  public ofLimit(used: string, limit: string): string {
    const each = (record: string): string => `max by (namespace, pod, container) (${recorded(record, ...this.scope)})`;
    return `max by (${this.by}) (${this.narrow(`${each(used)} / ${each(limit)}`)})`;
  }

  /** A query of each pod, and -1 for the pods that have none of it but use something: a table shows it as a word. */
  public orMinusOne(query: string, used: string): string {
    return `${query} or 0 * ${this.each(used)} - 1`;
  }

  /** Rate of a network counter for each pod with a network of its own: the others show the counters of their node. */
  public network(counter: string): string {
    const ofNode = state('kube_pod_info', ...this.scope, 'host_network="true"');
    return `${this.rate(counter)} unless on (${this.by}) ${ofNode}`;
  }

  /** Share of the time slices in which each pod was held back by a CPU limit; 0 where there is no limit. */
  public throttling(): string {
    const throttled = this.rate('container_cpu_cfs_throttled_periods_total', 'container!=""');
    const slices = this.rate('container_cpu_cfs_periods_total', 'container!=""');
    // an idle container has no time slices: 0 / 0 is no number and fails the comparison
    return `${throttled} / ${slices} >= 0 or 0 * ${this.each(RECORDS.cpu)}`;
  }

  /** Rate of a counter of cAdvisor for each pod. */
  public rate(counter: string, ...matchers: readonly string[]): string {
    const rate = `rate(${cadvisor(counter, ...this.scope, ...matchers)}[$__rate_interval])`;
    return `sum by (${this.by}) (${this.narrow(rate)})`;
  }
}
