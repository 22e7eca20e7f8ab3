import { memoryAlerts, memoryDetails } from '../../../../lib/mixins/node/alerts/memory';
import { RuleGroup } from '../../../../lib/model/rule-group';
import type { InputSeries } from '../../support/promtool';
import { AlertCases, LATE, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import { figure, MACHINE, NAME, phases } from './machine-series';

const GIB = 1024 ** 3;

function memory(available: number): InputSeries[] {
  return [figure('node_memory_MemTotal_bytes', 16 * GIB), figure('node_memory_MemAvailable_bytes', available * GIB)];
}

const KILLED = phases('node_vmstat_oom_kill', '3x289 4x70');

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeMemoryHighUtilization',
    firing: memory(0.8),
    fires: [{ labels: { severity: 'warning', ...MACHINE }, summary: `The memory of ${NAME} is 95% taken` }],
    silent: { 'an eighth is left': memory(2) },
  },
  {
    alert: 'NodeMemoryMajorPagesFaults',
    firing: [figure('node_vmstat_pgmajfault', 0, 30 * 600)],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE },
        summary: `${NAME} reads 600 pages a second back into its memory`,
      },
    ],
    silent: { 'some pages are read back': [figure('node_vmstat_pgmajfault', 0, 30 * 400)] },
  },
  {
    alert: 'NodeOutOfMemoryKills',
    firing: [
      KILLED,
      figure('node_memory_MemTotal_bytes', 16 * GIB),
      phases('node_memory_MemAvailable_bytes', `${4 * GIB}x287 ${0.5 * GIB}x1 ${6 * GIB}x70`),
    ],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE },
        summary: `${NAME} ran out of memory, and its kernel killed programs`,
      },
    ],
    silent: { 'a container that reached its own limit': [KILLED, ...memory(8)] },
  },
  {
    alert: 'NodeMemoryStalls',
    firing: [figure('node_pressure_memory_stalled_seconds_total', 0, 6)],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE },
        summary: `20% of the time everything on ${NAME} waits for memory`,
      },
    ],
    silent: { 'one wait in a hundred': [figure('node_pressure_memory_stalled_seconds_total', 0, 0.3)] },
  },
];

describe('alerts on memory', () => {
  testAlerts(
    new AlertCases([new RuleGroup('memory', { rules: [...memoryAlerts(), ...memoryDetails()] })], CASES, LATE),
  );
});
