import type { ShopSeries } from './shop-series';

const CONTAINER = 'pod, container';

const LAST_EXIT_CODE = 'kube_pod_container_status_last_terminated_exitcode';
const LAST_REASON = 'kube_pod_container_status_last_terminated_reason';

const RESTARTS = 'kube_pod_container_status_restarts_total';
const WAITING_REASON = 'kube_pod_container_status_waiting_reason';

/** Not of Kubernetes: an Error by signal 9 or 15, which mostly is a failed probe. */
const STOPPED = 'Stopped';
/** The condition of a pod, in the place of a reason. */
const UNSCHEDULABLE = 'Unschedulable';

/** Why a container waits or ended, as a regular expression, and what to look at; the last that matches counts. */
const VERDICTS: readonly (readonly [reason: string, verdict: string])[] = [
  ['.*', 'Describe the pod'],
  ['ContainerCreating|PodInitializing', 'It starts; if for long, describe the pod'],
  ['.*Image.*', 'Image not pulled: name, tag, registry'],
  ['CreateContainer.*|RunContainerError', 'A Secret, ConfigMap or file is missing'],
  [UNSCHEDULABLE, 'No node has room for it'],
  ['Completed', 'It ended by itself, or was told to'],
  ['Error', 'The program failed: read its last lines'],
  [STOPPED, 'Stopped from outside: a failed probe?'],
  ['OOMKilled', 'Raise the memory limit, or find the leak'],
  ['Evicted', 'Its node ran short of memory or disk'],
];

/**
 * What became of every container of the shop that there was within the time range, by pod and container; the container of a
 * pod that never had any is `-`. Each query has one series for each container, for the table to join.
 */
export class ContainerFates {
  public constructor(private readonly shop: ShopSeries) {}

  /** How often each was started anew. */
  public restarts(): string {
    return `${this.each(RESTARTS)} or ${this.all()}`;
  }

  /** What each waits for, or `running`, `ended` or `gone`; of a pod without any, its phase. */
  public now(): string {
    const waiting = `label_join(${this.each(WAITING_REASON, 'reason')}, "now", "", "reason")`;
    const phase = `label_join(${this.eachPod('kube_pod_status_phase', 'phase')} == 1, "now", "", "phase")`;
    const present = firstOf(
      one(`max by (${CONTAINER}, now) (${waiting})`),
      named(`${this.each('kube_pod_container_status_running')} == 1`, 'now', 'running'),
      named(this.each(RESTARTS), 'now', 'ended'),
    );
    const without = `max by (${CONTAINER}, now) (${named(phase, 'container', '-')})`;
    return `${present} or on (pod) ${without} or on (pod) ${named(this.all(), 'now', 'gone')}`;
  }

  /** Why those ended that did: the pod, this run if it is over, or the one before; of what is gone, what was seen last. */
  public lastEnd(): string {
    return this.endings();
  }

  /** What to look at, in a few words, where something is not as it should be. */
  public verdict(): string {
    const unschedulable = named(this.eachPod('kube_pod_status_unschedulable'), 'container', '-');
    const stopped = [137, 143].map((code) => `${this.each(LAST_EXIT_CODE)} == ${code}`).join(' or ');
    const failed = this.each(LAST_REASON, '', 'reason="Error"');
    const reasons = firstOf(
      // what waits after a crash ended for a reason
      one(this.each(WAITING_REASON, 'reason', 'reason!="CrashLoopBackOff"')),
      named(unschedulable, 'reason', UNSCHEDULABLE),
      this.endings(named(`(${stopped}) and ${failed}`, 'reason', STOPPED)),
    );
    const verdicts = VERDICTS.reduce(
      (query, [reason, verdict]) => `label_replace(${query}, "verdict", "${verdict}", "reason", "${reason}")`,
      reasons,
    );
    return `max by (${CONTAINER}, verdict) (${verdicts})`;
  }

  /** How the run before ended. */
  public exitCode(): string {
    return `${this.each(LAST_EXIT_CODE)} or ${this.seen(LAST_EXIT_CODE)}`;
  }

  /** The highest of what was told of each within the time range. */
  public highest(metric: string, ...matchers: readonly string[]): string {
    return byContainer(`max_over_time(${this.shop.state(metric, ...matchers)}[$__range])`);
  }

  /** @param refined what is known better of some, save of those whose pod was ended as a whole */
  private endings(...refined: readonly string[]): string {
    const metrics = ['kube_pod_container_status_terminated_reason', LAST_REASON];
    const now = metrics.map((metric) => this.each(metric, 'reason'));
    // a crash says more than the stop in the end
    const then = metrics.map((metric) => this.seen(metric, 'reason')).reverse();
    return firstOf(this.reasonsOfPods(), ...refined, ...[...now, ...then].map(one));
  }

  /** All of them. */
  private all(): string {
    const pods = `0 * max by (pod) (last_over_time(${this.shop.state('kube_pod_info')}[$__range]))`;
    return `${this.seen(RESTARTS)} or on (pod) ${named(pods, 'container', '-')}`;
  }

  /** The containers of pods that were ended as a whole, by the reason. */
  private reasonsOfPods(): string {
    const reasons = `max by (pod, reason) (max_over_time(${this.shop.state('kube_pod_status_reason')}[$__range])) > 0`;
    return `0 * (${this.all()}) + on (pod) group_left (reason) topk by (pod) (1, ${reasons})`;
  }

  private each(metric: string, label = '', ...matchers: readonly string[]): string {
    return byContainer(this.shop.state(metric, ...matchers), label);
  }

  private seen(metric: string, label = ''): string {
    return byContainer(`last_over_time(${this.shop.state(metric)}[$__range])`, label);
  }

  private eachPod(metric: string, label = ''): string {
    return `max by (pod${label === '' ? '' : `, ${label}`}) (${this.shop.state(metric)})`;
  }
}

/** Counted once, though two kube-state-metrics may speak of it. */
function byContainer(series: string, label = ''): string {
  return `max by (${CONTAINER}${label === '' ? '' : `, ${label}`}) (${series})`;
}

/** One series for each container, where two kube-state-metrics do not agree. */
function one(query: string): string {
  return `topk by (${CONTAINER}) (1, ${query})`;
}

function named(query: string, label: string, text: string): string {
  return `label_replace(${query}, "${label}", "${text}", "", "")`;
}

/** For each container the first query that knows it. */
function firstOf(...queries: readonly string[]): string {
  return queries.join(` or on (${CONTAINER}) `);
}
