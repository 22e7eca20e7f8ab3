import { NAMESPACE_PODS, NODE_PODS } from '../../lib/mixins/kubernetes/dashboards';
import { KubernetesMixin } from '../../lib/mixins/kubernetes/kubernetes-mixin';
import { NodeMixin } from '../../lib/mixins/node/node-mixin';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { describeWithPromtool, testRules, type InputSeries } from './support/promtool';
import { filledIn, panelsOf } from './support/queries';

const { dashboards } = new KubernetesMixin(KubernetesFlavor.K3S);
const namespacePods = dashboards.find(({ uid }) => uid === NAMESPACE_PODS.uid);
const nodePods = dashboards.find(({ uid }) => uid === NODE_PODS.uid);
const [nodes] = new NodeMixin().dashboards;
const RULES = new KubernetesMixin(KubernetesFlavor.K3S).ruleGroups;
const VALUES = { cluster: '', namespace: 'shop', node: 'n1', instance: '10.0.0.1:9100' };

/** What promtool complains of when a query of a panel is evaluated after 10 minutes. */
function complaints(
  dashboard: typeof nodes,
  [title, refId]: readonly [string, string],
  input: readonly InputSeries[],
  expected: { readonly [labels: string]: number },
): string {
  const panel = dashboard && panelsOf(dashboard).find((one) => one.title === title);
  const target = panel?.targets?.find((one) => one.refId === refId);
  if (target === undefined) throw new Error(`there is no panel '${title}' with a query ${refId}`);
  const exp_samples = Object.entries(expected).map(([labels, value]) => ({ labels, value }));
  const promql_expr_test = [{ expr: filledIn(target.expr, VALUES), eval_time: '10m', exp_samples }];
  return testRules(RULES, [{ interval: '30s', input_series: input, promql_expr_test }]);
}

function state(metric: string, labels: string, value: number): InputSeries {
  return { series: `${metric}{job="kube-state-metrics", ${labels}}`, values: `${value}+0x40` };
}

function cadvisor(metric: string, labels: string, values: string): InputSeries {
  const target = 'job="kubelet", metrics_path="/metrics/cadvisor", node="n1", namespace="shop"';
  return { series: `${metric}{${target}, ${labels}}`, values };
}

function machine(metric: string, labels: string, value: number): InputSeries {
  return { series: `${metric}{job="node-exporter", instance="10.0.0.1:9100", ${labels}}`, values: `${value}+0x40` };
}

/** A pod as kube-state-metrics speaks of it. */
function pod(name: string, phase: string, ready: boolean): InputSeries[] {
  const labels = `namespace="shop", pod="${name}"`;
  const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
  return [
    ...phases.map((one) => state('kube_pod_status_phase', `${labels}, phase="${one}"`, one === phase ? 1 : 0)),
    state('kube_pod_status_ready', `${labels}, condition="true"`, ready ? 1 : 0),
    state('kube_pod_status_ready', `${labels}, condition="false"`, ready ? 0 : 1),
    state('kube_pod_info', `${labels}, node="n1", host_network="false"`, 1),
  ];
}

describeWithPromtool('a panel by namespace', () => {
  test('counts pods that start or fail their probe as not ready, and no finished ones', () => {
    const input = [
      ...pod('api-1', 'Running', true),
      ...pod('api-2', 'Running', false),
      ...pod('api-3', 'Pending', false),
      ...pod('migrate-1', 'Succeeded', false),
    ];

    expect(complaints(namespacePods, ['Pods not ready', 'A'], input, { '{}': 2 })).toBe('');
  });

  test('shows 0 pods that are not ready when all are', () => {
    expect(complaints(namespacePods, ['Pods not ready', 'A'], pod('api-1', 'Running', true), { '{}': 0 })).toBe('');
  });

  test('shows 0 containers killed for memory when none was', () => {
    const input = [
      state('kube_pod_container_status_last_terminated_reason', 'namespace="shop", pod="a", reason="Error"', 1),
    ];

    expect(complaints(namespacePods, ['Killed for memory', 'A'], input, { '{}': 0 })).toBe('');
  });

  test('counts containers killed for memory', () => {
    const input = ['a', 'b'].map((container) =>
      state(
        'kube_pod_container_status_last_terminated_reason',
        `namespace="shop", pod="api-1", container="${container}", reason="OOMKilled"`,
        1,
      ),
    );

    expect(complaints(namespacePods, ['Killed for memory', 'A'], input, { '{}': 2 })).toBe('');
  });

  test('counts a sidecar, and a container of a Job, that were killed for memory', () => {
    const labels = 'namespace="shop", pod="api-1", container="proxy", reason="OOMKilled"';
    const ofJob = 'namespace="shop", pod="migrate-1", container="migrate", reason="OOMKilled"';
    const input = [
      state('kube_pod_init_container_status_last_terminated_reason', labels, 1),
      state('kube_pod_container_status_terminated_reason', ofJob, 1),
    ];

    expect(complaints(namespacePods, ['Killed for memory', 'A'], input, { '{}': 2 })).toBe('');
  });

  test('compares the memory of each container with its own limit, not with that of its neighbour', () => {
    const container = (name: string): string => `pod="api-1", container="${name}", image="i", id="/${name}"`;
    const input = [
      ...pod('api-1', 'Running', true),
      cadvisor('container_memory_working_set_bytes', container('api'), '90+0x40'),
      cadvisor('container_memory_working_set_bytes', container('proxy'), '500+0x40'), // without a limit
      state(
        'kube_pod_container_resource_limits',
        'namespace="shop", node="n1", pod="api-1", container="api", resource="memory"',
        100,
      ),
    ];

    expect(complaints(namespacePods, ['Nearest to memory limit', 'A'], input, { '{}': 0.9 })).toBe('');
  });

  test('shows how much of its time a pod with a CPU limit was held back, and 0 for one without', () => {
    const container = (name: string): string => `pod="${name}", container="api", image="i", id="/${name}"`;
    const input = [
      cadvisor('container_cpu_cfs_periods_total', container('api-1'), '0+300x40'),
      cadvisor('container_cpu_cfs_throttled_periods_total', container('api-1'), '0+75x40'),
      cadvisor('container_cpu_usage_seconds_total', container('api-1'), '0+3x40'),
      cadvisor('container_cpu_usage_seconds_total', container('api-2'), '0+3x40'),
    ];

    const expected = { '{pod="api-1"}': 0.25, '{pod="api-2"}': 0 };
    expect(complaints(namespacePods, ['CPU throttling', 'A'], input, expected)).toBe('');
  });

  test('shows 0 for an idle pod with a CPU limit, which has no time slices', () => {
    const container = 'pod="api-1", container="api", image="i", id="/c"';
    const input = [
      cadvisor('container_cpu_cfs_periods_total', container, '7+0x40'),
      cadvisor('container_cpu_cfs_throttled_periods_total', container, '0+0x40'),
      cadvisor('container_cpu_usage_seconds_total', container, '1+0x40'),
    ];

    expect(complaints(namespacePods, ['CPU throttling', 'A'], input, { '{pod="api-1"}': 0 })).toBe('');
  });

  test('has no row for a finished pod', () => {
    const input = [...pod('api-1', 'Running', true), ...pod('migrate-1', 'Succeeded', false)];

    expect(complaints(namespacePods, ['Pods', 'A'], input, { '{pod="api-1"}': 1 })).toBe('');
    expect(complaints(namespacePods, ['Pods', 'K'], input, { '{pod="api-1", node="n1"}': 1 })).toBe('');
  });
});

