import { conflictLines } from './conflicts';
import { summaryOf } from './diff';
import { entryOfIngress, entryOfK3d, type Entry } from './entry';
import { problemOf } from './explain';
import type { Kubectl } from './kubectl';
import { isFoundation, isWorkload, keyOf, manifestOf, textFor, titleOf, type Manifest } from './manifests';
import { nextSteps } from './next-commands';
import type { Options } from './options';
import { APPLY, objectsIn, planOf, type Plan } from './plan';
import { Problem } from './problem';
import { Progress } from './progress';
import { styled, type Screen } from './screen';
import { mustAsk, REQUEST_TIMEOUT, type Target } from './target';
import { Waiter, type Pace, type Waited } from './wait';

const MOST_NEWS = 10;

export interface ApplyProps {
  readonly kubectl: Kubectl;
  readonly target: Target;
  readonly manifests: readonly Manifest[];
  readonly screen: Screen;
  readonly options: Options;
  readonly pace: Pace;
  /** The text of k3d.yaml; undefined when there is none. */
  readonly k3dYaml?: string;
}

/** One run of `npm run apply`. */
export class Apply {
  private readonly kubectl: Kubectl;
  private readonly target: Target;
  private readonly manifests: readonly Manifest[];
  private readonly screen: Screen;
  private readonly options: Options;

  public constructor(private readonly props: ApplyProps) {
    ({
      kubectl: this.kubectl,
      target: this.target,
      manifests: this.manifests,
      screen: this.screen,
      options: this.options,
    } = props);
  }

  /** Applies, waits, and says what to do next. Exit code 0 when all of it runs. */
  public async run(): Promise<number> {
    const plan = await planOf(this.kubectl, this.target, this.manifests);
    this.screen.print(`${summaryOf(plan)}\n`);
    this.refuseConflicts(plan);
    if (!(await this.isMeant())) return 1;

    await this.apply(this.manifests.filter(isFoundation));
    await this.establish();
    await this.apply(this.manifests.filter((manifest) => !isFoundation(manifest)));
    this.tellChanges(plan);

    const waited = await this.wait();
    const isReady = waited.every(({ rollout }) => rollout.isDone);
    if (isReady) await this.tellNext();
    else this.tellStalls(waited);
    return isReady ? 0 : 1;
  }

  private refuseConflicts({ conflicts }: Plan): void {
    if (conflicts.length === 0 || this.options.forceConflicts) return;
    throw new Problem(
      [
        'others have set fields that dist/ sets to something else; nothing was applied',
        ...conflictLines(conflicts),
        'Applying would silently undo their work. Either write what they set into the app, and run this again,',
        'or, if dist/ is right, say so: npm run apply -- --force-conflicts   (npm run diff shows what is lost)',
      ].join('\n'),
    );
  }

  private async isMeant(): Promise<boolean> {
    if (!mustAsk(this.target, this.options, this.screen.ask !== undefined)) return true;
    const { context, server } = this.target;
    const question = `${context} (${server}) does not look like a cluster on this machine. Apply there? [y/N] `;
    const answer = (await this.screen.ask?.(question)) ?? '';
    if (/^y(es)?$/i.test(answer.trim())) return true;
    this.screen.print('nothing was applied\n');
    return false;
  }

  private async apply(manifests: readonly Manifest[]): Promise<void> {
    if (manifests.length === 0) return;
    const force = this.options.forceConflicts ? ['--force-conflicts'] : [];
    const { code, stderr } = await this.kubectl.run([...APPLY, ...force], textFor(manifests));
    for (const warning of new Set(stderr.split('\n').filter((line) => line.startsWith('Warning:'))))
      this.screen.note(styled(this.screen, 'yellow', warning) + '\n');
    if (code === 0) return;
    const problem = problemOf(stderr, { target: this.target, manifests: this.manifests });
    throw new Problem(`${problem.message}\nWhat was applied before that stays; this can be run again at any time.`);
  }

