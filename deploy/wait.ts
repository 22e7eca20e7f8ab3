import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../preview/json';
import { problemOf } from './explain';
import type { Kubectl } from './kubectl';
import { keyOf, manifestOf, textFor, titleOf, type Manifest } from './manifests';
import { objectsIn } from './plan';
import type { Progress, Step } from './progress';
import { rolloutOf, type Rollout } from './rollout';
import { stallOf, UNSEEN, type Stall } from './stall';
import { REQUEST_TIMEOUT, type Target } from './target';

/** How often it is asked, and when a workload that does not move is worth a closer look. */
export interface Pace {
  readonly pollSeconds: number;
  readonly stallSeconds: number;
}

/** A workload, how far it is, and why it is no further. */
export interface Waited {
  readonly manifest: Manifest;
  readonly rollout: Rollout;
  readonly stall?: Stall;
}

// an API server that is busy starting fifty pods misses a beat now and then
const MOST_FAILURES = 5;

function stepOf({ manifest, rollout, stall }: Waited): Step {
  const why = rollout.isDone ? [] : [rollout.complaint ?? [], stall?.reasons ?? []].flat();
  return { title: titleOf(manifest), text: rollout.text, isDone: rollout.isDone, why };
}

/** What a namespace holds, as far as the user may see it. */
interface Contents {
  readonly pods?: JsonObject[];
  readonly events: JsonObject[];
}

/** Waits for the rollouts of workloads that have been applied. */
export class Waiter {
  private failures = 0;
  private last: JsonObject[] = [];
  /** Since when each workload says the same. */
  private readonly since = new Map<string, { readonly text: string; readonly second: number }>();

  public constructor(
    private readonly kubectl: Kubectl,
    private readonly target: Target,
    private readonly workloads: readonly Manifest[],
    private readonly pace: Pace,
  ) {}

  /** Returns when all are rolled out or the time is over, with how far each has come. */
  public async wait(timeoutSeconds: number, progress: Progress): Promise<Waited[]> {
    const start = performance.now();
    for (;;) {
      const seconds = Math.round((performance.now() - start) / 1000);
      const isOver = seconds >= timeoutSeconds;
      const waited = await this.look(seconds, isOver ? 0 : this.pace.stallSeconds);
      progress.show(waited.map(stepOf), seconds);
      if (isOver || waited.every(({ rollout }) => rollout.isDone)) return waited;
      await sleep(this.pace.pollSeconds * 1000);
    }
  }

  private async look(second: number, stallSeconds: number): Promise<Waited[]> {
    const live = await this.live();
    const waited = live.map((json, index) => ({ manifest: this.workloads[index]!, rollout: rolloutOf(json), json }));
    const stuck = waited.filter((one) => this.isStuck(one, second, stallSeconds));
    const namespaces = new Map<string, Promise<Contents>>();
    for (const { json } of stuck) {
      const namespace = manifestOf(json).namespace ?? this.target.namespace;
      if (!namespaces.has(namespace)) namespaces.set(namespace, this.contents(namespace));
    }
    return Promise.all(
      waited.map(async (one) => {
        const contents = await namespaces.get(manifestOf(one.json).namespace ?? this.target.namespace);
        if (contents === undefined || !stuck.includes(one)) return one;
        const { pods, events } = contents;
        return { ...one, stall: pods === undefined ? UNSEEN : stallOf(one.json, pods, events, Date.now()) };
      }),
    );
  }

  private async live(): Promise<JsonObject[]> {
    const { code, stdout, stderr } = await this.get(['-f', '-'], textFor(this.workloads));
    if (code === 0) {
      this.failures = 0;
      this.last = objectsIn(stdout);
    } else if (++this.failures >= MOST_FAILURES || this.last.length === 0) {
      throw problemOf(stderr, { target: this.target, manifests: this.workloads });
    }
    return this.last;
  }

  private isStuck({ manifest, rollout }: Waited, second: number, stallSeconds: number): boolean {
    const key = keyOf(manifest);
    const { text, complaint = '', isDone } = rollout;
    if (this.since.get(key)?.text !== text) this.since.set(key, { text, second });
    return !isDone && (complaint !== '' || second - this.since.get(key)!.second >= stallSeconds);
  }

  private async contents(namespace: string): Promise<Contents> {
    const pods = await this.get(['pods', '-n', namespace]);
    const events = await this.get(['events', '-n', namespace]);
    return { pods: pods.code === 0 ? objectsIn(pods.stdout) : undefined, events: objectsIn(events.stdout) };
  }

  private get(args: readonly string[], input?: string): ReturnType<Kubectl['run']> {
    return this.kubectl.run(['get', ...args, '-o', 'json', REQUEST_TIMEOUT], input);
  }
}
