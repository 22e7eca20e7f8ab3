import { state, stateBy } from './series';
import { ALL_PODS, type Narrowing } from './workload-pods';

const POD = 'namespace, pod';
const CONTAINER = 'namespace, pod, container';

const KILLED_FOR_MEMORY = 'reason="OOMKilled"';

const LAST_END = 'status_last_terminated_reason';

/** Queries over the state that pods are in, each object counted once. */
export class PodStates {
  /**
   * @param scope matchers that every series carries
   * @param narrow which pods of the scope are meant, and which labels they get
   */
  public constructor(
    private readonly scope: readonly string[],
    private readonly narrow: Narrowing = ALL_PODS,
  ) {}

  /** Some series of pods, of those that are not finished. */
  public unfinished(series: string): string {
    return `${series} and on (${POD}) ${this.phase('Pending|Running|Unknown')} == 1`;
  }

  /** 1 for each pod that is ready, 0 for the others; by namespace and pod. */
  public ready(): string {
    return this.each(POD, 'kube_pod_status_ready', 'condition="true"');
  }

  /** How many pods should serve but are not ready; finished pods are none of them. */
  public notReady(by?: string): string {
    const each = `${this.phase('Pending|Running|Unknown')} == 1 unless on (${POD}) ${this.ready()} == 1`;
    return by === undefined ? `count(${each}) or vector(0)` : `count by (${by}) (${each})`;
  }

  /** How many pods wait for a node, an image or a volume. */
  public pending(): string {
    return `sum(${this.phase('Pending')}) or vector(0)`;
  }

  /** How many pods are there that are not finished. */
  public count(by: string): string {
    return `sum by (${by}) (${this.phase('Pending|Running|Unknown')})`;
  }

  /** How often each container was started anew; by namespace, pod and container. */
  public restarted(window: string): string {
    const increase = (restarts: string): string => `increase(${state(restarts, ...this.scope)}[${window}])`;
    const [containers, init] = ofEitherKind('status_restarts_total').map(increase);
    return this.within(`max by (${CONTAINER}) (${containers} or ${init})`);
  }

  /** The same since one step of the graph ago: each is marked once, however far the steps and scrapes are apart. */
  public restartedInStep(): string {
    const counted = (when: string): string => {
      const [containers, init] = ofEitherKind('status_restarts_total').map((name) => state(name, ...this.scope) + when);
      return `max by (${CONTAINER}) (${containers} or ${init})`;
    };
    return this.within(`(${counted('')} - ${counted(' offset $__interval')})`);
  }

  /** How often containers were started anew, all together or for each value of some labels. */
  public restarts(window: string, by?: string): string {
    // each by itself, since an increase is extrapolated: two restarts at once would be 2.67 together
    return `sum${by === undefined ? '' : ` by (${by}) `}(round(${this.restarted(window)}))`;
  }

  /** The same by what ended the run before; one series with the reason `none` when nothing was. */
  public restartsByReason(window: string): string {
    // one reason for each container, even while two kube-state-metrics do not agree
    const reasons = `topk by (${CONTAINER}) (1, ${this.eachContainer(LAST_END, `${CONTAINER}, reason`)})`;
    const byReason = `sum by (reason) (round(${this.restarted(window)}) * on (${CONTAINER}) group_left (reason) ${reasons})`;
    const none = `label_replace(0 * sum(${this.restarted(window)}), "reason", "none", "", "")`;
    return `${byReason} or on () ${none}`;
  }

  /** How many containers were started anew after they had used more memory than they may; 0 where others were. */
  public restartsForMemory(window: string, by: string): string {
    const killed = this.eachContainer(LAST_END, CONTAINER, KILLED_FOR_MEMORY);
    const restarted = `round(${this.restarted(window)}) and on (${CONTAINER}) ${killed}`;
    return `sum by (${by}) (${restarted}) or 0 * sum by (${by}) (${this.restarted(window)})`;
  }

  /**
   * How many containers last ended above their memory limit, at any time or at most so many seconds ago: those that were
   * started anew, and those that were not, such as of a Job.
   */
  public killedForMemory(secondsAgo?: number): string {
    const restarted = this.eachContainer(LAST_END, CONTAINER, KILLED_FOR_MEMORY);
    const ended = this.eachContainer('status_terminated_reason', CONTAINER, KILLED_FOR_MEMORY);
    if (secondsAgo === undefined) return `count(${restarted} or ${ended}) or vector(0)`;
    const since = `> time() - ${secondsAgo}`;
    const restartedLately = `${restarted} and on (${CONTAINER}) ${this.eachContainer('status_last_terminated_timestamp', CONTAINER)} ${since}`;
    const endedLately = `${ended} and on (${POD}) ${this.each(POD, 'kube_pod_completion_time')} ${since}`;
    return `count(${restartedLately} or ${endedLately}) or vector(0)`;
  }

  /** A metric of pods or containers by some labels, namespace and pod among them. */
  public each(by: string, metric: string, ...matchers: readonly string[]): string {
    return this.within(stateBy(by, metric, ...this.scope, ...matchers));
  }

  /**
   * What kube-state-metrics tells of containers and, under another name, of init containers, of which sidecars are some.
   *
   * @param fact `status_waiting_reason`
   */
  public eachContainer(fact: string, by: string, ...matchers: readonly string[]): string {
    const [containers, init] = ofEitherKind(fact).map((metric) => state(metric, ...this.scope, ...matchers));
    return this.within(`max by (${by}) (${containers} or ${init})`);
  }

  /** 1 for each pod in one of some phases, 0 for the others. */
  private phase(phases: string): string {
    return this.each(POD, 'kube_pod_status_phase', `phase=~"${phases}"`);
  }

  /** In brackets, since what follows may bind tighter. */
  private within(series: string): string {
    return this.narrow === ALL_PODS ? series : `(${this.narrow(series)})`;
  }
}

/** The metric of containers, and that of init containers. */
function ofEitherKind(fact: string): string[] {
  return ['kube_pod_container', 'kube_pod_init_container'].map((kind) => `${kind}_${fact}`);
}
