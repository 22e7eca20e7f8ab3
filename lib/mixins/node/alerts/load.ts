import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { DISKS, exporter } from '../node-queries';
import { CORES, each, gauge, NAME, rate } from './machine';

/** More work than the CPUs or disks of a machine can do. */
export function loadAlerts(): Rule[] {
  return [systemSaturation(), diskSaturation()];
}

/** Tells of machines that are well used, and of those whose kernel counts how long programs wait. */
export function loadDetails(): Rule[] {
  return [cpuUsage(), cpuStalls(), diskStalls()];
}

function systemSaturation(): Rule {
  return Rule.alert('NodeSystemSaturation', {
    expr: `${gauge('node_load1')} / ${CORES} > 2`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${NAME} has {{ $value | humanize }} tasks for each of its cores`,
    description: 'Tasks wait for a CPU or for a disk, twice as many as there are cores: whatever runs there is slow.',
    runbook:
      "See the dashboard 'Node Exporter / Nodes': if the CPUs are busy, 'Node (Pods)' says which pod uses them; move it or " +
      'give it a limit. If they are idle, tasks wait for a disk: `iotop -oa` on the machine says which.',
  });
}

function diskSaturation(): Rule {
  return Rule.alert('NodeDiskIOSaturation', {
    expr: `${each('max', `rate(${exporter('node_disk_io_time_weighted_seconds_total', DISKS)}[5m])`, 'device')} > 10`,
    holdFor: Duration.minutes(30),
    severity: Severity.WARNING,
    summary: `{{ $value | humanize }} requests wait for the disk {{ $labels.device }} of ${NAME}`,
    description: 'The disk is asked for more than it can do: databases, Loki and the control plane answer late.',
    runbook:
      '`iotop -oa` on the machine says who reads and writes. Move it to another node or disk, or take a faster one; a disk ' +
      'that was fast enough before may be failing: `smartctl -a`, `dmesg`.',
  });
}

function cpuUsage(): Rule {
  // a CPU that waits for a disk has nothing to do
  const idle = each('sum', `rate(${exporter('node_cpu_seconds_total', 'mode=~"idle|iowait"')}[5m])`);
  return Rule.alert('NodeCPUHighUsage', {
    expr: `1 - ${idle} / ${CORES} > 0.9`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `The CPUs of ${NAME} are {{ $value | humanizePercentage }} busy`,
    description: 'By itself that is money well spent; with pods that wait, it is why they do.',
    runbook:
      "'Kubernetes / Compute Resources / Node (Pods)' says which pods use the CPUs, and how much they asked for.",
  });
}

function cpuStalls(): Rule {
  return Rule.alert('NodeCPUStalls', {
    expr: `${rate('node_pressure_cpu_waiting_seconds_total')} > 0.6`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `{{ $value | humanizePercentage }} of the time something on ${NAME} waits for a CPU`,
    description: 'The kernel itself counts this: some task was ready to run, and no CPU was free.',
    runbook: 'Add nodes, or raise the CPU requests of what must be fast: the kernel shares by them.',
  });
}

function diskStalls(): Rule {
  return Rule.alert('NodeIOStalls', {
    expr: `${rate('node_pressure_io_stalled_seconds_total')} > 0.3`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `{{ $value | humanizePercentage }} of the time everything on ${NAME} waits for disks`,
    description: 'The kernel itself counts this: no task could go on, since all of them waited to read or write.',
    runbook: '`iotop -oa` on the machine says who reads and writes; see also what `dmesg` says of the disks.',
  });
}
