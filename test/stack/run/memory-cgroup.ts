import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

// the names of the same things in both versions of control groups
const VERSIONS = [
  {
    folder: (own: string) => join(ROOT, 'memory', /^\d+:memory:(.*)$/m.exec(own)?.[1] ?? 'none'),
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    inactiveFile: 'total_inactive_file',
    anonymous: 'total_rss',
    events: 'memory.oom_control',
  },
  {
    folder: (own: string) => join(ROOT, /^0::(.*)$/m.exec(own)?.[1] ?? 'none'),
    limit: 'memory.max',
    usage: 'memory.current',
    inactiveFile: 'inactive_file',
    anonymous: 'anon',
    events: 'memory.events',
  },
] as const;

let made = 0;

/** What a container may use of the memory and what it does use, as the kernel and the kubelet count it. */
export class MemoryCgroup {
  /** A new one; undefined where this process may make none. */
  public static make(limit: number | undefined): MemoryCgroup | undefined {
    if (!existsSync('/proc/self/cgroup')) return undefined;
    const own = readFileSync('/proc/self/cgroup', 'utf8');
    made += 1;
    for (const version of VERSIONS) {
      const folder = join(version.folder(own), `cdk8s-plg-${process.pid}-${made}`);
      try {
        mkdirSync(folder);
        if (!existsSync(join(folder, version.usage))) throw new Error('no memory controller');
        if (limit !== undefined) writeFileSync(join(folder, version.limit), String(limit));
        return new MemoryCgroup(folder, version);
      } catch {
        removeFolder(folder);
      }
    }
    return undefined;
  }

  private constructor(
    private readonly folder: string,
    private readonly version: (typeof VERSIONS)[number],
  ) {}

  public add(processId: number): void {
    writeFileSync(join(this.folder, 'cgroup.procs'), String(processId));
  }

  /** `container_memory_working_set_bytes`, by which the kubelet evicts and `kubectl top` counts. */
  public workingSet(): number {
    return this.number(this.version.usage) - this.stat(this.version.inactiveFile);
  }

  /** `container_memory_rss`: what cannot be given back when memory is short. */
  public anonymous(): number {
    return this.stat(this.version.anonymous);
  }

  /** How often the kernel killed a process of it. */
  public outOfMemoryKills(): number {
    return Number(/^oom_kill (\d+)$/m.exec(this.read(this.version.events))?.[1] ?? 0);
  }

  public remove(): void {
    removeFolder(this.folder);
  }

  private stat(name: string): number {
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(this.read('memory.stat'))?.[1] ?? 0);
  }

  private number(file: string): number {
    return Number(this.read(file));
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}

function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it was never made, or a process of it is just ending
  }
}
