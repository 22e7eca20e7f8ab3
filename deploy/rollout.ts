import { at, listOf, numberOf, textOf, type JsonObject } from '../preview/json';

/** How far a Deployment, StatefulSet or DaemonSet has come. */
export interface Rollout {
  readonly isDone: boolean;
  /** `1 of 2 ready` */
  readonly text: string;
  /** What the controller itself says about why it does not go on. */
  readonly complaint?: string;
}

/** Reads the state of a workload as `kubectl rollout status` does, from the object as the cluster has it. */
export function rolloutOf(workload: JsonObject): Rollout {
  const seen = numberOf(at(workload, 'status', 'observedGeneration')) ?? 0;
  if (seen < (numberOf(at(workload, 'metadata', 'generation')) ?? 1))
    return { isDone: false, text: 'waits for its controller' };
  const kind = textOf(workload['kind']);
  if (kind === 'Deployment') return deployment(workload);
  return kind === 'DaemonSet' ? daemonSet(workload) : statefulSet(workload);
}

function deployment(workload: JsonObject): Rollout {
  const status = statusOf(workload);
  const wanted = replicasOf(workload);
  const updated = status('updatedReplicas');
  const available = Math.min(status('availableReplicas'), updated);
  const old = status('replicas') - updated;
  const text = updated < wanted ? `${updated} of ${wanted} updated` : `${available} of ${wanted} ready`;
  const isDone = updated >= wanted && available >= updated && old <= 0;
  // while old pods serve, it is they who may be counted as available
  const behind = status('unavailableReplicas') > 0 ? ', the new ones are not ready' : '';
  const rest = `${old} old ${old === 1 ? 'pod' : 'pods'} left${behind}`;
  return {
    isDone,
    text: updated >= wanted && old > 0 ? rest : text,
    complaint: isDone ? undefined : complaintOf(workload),
  };
}

function statefulSet(workload: JsonObject): Rollout {
  const status = statusOf(workload);
  const wanted = replicasOf(workload);
  const ready = status('readyReplicas');
  const update = at(workload, 'spec', 'updateStrategy');
  // the user deletes the pods one by one: the new ones may never come
  if (textOf(at(update, 'type')) === 'OnDelete')
    return { isDone: true, text: 'takes a change when its pods are deleted' };
  const toUpdate = Math.max(0, wanted - (numberOf(at(update, 'rollingUpdate', 'partition')) ?? 0));
  const updated = status('updatedReplicas');
  const isDone = updated >= toUpdate && ready >= wanted;
  const isUpdate = at(workload, 'status', 'updateRevision') !== at(workload, 'status', 'currentRevision');
  const isBehind = isUpdate && updated < toUpdate;
  return { isDone, text: isBehind ? `${updated} of ${toUpdate} updated` : `${ready} of ${wanted} ready` };
}

function daemonSet(workload: JsonObject): Rollout {
  const status = statusOf(workload);
  const wanted = status('desiredNumberScheduled');
  if (textOf(at(workload, 'spec', 'updateStrategy', 'type')) === 'OnDelete')
    return { isDone: true, text: 'takes a change when its pods are deleted' };
  if (wanted === 0) return { isDone: true, text: 'no node takes it' };
  const updated = status('updatedNumberScheduled');
  if (updated < wanted) return { isDone: false, text: `${updated} of ${wanted} updated` };
  const available = status('numberAvailable');
  return { isDone: available >= wanted, text: `${available} of ${wanted} ready` };
}

/** A Deployment that gave up or is held, or pods that the API server refuses. */
function complaintOf(workload: JsonObject): string | undefined {
  for (const condition of listOf(at(workload, 'status', 'conditions'))) {
    const [type, status, reason] = ['type', 'status', 'reason'].map((key) => textOf(at(condition, key)));
    const isRefused = type === 'ReplicaFailure' && status === 'True';
    const isHeld = type === 'Progressing' && ['ProgressDeadlineExceeded', 'DeploymentPaused'].includes(reason ?? '');
    if (isRefused || isHeld) return `${reason}: ${textOf(at(condition, 'message')) ?? ''}`;
  }
  return undefined;
}

function replicasOf(workload: JsonObject): number {
  return numberOf(at(workload, 'spec', 'replicas')) ?? 1;
}

function statusOf(workload: JsonObject): (field: string) => number {
  return (field) => numberOf(at(workload, 'status', field)) ?? 0;
}
