import { memoryAlerts, memoryDetails } from '../../../../lib/mixins/node/alerts/memory';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';
import { AlertTable, type AlertCase } from '../../support/alert-table';
import { figure, MACHINE, NAME, phases } from './machine-series';

const GIB = 1024 ** 3;

function memory(available: number): InputSeries[] {
  return [figure('node_memory_MemTotal_bytes', 16 * GIB), figure('node_memory_MemAvailable_bytes', available * GIB)];
}

const KILLED = phases('node_vmstat_oom_kill', { value: 3, steps: 290 }, { value: 4, steps: 71 });

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeMemoryHighUtilization',
    well: memory(2),
    broken: memory(0.8),
    fires: [{ labels: { severity: 'warning', ...MACHINE }, summary: `The memory of ${NAME} is 95% taken` }],
  },
  {
    alert: 'NodeMemoryMajorPagesFaults',
    well: [figure('node_vmstat_pgmajfault', 0, 30 * 400)],
    broken: [figure('node_vmstat_pgmajfault', 0, 30 * 600)],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE },
        summary: `${NAME} reads 600 pages a second back into its memory`,
      },
    ],
  },
  {
    alert: 'NodeOutOfMemoryKills',
    // a container that reached its own limit
    well: [KILLED, ...memory(8)],
    broken: [
      KILLED,
      figure('node_memory_MemTotal_bytes', 16 * GIB),
      phases(
        'node_memory_MemAvailable_bytes',
        { value: 4 * GIB, steps: 288 },
        { value: 0.5 * GIB, steps: 2 },
        { value: 6 * GIB, steps: 71 },
      ),
    ],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE },
        summary: `${NAME} ran out of memory, and its kernel killed programs`,
      },
    ],
  },
  {
    alert: 'NodeMemoryStalls',
    well: [figure('node_pressure_memory_stalled_seconds_total', 0, 0.3)],
    broken: [figure('node_pressure_memory_stalled_seconds_total', 0, 6)],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE },
        summary: `20% of the time everything on ${NAME} waits for memory`,
      },
    ],
  },
];

describe('alerts on memory', () => {
  const alerts = new AlertTable([new RuleGroup('memory', { rules: [...memoryAlerts(), ...memoryDetails()] })], CASES);

  test('have a case each', () => {
    expect(alerts.unmatched()).toEqual([]);
  });

  describeWithPromtool('asked of Prometheus', () => {
    test.each(CASES)('$alert fires: $fires.0.summary', (one) => {
      expect(alerts.whenBroken(one)).toBe('');
    });

    test('none fires while all is well', () => {
      expect(alerts.whileWell()).toBe('');
    });
  });
});
