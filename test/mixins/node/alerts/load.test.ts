import { loadAlerts, loadDetails } from '../../../../lib/mixins/node/alerts/load';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import { cpus, figure, MACHINE, NAME } from './machine-series';

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeSystemSaturation',
    firing: [...cpus(4), figure('node_load1', 10)],
    fires: [{ labels: { severity: 'warning', ...MACHINE }, summary: `${NAME} has 2.5 tasks for each of its cores` }],
    silent: { 'fewer than two tasks for each core': [...cpus(4), figure('node_load1', 7)] },
  },
  {
    alert: 'NodeDiskIOSaturation',
    firing: [figure('node_disk_io_time_weighted_seconds_total', 0, 30 * 12, { device: 'vda' })],
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE, device: 'vda' },
        summary: `12 requests wait for the disk vda of ${NAME}`,
      },
    ],
    silent: {
      'what is made of a busy disk waits as well, and is no second trouble': [
        figure('node_disk_io_time_weighted_seconds_total', 0, 30 * 8, { device: 'vda' }),
        figure('node_disk_io_time_weighted_seconds_total', 0, 30 * 12, { device: 'dm-0' }),
      ],
    },
  },
  {
    alert: 'NodeCPUHighUsage',
    firing: cpus(2, 0.05),
    fires: [{ labels: { severity: 'info', ...MACHINE }, summary: `The CPUs of ${NAME} are 95% busy` }],
    silent: {
      'it is busy with waiting for a disk': [
        ...cpus(2, 0.05),
        ...[0, 1].map((cpu) => figure('node_cpu_seconds_total', 0, 24, { mode: 'iowait', cpu: `${cpu}` })),
      ],
    },
  },
  {
    alert: 'NodeCPUStalls',
    firing: [figure('node_pressure_cpu_waiting_seconds_total', 0, 21)],
    fires: [
      { labels: { severity: 'info', ...MACHINE }, summary: `70% of the time something on ${NAME} waits for a CPU` },
    ],
    silent: { 'half the time something waits': [figure('node_pressure_cpu_waiting_seconds_total', 0, 15)] },
  },
  {
    alert: 'NodeIOStalls',
    firing: [figure('node_pressure_io_stalled_seconds_total', 0, 12)],
    fires: [
      { labels: { severity: 'warning', ...MACHINE }, summary: `40% of the time everything on ${NAME} waits for disks` },
    ],
    silent: { 'now and then everything waits': [figure('node_pressure_io_stalled_seconds_total', 0, 6)] },
  },
];

describe('alerts on CPUs and disks', () => {
  testAlerts(new AlertCases([new RuleGroup('load', { rules: [...loadAlerts(), ...loadDetails()] })], CASES));
});
