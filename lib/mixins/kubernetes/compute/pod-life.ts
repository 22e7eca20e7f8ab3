import type { AnnotationSpec, MappingSpec, StatSpec } from '../../../dashboard-builder/spec';
import type { PodQueries } from '../pod-queries';
import type { PodStates } from '../pod-states';
import { nearestToMemoryLimit, COUNT } from './pod-stats';

const PHASES: readonly MappingSpec[] = [
  { value: 1, text: 'Pending', color: 'orange' },
  { value: 2, text: 'Running', color: 'green' },
  { value: 3, text: 'Succeeded', color: 'blue' },
  { value: 4, text: 'Failed', color: 'red' },
  { value: 5, text: 'Unknown', color: 'red' },
];

const COMPLETED = 'reason="Completed"';

/** From bad to good: of several containers the worst is shown. */
const REASONS = [
  { value: 4, text: 'OOMKilled', color: 'red', matcher: 'reason="OOMKilled"' },
  { value: 3, text: 'Error', color: 'red', matcher: 'reason="Error"' },
  { value: 2, text: 'other', color: 'orange', matcher: 'reason!~"OOMKilled|Error|Completed"' },
  { value: 1, text: 'Completed', color: 'blue', matcher: COMPLETED },
] as const;

const NEVER_ENDED: MappingSpec = { value: 0, text: 'never', color: 'green' };

/** Whether a pod lives, and how it ended last. */
export function podStats(states: PodStates, containers: PodQueries): StatSpec[] {
  return [
    phase(states),
    unready(states),
    restarts(states),
    lastEnd(states),
    nearestToMemoryLimit(containers),
    age(states),
  ];
}

function phase(states: PodStates): StatSpec {
  const phases = PHASES.map(
    ({ value, text }) => `${value} * max(${states.each('namespace, pod', 'kube_pod_status_phase', `phase="${text}"`)})`,
  );
  return {
    ...COUNT,
    title: 'Phase',
    description: 'Where the pod is in its life. Bad: Failed; Pending for minutes; Unknown, when its node is lost.',
    query: { expr: phases.join(' + '), legend: 'phase' },
    mappings: PHASES,
  };
}

function unready(states: PodStates): StatSpec {
  const ready = states.each('namespace, pod, container', 'kube_pod_container_status_ready');
  return {
    ...COUNT,
    title: 'Containers not ready',
    description: 'Containers that do not run, or fail their probe. Good: 0, save for a pod that is finished.',
    query: { expr: `sum(1 - ${ready})`, legend: 'not ready' },
    thresholds: { warning: 1 },
  };
}

function restarts(states: PodStates): StatSpec {
  return {
    ...COUNT,
    title: 'Restarts',
    description: 'Of all its containers since it was made, init containers too. Good: 0. Bad: a number that grows.',
    query: { expr: `sum(${states.eachContainer('status_restarts_total', 'container')})`, legend: 'restarts' },
    thresholds: { warning: 1, critical: 5 },
  };
}

function lastEnd(states: PodStates): StatSpec {
  return {
    ...COUNT,
    title: 'Last end',
    description:
      'Why containers of it ended last, the worst of them. OOMKilled: above its memory limit. Error: read the log before it. ' +
      'Good: never.',
    query: { expr: worstReason(states), legend: 'reason' },
    mappings: [NEVER_ENDED, ...REASONS],
  };
}

/** The number of the worst reason for which a container ended; 0 when none ever did. */
function worstReason(states: PodStates): string {
  const facts = ['terminated_reason', 'last_terminated_reason'];
  const ended = (matcher: string): string =>
    facts.map((fact) => states.eachContainer(`status_${fact}`, 'container', matcher)).join(' or ');
  const finished = facts.map((fact) => states.each('container', `kube_pod_container_status_${fact}`, COMPLETED));
  const numbers = REASONS.map(
    // an init container is there to end
    ({ value, matcher }) => `${value} * max(${matcher === COMPLETED ? finished.join(' or ') : ended(matcher)})`,
  );
  return [...numbers, 'vector(0)'].join(' or ');
}

function age(states: PodStates): StatSpec {
  return {
    kind: 'stat',
    title: 'Age',
    description:
      'Since the pod was made. Bad: minutes, when nobody has rolled out: it took the place of one that is gone.',
    width: 4,
    unit: 'dtdurations',
    decimals: 0,
    query: { expr: `time() - max(${states.each('namespace, pod', 'kube_pod_created')})`, legend: 'age' },
  };
}

/** A line through every graph wherever a container was started anew. */
export function podEvents(states: PodStates): AnnotationSpec[] {
  const reasons = states.eachContainer('status_last_terminated_reason', 'container, reason');
  return [
    {
      name: 'Restarts',
      expr: `${reasons} and on (container) ${states.restartedInStep()} > 0`,
      title: '{{container}}: {{reason}}',
      color: 'red',
    },
  ];
}
