import type { InputSeries } from './promtool';

// What the scrape jobs of the stack store on k3d, as few series as every panel needs: three nodes, of which one is shown;
// a shop of two pods with a CPU request and a memory limit but no CPU limit; a pod on the network of its node.

export const NODE = 'k3d-plg-server-0';
export const INSTANCE = '172.18.0.3:9100';
export const NAMESPACE = 'timedeal';

const SERVICE = { container: 'stock-service', namespace: NAMESPACE };
const PODS = ['stock-service-7d9c5b6f4d-2xkqp', 'stock-service-7d9c5b6f4d-9zr4m'];
const EXPORTER = { container: 'node-exporter', namespace: 'monitoring', pod: 'prom-prometheus-node-exporter-x2x4v' };
const MIB = 1024 * 1024;

interface Labels {
  readonly [name: string]: string;
}

/** Half an hour in steps of 30 seconds. */
const STEPS = 60;

function constant(metric: string, labels: Labels, value: number): InputSeries {
  return { series: seriesName(metric, labels), values: `${value}+0x${STEPS}` };
}

/** A counter that grows by so much a second. */
function counter(metric: string, labels: Labels, perSecond: number): InputSeries {
  return { series: seriesName(metric, labels), values: `0+${perSecond * 30}x${STEPS}` };
}

