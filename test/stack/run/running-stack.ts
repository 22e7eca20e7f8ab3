import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { Manifests } from '../../support/manifests';
import { Cluster, type Pod } from './cluster';
import { ClusterApi } from './cluster-api';
import { objectsOf } from './cluster-objects';
import { ContainerLog } from './container-log';
import { launcherOf } from './launchers';
import { findProgram } from './programs';
import { RunningContainer } from './running-container';
import { until } from './until';

const DIST = join(__dirname, '../../../dist');

/** The committed output, as kubectl reads it. */
export function committedManifests(): Manifests {
  const files = readdirSync(DIST).filter((file) => file.endsWith('.yaml'));
  return Manifests.fromYaml(
    files
      .sort()
      .map((file) => readFileSync(join(DIST, file), 'utf8'))
      .join('\n---\n'),
  );
}

export interface RunningStackOptions {
  /** What is applied; as default what is committed in `dist/`. */
  readonly manifests?: Manifests;
  /** The nodes; as default the first of the guide's cluster alone. */
  readonly nodeNames?: readonly string[];
  /** The names of the containers that run; as default all that can. */
  readonly containers?: readonly string[];
  /** The second number of the addresses of its pods (127.BLOCK.node.pod), which no other running stack has; 0 as default. */
  readonly addressBlock?: number;
  /** Whether each container runs a copy of its program, so that its memory is counted as that of an image of its own. */
  readonly copiesPrograms?: boolean;
}

/** The synthesized stack, its containers as processes of this machine, each pod with an address of its own. */
export class RunningStack {
  public readonly cluster: Cluster;
  public readonly api: ClusterApi;
  public readonly containers: readonly RunningContainer[];
  /** Containers of the manifests that do not run, and why. */
  public readonly leftOut: readonly string[];
  private readonly folder: string;

  public constructor({
    manifests,
    nodeNames,
    containers,
    addressBlock,
    copiesPrograms = false,
  }: RunningStackOptions = {}) {
    this.cluster = new Cluster(manifests ?? committedManifests(), nodeNames ?? ['k3d-timedeal-server-0'], addressBlock);
    this.api = new ClusterApi(objectsOf(this.cluster));
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-stack-'));
    chmodSync(this.folder, 0o755);
    const all = this.cluster.pods.flatMap((pod) =>
      pod.spec.containers.map((container: any) => ({
        pod,
        container,
        reason: this.whyNot(pod, container, containers),
      })),
    ) as { readonly pod: Pod; readonly container: any; readonly reason: string | undefined }[];
    this.leftOut = all.flatMap(({ pod, container, reason }) =>
      reason === undefined ? [] : [`${pod.name}/${container.name}: ${reason}`],
    );
    const { cluster, kubeconfig, folder } = this;
    const surroundings = { cluster, kubeconfig, folder, copiesPrograms };
    this.containers = all
      .filter(({ reason }) => reason === undefined)
      .map(({ pod, container }) => new RunningContainer(pod, container, surroundings));
  }

  private get kubeconfig(): string {
    return join(this.folder, 'kubeconfig');
  }

  /** Starts all of them and waits until they are ready. */
  public async start(): Promise<void> {
    await this.api.start();
    const context = { name: 'stack', context: { cluster: 'stack', user: 'stack' } };
    writeFileSync(
      this.kubeconfig,
      Yaml.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'stack', cluster: { server: this.api.url } }],
        users: [{ name: 'stack', user: {} }],
        contexts: [context],
        'current-context': 'stack',
      }),
    );
    for (const container of this.containers) container.start();
    await Promise.all(
      this.containers.map((container) => until(`${container.title} is ready`, () => container.isReady(), 180_000)),
    );
  }

  public async stop(): Promise<void> {
    await Promise.all(this.containers.map((container) => container.remove()));
    await this.api.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The running container of that name, on the first node that has it. */
  public container(name: string): RunningContainer {
    const found = this.containers.find(({ container }) => container.name === name);
    if (found === undefined) throw new Error(`the container '${name}' does not run; ${this.leftOut.join('; ')}`);
    return found;
  }

  public runs(name: string): boolean {
    return this.containers.some(({ container }) => container.name === name);
  }

  /** The log of another container of a pod of the cluster, which no process writes. */
  public logOf(pod: Pod, container: string, restarts = 0): ContainerLog {
    return new ContainerLog(join(this.folder, 'nodes', pod.node.name, 'var/log/pods'), pod, container, restarts);
  }

  private whyNot(pod: Pod, container: any, wanted: readonly string[] | undefined): string | undefined {
    if (wanted !== undefined && !wanted.includes(container.name)) return 'not wanted here';
    const launcher = launcherOf(container.image);
    if (launcher === undefined) return `no program is known for ${container.image}`;
    if (findProgram(launcher.program) === undefined) return `'${launcher.program}' is not here`;
    const isFirst = this.cluster.podsOf(pod.workload.metadata.name)[0] === pod;
    return launcher.isSingle && !isFirst ? 'its program cannot be told which address it listens on' : undefined;
  }
}
