import type { StatSpec } from '../../../dashboard-builder/spec';
import { OF_LIMIT, OF_REQUEST, THROTTLED } from '../common';
import type { PodQueries } from '../pod-queries';
import { RECORDS } from '../records';
import { state } from '../series';

/** Matchers of the chosen namespace. */
export const NAMESPACE_SCOPE: readonly string[] = ['cluster="$cluster"', 'namespace="$namespace"'];

/** Pods that should serve but are not ready; finished pods are none of them. */
export const NOT_READY =
  `count(${state('kube_pod_status_phase', ...NAMESPACE_SCOPE, 'phase=~"Pending|Running|Unknown"')} == 1 ` +
  `unless on (pod) ${state('kube_pod_status_ready', ...NAMESPACE_SCOPE, 'condition="true"')} == 1) or vector(0)`;

const RESTARTS = `round(sum(increase(${state('kube_pod_container_status_restarts_total', ...NAMESPACE_SCOPE)}[1h])))`;

const KILLED_FOR_MEMORY =
  `count(${state('kube_pod_container_status_last_terminated_reason', ...NAMESPACE_SCOPE, 'reason="OOMKilled"')} == 1) ` +
  'or vector(0)';

/** The answers that are wanted first: is something broken, is something short. */
export function namespaceStats(pods: PodQueries): StatSpec[] {
  return [...troubles(), ...shortages(pods)];
}

function troubles(): StatSpec[] {
  return [
    {
      kind: 'stat',
      title: 'Pods not ready',
      description: 'Pods that should serve but are not ready. Good: 0, save for a minute while pods start.',
      width: 4,
      unit: 'none',
      query: { expr: NOT_READY, legend: 'not ready' },
      thresholds: { warning: 1 },
    },
    {
      kind: 'stat',
      title: 'Restarts, last hour',
      description:
        'Restarts of containers. Good: 0. From 5 an hour on something crashes again and again: read its logs.',
      width: 4,
      unit: 'none',
      query: { expr: RESTARTS, legend: 'restarts' },
      thresholds: { warning: 1, critical: 5 },
    },
    {
      kind: 'stat',
      title: 'Killed for memory',
      description:
        'Containers whose last run ended above their memory limit. Good: 0. It counts until the pod is replaced: raise ' +
        'the limit, or find the leak.',
      width: 4,
      unit: 'none',
      query: { expr: KILLED_FOR_MEMORY, legend: 'containers' },
      thresholds: { critical: 1 },
    },
  ];
}

function shortages(pods: PodQueries): StatSpec[] {
  const share = { kind: 'stat', width: 4, unit: 'percentunit', decimals: 0 } as const;
  return [
    {
      ...share,
      title: 'Nearest to memory limit',
      description:
        'The container with the least room below its memory limit. Above 95 % the kernel may kill it at any time.',
      query: { expr: `max(${pods.ofLimit(RECORDS.workingSet, RECORDS.memoryLimits)})`, legend: 'of limit' },
      thresholds: OF_LIMIT,
      noValue: 'no limits',
    },
    {
      ...share,
      title: 'CPU of requests',
      description:
        'CPU in use, of what all pods asked for. Above 100 % they live on what others leave, which is gone when the node ' +
        'is busy.',
      query: { expr: `${pods.all(RECORDS.cpu)} / ${pods.all(RECORDS.cpuRequests)}`, legend: 'of requests' },
      thresholds: OF_REQUEST,
      noValue: 'no requests',
    },
    {
      ...share,
      title: 'CPU throttling, worst pod',
      description:
        'Share of time slices in which the worst pod was held back by its CPU limit. Above 25 % its answers take longer: ' +
        'raise the limit. 0 where there is none.',
      query: { expr: `max(${pods.throttling()})`, legend: 'throttled' },
      thresholds: THROTTLED,
    },
  ];
}
