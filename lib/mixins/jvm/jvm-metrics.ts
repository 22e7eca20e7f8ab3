import { firstOf, type FileMetrics } from '../programs/process';
import { JOB } from '../programs/watched-job';

/*
 * Two libraries are in use, and the same thing has a name of each. Names read from the programs: Micrometer 1.15 as Spring
 * Boot, Quarkus and Micronaut use it, and the Java client of Prometheus 1.4, which the JMX exporter shows as well.
 */

/** Shown by both, by part of the memory, and by pool in Micrometer. */
export const KNOWN = 'jvm_memory_used_bytes';

export const FILES: FileMetrics = {
  open: ['process_files_open_files', 'process_open_fds'],
  most: ['process_files_max_files', 'process_max_fds'],
};

const THREADS = ['jvm_threads_live_threads', 'jvm_threads_current'];
const THREAD_STATES = ['jvm_threads_states_threads', 'jvm_threads_state'];
const ALLOCATED = ['jvm_gc_memory_allocated_bytes_total', 'jvm_memory_pool_allocated_bytes_total'];
const LOADED = ['jvm_classes_loaded_classes', 'jvm_classes_currently_loaded'];

/** The client counts the work beside the program as well, which stops nothing: `ZGC Cycles`, `G1 Concurrent GC`. */
const PAUSING = 'gc!~".*(Cycles|Concurrent).*"';

/** How a metric is selected: of the chosen pods, or of all. */
export type Select = (metric: string, ...matchers: readonly string[]) => string;

const CHOSEN: Select = (metric, ...matchers) => JOB.of(metric, ...matchers);

/** Any job's, for alerts. */
export const ANY: Select = (metric, ...matchers) =>
  matchers.length === 0 ? metric : `${metric}{${matchers.join(', ')}}`;

/** Bytes in use by some labels; `area` is `heap` or `nonheap`. */
export function used(area: string, by: string, select = CHOSEN): string {
  return `sum by (${by}) (${select(KNOWN, `area="${area}"`)})`;
}

/** How much the heap may become; a pool without a maximum of its own shows -1. */
export function heapMaximum(by: string, select = CHOSEN): string {
  return `sum by (${by}) (${select('jvm_memory_max_bytes', 'area="heap"')} > 0)`;
}

/** Which pools objects stay in that live on; the others are full and empty by turns. */
const LONG_LIVED = 'pool=~".*(Old|Tenured|ZHeap|Shenandoah).*"';

/** Share of the heap that was left in use by the last collection of it. */
export function afterCollection(by: string, select = CHOSEN): string {
  const pool = (part: string): string => select(`jvm_memory_pool_collection_${part}_bytes`, LONG_LIVED);
  const micrometer = select('jvm_memory_usage_after_gc', 'area="heap"');
  return `max by (${by}) (${micrometer}) or max by (${by}) (${pool('used')} / (${pool('max')} > 0))`;
}

/** Share of time in which the program stood still for garbage collection. */
export function collecting(by: string, window = '$__rate_interval', select = CHOSEN): string {
  return perCollection('sum', by, window, select);
}

/** Pauses each second. */
export function collections(by: string): string {
  return perCollection('count', by, '$__rate_interval', CHOSEN);
}

/** Cores in use, of which Micrometer shows the share of all. */
export function cores(by: string): string {
  const share = `max by (${by}) (${JOB.of('process_cpu_usage')}) * max by (${by}) (${JOB.of('system_cpu_count')})`;
  return `${JOB.rate('process_cpu_seconds_total', by)} or ${share}`;
}

export const threads = (by: string): string => sumOf(THREADS, by);

export const threadsByState = (): string => sumOf(THREAD_STATES, 'state');

export const loadedClasses = (by: string): string => sumOf(LOADED, by);

export const allocated = (by: string): string => firstOf(ALLOCATED, (metric) => JOB.rate(metric, by));

function sumOf(names: readonly string[], by: string): string {
  return firstOf(names, (metric) => `sum by (${by}) (${JOB.of(metric)})`);
}

function perCollection(part: 'sum' | 'count', by: string, window: string, select: Select): string {
  const of = (series: string): string => `sum by (${by}) (rate(${series}[${window}]))`;
  return `${of(select(`jvm_gc_pause_seconds_${part}`))} or ${of(select(`jvm_gc_collection_seconds_${part}`, PAUSING))}`;
}
