import { readFileSync } from 'node:fs';
import type { MemoryCgroup } from './memory-cgroup';

/** What a container uses, in bytes and seconds. */
export interface Usage {
  /** As `kubectl top` counts it: its working set; where no control group can be made, what is resident of its first process. */
  readonly memory: number;
  /** The most that was resident of its first process so far. */
  readonly peak: number;
  /** Processor time of its first process so far. */
  readonly cpuSeconds: number;
  /** How often the kernel ended a process of it for want of memory. */
  readonly outOfMemoryKills: number;
}

// USER_HZ, which is 100 on every Linux that people run
const TICKS_PER_SECOND = 100;

export function usageOf(processId: number, cgroup: MemoryCgroup | undefined): Usage {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const bytes = (name: string): number => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  const [, rest = ''] = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = rest.split(' ').slice(11, 13).map(Number);
  return {
    memory: cgroup?.workingSet() ?? bytes('VmRSS'),
    peak: bytes('VmHWM'),
    cpuSeconds: (user + system) / TICKS_PER_SECOND,
    outOfMemoryKills: cgroup?.outOfMemoryKills() ?? 0,
  };
}
