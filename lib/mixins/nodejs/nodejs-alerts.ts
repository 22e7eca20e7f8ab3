import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../model/alert-profile';
import { Rule, Severity } from '../../model/rule';
import type { RuleGroup } from '../../model/rule-group';
import { alertGroup } from '../alert-group';
import { each, THE_INSTANCE } from '../programs/instances';
import { filesNearMaximum } from '../programs/process';

/** What makes a program of Node.js answer late, or not at all. */
export function nodejsAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('nodejs', profile, {
    core: [blocked(), collecting(), filesNearMaximum('Nodejs', 'nodejs_version_info')],
    full: [busy()],
  });
}

function blocked(): Rule {
  return Rule.alert('NodejsEventLoopBlocked', {
    // prom-client begins anew with each scrape: the value is that of the time since the last one
    expr: `${each('max', 'nodejs_eventloop_lag_p99_seconds')} > 0.5`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `The event loop of ${THE_INSTANCE} is late by {{ $value | humanizeDuration }}`,
    description:
      'In one of a hundred turns, whatever is to be done has to wait that long: every request, every timer and the liveness ' +
      'probe, since one thread does it all.',
    runbook:
      'Open the dashboard Node.js. CPU near 1: something computes for long; take a CPU profile (`node --cpu-prof`), look ' +
      'for large JSON, synchronous file or crypto calls, slow regular expressions. GC near 1: see its heap. Neither: the ' +
      'container is throttled by its CPU limit.',
  });
}

function collecting(): Rule {
  return Rule.alert('NodejsGarbageCollectionTakesTime', {
    expr: `${each('sum', 'rate(nodejs_gc_duration_seconds_sum[5m])')} > 0.2`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `${THE_INSTANCE} spends {{ $value | humanizePercentage }} of its time on garbage collection`,
    description:
      'While it collects it answers nobody. When a heap is nearly full, collections follow each other and free nothing; the ' +
      "end is 'JavaScript heap out of memory'.",
    runbook:
      'Open the dashboard Node.js: used heap that never falls is a leak; take two heap snapshots and compare them. Without ' +
      'a leak, raise `--max-old-space-size` to about three quarters of the memory limit, and the limit with it.',
  });
}

function busy(): Rule {
  return Rule.alert('NodejsThreadBusy', {
    expr: `${each('sum', 'rate(process_cpu_seconds_total[5m])')} > 0.9 and ${each('max', 'nodejs_version_info')}`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `${THE_INSTANCE} uses {{ $value | printf "%.2f" }} cores, and JavaScript runs on one`,
    description: 'One process cannot do more, however many cores the node has: each further request waits.',
    runbook: 'Add pods: an HPA on CPU whose target is reached below one core. Or move what computes to worker threads.',
  });
}
