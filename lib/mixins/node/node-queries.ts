/** A sample of node-exporter. */
export function exporter(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="node-exporter"', ...matchers].join(', ')}}`;
}

/** A sample of node-exporter for the chosen machine. */
export function node(metric: string, ...matchers: readonly string[]): string {
  return exporter(metric, 'cluster="$cluster"', 'instance="$instance"', ...matchers);
}

/** A rate of node-exporter for the chosen machine. */
export function rate(metric: string, ...matchers: readonly string[]): string {
  return `rate(${node(metric, ...matchers)}[$__rate_interval])`;
}

/** Network cards without the machine itself and without one end of each pod's cable. */
export const CARDS = 'device!~"lo|veth.+"';

// container runtimes mount three files of the machine into every container; as file systems they mean nothing
export const FILE_SYSTEMS = ['mountpoint!~"/etc/(hosts|hostname|resolv.conf)"'];

/** Without what is kept in memory, and what is full when the file system below it is. */
export const ON_DISK = [...FILE_SYSTEMS, 'fstype!~"tmpfs|overlay"'];

/** Disks without what is made of them: partitions, RAIDs, volumes of LVM, and images that are mounted as disks. */
export const DISKS = 'device!~"(dm-|fd|loop|md|mmcblk.+p|ram|sr|zram).*"';

/** Cores as the kernel counts them. */
export const LOGICAL_CORES = `count(${node('node_cpu_seconds_total', 'mode="idle"')})`;

/** All the memory of the machine. */
export const MEMORY_TOTAL = node('node_memory_MemTotal_bytes');

/** Share of each file system that is taken; one without a size, such as btrfs has for inodes, is left out. */
export function fileSystemShare(free: string, size: string): string {
  const labels = 'by (mountpoint, device)';
  return `1 - max ${labels} (${node(free, ...FILE_SYSTEMS)}) / max ${labels} (${node(size, ...FILE_SYSTEMS)} > 0)`;
}

/** Share of the fullest file system that is taken; what cannot be written to is full by nature. */
export function fullestFileSystem(): string {
  const taken = fileSystemShare('node_filesystem_avail_bytes', 'node_filesystem_size_bytes');
  return `max(${taken} unless ${fileSystem('node_filesystem_readonly')} == 1)`;
}

/** A gauge of each file system. */
export function fileSystem(metric: string): string {
  return `max by (mountpoint, device) (${node(metric, ...FILE_SYSTEMS)})`;
}