  /** A kind can be used once the API server has taken up its definition. */
  private async establish(): Promise<void> {
    const definitions = this.manifests.filter(({ kind }) => kind === 'CustomResourceDefinition');
    if (definitions.length === 0) return;
    const args = ['wait', '--for=condition=Established', '--timeout=60s', '-f', '-'];
    const { code, stderr } = await this.kubectl.run(args, textFor(definitions));
    if (code !== 0) throw problemOf(stderr, { target: this.target, manifests: this.manifests });
  }

  private tellChanges({ created, changed }: Plan): void {
    // a first apply makes all of it: the names say nothing then
    const news = created.length > MOST_NEWS ? [] : created;
    const lines = [...news.map((one) => `  + ${titleOf(one)}`), ...changed.map((one) => `  ~ ${titleOf(one)}`)];
    this.screen.print([`applied ${this.manifests.length} objects`, ...lines, ''].join('\n'));
  }

  private wait(): Promise<Waited[]> {
    const workloads = this.manifests.filter(isWorkload);
    if (workloads.length === 0) return Promise.resolve([]);
    return new Waiter(this.kubectl, this.target, workloads, this.props.pace).wait(
      this.options.timeoutSeconds,
      new Progress(this.screen),
    );
  }

  private tellStalls(waited: readonly Waited[]): void {
    const open = waited.filter(({ rollout }) => !rollout.isDone);
    const context = this.contextFlag();
    const lines = open.flatMap(({ manifest, rollout, stall }) => [
      '',
      styled(this.screen, 'bold', `${titleOf(manifest)}: ${rollout.text}`),
      ...[rollout.complaint ?? [], stall?.reasons ?? []].flat().map((line) => `  ${line}`),
      ...(stall?.events ?? []).map((line) => `  ${line}`),
      ...(stall?.commands ?? []).map((line) => `  $ ${line.replace('kubectl', `kubectl${context}`)}`),
    ]);
    const count = `not ready after ${this.options.timeoutSeconds}s: ${open.length} of ${waited.length} workloads`;
    const end = 'All objects are applied, and the cluster goes on trying; npm run apply waits again.';
    this.screen.print([...lines, '', styled(this.screen, 'red', count), end, ''].join('\n'));
  }

  private async tellNext(): Promise<void> {
    const entryOf = await this.entries();
    const steps = nextSteps(this.manifests, this.contextFlag(), entryOf);
    const width = Math.max(...steps.map(({ title }) => title.length));
    const lines = steps.flatMap(({ title, lines: [first = '', ...rest] }) => [
      `  ${styled(this.screen, 'bold', title.padEnd(width))}  ${first}`,
      ...rest.map((line) => `  ${' '.repeat(width)}  ${line}`),
    ]);
    this.screen.print(['all of it runs', '', ...lines, ''].join('\n'));
  }

  /** Where each Ingress is reached: what k3d.yaml opens on this machine, or what the cluster says. */
  private async entries(): Promise<(ingress: Manifest) => Entry> {
    const k3d = entryOfK3d(this.target.context, this.props.k3dYaml ?? '');
    const ingresses = this.manifests.filter(({ kind }) => kind === 'Ingress');
    if (k3d.http !== undefined || k3d.https !== undefined || ingresses.length === 0) return () => k3d;
    const args = ['get', '-f', '-', '-o', 'json', REQUEST_TIMEOUT];
    const { stdout } = await this.kubectl.run(args, textFor(ingresses));
    const live = new Map(objectsIn(stdout).map((json) => [keyOf(manifestOf(json)), entryOfIngress(json)]));
    return (ingress) => live.get(keyOf({ ...ingress, namespace: ingress.namespace ?? this.target.namespace })) ?? {};
  }

  private contextFlag(): string {
    return this.target.isCurrent ? '' : ` --context ${this.target.context}`;
  }
}
