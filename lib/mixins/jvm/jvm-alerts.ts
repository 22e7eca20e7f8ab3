import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../model/alert-profile';
import { Rule, Severity } from '../../model/rule';
import type { RuleGroup } from '../../model/rule-group';
import { alertGroup } from '../alert-group';
import { BY_INSTANCE, each, THE_INSTANCE } from '../programs/instances';
import { filesNearMaximum } from '../programs/process';
import { afterCollection, ANY, collecting, FILES, KNOWN } from './jvm-metrics';

/** What makes a Java program stand still, or ends it. */
export function jvmAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('jvm', profile, {
    core: [heapFull(), collectingLong(), deadlock(), filesNearMaximum('Jvm', KNOWN, FILES)],
  });
}

function heapFull(): Rule {
  return Rule.alert('JvmHeapNearlyFull', {
    // what the last collection left: between two of them a heap may well be full
    expr: `(${afterCollection(BY_INSTANCE, ANY)}) > 0.9`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `The heap of ${THE_INSTANCE} is {{ $value | humanizePercentage }} full after a collection`,
    description:
      'What is left in use cannot be freed. The program stands still for ever longer, and ends with an ' +
      'OutOfMemoryError.',
    runbook:
      'Open the dashboard JVM. Heap after collections that climbs for hours is a leak: `jcmd PID GC.heap_dump`, then ' +
      'look for what holds most. No climb: raise `-XX:MaxRAMPercentage`, and the memory limit if that is above 75.',
  });
}

function collectingLong(): Rule {
  return Rule.alert('JvmGarbageCollectionTakesTime', {
    expr: `(${collecting(BY_INSTANCE, '5m', ANY)}) > 0.1`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `${THE_INSTANCE} stands still for garbage collection for {{ $value | humanizePercentage }} of its time`,
    description: 'Meanwhile no request is answered. Above 98 % the JVM gives up with an OutOfMemoryError.',
    runbook:
      'Open the dashboard JVM. Heap near its maximum: see JvmHeapNearlyFull. Much memory allocated with an emptier heap: ' +
      'find what allocates (`jcmd PID JFR.start`), or give it more heap and CPU; one core alone means the serial collector.',
  });
}

function deadlock(): Rule {
  return Rule.alert('JvmThreadsDeadlocked', {
    expr: `${each('max', 'jvm_threads_deadlocked')} > 0`,
    holdFor: Duration.minutes(2),
    severity: Severity.CRITICAL,
    summary: `{{ $value | printf "%.0f" }} threads of ${THE_INSTANCE} wait for each other for ever`,
    description: 'They never go on, nor does whoever needs what they hold: pools run empty one after the other.',
    runbook:
      '`jcmd PID Thread.print` ends with the threads and the locks that each waits for. Delete the pod to go on; then let ' +
      'all of them take the locks in one order.',
  });
}
