import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { exporter } from '../node-queries';
import { each, gauge, NAME, rate } from './machine';

const TOTAL = gauge('node_memory_MemTotal_bytes');

const RUNBOOK =
  "'Kubernetes / Compute Resources / Node (Pods)' says which pod uses the memory; give it a limit, or move it. What is no pod " +
  'shows on the machine itself: `ps aux --sort=-rss`.';

/** Too little memory for what runs on a machine. */
export function memoryAlerts(): Rule[] {
  return [utilization(), pageFaults(), kills()];
}

/** For machines whose kernel counts how long programs wait. */
export function memoryDetails(): Rule[] {
  return [stalls()];
}

function utilization(): Rule {
  return Rule.alert('NodeMemoryHighUtilization', {
    expr: `1 - ${gauge('node_memory_MemAvailable_bytes')} / ${TOTAL} > 0.9`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `The memory of ${NAME} is {{ $value | humanizePercentage }} taken`,
    description:
      'Caches that can be given back are not counted. A pod that asks for more is soon evicted by the kubelet, or killed by ' +
      'the kernel.',
    runbook: RUNBOOK,
  });
}

function pageFaults(): Rule {
  return Rule.alert('NodeMemoryMajorPagesFaults', {
    expr: `${rate('node_vmstat_pgmajfault')} > 500`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${NAME} reads {{ $value | humanize }} pages a second back into its memory`,
    description:
      'Programs wait for a disk where they expect memory: the machine has too little of it and is slow as a whole.',
    runbook: RUNBOOK,
  });
}

/** A container that is killed at its own limit counts as well, and pods have alerts of their own: here the machine is short. */
function kills(): Rule {
  const killed = each('max', `increase(${exporter('node_vmstat_oom_kill')}[10m])`);
  const least = each('min', `min_over_time(${exporter('node_memory_MemAvailable_bytes')}[10m])`);
  return Rule.alert('NodeOutOfMemoryKills', {
    expr: `${killed} > 0 and ${least} / ${TOTAL} < 0.1`,
    severity: Severity.WARNING,
    summary: `${NAME} ran out of memory, and its kernel killed programs`,
    description:
      'The kernel takes what it likes best, be it a pod, the container runtime or a login. What it took may not come back ' +
      'by itself.',
    runbook: `\`dmesg -T | grep -i 'killed process'\` on the machine names the programs. ${RUNBOOK}`,
  });
}

function stalls(): Rule {
  return Rule.alert('NodeMemoryStalls', {
    expr: `${rate('node_pressure_memory_stalled_seconds_total')} > 0.1`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `{{ $value | humanizePercentage }} of the time everything on ${NAME} waits for memory`,
    description: 'The kernel itself counts this: no task could go on, since all of them waited for memory to be freed.',
    runbook: RUNBOOK,
  });
}
