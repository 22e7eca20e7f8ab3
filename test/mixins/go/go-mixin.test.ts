import { GoMixin } from '../../../lib/mixins/go/go-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool } from '../support/promtool';
import { changing, series, state, twice } from '../support/series';

const POD = { namespace: 'shop', pod: 'api-1', container: 'api' };
const API = { ...POD, job: 'api' };
const [go] = new GoMixin().dashboards;
const asked = { dashboard: go!, variables: { namespace: 'shop', job: 'api', pod: 'api-.+' } };

describe('GoMixin', () => {
  test('has a dashboard whatever alerts are wanted', () => {
    const names = Object.values(AlertProfile).map((alerts) => {
      const { dashboards, ruleGroups } = new GoMixin({ alerts });
      return [dashboards.map(({ title }) => title), ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name))];
    });
    const core = ['GoCollectsAtMemoryLimit', 'GoThreadsNearMaximum', 'GoFilesNearMaximum'];

    expect(names).toEqual([
      [['Go'], []],
      [['Go'], core],
      [['Go'], [...core, 'GoGoroutinesGrow']],
    ]);
  });
});

describeWithPromtool('the dashboard of Go', () => {
  test('draws GOMEMLIMIT where it is set, and the limit of the container once', () => {
    const memory = series('process_resident_memory_bytes', API, 50);
    const limit = state('kube_pod_container_resource_limits', { ...POD, resource: 'memory' }, 100);
    const input = [memory, series('go_gc_gomemlimit_bytes', API, 90), ...twice([limit])];
    const unset = [memory, series('go_gc_gomemlimit_bytes', API, 9.223372036854776e18)];

    expect(panelComplaints({ ...asked, panel: ['Memory', 'B'], input }, { '{}': 90 })).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Memory', 'C'], input }, { '{}': 100 })).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Memory of limit', 'A'], input }, { '{}': 0.5 })).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Memory', 'B'], input: unset }, {})).toBe('');
  });

  test('shows CPU of the cores that GOMAXPROCS lets a pod use', () => {
    const input = [
      series('process_cpu_seconds_total', API, 0, 30),
      series('go_sched_gomaxprocs_threads', API, 4),
      series('process_cpu_seconds_total', { ...API, pod: 'api-2' }, 0, 0),
      series('go_sched_gomaxprocs_threads', { ...API, pod: 'api-2' }, 4),
    ];

    expect(panelComplaints({ ...asked, panel: ['CPU of cores', 'A'], input }, { '{}': 0.25 })).toBe('');
  });

  test('counts restarts, and none when the clock of the node was set', () => {
    const panel = ['Restarts, last hour', 'A'] as const;
    const cpu = changing('process_cpu_seconds_total', API, '10+1x9 1+1x400');
    const clock = changing('process_start_time_seconds', API, '100x9 101x400');
    const same = series('process_cpu_seconds_total', API, 10, 1);

    expect(panelComplaints({ ...asked, panel, input: [cpu] }, { '{}': 1 })).toBe('');
    expect(panelComplaints({ ...asked, panel, input: [same, clock] }, { '{}': 0 })).toBe('');
  });

  test.each(['1', '1.0'])('shows the longest pause, which Prometheus stores under the quantile %s', (quantile) => {
    const input = [
      series('go_gc_duration_seconds', { ...API, quantile: '0.75' }, 0.001),
      series('go_gc_duration_seconds', { ...API, quantile }, 0.004),
    ];

    expect(panelComplaints({ ...asked, panel: ['Longest pause', 'A'], input }, { '{}': 0.004 })).toBe('');
  });

  test('shows 0 collections for a program that idles', () => {
    const input = [series('go_gc_duration_seconds_count', API, 7)];

    expect(panelComplaints({ ...asked, panel: ['Garbage collections', 'A'], input }, { '{pod="api-1"}': 0 })).toBe('');
  });
});
