import { jobAlerts } from '../../../../lib/mixins/kubernetes/alerts/apps-jobs';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { state, twice } from '../../support/series';

const JOB = { namespace: 'shop', job_name: 'backup-29384' };
const CRON_JOB = { namespace: 'shop', cronjob: 'backup' };
const OF_JOB = { severity: 'warning', ...JOB };

/** In seconds after the start; it is looked after 2700. */
function job(started: number, active: number | string): InputSeries[] {
  return [state('kube_job_status_start_time', JOB, started), state('kube_job_status_active', JOB, active)];
}

function failed(is: boolean, values: number | string = 1): InputSeries[] {
  const outcome = { ...JOB, condition: 'true' };
  return [
    state('kube_job_failed', outcome, is ? values : 0),
    state('kube_job_failed', { ...JOB, condition: 'false' }, is ? 0 : 1),
  ];
}

/** Made by a CronJob that succeeded last at that time. */
function ofCronJob(succeeded: number): InputSeries[] {
  return [
    state('kube_job_owner', { ...JOB, owner_kind: 'CronJob', owner_name: 'backup', owner_is_controller: 'true' }),
    state('kube_cronjob_status_last_successful_time', CRON_JOB, succeeded),
  ];
}

const ALONE = state('kube_job_owner', { ...JOB, owner_kind: '', owner_name: '', owner_is_controller: '' });

function cronJob(next: number, active: number): InputSeries[] {
  return [
    state('kube_cronjob_next_schedule_time', CRON_JOB, next),
    state('kube_cronjob_status_active', CRON_JOB, active),
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeJobFailed',
    firing: twice([...job(0, 0), ...failed(true), ALONE]),
    fires: [{ labels: OF_JOB, summary: 'The Job shop/backup-29384 failed' }],
    silent: {
      'it is done': [...job(0, 0), state('kube_job_complete', { ...JOB, condition: 'true' }), ALONE],
      'it failed, and the next run of its CronJob succeeded': twice([...job(0, 0), ...failed(true), ...ofCronJob(900)]),
      'it failed just now': [...job(0, 0), ...failed(true, '_x80 1x100'), ALONE],
    },
  },
  {
    alert: 'KubeJobFailed',
    // the run before had succeeded
    firing: twice([...job(0, 0), ...failed(true), ...ofCronJob(-80000)]),
    fires: [{ labels: OF_JOB, summary: 'The Job shop/backup-29384 failed' }],
    silent: {},
  },
  {
    alert: 'KubeJobNotCompleted',
    firing: twice(job(-48600, 1)),
    fires: [{ labels: OF_JOB, summary: 'The Job shop/backup-29384 has been at work for 14h 15m 0s' }],
    silent: {
      'it began an hour ago': job(-900, 1),
      'it has ended, long ago': [...job(-48600, 0), state('kube_job_complete', { ...JOB, condition: 'true' })],
    },
  },
  {
    alert: 'KubeCronJobNotScheduled',
    firing: twice(cronJob(-2700, 0)),
    fires: [{ labels: { severity: 'warning', ...CRON_JOB }, summary: 'The CronJob shop/backup is 1h 30m 0s late' }],
    silent: {
      'its next run is due tonight': cronJob(40000, 0),
      'its last run is still at work, and there may be one alone': cronJob(-2700, 1),
      'it is suspended': [
        state('kube_cronjob_spec_suspend', CRON_JOB),
        state('kube_cronjob_status_last_schedule_time', CRON_JOB, -90000),
        state('kube_cronjob_status_active', CRON_JOB, 0),
      ],
    },
  },
];

describe('alerts on jobs', () => {
  testAlerts(new AlertCases(jobAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(jobAlerts(AlertProfile.NONE)).toEqual([]);
    expect(jobAlerts(AlertProfile.CORE)).toEqual(jobAlerts(AlertProfile.FULL));
  });
});
