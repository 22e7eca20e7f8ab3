import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { exporter } from '../node-queries';
import { each, gauge, NAME } from './machine';

const CLOCK_RUNBOOK =
  '`timedatectl` or `chronyc tracking` on the machine says whether a time service runs and what it follows: start it, and ' +
  'see that it reaches its servers (UDP port 123).';

/** Clocks and files. */
export function systemAlerts(): Rule[] {
  return [clockSkew(), fileDescriptors(0.7, Severity.WARNING), fileDescriptors(0.9, Severity.CRITICAL)];
}

/** What is normal for many machines, and explains other alerts. */
export function systemDetails(): Rule[] {
  return [clockNotSynchronising(), rebooted()];
}

function clockSkew(): Rule {
  // the kernel's own figure needs a time service; without one, the clock of Prometheus is what there is to compare with. A
  // slow scrape takes some seconds. What a time service is about to mend is mended long before the ten minutes are over.
  const byTimeService = `${each('max', `abs(${exporter('node_timex_offset_seconds')})`)} > 0.05`;
  const time = exporter('node_time_seconds');
  const byPrometheus = `${each('max', `abs(${time} - timestamp(${time}))`)} > 5`;
  return Rule.alert('NodeClockSkewDetected', {
    expr: `${byTimeService} or ${byPrometheus}`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `The clock of ${NAME} is wrong by {{ $value | humanizeDuration }}`,
    description:
      'Logs and metrics of the node stand at the wrong time, Loki may refuse its lines, and tokens and certificates are ' +
      'taken for expired or not yet valid.',
    runbook: CLOCK_RUNBOOK,
  });
}

function clockNotSynchronising(): Rule {
  const unsynchronised = each('max', `max_over_time(${exporter('node_timex_sync_status')}[5m])`);
  return Rule.alert('NodeClockNotSynchronising', {
    // where nothing sets the clock, the kernel lets the error grow to 16 seconds and leaves it there
    expr: `${unsynchronised} == 0 and ${gauge('node_timex_maxerror_seconds')} >= 16`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `Nothing sets the clock of ${NAME}`,
    description:
      'It goes wrong by seconds a day. Virtual machines whose host sets the clock are told to be unsynchronised as well: ' +
      'there it means nothing.',
    runbook: CLOCK_RUNBOOK,
  });
}

function fileDescriptors(above: number, severity: Severity): Rule {
  return Rule.alert('NodeFileDescriptorLimit', {
    expr: `${gauge('node_filefd_allocated')} / ${gauge('node_filefd_maximum')} > ${above}`,
    holdFor: Duration.minutes(15),
    severity,
    summary: `${NAME} has {{ $value | humanizePercentage }} of its files open`,
    description: 'When the kernel has no more, no program can open a file or a connection.',
    runbook:
      "`lsof | awk '{print $1}' | sort | uniq -c | sort -n` on the machine says who has them open; a program that never " +
      'closes its files wants a restart. To win time: `sysctl -w fs.file-max=...`.',
  });
}

function rebooted(): Rule {
  const upFor = each('min', `${exporter('node_time_seconds')} - ${exporter('node_boot_time_seconds')}`);
  const knownBefore = each('max', `max_over_time(${exporter('node_boot_time_seconds')}[1h] offset 20m)`);
  return Rule.alert('NodeRebooted', {
    // a machine that was not there before is new, not restarted
    expr: `${upFor} < 900 and ${knownBefore}`,
    severity: Severity.INFO,
    summary: `${NAME} was restarted {{ $value | humanizeDuration }} ago`,
    description: 'Its pods were gone and came back; what lay in memory is lost.',
    runbook:
      '`last -x | head` and `journalctl -b -1 -e` on the machine say whether someone asked for it or it crashed.',
  });
}
