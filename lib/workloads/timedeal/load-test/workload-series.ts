// a first start pulls images, makes volumes and sets up the database
const FIRST_START = { seconds: 600, window: '10m' };

/** Each kind calls what it is told to have otherwise. */
const WANTED = { deployment: 'kube_deployment_spec_replicas', statefulset: 'kube_statefulset_replicas' };

/** Which pods of a workload kube-state-metrics counts. */
export type Counted = 'available' | 'ready';

/** Queries over a Deployment or a StatefulSet, which is counted once though two kube-state-metrics may speak of it. */
export class WorkloadSeries {
  /** By which each query tells workloads apart. */
  public readonly labels: string;

  /**
   * @param kind as kube-state-metrics writes it
   * @param select the series of a metric
   */
  public constructor(
    private readonly kind: 'deployment' | 'statefulset',
    private readonly select: (metric: string) => string,
  ) {
    this.labels = `cluster, namespace, ${kind}`;
  }

  /** The workload while it has no such pod, unless it should have none. */
  public noneReady(counted: Counted): string {
    return `${this.each(this.pods(counted))} == 0 and ${this.each(this.select(WANTED[this.kind]))} > 0`;
  }

  /** The workload within its first minutes, until it once had such a pod. */
  public starting(counted: Counted): string {
    const created = this.each(this.select(`kube_${this.kind}_created`));
    const had = this.each(`max_over_time(${this.pods(counted)}[${FIRST_START.window}])`);
    return `${created} > time() - ${FIRST_START.seconds} unless ${had} > 0`;
  }

  private pods(counted: Counted): string {
    return this.select(`kube_${this.kind}_status_replicas_${counted}`);
  }

  private each(series: string): string {
    return `max by (${this.labels}) (${series})`;
  }
}
