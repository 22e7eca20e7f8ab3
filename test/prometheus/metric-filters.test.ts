import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import type { RelabelRule } from '../../lib/model/relabel-rule';
import { apiServerFilters, cadvisorFilters, kubeletFilters } from '../../lib/prometheus/metric-filters';
import { relabelled, type Labels } from '../support/relabel';

function isStored(rules: readonly RelabelRule[], name: string, labels: Labels = {}): boolean {
  const data = rules.map((rule) => rule._data);
  return relabelled({ __name__: name, ...labels }, data) !== undefined;
}

describe('of a kubelet', () => {
  const k3s = kubeletFilters(KubernetesFlavor.K3S);
  const standard = kubeletFilters(KubernetesFlavor.STANDARD);

  test.each([
    'kubelet_running_pods',
    'kubelet_pleg_relist_duration_seconds_bucket',
    'kubelet_node_name',
    'kubelet_volume_stats_used_bytes',
    'storage_operation_duration_seconds_count',
    'volume_manager_total_volumes',
    'rest_client_requests_total',
    'process_resident_memory_bytes',
    'go_goroutines',
    'kubernetes_build_info',
  ])('%s is stored in every flavour', (name) => {
    expect(isStored(k3s, name)).toBe(true);
    expect(isStored(standard, name)).toBe(true);
  });

  test.each([
    'apiserver_request_total',
    'apiserver_request_duration_seconds_bucket',
    'etcd_request_duration_seconds_bucket',
    'scheduler_pending_pods',
    'kubeproxy_sync_proxy_rules_duration_seconds_bucket',
    'workqueue_depth',
    'rest_client_request_duration_seconds_bucket',
    'watch_cache_capacity',
    'grpc_client_handled_total',
  ])('%s, which k3s shows there too, is stored elsewhere alone', (name) => {
    expect(isStored(k3s, name)).toBe(false);
    expect(isStored(standard, name)).toBe(true);
  });

  test.each([
    ['0.25', false],
    ['2.5', false],
    ['15', false],
    ['15.0', false],
    ['600', false],
    ['0.1', true],
    ['0x25', true],
    ['5', true],
    ['+Inf', true],
  ])('the bucket up to %s of a storage operation is stored: %s', (le, stored) => {
    for (const rules of [k3s, standard]) {
      expect(isStored(rules, 'storage_operation_duration_seconds_bucket', { le })).toBe(stored);
      expect(isStored(rules, 'csi_operations_seconds_bucket', { le })).toBe(stored);
    }
  });
});

describe('of cAdvisor', () => {
  const rules = cadvisorFilters();
  const slice = '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-poda2fc3cbb.slice';
  const container = {
    id: `${slice}/cri-containerd-7d924b29.scope`,
    container: 'stock-service',
    image: 'shop/stock:1.0.0',
    name: '7d924b29',
    namespace: 'timedeal',
    pod: 'stock-service-0',
  };
  const podGroup = { id: slice, namespace: 'timedeal', pod: 'stock-service-0' };
  const pause = {
    ...podGroup,
    id: `${slice}/cri-containerd-a45aeeeb.scope`,
    image: 'rancher/mirrored-pause:3.6',
    name: 'a45aeeeb',
  };

  test.each([
    'container_cpu_usage_seconds_total',
    'container_cpu_cfs_periods_total',
    'container_cpu_cfs_throttled_periods_total',
    'container_memory_working_set_bytes',
    'container_memory_rss',
    'container_memory_cache',
    'container_memory_usage_bytes',
    'container_fs_reads_total',
    'container_fs_writes_bytes_total',
    'container_oom_events_total',
  ])('%s of a container is stored', (name) => {
    expect(isStored(rules, name, container)).toBe(true);
  });

  test.each([
    'container_cpu_usage_seconds_total',
    'container_memory_usage_bytes',
    'container_memory_working_set_bytes',
  ])('%s is not counted again for the cgroup of the pod, nor for its pause container', (name) => {
    expect(isStored(rules, name, podGroup)).toBe(false);
    expect(isStored(rules, name, pause)).toBe(false);
    expect(isStored(rules, name, { ...pause, container: 'POD' })).toBe(false);
  });

  test('network, which is counted for the pause container alone, is stored', () => {
    expect(isStored(rules, 'container_network_receive_bytes_total', { ...pause, interface: 'eth0' })).toBe(true);
  });

  test.each(['cali1234', 'cilium_host', 'cni0', 'lxc7', 'nodelocaldns', 'tunl0'])(
    'network of %s, which belongs to other pods, is not stored',
    (name) => {
      expect(isStored(rules, 'container_network_receive_bytes_total', { ...pause, interface: name })).toBe(false);
    },
  );

  test.each(['/', '/kubepods.slice', '/system.slice/k3s.service'])('the cgroup %s of the node is not stored', (id) => {
    expect(isStored(rules, 'container_cpu_usage_seconds_total', { id })).toBe(false);
    expect(isStored(rules, 'container_memory_usage_bytes', { id, pod: '' })).toBe(false);
  });

  test.each([
    'container_cpu_cfs_throttled_seconds_total',
    'container_cpu_load_average_10s',
    'container_cpu_system_seconds_total',
    'container_cpu_user_seconds_total',
    'container_fs_io_current',
    'container_fs_io_time_seconds_total',
    'container_fs_io_time_weighted_seconds_total',
    'container_fs_reads_merged_total',
    'container_fs_sector_reads_total',
    'container_fs_sector_writes_total',
    'container_fs_writes_merged_total',
    'container_memory_mapped_file',
    'container_memory_swap',
    'container_file_descriptors',
    'container_tasks_state',
    'container_threads_max',
    'container_spec_cpu_shares',
    'container_spec_memory_limit_bytes',
  ])('%s is not stored', (name) => {
    expect(isStored(rules, name, container)).toBe(false);
  });

  test('of memory failures, those of the container are stored, not those of all below it', () => {
    expect(isStored(rules, 'container_memory_failures_total', { ...container, scope: 'container' })).toBe(true);
    expect(isStored(rules, 'container_memory_failures_total', { ...container, scope: 'hierarchy' })).toBe(false);
  });

  test('what is about no cgroup is stored', () => {
    expect(isStored(rules, 'machine_cpu_cores')).toBe(true);
    expect(isStored(rules, 'cadvisor_version_info')).toBe(true);
  });
});

describe('of the API server', () => {
  const rules = apiServerFilters();
  const name = 'apiserver_request_sli_duration_seconds_bucket';

  test.each(['0.005', '0.025', '0.05', '0.1', '0.5', '1', '1.0', '5', '5.0', '10', '30', '30.0', '60', '+Inf'])(
    'the bucket up to %s is stored',
    (le) => {
      expect(isStored(rules, name, { le })).toBe(true);
    },
  );

  test.each(['0.15', '0.9', '1.25', '1.75', '2', '2.0', '3.5', '9', '15', '20.0', '50'])(
    'the bucket up to %s is not',
    (le) => {
      expect(isStored(rules, name, { le })).toBe(false);
      expect(isStored(rules, 'etcd_request_duration_seconds_bucket', { le })).toBe(false);
      expect(isStored(rules, 'apiserver_request_duration_seconds_bucket', { le })).toBe(false);
    },
  );

  test('other histograms keep all their buckets', () => {
    expect(isStored(rules, 'apiserver_watch_events_sizes_bucket', { le: '2' })).toBe(true);
  });
});
