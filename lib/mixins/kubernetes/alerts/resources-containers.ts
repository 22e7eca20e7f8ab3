import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { RECORDS } from '../records';
import { cadvisor } from '../series';

const CONTAINER = 'cluster, namespace, pod, container';
const THE_CONTAINER = '{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}';

/** Whether containers are held back by their limits, or about to be killed by them. */
export function containerResourceAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-resources-containers', profile, {
    core: [memoryNearLimit()],
    // a limit that is met may be a limit that is meant
    full: [throttled()],
  });
}

function memoryNearLimit(): Rule {
  const each = (series: string): string => `max by (${CONTAINER}) (${series})`;
  // files that were read lately are in the working set, though the kernel takes them back before it kills
  const files = each(cadvisor('container_memory_total_active_file_bytes', 'container!=""'));
  // cAdvisor has shown them since 0.50; without, what is no file at all
  const kept = `(${each(RECORDS.workingSet)} - ${files} or ${each(RECORDS.rss)})`;
  return Rule.alert('KubeContainerMemoryNearLimit', {
    // Go programs are told to stay at 90 %, and may well live there
    expr: `${kept} / ${each(RECORDS.memoryLimits)} > 0.95`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_CONTAINER} uses {{ $value | humanizePercentage }} of its memory limit`,
    description: 'When it needs a little more, it is killed and started again; what it was doing is lost.',
    runbook:
      'The dashboard Namespace (Pods) shows how it came there. A level that fits the load: raise the limit, and the request with ' +
      'it. A climb that does not end: a leak; a restart gives time to find it.',
  });
}

function throttled(): Rule {
  const periods = (metric: string): string =>
    `sum by (${CONTAINER}) (increase(${cadvisor(metric, 'container!=""')}[5m]))`;
  const share = `${periods('container_cpu_cfs_throttled_periods_total')} / ${periods('container_cpu_cfs_periods_total')}`;
  return Rule.alert('CPUThrottlingHigh', {
    expr: `${share} > 0.25`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `${THE_CONTAINER} is held back by its CPU limit {{ $value | humanizePercentage }} of the time`,
    description: 'It waits though the node may have CPU to spare: answers take longer, probes may time out.',
    runbook:
      'If it is slow: raise its CPU limit, or take the limit away and leave the request, which is what guarantees its share. If ' +
      'nobody waits for it, nothing needs to be done.',
  });
}