function seriesName(metric: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(', ')}}`;
}

function cadvisorSeries(): InputSeries[] {
  const target = { job: 'kubelet', metrics_path: '/metrics/cadvisor', instance: '172.18.0.3:10250', node: NODE };
  const containers = [...PODS.map((pod) => ({ ...SERVICE, pod })), EXPORTER];
  return containers.flatMap((labels) => {
    const container = { ...target, ...labels, id: `/kubepods/${labels.pod}/c`, image: 'example:1', name: 'c' };
    // the network is that of the pause container, which has no name of its own
    const { namespace, pod } = labels;
    const sandbox = { ...target, namespace, pod, container: '', id: `/kubepods/${pod}/pause`, interface: 'eth0' };
    return [
      counter('container_cpu_usage_seconds_total', { ...container, cpu: 'total' }, 0.05),
      constant('container_memory_working_set_bytes', container, 40 * MIB),
      constant('container_memory_rss', container, 30 * MIB),
      constant('container_memory_cache', container, 10 * MIB),
      counter('container_network_receive_bytes_total', sandbox, 1000),
      counter('container_network_transmit_bytes_total', sandbox, 2000),
      counter('container_network_receive_packets_dropped_total', sandbox, 0),
      counter('container_network_transmit_packets_dropped_total', sandbox, 0),
    ];
  });
}

function podStateSeries(
  pod: string,
  labels: { container: string; namespace: string },
  hostNetwork: boolean,
): InputSeries[] {
  const target = { job: 'kube-state-metrics', instance: '10.42.0.7:8080' };
  const own = { ...target, namespace: labels.namespace, pod };
  const container = { ...own, container: labels.container, node: NODE };
  const held = (metric: string, resource: string, value: number): InputSeries =>
    constant(metric, { ...container, resource }, value);
  return [
    constant('kube_pod_info', { ...own, node: NODE, host_network: String(hostNetwork) }, 1),
    ...['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((phase) =>
      constant('kube_pod_status_phase', { ...own, phase }, phase === 'Running' ? 1 : 0),
    ),
    ...['true', 'false', 'unknown'].map((condition) =>
      constant('kube_pod_status_ready', { ...own, condition }, condition === 'true' ? 1 : 0),
    ),
    constant('kube_pod_container_status_restarts_total', { ...own, container: labels.container }, 0),
    held('kube_pod_container_resource_requests', 'cpu', 0.1),
    held('kube_pod_container_resource_requests', 'memory', 64 * MIB),
    held('kube_pod_container_resource_limits', 'memory', 128 * MIB),
  ];
}

function stateSeries(): InputSeries[] {
  const target = { job: 'kube-state-metrics', instance: '10.42.0.7:8080' };
  const autoscaler = { ...target, namespace: NAMESPACE, horizontalpodautoscaler: 'stock-service' };
  const conditions = { Ready: 'true', MemoryPressure: 'false', DiskPressure: 'false', PIDPressure: 'false' };
  return [
    ...PODS.flatMap((pod) => podStateSeries(pod, SERVICE, false)),
    ...podStateSeries(EXPORTER.pod, EXPORTER, true),
    constant('kube_horizontalpodautoscaler_status_desired_replicas', autoscaler, 2),
    constant('kube_horizontalpodautoscaler_spec_max_replicas', autoscaler, 4),
    constant('kube_node_info', { ...target, node: NODE }, 1),
    constant('kube_node_status_allocatable', { ...target, node: NODE, resource: 'cpu' }, 4),
    constant('kube_node_status_allocatable', { ...target, node: NODE, resource: 'memory' }, 8192 * MIB),
    constant('kube_node_status_allocatable', { ...target, node: NODE, resource: 'pods' }, 110),
    ...Object.entries(conditions).flatMap(([condition, holds]) =>
      ['true', 'false', 'unknown'].map((status) =>
        constant('kube_node_status_condition', { ...target, node: NODE, condition, status }, status === holds ? 1 : 0),
      ),
    ),
  ];
}

function nodeSeries(): InputSeries[] {
  const target = { job: 'node-exporter', instance: INSTANCE, node: NODE };
  const gauges: { readonly [metric: string]: number } = {
    node_time_seconds: 1_000_000,
    node_boot_time_seconds: 900_000,
    node_load1: 1,
    node_load5: 1,
    node_load15: 1,
    node_memory_MemTotal_bytes: 8192 * MIB,
    node_memory_MemAvailable_bytes: 4096 * MIB,
    node_memory_MemFree_bytes: 1024 * MIB,
    node_memory_Buffers_bytes: 128 * MIB,
    node_memory_Cached_bytes: 2048 * MIB,
    node_memory_SReclaimable_bytes: 256 * MIB,
    node_vmstat_pgmajfault: 10,
    node_vmstat_oom_kill: 0,
  };
  const disk = ['read_bytes_total', 'written_bytes_total', 'io_time_seconds_total'];
  const card = ['bytes', 'errs', 'drop'].flatMap((what) => [`receive_${what}_total`, `transmit_${what}_total`]);
  const volume = { ...target, device: '/dev/vda1', fstype: 'ext4' };
  // what containerd mounts into every container, and a volume that Docker made for k3s
  const mounts = ['/etc/hosts', '/var/lib/rancher/k3s'];
  const files = { size_bytes: 1e11, avail_bytes: 6e10, files: 1e6, files_free: 9e5 };
  return [
    constant('node_uname_info', { ...target, nodename: NODE, sysname: 'Linux' }, 1),
    ...Object.entries(gauges).map(([metric, value]) => constant(metric, target, value)),
    ...['0', '1'].flatMap((cpu) =>
      ['idle', 'iowait', 'steal', 'system', 'user'].map((mode) =>
        counter('node_cpu_seconds_total', { ...target, cpu, mode }, mode === 'idle' ? 0.6 : 0.1),
      ),
    ),
    ...disk.map((name) => counter(`node_disk_${name}`, { ...target, device: 'vda' }, 0.1)),
    ...['lo', 'eth0', 'veth1a2b3c'].flatMap((device) =>
      card.map((name) => counter(`node_network_${name}`, { ...target, device }, 1)),
    ),
    ...mounts.flatMap((mountpoint) =>
      Object.entries(files).map(([name, value]) =>
        constant(`node_filesystem_${name}`, { ...volume, mountpoint }, value),
      ),
    ),
  ];
}

/** Everything above. */
export function k3sSeries(): InputSeries[] {
  return [...cadvisorSeries(), ...stateSeries(), ...nodeSeries()];
}
