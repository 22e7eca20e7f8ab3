import { JvmMixin } from '../../../lib/mixins/jvm/jvm-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, type AlertCase, type Said } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { series, type Labels } from '../support/series';

const MICROMETER = { namespace: 'shop', job: 'orders', pod: 'orders-1', instance: '10.0.0.1:8080' };
const CLIENT = { namespace: 'shop', job: 'orders', pod: 'orders-2', instance: '10.0.0.2:8080' };
const GIB = 2 ** 30;

function said(of: Labels, severity: string, summary: string): Said {
  return { labels: { ...of, severity }, summary };
}

const left = (of: Labels, share: number): InputSeries[] =>
  of === MICROMETER
    ? [series('jvm_memory_usage_after_gc', { ...of, area: 'heap', pool: 'long-lived' }, share)]
    : [
        series('jvm_memory_pool_collection_used_bytes', { ...of, pool: 'G1 Old Gen' }, share * GIB),
        series('jvm_memory_pool_collection_max_bytes', { ...of, pool: 'G1 Old Gen' }, GIB),
        series('jvm_memory_pool_collection_used_bytes', { ...of, pool: 'G1 Eden Space' }, 0),
        series('jvm_memory_pool_collection_max_bytes', { ...of, pool: 'G1 Eden Space' }, -1),
      ];
const heap = (of: Labels, share: number): InputSeries[] => [
  series('jvm_memory_used_bytes', { ...of, area: 'heap', id: 'G1 Old Gen' }, share * GIB),
  series('jvm_memory_max_bytes', { ...of, area: 'heap', id: 'G1 Old Gen' }, GIB),
];
const paused = (share: number): InputSeries =>
  series('jvm_gc_pause_seconds_sum', { ...MICROMETER, gc: 'G1 Young Generation' }, 0, share * 30);
const collected = (gc: string, share: number): InputSeries =>
  series('jvm_gc_collection_seconds_sum', { ...CLIENT, gc }, 0, share * 30);
const deadlocked = (threads: number): InputSeries => series('jvm_threads_deadlocked', CLIENT, threads);

const CASES: readonly AlertCase[] = [
  {
    alert: 'JvmHeapNearlyFull',
    firing: [...left(MICROMETER, 0.95), ...left(CLIENT, 0.98)],
    fires: [
      said(MICROMETER, 'warning', 'The heap of orders (orders-1) is 95% full after a collection'),
      said(CLIENT, 'warning', 'The heap of orders (orders-2) is 98% full after a collection'),
    ],
    silent: {
      'a heap that is full until the next collection': [...heap(MICROMETER, 0.99), ...left(MICROMETER, 0.4)],
      'space for survivors that is full': [
        series('jvm_memory_pool_collection_used_bytes', { ...CLIENT, pool: 'PS Survivor Space' }, 100),
        series('jvm_memory_pool_collection_max_bytes', { ...CLIENT, pool: 'PS Survivor Space' }, 100),
      ],
    },
  },
  {
    alert: 'JvmGarbageCollectionTakesTime',
    firing: [paused(0.25), collected('G1 Young Generation', 0.1), collected('G1 Old Generation', 0.1)],
    fires: [
      said(MICROMETER, 'warning', 'orders (orders-1) stands still for garbage collection for 25% of its time'),
      said(CLIENT, 'warning', 'orders (orders-2) stands still for garbage collection for 20% of its time'),
    ],
    silent: {
      'a little': [paused(0.02), collected('G1 Young Generation', 0.02)],
      'collections beside the program': [collected('ZGC Cycles', 0.6), collected('G1 Concurrent GC', 0.6)],
    },
  },
  {
    alert: 'JvmThreadsDeadlocked',
    firing: [deadlocked(2)],
    fires: [said(CLIENT, 'critical', '2 threads of orders (orders-2) wait for each other for ever')],
    silent: { 'none that are': [deadlocked(0)] },
  },
  {
    alert: 'JvmFilesNearMaximum',
    firing: [
      series('process_files_open_files', MICROMETER, 960),
      series('process_files_max_files', MICROMETER, 1000),
      ...heap(MICROMETER, 0.1),
      series('process_open_fds', CLIENT, 990),
      series('process_max_fds', CLIENT, 1000),
      ...heap(CLIENT, 0.1),
    ],
    fires: [
      said(MICROMETER, 'warning', 'orders (orders-1) has 96% of the files open that it may'),
      said(CLIENT, 'warning', 'orders (orders-2) has 99% of the files open that it may'),
    ],
    silent: {
      'another program': [series('process_open_fds', CLIENT, 990), series('process_max_fds', CLIENT, 1000)],
    },
  },
];

describe('alerts on the JVM', () => {
  testAlerts(new AlertCases(new JvmMixin({ alerts: AlertProfile.FULL }).ruleGroups, CASES));
});
