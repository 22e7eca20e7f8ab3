import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cluster, Pod } from './cluster';
import { quantityValue } from '../../support/quantity';
import { ContainerLog } from './container-log';
import { startOf } from './container-start';
import { launcherOf, type Place } from './launchers';
import { MemoryCgroup } from './memory-cgroup';
import { PodFiles, type Edit } from './pod-files';
import { userOf } from './pod-user';
import { usageOf, type Usage } from './process-usage';
import { programOf, type Program } from './programs';
import { rewritten } from './rewrites';

const KEPT_LINES = 200;

// none outlives the tests
const RUNNING = new Set<ChildProcess>();
process.once('exit', () => RUNNING.forEach((child) => child.kill('SIGKILL')));

/** What containers share. */
export interface Surroundings {
  readonly cluster: Cluster;
  /** Where the API server is. */
  readonly kubeconfig: string;
  /** The folder of the whole cluster. */
  readonly folder: string;
  /** Whether each container has a copy of its program, as it has in its image: the kernel counts the pages of a file once. */
  readonly copiesPrograms?: boolean;
}

/** A container of a pod as a process of this machine. */
export class RunningContainer {
  private process?: ChildProcess;
  private log?: ContainerLog;
  private readonly lastLines: string[] = [];
  private readonly files: PodFiles;
  private readonly place: Place;
  private readonly cgroup: MemoryCgroup | undefined;
  private starts = 0;

  /**
   * @param pod its pod
   * @param container as the pod's spec says it
   * @param surroundings what it shares with the other containers
   */
  public constructor(
    public readonly pod: Pod,
    public readonly container: any,
    { cluster, kubeconfig, folder, copiesPrograms }: Surroundings,
  ) {
    const launcher = launcherOf(container.image);
    if (launcher === undefined) throw new Error(`no program is known for the image ${container.image}`);
    const scratch = join(folder, 'pods', pod.name, 'process');
    const found = programOf(launcher.program);
    // PostgreSQL finds other files beside its program
    const program =
      copiesPrograms && !launcher.needsAccount ? copyOf(found, join(folder, 'programs', pod.name)) : found;
    this.files = new PodFiles(cluster, pod, folder);
    const user = userOf(pod);
    const at = (text: string): string => rewritten(text, cluster, pod, this.files.mounts());
    const limit = container.resources?.limits?.memory;
    this.cgroup = MemoryCgroup.make(limit === undefined ? undefined : quantityValue(limit));
    this.place = { program, cluster, pod, kubeconfig, scratch, at, ...(user ? { user } : {}) };
  }

  public get title(): string {
    return `${this.pod.name}/${this.container.name}`;
  }

  /** Its log lines end in the log files of its node. */
  public start(): void {
    const { scratch, user } = this.place;
    mkdirSync(scratch, { recursive: true });
    if (user !== undefined) chownSync(scratch, user.uid, user.gid);
    this.files.write(this.edit);
    const { args, env } = startOf(this.container, this.place);
    this.log = new ContainerLog(this.files.onNode('/var/log/pods'), this.pod, this.container.name, this.starts);
    this.starts += 1;
    this.process = spawn(this.place.program.path, args, {
      env: { ...env },
      cwd: scratch,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    RUNNING.add(this.process);
    if (this.process.pid !== undefined) this.cgroup?.add(this.process.pid);
    this.process.on('error', (error) => this.lastLines.push(error.message));
    for (const stream of ['stdout', 'stderr'] as const) {
      createInterface({ input: this.process[stream]! }).on('line', (line) => this.keep(line, stream));
    }
  }

  /** As the kubelet stops it, and after the grace period that its pod has. */
  public async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { process: child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const grace = (this.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
    const killer = setTimeout(() => child.kill('SIGKILL'), grace);
    await exited;
    clearTimeout(killer);
    RUNNING.delete(child);
  }

  /** Stops it for good. */
  public async remove(): Promise<void> {
    await this.stop();
    this.log?.close();
    // its last lines may still be on their way
    delete this.log;
    this.cgroup?.remove();
  }

  /** As the kernel does when memory is short, and the kubelet when a probe fails. */
  public kill(): Promise<void> {
    return this.stop('SIGKILL');
  }

  /** Whether its readiness probe succeeds. */
  public async isReady(): Promise<boolean> {
    const { child, probe } = { child: this.process, probe: this.container.readinessProbe };
    if (child === undefined || child.exitCode !== null)
      throw new Error(`${this.title} has ended:\n${this.lastWords()}`);
    if (probe?.httpGet === undefined) return this.isAlive();
    const { path, port } = probe.httpGet;
    const answer = await fetch(`http://${this.pod.ip}:${this.portOf(port)}${path}`).catch(() => undefined);
    return answer?.ok ?? false;
  }

  public isAlive(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** `http://127.0.10.5:9090`, by the name of a port of the container. */
  public url(port: string | number = this.container.ports[0].containerPort): string {
    return `http://${this.pod.ip}:${this.portOf(port)}`;
  }

  /** What it uses of memory and processor. */
  public usage(): Usage {
    return usageOf(this.process!.pid!, this.cgroup);
  }

  /** A ConfigMap of the pod has other texts now; the container sees them as it would in a pod. */
  public publish(volume: string, texts: { readonly [file: string]: string }): void {
    const mount = this.container.volumeMounts.find(({ name }: any) => name === volume);
    const source = this.files.mounts().find(({ path }) => path === mount.mountPath)!.source;
    this.files.publish(source, texts, this.edit);
  }

  public lastWords(): string {
    return this.lastLines.slice(-30).join('\n');
  }

  /** The folder on this machine of a path in the container. */
  public folderOf(path: string): string {
    return this.place.at(path);
  }

  private readonly edit: Edit = (file, text) => {
    const edited = launcherOf(this.container.image)?.config?.[file]?.(text, this.place) ?? text;
    return this.place.at(edited);
  };

  private keep(line: string, stream: string): void {
    this.log?.write(line, { stream });
    this.lastLines.push(line);
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
  }

  private portOf(port: string | number): number {
    if (typeof port === 'number') return port;
    return this.container.ports.find(({ name }: any) => name === port).containerPort;
  }
}

function copyOf(program: Program, folder: string): Program {
  const path = join(folder, basename(program.path));
  mkdirSync(folder, { recursive: true });
  copyFileSync(program.path, path);
  return { ...program, path };
}