describeWithPromtool('a panel by node', () => {
  const condition = (name: string, status: string): InputSeries[] =>
    ['true', 'false', 'unknown'].map((one) =>
      state('kube_node_status_condition', `node="n1", condition="${name}", status="${one}"`, one === status ? 1 : 0),
    );

  test('sees no problem in a server of k3s, whose EtcdIsVoter is a good sign', () => {
    const input = [
      ...condition('Ready', 'true'),
      ...condition('DiskPressure', 'false'),
      ...condition('EtcdIsVoter', 'true'),
    ];

    expect(complaints(nodePods, ['Node problems', 'A'], input, { '{}': 0 })).toBe('');
  });

  test('sees two problems in a node that is lost and had a full disk', () => {
    const input = [...condition('Ready', 'unknown'), ...condition('DiskPressure', 'true')];

    expect(complaints(nodePods, ['Node problems', 'A'], input, { '{}': 2 })).toBe('');
  });

  test('counts pods that hold a place, of as many as the kubelet takes', () => {
    const input = [
      ...pod('api-1', 'Running', true),
      ...pod('migrate-1', 'Succeeded', false),
      state('kube_node_status_allocatable', 'node="n1", resource="pods"', 110),
    ];

    expect(complaints(nodePods, ['Pod slots used', 'A'], input, { '{}': 1 / 110 })).toBe('');
  });
});

describeWithPromtool('a panel by machine', () => {
  const DATA = 'mountpoint="/data", device="/dev/vdb"';

  test('shows a file system without a byte left as full', () => {
    const input = [
      machine('node_filesystem_size_bytes', DATA, 1000),
      machine('node_filesystem_avail_bytes', DATA, 0),
      machine('node_filesystem_size_bytes', 'mountpoint="/", device="/dev/vda"', 1000),
      machine('node_filesystem_avail_bytes', 'mountpoint="/", device="/dev/vda"', 900),
    ];

    expect(complaints(nodes, ['Fullest file system', 'A'], input, { '{}': 1 })).toBe('');
    expect(
      complaints(nodes, ['File systems', 'B'], input, {
        '{mountpoint="/data", device="/dev/vdb"}': 0,
        '{mountpoint="/", device="/dev/vda"}': 900,
      }),
    ).toBe('');
  });

  test('leaves out the inodes of a file system that has no fixed number of them', () => {
    const input = [machine('node_filesystem_files', DATA, 0), machine('node_filesystem_files_free', DATA, 0)];

    expect(complaints(nodes, ['File systems', 'D'], input, {})).toBe('');
  });

  test('splits the memory into used, cache and free, which add up to the total', () => {
    const input = Object.entries({ MemTotal: 100, MemFree: 20, Buffers: 5, Cached: 10, SReclaimable: 5 }).map(
      ([kind, value]) => machine(`node_memory_${kind}_bytes`, 'node="n1"', value),
    );

    const labels = '{job="node-exporter", instance="10.0.0.1:9100", node="n1"}';
    expect(complaints(nodes, ['Memory', 'A'], input, { [labels]: 60 })).toBe('');
    expect(complaints(nodes, ['Memory', 'B'], input, { [labels]: 20 })).toBe('');
    expect(complaints(nodes, ['Memory', 'C'], input, { [`node_memory_MemFree_bytes${labels}`]: 20 })).toBe('');
  });

  test('divides the load by the number of cores', () => {
    const input = [
      machine('node_load5', 'node="n1"', 6),
      ...['0', '1', '2'].map((cpu) => machine('node_cpu_seconds_total', `mode="idle", cpu="${cpu}"`, 1)),
    ];

    const labels = '{job="node-exporter", instance="10.0.0.1:9100", node="n1"}';
    expect(complaints(nodes, ['Load per core', 'A'], input, { [labels]: 2 })).toBe('');
  });
});
