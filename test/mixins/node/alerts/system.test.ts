import { systemAlerts, systemDetails } from '../../../../lib/mixins/node/alerts/system';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { AlertTable, type AlertCase } from '../../support/alert-table';
import { describeWithPromtool } from '../../support/promtool';
import { figure, MACHINE, NAME, phases } from './machine-series';

const WARNING = { severity: 'warning', ...MACHINE };

// the clock of promtool begins at 0
const RIGHT_TIME = figure('node_time_seconds', 0, 30);

const files = (open: number) => [figure('node_filefd_allocated', open), figure('node_filefd_maximum', 1000)];

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeClockSkewDetected',
    well: [RIGHT_TIME, figure('node_timex_offset_seconds', 0.02)],
    broken: [RIGHT_TIME, figure('node_timex_offset_seconds', -0.2)],
    fires: [{ labels: WARNING, summary: `The clock of ${NAME} is wrong by 200ms` }],
  },
  {
    alert: 'NodeClockSkewDetected',
    // a scrape that takes a while, and a clock that was set right
    well: [
      figure('node_time_seconds', 3, 30),
      phases('node_timex_offset_seconds', { value: 0.3, steps: 285 }, { value: 0, steps: 76 }),
    ],
    // no time service to tell
    broken: [figure('node_time_seconds', -90, 30), figure('node_timex_offset_seconds', 0)],
    fires: [{ labels: WARNING, summary: `The clock of ${NAME} is wrong by 1m 30s` }],
  },
  {
    alert: 'NodeFileDescriptorLimit',
    well: files(600),
    broken: files(800),
    fires: [{ labels: WARNING, summary: `${NAME} has 80% of its files open` }],
  },
  {
    alert: 'NodeFileDescriptorLimit',
    well: files(0),
    broken: files(950),
    fires: [
      { labels: { ...WARNING, severity: 'critical' }, summary: `${NAME} has 95% of its files open` },
      { labels: WARNING, summary: `${NAME} has 95% of its files open` },
    ],
  },
  {
    alert: 'NodeClockNotSynchronising',
    well: [figure('node_timex_sync_status', 1), figure('node_timex_maxerror_seconds', 16)],
    broken: [figure('node_timex_sync_status', 0), figure('node_timex_maxerror_seconds', 16)],
    fires: [{ labels: WARNING, summary: `Nothing sets the clock of ${NAME}` }],
  },
  {
    alert: 'NodeRebooted',
    // a new machine
    well: [phases('node_boot_time_seconds', { value: 'missing', steps: 290 }, { value: 8700, steps: 71 }), RIGHT_TIME],
    // down for five minutes
    broken: [
      phases(
        'node_boot_time_seconds',
        { value: -5000, steps: 280 },
        { value: 'missing', steps: 10 },
        { value: 8700, steps: 71 },
      ),
      RIGHT_TIME,
    ],
    fires: [{ labels: { ...WARNING, severity: 'info' }, summary: `${NAME} was restarted 5m 0s ago` }],
  },
];

describe('alerts on clocks and files', () => {
  const alerts = new AlertTable([new RuleGroup('system', { rules: [...systemAlerts(), ...systemDetails()] })], CASES);

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
