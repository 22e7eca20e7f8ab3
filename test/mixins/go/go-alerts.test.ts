import { GoMixin } from '../../../lib/mixins/go/go-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, type AlertCase, type Said } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { changing, series } from '../support/series';

const API = { namespace: 'shop', job: 'api', pod: 'api-1', instance: '10.0.0.1:8080' };
const MIB = 2 ** 20;

const of = (metric: string, value: number): InputSeries => series(metric, API, value);
const held = (bytes: number, limit: number): InputSeries[] => [
  of('go_memstats_sys_bytes', bytes + 10 * MIB),
  of('go_memstats_heap_released_bytes', 10 * MIB),
  of('go_gc_gomemlimit_bytes', limit),
];
const collections = (perSecond: number): InputSeries => series('go_gc_duration_seconds_count', API, 0, perSecond * 30);

function said(severity: string, summary: string): Said {
  return { labels: { ...API, severity }, summary };
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'GoCollectsAtMemoryLimit',
    firing: [...held(100 * MIB, 100 * MIB), collections(20)],
    fires: [said('warning', 'api (api-1) collects garbage 20 times a second to stay below its memory limit')],
    silent: {
      'a program that stands at its limit, and has garbage to spare': [...held(99 * MIB, 100 * MIB), collections(0.2)],
      'one that collects much far below it': [...held(50 * MIB, 100 * MIB), collections(20)],
      'no limit': [...held(100 * MIB, 9.223372036854776e18), collections(20)],
    },
  },
  {
    alert: 'GoThreadsNearMaximum',
    firing: [of('go_threads', 9000)],
    fires: [said('warning', 'api (api-1) has 9000 threads, and ends at 10000')],
    silent: { 'a few': [of('go_threads', 9)] },
  },
  {
    alert: 'GoFilesNearMaximum',
    firing: [of('process_open_fds', 950), of('process_max_fds', 1000), of('go_info', 1)],
    fires: [said('warning', 'api (api-1) has 95% of the files open that it may')],
    silent: { 'another program': [of('process_open_fds', 950), of('process_max_fds', 1000)] },
  },
  {
    alert: 'GoGoroutinesGrow',
    at: ['4h'],
    firing: [changing('go_goroutines', API, '500x180 6000x300')],
    fires: [said('info', 'api (api-1) has 6000 goroutines, three times as many as three hours ago')],
    silent: {
      'as many as ever': [of('go_goroutines', 5000)],
      'three times a few': [changing('go_goroutines', API, '10x180 90x300')],
    },
  },
];

describe('alerts on Go', () => {
  testAlerts(new AlertCases(new GoMixin({ alerts: AlertProfile.FULL }).ruleGroups, CASES));
});
