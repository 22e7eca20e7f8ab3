import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { exporter } from '../node-queries';
import { each, NAME } from './machine';

/** Parts that stand in for each other, on machines that have them. */
export function hardwareAlerts(): Rule[] {
  return [raidDegraded(), raidDiskFailure(), bondingDegraded()];
}

function raidDegraded(): Rule {
  const active = each('max', exporter('node_md_disks', 'state="active"'), 'device');
  return Rule.alert('NodeRAIDDegraded', {
    expr: `${each('max', exporter('node_md_disks_required'), 'device')} - ${active} > 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: `The RAID {{ $labels.device }} of ${NAME} lacks {{ $value }} of its disks`,
    description: 'No spare disk has taken their place: the next disk that fails may take the data with it.',
    runbook:
      '`cat /proc/mdstat` and `mdadm --detail` on the machine say which; replace it and `mdadm --add` the new one.',
  });
}

function raidDiskFailure(): Rule {
  return Rule.alert('NodeRAIDDiskFailure', {
    expr: `${each('max', exporter('node_md_disks', 'state="failed"'), 'device')} > 0`,
    holdFor: Duration.minutes(2),
    severity: Severity.WARNING,
    summary: `Failed disks in the RAID {{ $labels.device }} of ${NAME}: {{ $value }}`,
    description: 'The data are still there, on the other disks.',
    runbook:
      '`mdadm --detail` on the machine says which; `mdadm --remove` it, replace it, and `mdadm --add` the new one.',
  });
}

function bondingDegraded(): Rule {
  const cards = (metric: string): string => each('max', exporter(metric), 'master');
  return Rule.alert('NodeBondingDegraded', {
    expr: `${cards('node_bonding_slaves')} - ${cards('node_bonding_active')} > 0`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `Network cards that are down in the bond {{ $labels.master }} of ${NAME}: {{ $value }}`,
    description: 'The others carry the traffic: it may be slower, and there is less in reserve.',
    runbook: '`cat /proc/net/bonding/*` on the machine says which card; see its cable and its switch port.',
  });
}
