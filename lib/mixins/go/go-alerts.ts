import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../model/alert-profile';
import { Rule, Severity } from '../../model/rule';
import type { RuleGroup } from '../../model/rule-group';
import { alertGroup } from '../alert-group';
import { each, THE_INSTANCE } from '../programs/instances';
import { filesNearMaximum } from '../programs/process';
import { memoryLimit } from './go-dashboard';

/** What makes a program in Go slow, or ends it. */
export function goAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('go', profile, {
    core: [collectsAtLimit(), threads(), filesNearMaximum('Go', 'go_info')],
    full: [goroutinesGrow()],
  });
}

function collectsAtLimit(): Rule {
  // what the runtime holds against its limit: all that it has, less what it gave back
  const held = `${each('max', 'go_memstats_sys_bytes')} - ${each('max', 'go_memstats_heap_released_bytes')}`;
  const share = `(${held}) / (${each('max', memoryLimit('go_gc_gomemlimit_bytes'))})`;
  return Rule.alert('GoCollectsAtMemoryLimit', {
    // to stand at the limit is well: only who has little left below it collects all the time
    expr: `${each('sum', 'rate(go_gc_duration_seconds_count[5m])')} > 5 and ${share} > 0.95`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_INSTANCE} collects garbage {{ $value | printf "%.0f" }} times a second to stay below its memory limit`,
    description:
      'At GOMEMLIMIT up to half of its CPU goes there. What it needs beyond that, it takes all the same, until the ' +
      'container is killed.',
    runbook:
      'Open the dashboard Go. Objects that only climb are a leak: compare two heap profiles (`go tool pprof`). Otherwise ' +
      'raise the memory limit of the container, and GOMEMLIMIT to nine tenths of it.',
  });
}

function threads(): Rule {
  return Rule.alert('GoThreadsNearMaximum', {
    // the runtime ends a program that needs more than 10 000 (debug.SetMaxThreads)
    expr: `${each('max', 'go_threads')} > 8000`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `${THE_INSTANCE} has {{ $value | printf "%.0f" }} threads, and ends at 10000`,
    description: 'Goroutines share a few threads, unless each waits in a call to the kernel: then each has one.',
    runbook:
      'Take a profile of goroutines: those in `syscall` or `cgo` are the cause. Mostly files on a disk or a network volume ' +
      'that hangs, or name look-ups through libc. Let fewer of them run at a time.',
  });
}

function goroutinesGrow(): Rule {
  const mean = (offset = ''): string => each('max', `avg_over_time(go_goroutines[30m]${offset})`);
  return Rule.alert('GoGoroutinesGrow', {
    expr: `${mean()} > 3 * ${mean(' offset 3h')} and ${each('min', 'go_goroutines')} > 1000`,
    holdFor: Duration.minutes(30),
    severity: Severity.INFO,
    summary: `${THE_INSTANCE} has {{ $value | printf "%.0f" }} goroutines, three times as many as three hours ago`,
    description:
      'Each keeps its stack and all that it refers to. Three times the load may be why, or that they never end.',
    runbook:
      'Compare with its requests. Without more of them, take a profile of goroutines twice: the stack whose count grew ' +
      'waits for a channel, a lock or an answer without a deadline.',
  });
}
