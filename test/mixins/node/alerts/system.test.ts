import { systemAlerts, systemDetails } from '../../../../lib/mixins/node/alerts/system';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { AlertCases, LATE, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import { figure, MACHINE, NAME, phases } from './machine-series';

const WARNING = { severity: 'warning', ...MACHINE };

// the clock of promtool begins at 0
const RIGHT_TIME = figure('node_time_seconds', 0, 30);

const files = (open: number) => [figure('node_filefd_allocated', open), figure('node_filefd_maximum', 1000)];

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeClockSkewDetected',
    firing: [RIGHT_TIME, figure('node_timex_offset_seconds', -0.2)],
    fires: [{ labels: WARNING, summary: `The clock of ${NAME} is wrong by 200ms` }],
    silent: { 'it is wrong by less than a scrape can tell': [RIGHT_TIME, figure('node_timex_offset_seconds', 0.02)] },
  },
  {
    alert: 'NodeClockSkewDetected',
    // no time service to tell
    firing: [figure('node_time_seconds', -90, 30), figure('node_timex_offset_seconds', 0)],
    fires: [{ labels: WARNING, summary: `The clock of ${NAME} is wrong by 1m 30s` }],
    silent: {
      'a scrape that takes a while, and a clock that was set right': [
        figure('node_time_seconds', 3, 30),
        phases('node_timex_offset_seconds', '0.3x284 0x75'),
      ],
    },
  },
  {
    alert: 'NodeFileDescriptorLimit',
    firing: files(800),
    fires: [{ labels: WARNING, summary: `${NAME} has 80% of its files open` }],
    silent: { 'six files of ten are open': files(600) },
  },
  {
    alert: 'NodeFileDescriptorLimit',
    firing: files(950),
    fires: [
      { labels: { ...WARNING, severity: 'critical' }, summary: `${NAME} has 95% of its files open` },
      { labels: WARNING, summary: `${NAME} has 95% of its files open` },
    ],
    silent: { 'no file is open': files(0) },
  },
  {
    alert: 'NodeClockNotSynchronising',
    firing: [figure('node_timex_sync_status', 0), figure('node_timex_maxerror_seconds', 16)],
    fires: [{ labels: WARNING, summary: `Nothing sets the clock of ${NAME}` }],
    silent: { 'something sets it': [figure('node_timex_sync_status', 1), figure('node_timex_maxerror_seconds', 16)] },
  },
  {
    alert: 'NodeRebooted',
    // down for five minutes
    firing: [phases('node_boot_time_seconds', '-5000x279 _x10 8700x70'), RIGHT_TIME],
    fires: [{ labels: { ...WARNING, severity: 'info' }, summary: `${NAME} was restarted 5m 0s ago` }],
    silent: { 'a new machine': [phases('node_boot_time_seconds', '_x290 8700x70'), RIGHT_TIME] },
  },
];

describe('alerts on clocks and files', () => {
  testAlerts(
    new AlertCases([new RuleGroup('system', { rules: [...systemAlerts(), ...systemDetails()] })], CASES, LATE),
  );
});
