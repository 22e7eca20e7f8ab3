import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { LogAgentKind } from '../../../model/log-agent-kind';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { agentMetrics, type AgentMetrics } from '../agent-metrics';
import { eachJob, eachPod } from './of-target';

/** What makes log lines be lost on their way to Loki. The names are the same for either agent, so that silences carry over. */
export function logAgentAlerts(profile: AlertProfile, kind: LogAgentKind): RuleGroup[] {
  const agent = agentMetrics(kind);
  return alertGroup('plg-log-agent', profile, {
    core: [
      linesDropped(agent),
      pushErrors(agent),
      behind(agent),
      noFiles(agent),
      nothingSent(agent),
      // Promtail has no parts that could fail by themselves
      ...(kind === LogAgentKind.ALLOY ? [unhealthyComponents()] : []),
    ],
  });
}

function linesDropped({ droppedLines }: AgentMetrics): Rule {
  return Rule.alert('LogAgentDropsLines', {
    expr: `${eachPod('sum', `increase(${droppedLines}[10m])`, 'reason')} > 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary:
      '{{ $labels.pod }} gave up on {{ $value | printf "%.0f" }} log lines within ten minutes ({{ $labels.reason }})',
    description:
      'Loki refused them for good, and the agent went on without them. It counts whole batches: of one with a single bad ' +
      'line, Loki keeps all others, so that fewer are missing.',
    runbook:
      'The log of the agent quotes what Loki answered; LokiDiscardsLines names the reason. ingester_error: mostly lines that ' +
      'are too long, too old or too new. queue_is_full: give the agent more CPU and memory.',
  });
}

/*
 * 400 is no failure of delivery: a line of the batch was bad, the others are stored. The agents of the stack try anything
 * else again each 30 seconds at the latest, so that five minutes hold several pushes even while Loki is down.
 */
function pushErrors({ pushDuration }: AgentMetrics): Rule {
  const all = eachPod('sum', `rate(${pushDuration}_count[5m])`);
  const failed = eachPod('sum', `rate(${pushDuration}_count{status_code!~"2..|400"}[5m])`);
  return Rule.alert('LogAgentRequestErrors', {
    expr: `${failed} / ${all} > 0.1`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: '{{ $value | humanizePercentage }} of the pushes of {{ $labels.pod }} to Loki fail',
    description:
      'The agent tries again without end and reads no further meanwhile. It still has the file that it was reading, and ' +
      'finds the newest one; what a container wrote between is lost once the kubelet has begun a new file twice, at 10 MiB each.',
    runbook:
      'Its log quotes the answer of Loki. No answer (-1): name, port, network policy, or Loki is down. 429: a limit of Loki, ' +
      'such as ingestionRateMb. 5xx: read the log of Loki.',
  });
}

function behind({ fileBytes, readBytes }: AgentMetrics): Rule {
  return Rule.alert('LogAgentBehind', {
    // the kubelet begins a new file at 10 MiB: from half of that on, the end of the old one is in danger
    expr: `${eachPod('max', `${fileBytes} - ${readBytes}`)} > ${5 * 2 ** 20}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} is {{ $value | humanize1024 }}B behind the end of a log file',
    description:
      'Lines arrive late; those of a file that the kubelet begins and renames again before the agent comes to it are lost.',
    runbook:
      "'Logs / Collection' says which pod writes so much and whether the agent or Loki is slow. Raise the CPU limit of the " +
      'agent or ingestionRateMb of Loki, or let the program log less.',
  });
}

function noFiles({ filesActive }: AgentMetrics): Rule {
  return Rule.alert('LogAgentReadsNoFiles', {
    expr: `${eachPod('sum', filesActive)} == 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} reads no log file',
    description: 'Each node has some, that of the agent itself among them: no log of that node is collected.',
    runbook:
      "Read its log. 'too many open files': raise fs.inotify.max_user_instances of the machine. 'permission denied': it must " +
      'run as root. Nothing found: HOSTNAME must be the name of the node, and /var/log/pods be mounted.',
  });
}

function nothingSent({ sentLines }: AgentMetrics): Rule {
  return Rule.alert('LogAgentSendsNothing', {
    // of all nodes together: a quiet node may well be silent for minutes
    expr: `${eachJob('sum', `rate(${sentLines}[10m])`)} == 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: 'No log line of any node is sent to Loki by {{ $labels.job }}',
    description: 'A cluster is never silent: logs of all pods are missing since then.',
    runbook:
      "'Logs / Collection' says whether lines are read. Read but not sent: a pipeline drops them all, or Loki refuses them. " +
      'Not read: look at the log of an agent for what it cannot open.',
  });
}

function unhealthyComponents(): Rule {
  const unhealthy = 'alloy_component_controller_running_components{health_type!="healthy"}';
  return Rule.alert('UnhealthyComponents', {
    expr: `${eachPod('sum', unhealthy, 'health_type')} > 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $value }} components of {{ $labels.pod }} are {{ $labels.health_type }}',
    description: 'One part of Alloy does not work: pods are not found, files not read, or lines not sent.',
    runbook:
      '`kubectl port-forward` to port 12345 of the pod and open it in a browser: the page names the component and its error.',
  });
}
