import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { CARDS, exporter } from '../node-queries';
import { each, gauge, NAME } from './machine';

// what comes and goes with pods, containers and tunnels: it goes down whenever the last of them ends
const VIRTUAL = ['lo', 'veth', 'cali', 'cilium', 'cni', 'docker', 'dummy', 'flannel', 'kube-', 'lxc', 'nodelocaldns'];
const TUNNELS = ['br-', 'ifb', 'tap', 'tun', 'virbr', 'vxlan', 'wg'];
const LASTING_CARDS = `device!~"(${[...VIRTUAL, ...TUNNELS].join('|')}).*"`;

/** Packets that do not arrive, and connections that cannot be made. */
export function networkAlerts(): Rule[] {
  return [
    errors('NodeNetworkReceiveErrs', 'receive', 'receives'),
    errors('NodeNetworkTransmitErrs', 'transmit', 'sends'),
    conntrack(),
    flapping(),
  ];
}

function errors(name: string, direction: 'receive' | 'transmit', verb: string): Rule {
  const packets = (kind: string): string =>
    each('max', `rate(${exporter(`node_network_${direction}_${kind}_total`, CARDS)}[5m])`, 'device');
  return Rule.alert(name, {
    expr: `${packets('errs')} / ${packets('packets')} > 0.01`,
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: `{{ $value | humanizePercentage }} of the packets that ${NAME} ${verb} through {{ $labels.device }} are damaged`,
    description: 'They are sent again, so connections through this card are slow and break now and then.',
    runbook:
      '`ip -s link show` and `ethtool -S` on the machine say what kind of error it is. Cable, plug and switch port come ' +
      'first, then the driver; on a virtual machine the host.',
  });
}

function conntrack(): Rule {
  return Rule.alert('NodeHighNumberConntrackEntriesUsed', {
    expr: `${gauge('node_nf_conntrack_entries')} / ${gauge('node_nf_conntrack_entries_limit')} > 0.75`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `${NAME} uses {{ $value | humanizePercentage }} of its table of connections`,
    description: 'When the table is full, the kernel throws away packets of new connections: they time out, at random.',
    runbook:
      '`conntrack -L` on the machine lists them; mostly a client that opens a connection for each request. To win time: ' +
      '`sysctl -w net.netfilter.nf_conntrack_max=...`, which takes some 300 bytes of memory each.',
  });
}

function flapping(): Rule {
  // counted by the kernel: what goes down and up between two scrapes is seen as well
  const changes = each(
    'max',
    `increase(${exporter('node_network_carrier_changes_total', LASTING_CARDS)}[10m])`,
    'device',
  );
  return Rule.alert('NodeNetworkInterfaceFlapping', {
    // down and up again is two, and a restart of the machine makes some
    expr: `${changes} > 4`,
    severity: Severity.WARNING,
    summary: `The network card {{ $labels.device }} of ${NAME} goes down and up again and again`,
    description: 'Each time all connections through it stop; the node may be taken for lost.',
    runbook:
      '`dmesg -T | grep -i link` on the machine says when. Cable, plug and switch port come first, then the driver.',
  });
}
