import { NodejsMixin } from '../../../lib/mixins/nodejs/nodejs-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, type AlertCase, type Said } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { series } from '../support/series';

const SHOP = { namespace: 'shop', job: 'shop', pod: 'shop-1', instance: '10.0.0.1:3000' };

function said(severity: string, summary: string): Said {
  return { labels: { ...SHOP, severity }, summary };
}

const node = (more: object = {}): InputSeries =>
  series('nodejs_version_info', { ...SHOP, version: 'v20.20.2', ...more }, 1);
const of = (metric: string, from: number, perSecond = 0, more: object = {}): InputSeries =>
  series(metric, { ...SHOP, ...more }, from, perSecond * 30);

const CASES: readonly AlertCase[] = [
  {
    alert: 'NodejsEventLoopBlocked',
    firing: [of('nodejs_eventloop_lag_p99_seconds', 0.75)],
    fires: [said('warning', 'The event loop of shop (shop-1) is late by 750ms')],
    silent: { 'as late as it is measured': [of('nodejs_eventloop_lag_p99_seconds', 0.012)] },
  },
  {
    alert: 'NodejsGarbageCollectionTakesTime',
    firing: ['minor', 'major'].map((kind) => of('nodejs_gc_duration_seconds_sum', 0, 0.2, { kind })),
    fires: [said('warning', 'shop (shop-1) spends 40% of its time on garbage collection')],
    silent: { 'a little': [of('nodejs_gc_duration_seconds_sum', 0, 0.02, { kind: 'minor' })] },
  },
  {
    alert: 'NodejsFilesNearMaximum',
    firing: [of('process_open_fds', 950), of('process_max_fds', 1000), node()],
    fires: [said('warning', 'shop (shop-1) has 95% of the files open that it may')],
    silent: {
      'a few': [of('process_open_fds', 26), of('process_max_fds', 1000), node()],
      'another program': [of('process_open_fds', 950), of('process_max_fds', 1000)],
    },
  },
  {
    alert: 'NodejsThreadBusy',
    firing: [of('process_cpu_seconds_total', 0, 0.97), node()],
    fires: [said('info', 'shop (shop-1) uses 0.97 cores, and JavaScript runs on one')],
    silent: {
      'half a core': [of('process_cpu_seconds_total', 0, 0.5), node()],
      'another program': [of('process_cpu_seconds_total', 0, 8)],
    },
  },
];

describe('alerts on Node.js', () => {
  testAlerts(new AlertCases(new NodejsMixin({ alerts: AlertProfile.FULL }).ruleGroups, CASES));
});

describe('an alert on a host', () => {
  const labels = { job: 'legacy', instance: '10.0.0.9:3000' };
  const cases: AlertCase[] = [
    {
      alert: 'NodejsEventLoopBlocked',
      firing: [series('nodejs_eventloop_lag_p99_seconds', labels, 2)],
      fires: [
        {
          labels: { ...labels, severity: 'warning' },
          summary: 'The event loop of legacy (10.0.0.9:3000) is late by 2s',
        },
      ],
      silent: {},
    },
  ];
  const alerts = new AlertCases(new NodejsMixin().ruleGroups, cases);

  test.each(alerts.situations)('$name', (situation) => {
    expect(alerts.complaints(situation)).toBe('');
  });
});
