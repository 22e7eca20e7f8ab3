import { RECORDS, requestRules, usageRules } from '../../../lib/mixins/kubernetes/records';
import { checkRules, describeWithPromtool, testRules, type InputSeries } from '../support/promtool';

const GROUPS = [usageRules(), requestRules()];
const CADVISOR = 'job="kubelet", metrics_path="/metrics/cadvisor", node="n1", namespace="shop"';
const STATE = 'job="kube-state-metrics", namespace="shop"';

/** What promtool complains of when a record is looked up after 10 minutes. */
function complaints(input: readonly InputSeries[], record: string, expected: { [labels: string]: number }): string {
  const samples = Object.entries(expected).map(([labels, value]) => ({ labels: `${record}${labels}`, value }));
  const promql_expr_test = [{ expr: record, eval_time: '10m', exp_samples: samples }];
  return testRules(GROUPS, [{ interval: '30s', input_series: input, promql_expr_test }]);
}

function cadvisor(metric: string, labels: string, values: string): InputSeries {
  return { series: `${metric}{${CADVISOR}, ${labels}}`, values };
}

function state(metric: string, labels: string, values = '1+0x40'): InputSeries {
  return { series: `${metric}{${STATE}, ${labels}}`, values };
}

const HALF_A_CORE = '0+15x40'; // 15 seconds of work in 30
const OF_API = 'node="n1", namespace="shop", pod="api-1", container="api"';

describe('records of the kubernetes mixin', () => {
  test('keep the names that queries in the field rely on', () => {
    const names = GROUPS.flatMap(({ rules }) => rules).map(({ name }) => name);

    expect(names).toEqual([
      'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_rate5m',
      'node_namespace_pod_container:container_memory_working_set_bytes',
      'node_namespace_pod_container:container_memory_rss',
      'node_namespace_pod_container:container_memory_cache',
      'cluster:namespace:pod_cpu:active:kube_pod_container_resource_requests',
      'cluster:namespace:pod_cpu:active:kube_pod_container_resource_limits',
      'cluster:namespace:pod_memory:active:kube_pod_container_resource_requests',
      'cluster:namespace:pod_memory:active:kube_pod_container_resource_limits',
    ]);
  });
});

