import { Duration } from 'cdk8s';
import type { StatSpec, Thresholds, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { Rule, Severity } from '../../model/rule';
import { stateBy } from '../kubernetes/series';
import { BY_INSTANCE, each, THE_INSTANCE } from './instances';
import { JOB } from './watched-job';

/** Of a limit: at its end a program is killed, or refused what it asks for. */
export const OF_LIMIT: Thresholds = { warning: 0.8, critical: 0.95 };

const CONTAINER = 'namespace, pod, container';

/** Names of a process' own metrics; nearly all client libraries use these. */
const FILES = { open: ['process_open_fds'], most: ['process_max_fds'] };

/** Which metrics tell of open files: of several names the first that is there. */
export interface FileMetrics {
  readonly open: readonly string[];
  readonly most: readonly string[];
}

/** The first of some metrics that a program shows. */
export function firstOf(names: readonly string[], select: (name: string) => string): string {
  return names.map(select).join(' or ');
}

/** How often each program began anew, by its start time. */
export const BEGAN_ANEW = `changes(${JOB.of('process_start_time_seconds')}[1h])`;

/** How often programs began anew: the pod stays, its process does not. */
export function restarts(beganAnew = BEGAN_ANEW): StatSpec {
  return {
    kind: 'stat',
    title: 'Restarts, last hour',
    description:
      'How often a process began anew in a pod that stayed. Good: 0. A pod that never lives until its first scrape is not ' +
      'counted.',
    width: 4,
    unit: 'none',
    query: { expr: `sum(${beganAnew})`, legend: 'restarts' },
    thresholds: { warning: 1, critical: 5 },
  };
}

/** Restarts by pod, for a table. */
export function restartsByPod(beganAnew = BEGAN_ANEW): string {
  return `sum by (pod) (${beganAnew})`;
}

/** Open files of those that the kernel allows. */
export function openFiles(names: FileMetrics = FILES): StatSpec {
  return {
    kind: 'stat',
    title: 'Files of maximum',
    description:
      'Open files and connections of the process that is nearest to its maximum. At 100 % it takes no further connection.',
    width: 4,
    unit: 'percentunit',
    decimals: 0,
    query: { expr: `max(${ofMaximum(names, (name) => `(${JOB.of(name)})`)})`, legend: 'of maximum' },
    thresholds: OF_LIMIT,
  };
}

/** Memory as the kernel counts it, of the limit of the container. */
export function memoryOfLimit(): StatSpec {
  return {
    kind: 'stat',
    title: 'Memory of limit',
    description:
      'Memory of the process that is nearest to the limit of its container. Above 95 % the kernel may kill it at any time.',
    width: 4,
    unit: 'percentunit',
    decimals: 0,
    query: { expr: `max(${memory(CONTAINER)} / ${memoryLimit()})`, legend: 'of limit' },
    thresholds: OF_LIMIT,
    noValue: 'no limit',
  };
}

/** Memory by pod, and the limit at which the kernel kills it. */
export function memoryGraph(lines: TimeSeriesSpec['lines'] = []): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Memory',
    description:
      'Resident memory of each process, and the lowest limit of their containers. Bad: a climb without end; at the limit the kernel kills.',
    width: 12,
    unit: 'bytes',
    queries: [{ expr: memory('pod'), legend: '{{pod}}' }],
    lines: [...lines, { expr: `min(${memoryLimit()} and ${memory(CONTAINER)})`, name: 'limit' }],
  };
}

/** Cores in use by pod. */
export function cpuGraph(width: 8 | 12, lines: TimeSeriesSpec['lines'] = []): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'CPU',
    description: 'Cores in use by each process. Bad: a plateau at its CPU limit, or at the cores of the node.',
    width,
    unit: 'short',
    queries: [{ expr: JOB.rate('process_cpu_seconds_total', 'pod'), legend: '{{pod}}' }],
    lines,
  };
}

/** Resident memory by some labels. */
export function memory(by: string): string {
  return `max by (${by}) (${JOB.of('process_resident_memory_bytes')})`;
}

/** An alert on programs of a kind that soon can open nothing more. */
export function filesNearMaximum(kind: string, known: string, names: FileMetrics = FILES): Rule {
  const share = ofMaximum(names, (name) => each('max', name));
  return Rule.alert(`${kind}FilesNearMaximum`, {
    expr: `${share} > 0.9 and on (${BY_INSTANCE}) ${known}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_INSTANCE} has {{ $value | humanizePercentage }} of the files open that it may`,
    description: 'Each connection is one. At the maximum it can neither accept nor open another one, nor read a file.',
    runbook:
      '`ls -l /proc/PID/fd` in the container shows what they are. Mostly sockets: connections that are not closed or not ' +
      'reused; look at timeouts and pools of clients. Mostly files: one that is opened in a loop.',
  });
}

function ofMaximum({ open, most }: FileMetrics, select: (name: string) => string): string {
  return `(${firstOf(open, select)}) / (${firstOf(most, select)})`;
}

/** What KubernetesMixin calls the limit too; the job of a target is not that of kube-state-metrics. */
function memoryLimit(): string {
  const [cluster = '', namespace = '', , pod = ''] = JOB.scope;
  return stateBy(CONTAINER, 'kube_pod_container_resource_limits', cluster, namespace, pod, 'resource="memory"');
}
