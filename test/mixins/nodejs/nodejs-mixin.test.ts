import { NodejsMixin } from '../../../lib/mixins/nodejs/nodejs-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
import { changing, series, state, twice } from '../support/series';

const POD = { namespace: 'shop', pod: 'shop-1', container: 'shop' };
const SHOP = { ...POD, job: 'shop' };
const [nodejs] = new NodejsMixin().dashboards;
const asked = { dashboard: nodejs!, variables: { namespace: 'shop', job: 'shop', pod: 'shop-.+' } };

const info: InputSeries = series('nodejs_version_info', { ...SHOP, version: 'v20.20.2' }, 1);
const limit = (bytes: number): InputSeries =>
  state('kube_pod_container_resource_limits', { ...POD, resource: 'memory', unit: 'byte' }, bytes);

describe('NodejsMixin', () => {
  test('has a dashboard whatever alerts are wanted', () => {
    const names = Object.values(AlertProfile).map((alerts) => {
      const { dashboards, ruleGroups } = new NodejsMixin({ alerts });
      return [dashboards.map(({ title }) => title), ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name))];
    });
    const core = ['NodejsEventLoopBlocked', 'NodejsGarbageCollectionTakesTime', 'NodejsFilesNearMaximum'];

    expect(names).toEqual([
      [['Node.js'], []],
      [['Node.js'], core],
      [['Node.js'], [...core, 'NodejsThreadBusy']],
    ]);
  });
});

describeWithPromtool('the dashboard of Node.js', () => {
  test('shows 0 garbage collection before the first one', () => {
    expect(panelComplaints({ ...asked, panel: ['Garbage collection', 'A'], input: [info] }, { '{}': 0 })).toBe('');
    expect(
      panelComplaints(
        { ...asked, panel: ['Time for garbage collection', 'A'], input: [info] },
        { '{pod="shop-1"}': 0 },
      ),
    ).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Collections by kind', 'A'], input: [info] }, { '{}': 0 })).toBe('');
  });

  test('adds up all kinds of garbage collection', () => {
    const input = [
      info,
      ...['minor', 'major'].map((kind) => series('nodejs_gc_duration_seconds_sum', { ...SHOP, kind }, 0, 1.5)),
    ];

    expect(panelComplaints({ ...asked, panel: ['Garbage collection', 'A'], input }, { '{}': 0.1 })).toBe('');
  });

  test('compares memory with the limit of its own container, once, though two kube-state-metrics tell of it', () => {
    const sidecar = state('kube_pod_container_resource_limits', { ...POD, container: 'proxy', resource: 'memory' }, 10);
    const input = [series('process_resident_memory_bytes', SHOP, 150), ...twice([limit(200), sidecar])];

    expect(panelComplaints({ ...asked, panel: ['Memory of limit', 'A'], input }, { '{}': 0.75 })).toBe('');
    expect(panelComplaints({ ...asked, panel: ['Memory', 'B'], input }, { '{}': 200 })).toBe('');
  });

  test('counts each time that the process of a pod began anew', () => {
    const input = [changing('process_start_time_seconds', SHOP, '100x5 250x5 400x400')];

    expect(panelComplaints({ ...asked, panel: ['Restarts, last hour', 'A'], input }, { '{}': 2 })).toBe('');
    expect(
      panelComplaints(
        { ...asked, panel: ['Restarts, last hour', 'A'], input: [series('process_start_time_seconds', SHOP, 100)] },
        { '{}': 0 },
      ),
    ).toBe('');
  });
});
