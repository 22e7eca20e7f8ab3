import { loadAlerts, loadDetails } from '../../../../lib/mixins/node/alerts/load';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { AlertTable, type AlertCase } from '../../support/alert-table';
import { describeWithPromtool } from '../../support/promtool';
import { cpus, figure, MACHINE, NAME } from './machine-series';

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeSystemSaturation',
    well: [...cpus(4), figure('node_load1', 7)],
    broken: [...cpus(4), figure('node_load1', 10)],
    fires: [{ labels: { severity: 'warning', ...MACHINE }, summary: `${NAME} has 2.5 tasks for each of its cores` }],
  },
  {
    alert: 'NodeDiskIOSaturation',
    // what is made of a disk waits as well, and is no second trouble
    well: [
      figure('node_disk_io_time_weighted_seconds_total', 0, 30 * 8, { device: 'vda' }),
      figure('node_disk_io_time_weighted_seconds_total', 0, 30 * 12, { device: 'dm-0' }),
    ],
    broken: [figure('node_disk_io_time_weighted_seconds_total', 0, 30 * 12, { device: 'vda' })],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE, device: 'vda' },
        summary: `12 requests wait for the disk vda of ${NAME}`,
      },
    ],
  },
  {
    alert: 'NodeCPUHighUsage',
    // busy with waiting for a disk
    well: [
      ...cpus(2, 0.05),
      ...[0, 1].map((cpu) => figure('node_cpu_seconds_total', 0, 24, { mode: 'iowait', cpu: `${cpu}` })),
    ],
    broken: cpus(2, 0.05),
    fires: [{ labels: { severity: 'info', ...MACHINE }, summary: `The CPUs of ${NAME} are 95% busy` }],
  },
  {
    alert: 'NodeCPUStalls',
    well: [figure('node_pressure_cpu_waiting_seconds_total', 0, 15)],
    broken: [figure('node_pressure_cpu_waiting_seconds_total', 0, 21)],
    fires: [
      { labels: { severity: 'info', ...MACHINE }, summary: `70% of the time something on ${NAME} waits for a CPU` },
    ],
  },
  {
    alert: 'NodeIOStalls',
    well: [figure('node_pressure_io_stalled_seconds_total', 0, 6)],
    broken: [figure('node_pressure_io_stalled_seconds_total', 0, 12)],
    fires: [
      { labels: { severity: 'warning', ...MACHINE }, summary: `40% of the time everything on ${NAME} waits for disks` },
    ],
  },
];

describe('alerts on CPUs and disks', () => {
  const alerts = new AlertTable([new RuleGroup('load', { rules: [...loadAlerts(), ...loadDetails()] })], CASES);

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
