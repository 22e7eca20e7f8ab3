import { networkAlerts } from '../../../../lib/mixins/node/alerts/network';
import { RuleGroup } from '../../../../lib/model/rule-group';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';
import { AlertTable, type AlertCase } from '../../support/alert-table';
import { figure, MACHINE, NAME } from './machine-series';

function packets(direction: 'receive' | 'transmit', damaged: number, device = 'eth0'): InputSeries[] {
  return [
    figure(`node_network_${direction}_packets_total`, 0, 30 * 1000, { device }),
    figure(`node_network_${direction}_errs_total`, 0, 30 * damaged, { device }),
  ];
}

function flaps(device: string, perStep: number): InputSeries {
  return figure('node_network_carrier_changes_total', 2, perStep, { device });
}

const ETH0 = { severity: 'warning', ...MACHINE, device: 'eth0' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodeNetworkReceiveErrs',
    well: [...packets('receive', 5), ...packets('receive', 500, 'veth1a2b3c')],
    broken: packets('receive', 20),
    fires: [{ labels: ETH0, summary: `2% of the packets that ${NAME} receives through eth0 are damaged` }],
  },
  {
    alert: 'NodeNetworkTransmitErrs',
    // nothing is sent at all: no share of it is damaged
    well: [
      figure('node_network_transmit_packets_total', 7, 0, { device: 'eth1' }),
      figure('node_network_transmit_errs_total', 7, 0, { device: 'eth1' }),
    ],
    broken: packets('transmit', 30),
    fires: [{ labels: ETH0, summary: `3% of the packets that ${NAME} sends through eth0 are damaged` }],
  },
  {
    alert: 'NodeHighNumberConntrackEntriesUsed',
    well: [figure('node_nf_conntrack_entries', 700), figure('node_nf_conntrack_entries_limit', 1000)],
    broken: [figure('node_nf_conntrack_entries', 800), figure('node_nf_conntrack_entries_limit', 1000)],
    fires: [{ labels: { severity: 'warning', ...MACHINE }, summary: `${NAME} uses 80% of its table of connections` }],
  },
  {
    alert: 'NodeNetworkInterfaceFlapping',
    // the bridge of the pods goes down with the last pod of a CronJob
    well: [flaps('eth0', 0), flaps('cni0', 1), flaps('veth1a2b3c', 1), flaps('br-7f3e', 1)],
    broken: [flaps('eth0', 0.5)],
    fires: [{ labels: ETH0, summary: `The network card eth0 of ${NAME} goes down and up again and again` }],
  },
];

describe('alerts on the network', () => {
  const alerts = new AlertTable([new RuleGroup('network', { rules: networkAlerts() })], CASES);

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
