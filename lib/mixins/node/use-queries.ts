import { CARDS, DISKS, exporter, FILE_SYSTEMS, ON_DISK } from './node-queries';

const CLUSTER = 'cluster="$cluster"';

/** A sample of node-exporter for every machine of the chosen cluster. */
export function all(metric: string, ...matchers: readonly string[]): string {
  return exporter(metric, CLUSTER, ...matchers);
}

/** A rate of node-exporter for every machine of the chosen cluster. */
export function rate(metric: string, ...matchers: readonly string[]): string {
  return `rate(${all(metric, ...matchers)}[$__rate_interval])`;
}

/** The greatest for each machine: while its pod of node-exporter is replaced, there are two that say the same. */
export function each(expr: string, ...parts: readonly string[]): string {
  return `max by (${['instance', ...parts].join(', ')}) (${expr})`;
}

/** How much of each machine is in use, and how much work waits for it. */
export const USE = {
  cpuBusy: `1 - avg by (instance) (${rate('node_cpu_seconds_total', 'mode="idle"')})`,
  cpuTaken: `avg by (instance) (${rate('node_cpu_seconds_total', 'mode="steal"')})`,
  loadPerCore: `${each(all('node_load1'))} / count by (instance) (${each(all('node_cpu_seconds_total', 'mode="idle"'), 'cpu')})`,
  memoryUsed: `1 - ${each(all('node_memory_MemAvailable_bytes'))} / ${each(all('node_memory_MemTotal_bytes'))}`,
  pageFaults: each(rate('node_vmstat_pgmajfault')),
  kills: each(rate('node_vmstat_oom_kill')),
  diskBusy: each(rate('node_disk_io_time_seconds_total', DISKS), 'device'),
  diskQueue: each(rate('node_disk_io_time_weighted_seconds_total', DISKS), 'device'),
  fullestFileSystem: fullestFileSystem(),
  unreadable: `sum by (instance) (${each(all('node_filesystem_device_error', ...FILE_SYSTEMS), 'mountpoint')})`,
  received: network('receive_bytes'),
  sent: network('transmit_bytes'),
  drops: `${network('receive_drop')} + ${network('transmit_drop')}`,
  errors: `${network('receive_errs')} + ${network('transmit_errs')}`,
};

/** Of each device, which may be mounted in many places; what cannot be written to is full by nature. */
function fullestFileSystem(): string {
  const free = `${all('node_filesystem_avail_bytes', ...ON_DISK)} unless ${all('node_filesystem_readonly', ...ON_DISK)} == 1`;
  return `max by (instance) (1 - ${each(free, 'device')} / ${each(`${all('node_filesystem_size_bytes', ...ON_DISK)} > 0`, 'device')})`;
}

function network(counter: string): string {
  return `sum by (instance) (${each(rate(`node_network_${counter}_total`, CARDS), 'device')})`;
}
