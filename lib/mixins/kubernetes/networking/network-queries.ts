import { cadvisor, recorded, state } from '../series';

/** A way that bytes go. */
export type Direction = 'receive' | 'transmit';

/** What is counted of the network. */
export type Counted = 'bytes' | 'packets' | 'packets_dropped' | 'errors';

/** Pods whose counters are those of their node. */
export const ON_NODE_NETWORK = state('kube_pod_info', 'cluster="$cluster"', 'host_network="true"');

/** Queries over the network of pods; those on the network of their node show its counters, and are left out. */
export class NetworkQueries {
  /**
   * @param scope matchers that every series carries
   * @param among a series by namespace and pod: only the pods that it has are meant
   */
  public constructor(
    private readonly scope: readonly string[],
    private readonly among?: string,
  ) {}

  /** A rate for each pod. */
  public perPod(direction: Direction, counted: Counted): string {
    const counter = cadvisor(`container_network_${direction}_${counted}_total`, ...this.scope);
    const ofPods = this.among === undefined ? '' : ` and on (namespace, pod) ${this.among}`;
    return `sum by (namespace, pod) (rate(${counter}[$__rate_interval])) unless on (namespace, pod) ${ON_NODE_NETWORK}${ofPods}`;
  }

  /** A rate summed over all pods, or over those of each value of a label. */
  public sum(direction: Direction, counted: Counted, by?: 'namespace'): string {
    return `sum${by === undefined ? '' : ` by (${by})`} (${this.perPod(direction, counted)})`;
  }

  /** What goes wrong in either direction, together. */
  public lost(by?: 'namespace'): string {
    const all = (['receive', 'transmit'] as const).flatMap((direction) =>
      (['packets_dropped', 'errors'] as const).map((counted) => this.sum(direction, counted, by)),
    );
    return all.join(' + ');
  }
}

/** The pods of a workload, by namespace and pod. */
export function podsOf(...matchers: readonly string[]): string {
  return recorded('namespace_workload_pod:kube_pod_owner:relabel', ...matchers);
}
