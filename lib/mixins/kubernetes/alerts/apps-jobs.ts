import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { state, stateBy } from '../series';

const JOB = 'cluster, namespace, job_name';
const CRON_JOB = 'cluster, namespace, cronjob';

const THE_JOB = 'The Job {{ $labels.namespace }}/{{ $labels.job_name }}';
const DESCRIBE = '`kubectl describe job -n {{ $labels.namespace }} {{ $labels.job_name }}`';
const LOGS = '`kubectl logs -n {{ $labels.namespace }} job/{{ $labels.job_name }}`';

/** Whether work that should end does, and whether work that should begin does. */
export function jobAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-apps-jobs', profile, { core: [failed(), notCompleted(), notScheduled()] });
}

function failed(): Rule {
  return Rule.alert('KubeJobFailed', {
    expr: `${stateBy(JOB, 'kube_job_failed', 'condition="true"')} == 1 unless on (${JOB}) ${madeGood()}`,
    // the next run of a CronJob may come soon
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_JOB} failed`,
    description: 'It has tried as often or as long as it may. What it should have done is not done.',
    runbook:
      `${DESCRIBE} says which limit it met: backoffLimit or activeDeadlineSeconds. ${LOGS} shows why, as long as its pods are ` +
      'kept; else ask Loki for them. Mend it and start it again; the alert ends when the Job is deleted, or when a later run of ' +
      'its CronJob succeeds.',
  });
}

/** Jobs of a CronJob of which a later one succeeded: the failed ones are kept, for days where it runs once a day. */
function madeGood(): string {
  const owner = state('kube_job_owner', 'owner_kind="CronJob"');
  const cronJob = `label_replace(${owner}, "cronjob", "$1", "owner_name", "(.*)")`;
  const owned = `max by (${JOB}, cronjob) (${cronJob})`;
  const succeeded = stateBy(CRON_JOB, 'kube_cronjob_status_last_successful_time');
  const started = stateBy(JOB, 'kube_job_status_start_time');
  return `(${owned} * on (${CRON_JOB}) group_left () ${succeeded} > on (${JOB}) group_left () ${started})`;
}

function notCompleted(): Rule {
  const running = `${stateBy(JOB, 'kube_job_status_active')} > 0`;
  return Rule.alert('KubeJobNotCompleted', {
    expr: `time() - ${stateBy(JOB, 'kube_job_status_start_time')} > 12 * 60 * 60 and on (${JOB}) ${running}`,
    severity: Severity.WARNING,
    summary: `${THE_JOB} has been at work for {{ $value | humanizeDuration }}`,
    description:
      'It hangs, its pods cannot run, or it has more to do than was thought. A CronJob may not start its next run.',
    runbook:
      `${DESCRIBE} names its pods: do they run? ${LOGS} tells whether it gets on. A limit to how long it may take, ` +
      'activeDeadlineSeconds, makes it fail instead.',
  });
}

function notScheduled(): Rule {
  // kube-state-metrics tells nothing of suspended ones, and one that may not run twice waits for its last run
  const waits = `${stateBy(CRON_JOB, 'kube_cronjob_status_active')} > 0`;
  return Rule.alert('KubeCronJobNotScheduled', {
    expr: `time() - ${stateBy(CRON_JOB, 'kube_cronjob_next_schedule_time')} > 60 * 60 unless on (${CRON_JOB}) ${waits}`,
    severity: Severity.WARNING,
    summary: 'The CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} is {{ $value | humanizeDuration }} late',
    description:
      'It should have started a Job by its schedule and did not, so its work is not done and nothing has failed.',
    runbook:
      '`kubectl describe cronjob -n {{ $labels.namespace }} {{ $labels.cronjob }}` says why: a quota or an admission webhook that ' +
      'refuses its Jobs, or a startingDeadlineSeconds that had passed when the controller looked. Do it now with `kubectl create ' +
      'job --from=cronjob/{{ $labels.cronjob }}`. If other CronJobs are late too, see the controller manager.',
  });
}
