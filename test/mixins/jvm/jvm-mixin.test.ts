import { JvmMixin } from '../../../lib/mixins/jvm/jvm-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
import { series } from '../support/series';

const MICROMETER = { namespace: 'shop', job: 'orders', pod: 'orders-1' };
const CLIENT = { namespace: 'shop', job: 'orders', pod: 'orders-2' };
const [jvm] = new JvmMixin().dashboards;
const asked = { dashboard: jvm!, variables: { namespace: 'shop', job: 'orders', pod: 'orders-.+' } };

/** A program of each library: 60 of 100 bytes of heap in use in one, 30 in the other. */
const HEAPS: readonly InputSeries[] = [
  series('jvm_memory_used_bytes', { ...MICROMETER, area: 'heap', id: 'Eden' }, 20),
  series('jvm_memory_max_bytes', { ...MICROMETER, area: 'heap', id: 'Eden' }, -1),
  series('jvm_memory_used_bytes', { ...MICROMETER, area: 'heap', id: 'Old' }, 40),
  series('jvm_memory_max_bytes', { ...MICROMETER, area: 'heap', id: 'Old' }, 100),
  series('jvm_memory_used_bytes', { ...CLIENT, area: 'heap' }, 30),
  series('jvm_memory_max_bytes', { ...CLIENT, area: 'heap' }, 100),
];

const BOTH = (first: number, second: number): { [labels: string]: number } => ({
  '{pod="orders-1"}': first,
  '{pod="orders-2"}': second,
});

describe('JvmMixin', () => {
  test('has a dashboard whatever alerts are wanted', () => {
    const names = Object.values(AlertProfile).map((alerts) => {
      const { dashboards, ruleGroups } = new JvmMixin({ alerts });
      return [dashboards.map(({ title }) => title), ruleGroups.flatMap(({ rules }) => rules.length)];
    });

    expect(names).toEqual([
      [['JVM'], []],
      [['JVM'], [4]],
      [['JVM'], [4]],
    ]);
  });
});

describeWithPromtool('the dashboard of the JVM, of one program of each library', () => {
  test('shows their heaps, pools added up', () => {
    expect(panelComplaints({ ...asked, panel: ['Heap', 'A'], input: HEAPS }, BOTH(60, 30))).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Heap', 'B'], input: HEAPS }, { '{}': 100 })).toBe('');
  });

  test('shows how much of their heaps the last collection left', () => {
    const input = [
      series('jvm_memory_usage_after_gc', { ...MICROMETER, area: 'heap', pool: 'long-lived' }, 0.4),
      series('jvm_memory_pool_collection_used_bytes', { ...CLIENT, pool: 'Tenured Gen' }, 20),
      series('jvm_memory_pool_collection_max_bytes', { ...CLIENT, pool: 'Tenured Gen' }, 100),
      series('jvm_memory_pool_collection_used_bytes', { ...CLIENT, pool: 'Survivor Space' }, 9),
      series('jvm_memory_pool_collection_max_bytes', { ...CLIENT, pool: 'Survivor Space' }, 10),
    ];

    expect(panelComplaints({ ...asked, panel: ['Heap left in use', 'A'], input }, BOTH(0.4, 0.2))).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Heap after collections', 'A'], input }, { '{}': 0.4 })).toBe('');
  });

  test('shows 0 for collections while there were none', () => {
    expect(panelComplaints({ ...asked, panel: ['Standing still', 'A'], input: HEAPS }, { '{}': 0 })).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Mean pause', 'A'], input: HEAPS }, BOTH(0, 0))).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Memory allocated', 'A'], input: HEAPS }, BOTH(0, 0))).toBe('');
  });

  test('shows 0 for pauses while a program idles that had some before', () => {
    const idle = [
      series('jvm_gc_pause_seconds_sum', { ...MICROMETER, gc: 'G1 Young Generation' }, 3),
      series('jvm_gc_pause_seconds_count', { ...MICROMETER, gc: 'G1 Young Generation' }, 9),
    ];

    expect(panelComplaints({ ...asked, panel: ['Mean pause', 'A'], input: [...HEAPS, ...idle] }, BOTH(0, 0))).toBe('');
  });

  test('shows the mean of their pauses, whatever they are called', () => {
    const pauses = [
      series('jvm_gc_pause_seconds_sum', { ...MICROMETER, gc: 'a', cause: 'b' }, 0, 3),
      series('jvm_gc_pause_seconds_count', { ...MICROMETER, gc: 'a', cause: 'b' }, 0, 30),
      series('jvm_gc_collection_seconds_sum', { ...CLIENT, gc: 'G1 Young Generation' }, 0, 6),
      series('jvm_gc_collection_seconds_count', { ...CLIENT, gc: 'G1 Young Generation' }, 0, 30),
      series('jvm_gc_collection_seconds_sum', { ...CLIENT, gc: 'G1 Concurrent GC' }, 0, 30),
      series('jvm_gc_collection_seconds_count', { ...CLIENT, gc: 'G1 Concurrent GC' }, 0, 30),
    ];

    expect(
      panelComplaints({ ...asked, panel: ['Mean pause', 'A'], input: [...HEAPS, ...pauses] }, BOTH(0.1, 0.2)),
    ).toBe('');
  });

  test('shows the cores that they use, of a share or of a counter', () => {
    const input = [
      series('process_cpu_usage', MICROMETER, 0.25),
      series('system_cpu_count', MICROMETER, 2),
      series('process_cpu_seconds_total', CLIENT, 0, 30),
    ];

    expect(panelComplaints({ ...asked, panel: ['CPU', 'A'], input }, BOTH(0.5, 1))).toBe('');
  });

  test('shows their threads once each, by state as each library writes it', () => {
    const input = [
      series('jvm_threads_live_threads', MICROMETER, 10),
      series('jvm_threads_current', CLIENT, 20),
      series('jvm_threads_states_threads', { ...MICROMETER, state: 'timed-waiting' }, 4),
      series('jvm_threads_state', { ...CLIENT, state: 'TIMED_WAITING' }, 5),
    ];

    expect(panelComplaints({ ...asked, panel: ['Threads by pod', 'A'], input }, BOTH(10, 20))).toBe('');
    expect(
      panelComplaints(
        { ...asked, panel: ['Threads by state', 'A'], input },
        { '{state="timed-waiting"}': 4, '{state="TIMED_WAITING"}': 5 },
      ),
    ).toBe('');
  });
});
