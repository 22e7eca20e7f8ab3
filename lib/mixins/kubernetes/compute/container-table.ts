import type { LabelColumn, MappingSpec, TableSpec } from '../../../dashboard-builder/spec';
import type { PodStates } from '../pod-states';

/** What the exit codes of containers mean: from 128 on it was a signal. */
const EXIT_CODES: readonly MappingSpec[] = [
  { value: -1, text: '-' },
  { value: 0, text: '0, finished' },
  { value: 1, text: '1, error', color: 'red' },
  { value: 126, text: '126, not executable', color: 'red' },
  { value: 127, text: '127, no such command', color: 'red' },
  { value: 137, text: '137, killed', color: 'red' },
  { value: 139, text: '139, crashed', color: 'red' },
  { value: 143, text: '143, told to stop', color: 'orange' },
];

const NEVER: readonly MappingSpec[] = [{ value: -1, text: '-' }];

/**
 * One row for each container: what it does now, and how its last run ended. Init containers are among them.
 *
 * @param pod column of the pod, where there are several
 */
export function containerTable(states: PodStates, description: string, pod?: LabelColumn): TableSpec {
  const by = pod === undefined ? 'container' : 'pod, container';
  const restarts = states.eachContainer('status_restarts_total', by);
  const orMinusOne = (query: string): string => `${query} or 0 * ${restarts} - 1`;
  const container: LabelColumn = { title: 'Container', label: 'container', columnWidth: 200 };
  return {
    kind: 'table',
    title: 'Containers and how they ended last',
    description:
      `${description} OOMKilled: raise the memory limit or find the leak. Error: read the last lines before the end. ` +
      'Completed or 143: something stopped it, mostly a failed probe; `kubectl describe pod` says which.',
    width: 24,
    height: 8,
    labels: [
      ...(pod === undefined ? ([container] as const) : ([pod, container] as const)),
      { title: 'Now', label: 'now', columnWidth: 180, expr: now(states, by) },
      { title: 'Last end', label: 'reason', columnWidth: 160, expr: lastEnd(states, by) },
    ],
    values: [
      {
        title: 'Exit code',
        expr: orMinusOne(states.eachContainer('status_last_terminated_exitcode', by)),
        unit: 'none',
        mappings: EXIT_CODES,
      },
      {
        title: 'Ended',
        // Grafana reads moments in milliseconds
        expr: orMinusOne(`1000 * ${states.eachContainer('status_last_terminated_timestamp', by)}`),
        unit: 'dateTimeFromNow',
        mappings: NEVER,
      },
      { title: 'Restarts', expr: restarts, unit: 'none', thresholds: { warning: 1, critical: 5 } },
    ],
    sortBy: 'Restarts',
  };
}

/** What each container waits for, or `running`, or `ended`. */
function now(states: PodStates, by: string): string {
  const waiting = states.eachContainer('status_waiting_reason', `${by}, reason`);
  const running = states.eachContainer('status_running', by);
  const any = states.eachContainer('status_restarts_total', by);
  return [
    `max by (${by}, now) (label_join(${waiting}, "now", "", "reason"))`,
    `label_replace(${running} == 1, "now", "running", "", "")`,
    `label_replace(${any}, "now", "ended", "", "")`,
  ].join(` or on (${by}) `);
}

/** Why each container ended: this run if it is over, else the one before. */
function lastEnd(states: PodStates, by: string): string {
  const any = states.eachContainer('status_restarts_total', by);
  return [
    states.eachContainer('status_terminated_reason', `${by}, reason`),
    states.eachContainer('status_last_terminated_reason', `${by}, reason`),
    `label_replace(${any}, "reason", "-", "", "")`,
  ].join(` or on (${by}) `);
}
