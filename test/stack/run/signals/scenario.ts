import { setTimeout as sleep } from 'node:timers/promises';
import type { Labels } from '../../../support/relabel';
import type { Pod } from '../cluster';
import { podObject } from '../cluster-objects';
import type { RunningStack } from '../running-stack';
import * as lines from './log-lines';
import { Clock, LoggedContainer, LONGEST_PART } from './logged-container';
import { podOn, type OtherPod } from './other-pod';

// both agents look every ten seconds for what is new
const FOUND_AFTER = 13_000;
// they read what is new in a file within a second
const READ_AFTER = 2_500;

// the kubelet lets the API server forget a pod when its containers and volumes are gone
const ENDED_BEFORE = 1_000;

const ROTATED = ['a rotation', 'two rotations, one after the other', 'two rotations at once'] as const;

/** What happens to logs, each to one of its own. */
export const CASES = [
  'the first pod of the shop',
  'the second pod of the shop',
  'a namesake of the shop in another namespace',
  'another app of the namespace of the shop',
  'a container with three ports',
  'another container of that pod',
  'an init container',
  'a static pod',
  'lines in parts',
  'lines in parts that take turns',
  'odd lines',
  'empty lines',
  'carriage returns',
  'the longest lines that Loki takes',
  'lines that are too long for Loki',
  'an unfinished line',
  'a rotation',
  'two rotations, one after the other',
  'two rotations at once',
  'a restart',
  'a late pod',
  'a deleted pod',
] as const;

export type Case = (typeof CASES)[number];

/** What containers do to their logs, the same in some stacks at once. */
export class Scenario {
  public readonly logs = new Map<Case, LoggedContainer>();
  private readonly clock = new Clock();

  public constructor(private readonly stacks: readonly RunningStack[]) {}

  /** What is there when the agents start. */
  public before(): void {
    const [first, second] = this.stacks[0]!.cluster.podsOf('stock-service');
    this.shop('the first pod of the shop', first!, lines.SHOP_LINES);
    this.shop('the second pod of the shop', second!, [...lines.SHOP_LINES].reverse());
    this.namesakes();
    this.manyContainers();
    this.staticPod();
    this.parts();
    this.texts();
    this.ofOther('a rotation', 'rotates');
    this.ofOther('two rotations, one after the other', 'rotates-again');
    this.ofOther('two rotations at once', 'rotates-twice');
    this.ofOther('a restart', 'restarts').write('of the first run');
    this.ofOther('an unfinished line', 'unfinished').write('before it');
    this.ofOther('a deleted pod', 'deleted').write('long before its end');
  }

  /** What happens while they run. */
  public async during(): Promise<void> {
    const finish = this.log('an unfinished line').begin('재고: begun, and ended later', 4);
    for (const title of ROTATED) this.writeMany(title, 'before a rotation');
    await sleep(READ_AFTER);
    finish();
    this.rotations();
    this.tooLong();
    const restarted = this.log('a restart').write('the last words of the first run').restart();
    for (const text of lines.numbered('of the second run', 5)) restarted.write(text);
    const late = this.ofOther('a late pod', 'late').write('before the agent knows of it');
    await sleep(READ_AFTER);
    this.writeMany('two rotations, one after the other', 'between two rotations');
    this.log('two rotations, one after the other').rotate();
    this.writeMany('two rotations, one after the other', 'after two rotations');
    this.writeMany('a deleted pod', 'last words');
    await sleep(ENDED_BEFORE);
    this.remove('a deleted pod');
    await sleep(FOUND_AFTER);
    late.write('a later line');
  }

  public close(): void {
    for (const log of this.logs.values()) log.close();
  }

  private shop(title: Case, pod: Pod, texts: readonly string[]): void {
    const log = this.open(title, pod, 'stock-service', { app: 'stock-service', instance: 'timedeal' });
    for (const text of texts) log.write(text);
    for (const text of lines.DROPPED_LINES) log.writeUnwanted(text);
    for (const text of lines.numbered('[Reserve] product_id=1', 100)) log.write(text, 'stderr');
  }

  /** Nothing of it is dropped, though its lines and one of its labels are the same. */
  private namesakes(): void {
    const labels = { app: 'stock-service', component: 'shop' };
    const other = this.add('a namesake of the shop in another namespace', {
      namespace: 'team',
      name: 'stock-service-0',
      labels,
    });
    const same = this.add('another app of the namespace of the shop', { namespace: 'timedeal', name: 'cart-0' });
    for (const log of [other, same]) for (const text of lines.DROPPED_LINES) log.write(text);
  }

