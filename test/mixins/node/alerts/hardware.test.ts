import { hardwareAlerts } from '../../../../lib/mixins/node/alerts/hardware';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
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
    firing: disks(1, 1),
    fires: [
      {
        labels: { severity: 'critical', ...MACHINE, ...RAID },
        summary: `The RAID md0 of ${NAME} lacks 1 of its disks`,
      },
    ],
    besides: ['NodeRAIDDiskFailure'],
    silent: { 'the spare disk has taken over': disks(2, 1) },
  },
  {
    alert: 'NodeRAIDDiskFailure',
    firing: disks(2, 1),
    fires: [
      { labels: { severity: 'warning', ...MACHINE, ...RAID }, summary: `Failed disks in the RAID md0 of ${NAME}: 1` },
    ],
    silent: { 'all disks are at work': disks(2, 0) },
  },
  {
    alert: 'NodeBondingDegraded',
    firing: cards(1),
    fires: [
      {
        labels: { severity: 'warning', ...MACHINE, ...BOND },
        summary: `Network cards that are down in the bond bond0 of ${NAME}: 1`,
      },
    ],
    silent: { 'all cards are up': cards(2) },
  },
];

describe('alerts on parts that stand in for each other', () => {
  testAlerts(new AlertCases([new RuleGroup('hardware', { rules: hardwareAlerts() })], CASES));
});
