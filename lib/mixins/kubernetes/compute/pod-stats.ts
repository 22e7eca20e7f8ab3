import type { StatSpec } from '../../../dashboard-builder/spec';
import { OF_LIMIT, OF_REQUEST, RESTARTS_AN_HOUR, THROTTLED } from '../common';
import type { PodQueries } from '../pod-queries';
import type { PodStates } from '../pod-states';
import { RECORDS } from '../records';

/** A figure in the first row: is something broken, is something short. */
export const COUNT = { kind: 'stat', width: 4, unit: 'none' } as const;

const SHARE = { kind: 'stat', width: 4, unit: 'percentunit', decimals: 0 } as const;

export function notReady(states: PodStates): StatSpec {
  return {
    ...COUNT,
    title: 'Pods not ready',
    description: 'Pods that should serve but are not ready. Good: 0, save for a minute while pods start.',
    query: { expr: states.notReady(), legend: 'not ready' },
    thresholds: { warning: 1 },
  };
}

export function restarts(states: PodStates): StatSpec {
  return {
    ...COUNT,
    title: 'Restarts, last hour',
    description: 'Restarts of containers. Good: 0. From 5 an hour on something crashes again and again: read its logs.',
    query: { expr: states.restarts('1h'), legend: 'restarts' },
    thresholds: RESTARTS_AN_HOUR,
  };
}

export function killedForMemory(states: PodStates): StatSpec {
  return {
    ...COUNT,
    title: 'Killed for memory',
    description:
      'Containers whose last run ended above their memory limit. Good: 0. It counts until the pod is replaced: raise ' +
      'the limit, or find the leak.',
    query: { expr: states.killedForMemory(), legend: 'containers' },
    thresholds: { critical: 1 },
  };
}

export function nearestToMemoryLimit(pods: PodQueries): StatSpec {
  return {
    ...SHARE,
    title: 'Nearest to memory limit',
    description:
      'The container with the least room below its memory limit. Above 95 % the kernel may kill it at any time.',
    query: { expr: `max(${pods.ofLimit(RECORDS.workingSet, RECORDS.memoryLimits)})`, legend: 'of limit' },
    thresholds: OF_LIMIT,
    noValue: 'no limits',
  };
}

export function cpuOfRequests(pods: PodQueries): StatSpec {
  return {
    ...SHARE,
    title: 'CPU of requests',
    description:
      'CPU in use, of what all pods asked for. Above 100 % they live on what others leave, which is gone when the node ' +
      'is busy.',
    query: { expr: `${pods.all(RECORDS.cpu)} / ${pods.all(RECORDS.cpuRequests)}`, legend: 'of requests' },
    thresholds: OF_REQUEST,
    noValue: 'no requests',
  };
}

export function memoryOfRequests(pods: PodQueries): StatSpec {
  return {
    ...SHARE,
    title: 'Memory of requests',
    description:
      'Memory in use, of what all pods asked for. Above 100 % they are the first to go when their node runs short.',
    query: { expr: `${pods.all(RECORDS.workingSet)} / ${pods.all(RECORDS.memoryRequests)}`, legend: 'of requests' },
    thresholds: OF_REQUEST,
    noValue: 'no requests',
  };
}

export function throttling(pods: PodQueries): StatSpec {
  return {
    ...SHARE,
    title: 'CPU throttling, worst pod',
    description:
      'Share of time slices in which the worst pod was held back by its CPU limit. Above 25 % its answers take longer: ' +
      'raise the limit. 0 where there is none.',
    query: { expr: `max(${pods.throttling()})`, legend: 'throttled' },
    thresholds: THROTTLED,
  };
}
