import type { StatSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { NAMESPACE_SCOPE } from '../common';
import type { PodStates } from '../pod-states';
import { RECORDS } from '../records';
import { recorded, state, stateBy } from '../series';

/** Matchers of the chosen workload within its namespace. */
export const CHOSEN = ['workload_type="$type"', 'workload="$workload"'];

/** How many replicas the chosen workload wants, has ready or has updated. */
export function replicas(record: string): string {
  return `sum(${recorded(record, ...NAMESPACE_SCOPE, ...CHOSEN)})`;
}

/** What kube-state-metrics tells of the autoscaler of the chosen workload; nothing where there is none. */
function ofAutoscaler(metric: string, ...matchers: readonly string[]): string {
  const target = ['scaletargetref_kind=~"(?i:$type)"', 'scaletargetref_name="$workload"'];
  const info = state('kube_horizontalpodautoscaler_info', ...NAMESPACE_SCOPE, ...target);
  const by = 'horizontalpodautoscaler';
  return `${stateBy(by, metric, ...NAMESPACE_SCOPE, ...matchers)} and on (${by}) ${info}`;
}

/** How near the autoscaler is to its end. */
export function autoscaler(): StatSpec {
  const desired = ofAutoscaler('kube_horizontalpodautoscaler_status_desired_replicas');
  const most = ofAutoscaler('kube_horizontalpodautoscaler_spec_max_replicas');
  return {
    kind: 'stat',
    title: 'Autoscaler, of maximum',
    description:
      'Pods that its autoscaler wants, of as many as it may. At 100 % no further pod comes, whatever the load.',
    width: 4,
    unit: 'percentunit',
    decimals: 0,
    query: { expr: `max(${desired}) / max(${most})`, legend: 'of maximum' },
    thresholds: { warning: 0.8, critical: 1 },
    noValue: 'no autoscaler',
  };
}

/** How many pods there are, of which form, and what drives their number. */
export function replicaGraphs(states: PodStates): TimeSeriesSpec[] {
  return [replicaGraph(), revisions(states), autoscalerLoad(), reasons(states)];
}

function replicaGraph(): TimeSeriesSpec {
  const status = (what: string): string => ofAutoscaler(`kube_horizontalpodautoscaler_${what}_replicas`);
  return {
    kind: 'timeseries',
    title: 'Replicas',
    description:
      'Pods that are wanted, ready and of the newest form, and, where there is an autoscaler, its bounds. Bad: ready below ' +
      'wanted for minutes, or an autoscaler that stays at its maximum.',
    width: 12,
    unit: 'none',
    queries: [
      { expr: replicas(RECORDS.replicasReady), legend: 'ready', color: 'green' },
      { expr: replicas(RECORDS.replicasUpdated), legend: 'updated', color: 'blue' },
      { expr: status('status_current'), legend: 'autoscaler sees', color: 'text' },
      { expr: status('status_desired'), legend: 'autoscaler wants', color: 'purple' },
      { expr: status('spec_min'), legend: 'autoscaler minimum' },
    ],
    lines: [
      { expr: replicas(RECORDS.replicasWanted), name: 'wanted' },
      { expr: status('spec_max'), name: 'autoscaler maximum' },
    ],
  };
}

function revisions(states: PodStates): TimeSeriesSpec {
  const owners = states.each('namespace, pod, owner_name', 'kube_pod_owner', 'owner_is_controller!="false"');
  return {
    kind: 'timeseries',
    title: 'Pods by revision',
    description:
      'Pods by what made them: each rollout of a Deployment has a ReplicaSet of its own, each run of a CronJob a Job. Bad: ' +
      'two for minutes: the new pods do not become ready, so the old ones stay.',
    width: 12,
    unit: 'none',
    stack: true,
    queries: [{ expr: `count by (owner_name) (${states.unfinished(owners)})`, legend: '{{owner_name}}' }],
  };
}

function autoscalerLoad(): TimeSeriesSpec {
  const load = (metric: string): string =>
    `max(${ofAutoscaler(metric, 'metric_name="cpu"', 'metric_target_type="utilization"')}) / 100`;
  return {
    kind: 'timeseries',
    title: 'CPU that its autoscaler sees',
    description:
      'Mean CPU of its pods, of what they asked for, and the target; empty without an autoscaler that goes by CPU. Above ' +
      'the line pods are added. Bad: far above it while the number of pods stays.',
    width: 12,
    unit: 'percentunit',
    queries: [{ expr: load('kube_horizontalpodautoscaler_status_target_metric'), legend: 'now' }],
    lines: [{ expr: load('kube_horizontalpodautoscaler_spec_target_metric'), name: 'target' }],
  };
}

function reasons(states: PodStates): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Restarts by reason',
    description:
      'Containers that were started anew, by what ended the run before. Good: 0. OOMKilled: above the memory limit; Error: ' +
      'it crashed; Completed: it was stopped, mostly by a failed probe. Bad: again and again.',
    width: 12,
    unit: 'none',
    queries: [{ expr: states.restartsByReason('$__rate_interval'), legend: '{{reason}}' }],
  };
}