describeWithPromtool('records of the kubernetes mixin, evaluated', () => {
  test('are rules that Prometheus accepts', () => {
    expect(checkRules(GROUPS)).toBe('');
  });

  test('the CPU of a container that burns half a core is 0.5', () => {
    const input = [
      cadvisor('container_cpu_usage_seconds_total', 'pod="api-1", container="api", image="i", id="/c"', HALF_A_CORE),
    ];

    expect(complaints(input, RECORDS.cpu, { [`{${OF_API}}`]: 0.5 })).toBe('');
  });

  test('the CPU is not counted again for the pod, its pause container or another page of the kubelet', () => {
    const metric = 'container_cpu_usage_seconds_total';
    const input = [
      cadvisor(metric, 'pod="api-1", container="api", image="i", id="/c"', HALF_A_CORE),
      cadvisor(metric, 'pod="api-1", container="", image="", id="/pod"', HALF_A_CORE),
      cadvisor(metric, 'pod="api-1", container="", image="pause", id="/pause"', HALF_A_CORE),
      {
        series: `${metric}{job="kubelet", metrics_path="/metrics/resource", ${OF_API}}`,
        values: HALF_A_CORE,
      },
    ];

    expect(complaints(input, RECORDS.cpu, { [`{${OF_API}}`]: 0.5 })).toBe('');
  });

  test('the CPU of a container that was restarted is that of both runs', () => {
    const metric = 'container_cpu_usage_seconds_total';
    // the first run ends after 7 minutes: of the 5 minutes that are looked at, it has 2 and the second run 3
    const input = [
      cadvisor(metric, 'pod="api-1", container="api", image="i", id="/first"', '0+30x14 stale'),
      cadvisor(metric, 'pod="api-1", container="api", image="i", id="/second"', '_x15 0+30x25'),
    ];

    expect(
      testRules(GROUPS, [
        {
          interval: '30s',
          input_series: input,
          promql_expr_test: [
            {
              expr: `${RECORDS.cpu} > bool 0.8 and ${RECORDS.cpu} < 1.01`,
              eval_time: '10m',
              exp_samples: [{ labels: `{${OF_API}}`, value: 1 }],
            },
          ],
        },
      ]),
    ).toBe('');
  });

  test('the memory of a container that was restarted is not the sum of both runs', () => {
    const metric = 'container_memory_working_set_bytes';
    const input = [
      cadvisor(metric, 'pod="api-1", container="api", image="i", id="/first"', '100+0x40'),
      cadvisor(metric, 'pod="api-1", container="api", image="i", id="/second"', '60+0x40'),
      cadvisor(metric, 'pod="api-1", container="", image="", id="/pod"', '170+0x40'),
    ];

    expect(complaints(input, RECORDS.workingSet, { [`{${OF_API}}`]: 100 })).toBe('');
  });

  test('resident memory and page cache are recorded for each container', () => {
    const labels = 'pod="api-1", container="api", image="i", id="/c"';
    const input = [
      cadvisor('container_memory_rss', labels, '70+0x40'),
      cadvisor('container_memory_cache', labels, '30+0x40'),
    ];

    expect(complaints(input, RECORDS.rss, { [`{${OF_API}}`]: 70 })).toBe('');
    expect(complaints(input, RECORDS.cache, { [`{${OF_API}}`]: 30 })).toBe('');
  });

  test('clusters are kept apart where series carry the label', () => {
    const metric = 'container_memory_rss';
    const labels = 'pod="api-1", container="api", image="i", id="/c"';
    const input = [
      cadvisor(metric, `${labels}, cluster="a"`, '1+0x40'),
      cadvisor(metric, `${labels}, cluster="b"`, '2+0x40'),
    ];

    expect(complaints(input, RECORDS.rss, { [`{${OF_API}, cluster="a"}`]: 1, [`{${OF_API}, cluster="b"}`]: 2 })).toBe(
      '',
    );
  });

  test('requests of a finished pod are not counted', () => {
    const request = (pod: string): InputSeries =>
      state(
        'kube_pod_container_resource_requests',
        `node="n1", pod="${pod}", container="api", resource="cpu"`,
        '2+0x40',
      );
    const input = [
      request('api-1'),
      request('job-1'),
      state('kube_pod_status_phase', 'pod="api-1", phase="Running"'),
      state('kube_pod_status_phase', 'pod="job-1", phase="Running"', '0+0x40'),
      state('kube_pod_status_phase', 'pod="job-1", phase="Succeeded"'),
    ];

    expect(complaints(input, RECORDS.cpuRequests, { [`{${OF_API}, resource="cpu"}`]: 2 })).toBe('');
  });

  test('limits of a pod that waits for a node are counted', () => {
    const input = [
      state('kube_pod_container_resource_limits', 'pod="api-1", container="api", resource="memory"', '64+0x40'),
      state('kube_pod_status_phase', 'pod="api-1", phase="Pending"'),
    ];

    const labels = '{namespace="shop", pod="api-1", container="api", resource="memory"}';
    expect(complaints(input, RECORDS.memoryLimits, { [labels]: 64 })).toBe('');
  });

  test('requests are counted once while kube-state-metrics is replaced', () => {
    const both = ['10.42.0.7:8080', '10.42.0.9:8080'].flatMap((instance) => [
      state(
        'kube_pod_container_resource_requests',
        `instance="${instance}", node="n1", pod="api-1", container="api", resource="memory"`,
        '64+0x40',
      ),
      state('kube_pod_status_phase', `instance="${instance}", pod="api-1", phase="Running"`),
    ]);

    expect(complaints(both, RECORDS.memoryRequests, { [`{${OF_API}, resource="memory"}`]: 64 })).toBe('');
  });

  test('a CPU request is no memory request', () => {
    const input = [
      state('kube_pod_container_resource_limits', 'node="n1", pod="api-1", container="api", resource="cpu"', '2+0x40'),
      state('kube_pod_status_phase', 'pod="api-1", phase="Running"'),
    ];

    expect(complaints(input, RECORDS.cpuLimits, { [`{${OF_API}, resource="cpu"}`]: 2 })).toBe('');
    expect(complaints(input, RECORDS.memoryLimits, {})).toBe('');
  });

  test('what a sidecar asks for is held beside what the containers do, and not what an init container does that ends', () => {
    const asks = (kind: string, container: string, cores: number): InputSeries =>
      state(
        `kube_pod_${kind}_resource_requests`,
        `node="n1", pod="api-1", container="${container}", resource="cpu"`,
        `${cores}+0x40`,
      );
    const input = [
      state('kube_pod_status_phase', 'pod="api-1", phase="Running"'),
      asks('container', 'api', 1),
      asks('init_container', 'proxy', 2),
      asks('init_container', 'migrate', 4),
      state('kube_pod_init_container_info', 'pod="api-1", container="proxy", restart_policy="Always"'),
      state('kube_pod_init_container_info', 'pod="api-1", container="migrate", restart_policy=""'),
    ];
    const held = (container: string): string =>
      `{node="n1", namespace="shop", pod="api-1", container="${container}", resource="cpu"}`;

    expect(complaints(input, RECORDS.cpuRequests, { [held('api')]: 1, [held('proxy')]: 2 })).toBe('');
  });
});
