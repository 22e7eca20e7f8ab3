import { networkAlerts } from '../../../../lib/mixins/node/alerts/network';
import { RuleGroup } from '../../../../lib/model/rule-group';
import type { InputSeries } from '../../support/promtool';
import { AlertCases, LATE, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
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
    firing: packets('receive', 20),
    fires: [{ labels: ETH0, summary: `2% of the packets that ${NAME} receives through eth0 are damaged` }],
    silent: {
      'a few are damaged, and more on the cable of a pod': [
        ...packets('receive', 5),
        ...packets('receive', 500, 'veth1a2b3c'),
      ],
    },
  },
  {
    alert: 'NodeNetworkTransmitErrs',
    firing: packets('transmit', 30),
    fires: [{ labels: ETH0, summary: `3% of the packets that ${NAME} sends through eth0 are damaged` }],
    silent: {
      'nothing is sent at all: no share of it is damaged': [
        figure('node_network_transmit_packets_total', 7, 0, { device: 'eth1' }),
        figure('node_network_transmit_errs_total', 7, 0, { device: 'eth1' }),
      ],
    },
  },
  {
    alert: 'NodeHighNumberConntrackEntriesUsed',
    firing: [figure('node_nf_conntrack_entries', 800), figure('node_nf_conntrack_entries_limit', 1000)],
    fires: [{ labels: { severity: 'warning', ...MACHINE }, summary: `${NAME} uses 80% of its table of connections` }],
    silent: {
      'there is room for more': [
        figure('node_nf_conntrack_entries', 700),
        figure('node_nf_conntrack_entries_limit', 1000),
      ],
    },
  },
  {
    alert: 'NodeNetworkInterfaceFlapping',
    firing: [flaps('eth0', 0.5)],
    fires: [{ labels: ETH0, summary: `The network card eth0 of ${NAME} goes down and up again and again` }],
    silent: {
      'the bridge of the pods goes down with the last pod of a CronJob': [
        flaps('eth0', 0),
        flaps('cni0', 1),
        flaps('veth1a2b3c', 1),
        flaps('br-7f3e', 1),
      ],
    },
  },
];

describe('alerts on the network', () => {
  testAlerts(new AlertCases([new RuleGroup('network', { rules: networkAlerts() })], CASES, LATE));
});
