import { quotaAlerts } from '../../../../lib/mixins/kubernetes/alerts/resources-quotas';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { state, twice } from '../../support/series';

const QUOTA = { namespace: 'shop', resourcequota: 'team', resource: 'pods' };

function quota(used: number | string, hard: number): InputSeries[] {
  return [
    state('kube_resourcequota', { ...QUOTA, type: 'used' }, used),
    state('kube_resourcequota', { ...QUOTA, type: 'hard' }, hard),
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeQuotaExceeded',
    firing: twice(quota(12, 10)),
    fires: [
      { labels: { severity: 'warning', ...QUOTA }, summary: 'More pods is used than the quota shop/team allows' },
    ],
    silent: { 'all is used': quota(10, 10), 'what is forbidden is not there': quota(0, 0) },
  },
  {
    alert: 'KubeQuotaExceeded',
    // forbidden, but there before
    firing: twice(quota(1, 0)),
    fires: [
      { labels: { severity: 'warning', ...QUOTA }, summary: 'More pods is used than the quota shop/team allows' },
    ],
    silent: {},
  },
  {
    alert: 'KubeQuotaAlmostFull',
    firing: twice(quota(19, 20)),
    fires: [{ labels: { severity: 'info', ...QUOTA }, summary: '95% of pods of the quota shop/team is used' }],
    silent: {
      'room for some': quota(8, 10),
      'all is used': quota(10, 10),
      'a rollout': quota('16x60 19x10 16x100', 20),
    },
  },
  {
    alert: 'KubeQuotaFullyUsed',
    firing: twice(quota(10, 10)),
    fires: [{ labels: { severity: 'info', ...QUOTA }, summary: 'All pods of the quota shop/team is used' }],
    silent: { 'room for one': quota(9, 10), 'a quota that forbids': quota(0, 0), 'more is used': quota(11, 10) },
  },
];

describe('alerts on quotas', () => {
  testAlerts(new AlertCases(quotaAlerts(AlertProfile.FULL), CASES));

  test('tell of full quotas in the full profile alone', () => {
    const core = quotaAlerts(AlertProfile.CORE).flatMap(({ rules }) => rules.map(({ name }) => name));

    expect(quotaAlerts(AlertProfile.NONE)).toEqual([]);
    expect(core).toEqual(['KubeQuotaExceeded']);
  });
});
