import type { RunningContainer } from '../running-container';

/** What the containers of one name used over some time. */
export interface Measured {
  readonly container: string;
  /** How many of them ran. */
  readonly count: number;
  /** Bytes of the largest of them, on average and at most. */
  readonly memory: number;
  readonly mostMemory: number;
  /** Processor cores of all of them together, on average. */
  readonly cores: number;
  readonly outOfMemoryKills: number;
}

const EVERY = 2_000;

/** Watches containers for some time. */
export async function sampled(containers: readonly RunningContainer[], milliseconds: number): Promise<Measured[]> {
  const began = Date.now();
  const first = containers.map((container) => container.usage());
  const memories = containers.map((): number[] => []);
  while (Date.now() - began < milliseconds) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    containers.forEach((container, index) => memories[index]!.push(container.usage().memory));
  }
  const seconds = (Date.now() - began) / 1000;
  const each = containers.map((container, index) => {
    const last = container.usage();
    return {
      container: container.container.name as string,
      memory: average(memories[index]!),
      mostMemory: Math.max(...memories[index]!),
      cores: (last.cpuSeconds - first[index]!.cpuSeconds) / seconds,
      outOfMemoryKills: last.outOfMemoryKills,
    };
  });
  const names = [...new Set(each.map(({ container }) => container))];
  return names.map((name) => {
    const own = each.filter(({ container }) => container === name);
    return {
      container: name,
      count: own.length,
      memory: Math.max(...own.map(({ memory }) => memory)),
      mostMemory: Math.max(...own.map(({ mostMemory }) => mostMemory)),
      cores: own.reduce((sum, { cores }) => sum + cores, 0),
      outOfMemoryKills: own.reduce((sum, { outOfMemoryKills }) => sum + outOfMemoryKills, 0),
    };
  });
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
