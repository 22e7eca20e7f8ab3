import { at, listOf, numberOf, objectOf, textMapOf, textOf, type JsonObject } from '../preview/json';

/** Why a workload does not become ready. */
export interface Stall {
  /** One line a pod or container. */
  readonly reasons: readonly string[];
  /** What happened last, the newest first. */
  readonly events: readonly string[];
  /** Commands that tell more. */
  readonly commands: readonly string[];
}

/** All that can be said to someone who may not see the pods. */
export const UNSEEN: Stall = { reasons: ['its pods may not be read with this login'], events: [], commands: [] };

const MOST_REASONS = 4;
const MOST_EVENTS = 4;

/**
 * Reads why from what the namespace of a workload holds.
 *
 * @param pods all pods of the namespace
 * @param events all events of the namespace
 * @param now milliseconds since 1970, for the ages of events
 */
export function stallOf(workload: JsonObject, pods: JsonObject[], events: JsonObject[], now: number): Stall {
  const waiting = pods.filter((pod) => isPodOf(workload, pod) && !isReady(pod));
  const reasons = waiting.flatMap(podReasons);
  const names = new Set([...waiting.flatMap((pod) => [nameOf(pod), ...claimsOf(pod)]), nameOf(workload)]);
  const told = events.filter((event) => isAbout(event, names, nameOf(workload)) && textOf(event['type']) !== 'Normal');
  return {
    reasons: waiting.length === 0 ? ['no pod has been made'] : unique(reasons).slice(0, MOST_REASONS),
    events: unique(told.sort((one, other) => timeOf(other) - timeOf(one)).map((event) => eventLine(event, now))).slice(
      0,
      MOST_EVENTS,
    ),
    commands: waiting.length === 0 ? [describe(workload)] : commandsFor(waiting[0]!),
  };
}

/** Whether the labels of a pod are those that a workload selects. */
export function isPodOf(workload: JsonObject, pod: JsonObject): boolean {
  const wanted = Object.entries(textMapOf(at(workload, 'spec', 'selector', 'matchLabels')));
  const labels = textMapOf(at(pod, 'metadata', 'labels'));
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

function isReady(pod: JsonObject): boolean {
  return conditionOf(pod, 'Ready')['status'] === 'True';
}

function conditionOf(pod: JsonObject, type: string): JsonObject {
  return objectOf(listOf(at(pod, 'status', 'conditions')).find((condition) => at(condition, 'type') === type));
}

function podReasons(pod: JsonObject): string[] {
  if (at(pod, 'metadata', 'deletionTimestamp') !== undefined) return [`pod ${nameOf(pod)}: is being deleted`];
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled['status'] === 'False') return [`pod ${nameOf(pod)}: ${reasonOf(scheduled, 'Unschedulable')}`];
  const reasons = containersOf(pod).flatMap((container) => containerReason(pod, container));
  const phase = reasonOf(objectOf(pod['status']), textOf(at(pod, 'status', 'phase')) ?? 'Pending');
  return reasons.length > 0 ? reasons : [`pod ${nameOf(pod)}: ${phase}`];
}

/** What a container waits for, why it ended last time, or that it is not ready. */
function containerReason(pod: JsonObject, container: JsonObject): string[] {
  const name = `pod ${nameOf(pod)}, container ${textOf(container['name'])}`;
  const waiting = at(container, 'state', 'waiting');
  const ended = at(container, 'state', 'terminated') ?? at(container, 'lastState', 'terminated');
  const restarts = numberOf(container['restartCount']) ?? 0;
  const end = ended === undefined ? '' : `; it ended with ${endOf(objectOf(ended))}`;
  const again = restarts === 0 ? '' : `, restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}`;
  if (waiting !== undefined) return [`${name}: ${reasonOf(objectOf(waiting), 'waits')}${again}${end}`];
  if (at(container, 'state', 'terminated') !== undefined) {
    const isFine = at(container, 'state', 'terminated', 'exitCode') === 0;
    return isFine ? [] : [`${name}: ended with ${endOf(objectOf(ended))}${again}`];
  }
  return container['ready'] === true ? [] : [`${name}: runs, but is not ready${again}${end}`];
}

function endOf(terminated: JsonObject): string {
  const message = (textOf(terminated['message']) ?? '').trim().split('\n').at(-1);
  const reason = textOf(terminated['reason']) ?? 'Error';
  return `${reason} (exit code ${numberOf(terminated['exitCode']) ?? '?'})${message === '' ? '' : `: ${message}`}`;
}

/** Init containers hold the others up, and so come first. */
function containersOf(pod: JsonObject): JsonObject[] {
  const statuses = (list: string): JsonObject[] => listOf(at(pod, 'status', list)).map(objectOf);
  const held = statuses('initContainerStatuses').filter((one) => containerReason(pod, one).length > 0);
  return held.length > 0 ? held : statuses('containerStatuses');
}

function claimsOf(pod: JsonObject): string[] {
  const claims = listOf(at(pod, 'spec', 'volumes')).map((volume) => at(volume, 'persistentVolumeClaim', 'claimName'));
  return claims.flatMap((claim) => textOf(claim) ?? []);
}

function isAbout(event: JsonObject, names: ReadonlySet<string>, workload: string): boolean {
  const name = textOf(at(event, 'involvedObject', 'name')) ?? '';
  // the name of a ReplicaSet is that of its Deployment and a hash
  const isReplicaSet = at(event, 'involvedObject', 'kind') === 'ReplicaSet';
  return names.has(name) || (isReplicaSet && name.replace(/-[^-]+$/, '') === workload);
}

function eventLine(event: JsonObject, now: number): string {
  const object = ['kind', 'name'].map((key) => textOf(at(event, 'involvedObject', key)) ?? '').join(' ');
  const count = numberOf(at(event, 'series', 'count')) ?? numberOf(event['count']) ?? 1;
  const times = count > 1 ? ` (${count} times)` : '';
  return `${ageOf(now - timeOf(event))} ago  ${object}: ${reasonOf(event, '')}${times}`;
}

function timeOf(event: JsonObject): number {
  const times = [at(event, 'series', 'lastObservedTime'), event['lastTimestamp'], event['eventTime']];
  return Date.parse(textOf(times.find((time) => typeof time === 'string')) ?? '') || 0;
}

function ageOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3600)}h`;
}

/** `ImagePullBackOff: Back-off pulling image ...`, on one line. */
function reasonOf(state: JsonObject, fallback: string): string {
  const reason = textOf(state['reason']) ?? fallback;
  const message = (textOf(state['message']) ?? '').trim().replace(/\s+/g, ' ');
  return message === '' ? reason : `${reason}: ${message}`;
}

function commandsFor(pod: JsonObject): string[] {
  const crashed = containersOf(pod).find((container) => (numberOf(container['restartCount']) ?? 0) > 0);
  const logs = `kubectl logs -n ${namespaceOf(pod)} ${nameOf(pod)} -c ${textOf(crashed?.['name'])} --previous`;
  return [describe(pod), ...(crashed === undefined ? [] : [logs])];
}

function describe(object: JsonObject): string {
  const kind = textOf(object['kind'])?.toLowerCase();
  return `kubectl describe -n ${namespaceOf(object)} ${kind}/${nameOf(object)}`;
}

function nameOf(object: JsonObject): string {
  return textOf(at(object, 'metadata', 'name')) ?? '';
}

function namespaceOf(object: JsonObject): string {
  return textOf(at(object, 'metadata', 'namespace')) ?? 'default';
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
