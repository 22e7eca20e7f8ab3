import { hardwareAlerts } from '../../../../lib/mixins/node/alerts/hardware';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { AlertTable, type AlertCase } from '../../support/alert-table';
import { describeWithPromtool } from '../../support/promtool';
import { figure, MACHINE, NAME } from './machine-series';

const RAID = { device: 'md0' };
const BOND = { master: 'bond0' };

const disks = (active: number, failed: number) => [
  figure('node_md_disks_required', 2, 0, RAID),
  figure('node_md_disks', active, 0, { ...RAID, state: 'active' }),
  figure('node_md_disks', failed, 0, { ...RAID, state: 'failed' }),
  figure('node_md_disks', 1, 0, { ...RAID, state: 'spare' }),
];

const cards = (active: number) => [
  figure('node_bonding_slaves', 2, 0, BOND),
  figure('node_bonding_active', active, 0, BOND),
];

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeRAIDDegraded',
    // the spare disk has taken over
    well: disks(2, 1),
    broken: disks(1, 1),
    fires: [
      {
        labels: { severity: 'critical', ...MACHINE, ...RAID },
        summary: `The RAID md0 of ${NAME} lacks 1 of its disks`,
      },
    ],
  },
  {
    alert: 'NodeRAIDDiskFailure',
    well: disks(2, 0),
    broken: disks(2, 1),
    fires: [
      { labels: { severity: 'warning', ...MACHINE, ...RAID }, summary: `Failed disks in the RAID md0 of ${NAME}: 1` },
    ],
  },
  {
    alert: 'NodeBondingDegraded',
    well: cards(2),
    broken: cards(1),
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE, ...BOND },
        summary: `Network cards that are down in the bond bond0 of ${NAME}: 1`,
      },
    ],
  },
];

describe('alerts on parts that stand in for each other', () => {
  const alerts = new AlertTable([new RuleGroup('hardware', { rules: hardwareAlerts() })], CASES);

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