  private manyContainers(): void {
    const ports = [8080, 9090, 9091].map((containerPort) => ({ name: `p${containerPort}`, containerPort }));
    const other: OtherPod = {
      namespace: 'team',
      name: 'many-6b8d7f9c5d-x2x2x',
      owner: ['Deployment', 'many'],
      initContainers: [{ name: 'prepare', image: 'example.com/prepare:1' }],
      containers: [
        { name: 'main', image: 'example.com/main:1', ports },
        { name: 'side-car', image: 'example.com/side-car:1' },
      ],
    };
    const { pod } = this.add('a container with three ports', other).write('of the first container');
    const labels = { app: 'many' };
    this.open('another container of that pod', pod, 'side-car', labels).write('of the second container');
    this.open('an init container', pod, 'prepare', labels).write('of the init container').write('failed', 'stderr');
  }

  /** The kubelet names the folder of its logs otherwise than the API server the pod. */
  private staticPod(): void {
    const hash = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
    const annotations = { 'kubernetes.io/config.hash': hash, 'kubernetes.io/config.source': 'file' };
    const labels = { component: 'kube-scheduler', tier: 'control-plane' };
    const name = 'kube-scheduler-k3d-signals-server-0';
    const other: OtherPod = { namespace: 'kube-system', name, annotations, labels, owner: ['Node', 'k3d-signals'] };
    this.add('a static pod', other, hash).write('of a static pod');
  }

  private parts(): void {
    const log = this.ofOther('lines in parts', 'parts');
    for (const bytes of [LONGEST_PART - 1, LONGEST_PART, LONGEST_PART + 1, 3 * LONGEST_PART, 100_000])
      log.write(lines.longText(bytes, `${bytes} bytes: `)).write(`after ${bytes} bytes`, 'stderr');
    log.write(lines.koreanText(50_000)).write(lines.emojiText(50_000));
    this.ofOther('lines in parts that take turns', 'turns')
      .writeInterleaved(lines.longText(70_000, 'out: '), lines.longText(40_000, 'error: '))
      .writeInterleaved(lines.koreanText(20_000), lines.longText(90_000, 'second error: '));
  }

  private texts(): void {
    const odd = this.ofOther('odd lines', 'odd');
    for (const text of [...lines.TEXTS, ...lines.ODD_LINES]) odd.write(text);
    odd.write(Buffer.from([0x62, 0xff, 0xfe, 0x80, 0x65]));
    const empty = this.ofOther('empty lines', 'empty');
    for (const text of ['', 'after an empty one', '', '', 'after two empty ones']) empty.write(text);
    this.ofOther('carriage returns', 'returns').write('one at the end\r').write('two at the end\r\r').write('\r');
    const long = this.ofOther('the longest lines that Loki takes', 'long');
    for (const text of ['before', lines.longText(lines.LONGEST_LINE, 'long: '), 'after']) long.write(text);
  }

  private rotations(): void {
    for (const title of ROTATED) {
      this.writeMany(title, 'just before a rotation');
      this.log(title).rotate();
    }
    this.writeMany('a rotation', 'after the rotation');
    this.writeMany('two rotations at once', lines.BETWEEN_ROTATIONS);
    this.log('two rotations at once').rotate();
    this.writeMany('two rotations at once', 'after two rotations');
  }

  private writeMany(title: Case, text: string): void {
    for (const line of lines.numbered(text, 100)) this.log(title).write(line);
  }

  private tooLong(): void {
    this.ofOther('lines that are too long for Loki', 'too-long')
      .write('before them')
      .writeUnwanted(lines.longText(lines.LONGEST_LINE + 1, 'a byte too long: '))
      .write('between them')
      .writeUnwanted(lines.longText(2 * lines.LONGEST_LINE, 'much too long: '))
      .write('after them');
  }

  private ofOther(title: Case, name: string): LoggedContainer {
    return this.add(title, { namespace: 'signals', name: `${name}-0`, owner: ['StatefulSet', name] });
  }

  private add(title: Case, other: OtherPod, folderId?: string): LoggedContainer {
    const { nodes } = this.stacks[0]!.cluster;
    const pod = podOn(nodes[this.logs.size % nodes.length]!, other);
    for (const stack of this.stacks) stack.api.put(podObject(pod));
    const { app, component, instance } = other.labels ?? {};
    return this.open(title, { ...pod, uid: folderId ?? pod.uid }, 'main', {
      app: app ?? ownerName(other),
      ...(component === undefined ? {} : { component }),
      ...(instance === undefined ? {} : { instance }),
    });
  }

  private open(title: Case, pod: Pod, container: string, labels: Labels & { readonly app: string }): LoggedContainer {
    const { namespace, name, node } = pod;
    const all = { ...labels, namespace, pod: name, container, job: `${namespace}/${labels.app}`, node_name: node.name };
    const log = new LoggedContainer(this.stacks, pod, container, this.clock, all);
    this.logs.set(title, log);
    return log;
  }

  private log(title: Case): LoggedContainer {
    return this.logs.get(title)!;
  }

  private remove(title: Case): void {
    const { pod } = this.log(title);
    for (const stack of this.stacks) stack.api.remove(podObject(pod));
  }
}

function ownerName({ owner: [, name] = ['StatefulSet', 'cart'] }: OtherPod): string {
  return name;
}
