import { dashboardUrl } from '../../dashboard-builder/links';
import type { DashboardSpec, RowSpec, TableSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, NODES, TAGS, USE_CLUSTER } from './dashboards';
import { CARDS, exporter, fileSystem, fileSystemShare, LOGICAL_CORES, MEMORY_TOTAL, node, rate } from './node-queries';
import { nodeStats } from './node-stats';
import { OF_DISK, OF_MACHINE } from './thresholds';

/** Whether a machine has enough CPU, memory, disk and network for what runs on it. */
export function nodes(): DashboardSpec {
  return {
    ...NODES,
    description: 'Whether a machine has enough CPU, memory, disk and network for what runs on it.',
    tags: TAGS,
    variables: [
      CLUSTER_VARIABLE,
      {
        name: 'instance',
        label: 'Instance',
        query: `label_values(${exporter('node_uname_info', 'cluster="$cluster"')}, instance)`,
      },
    ],
    links: [{ title: 'All machines side by side', url: dashboardUrl(USE_CLUSTER.uid, {}) }],
    rows: [
      { panels: nodeStats() },
      { title: 'CPU', panels: [cpu(), load()] },
      { title: 'Memory', panels: [memory(), pageFaults()] },
      disks(),
      network(),
    ],
  };
}

function cpu(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'CPU by kind of work',
    description:
      'What the CPUs do when they are not idle: user is programs, system the kernel, iowait waits for disks, steal is taken ' +
      'by other virtual machines. Bad: near 100 %; much iowait or steal.',
    width: 12,
    unit: 'percentunit',
    max: 1,
    stack: true,
    queries: [
      {
        expr: `sum by (mode) (${rate('node_cpu_seconds_total', 'mode!="idle"')}) / scalar(${LOGICAL_CORES})`,
        legend: '{{mode}}',
      },
    ],
  };
}

function load(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Load',
    description:
      'Tasks that run, wait for a CPU or wait for a disk, averaged over 1, 5 and 15 minutes. Bad: above the number of cores ' +
      'for long.',
    width: 12,
    unit: 'short',
    queries: [
      { expr: node('node_load1'), legend: '1 minute' },
      { expr: node('node_load5'), legend: '5 minutes' },
      { expr: node('node_load15'), legend: '15 minutes' },
    ],
    lines: [{ expr: LOGICAL_CORES, name: 'cores' }],
  };
}

function memory(): TimeSeriesSpec {
  const cache = ['Buffers', 'Cached', 'SReclaimable'].map((kind) => node(`node_memory_${kind}_bytes`)).join(' + ');
  const free = node('node_memory_MemFree_bytes');
  return {
    kind: 'timeseries',
    title: 'Memory',
    description:
      'Used by programs, used as cache, and free. Bad: used near the total. Little free memory is good as long as there is ' +
      'cache, which is given back on demand.',
    width: 12,
    unit: 'bytes',
    stack: true,
    queries: [
      { expr: `${MEMORY_TOTAL} - (${free} + ${cache})`, legend: 'used' },
      { expr: cache, legend: 'cache' },
      { expr: free, legend: 'free' },
    ],
    lines: [{ expr: MEMORY_TOTAL, name: 'total' }],
  };
}

function pageFaults(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Shortage of memory',
    description:
      'Major page faults read back from disk what had been pushed out of memory; kills end a program for want of memory. ' +
      'Bad: hundreds of faults a second for long, or any kill.',
    width: 12,
    unit: 'ops',
    queries: [
      { expr: rate('node_vmstat_pgmajfault'), legend: 'major page faults' },
      { expr: rate('node_vmstat_oom_kill'), legend: 'kills' },
    ],
  };
}

function disks(): RowSpec {
  return {
    title: 'Disks',
    panels: [
      {
        kind: 'timeseries',
        title: 'Disk traffic',
        description: 'Bytes to and from each disk. Bad: a plateau, which is mostly what the disk can do.',
        width: 12,
        unit: 'Bps',
        queries: [
          { expr: rate('node_disk_read_bytes_total'), legend: '{{device}} read' },
          { expr: rate('node_disk_written_bytes_total'), legend: '{{device}} written' },
        ],
      },
      {
        kind: 'timeseries',
        title: 'Disk busy',
        description:
          'Share of the time in which a disk had something to do. Bad for spinning disks: above 80 %; fast disks do several ' +
          'things at once and may have room left at 100 %.',
        width: 12,
        unit: 'percentunit',
        max: 1,
        queries: [{ expr: rate('node_disk_io_time_seconds_total'), legend: '{{device}}' }],
      },
      fileSystems(),
    ],
  };
}

function fileSystems(): TableSpec {
  return {
    kind: 'table',
    title: 'File systems',
    description:
      'One row for each mount. Bad: above 85 % of bytes or of inodes; a file system without free inodes takes no new file ' +
      'however many bytes are left.',
    width: 24,
    height: 7,
    labels: [
      { title: 'Mounted on', label: 'mountpoint' },
      { title: 'Device', label: 'device' },
    ],
    values: [
      { title: 'Size', expr: fileSystem('node_filesystem_size_bytes'), unit: 'bytes' },
      { title: 'Available', expr: fileSystem('node_filesystem_avail_bytes'), unit: 'bytes' },
      {
        title: 'Used',
        expr: fileSystemShare('node_filesystem_avail_bytes', 'node_filesystem_size_bytes'),
        unit: 'percentunit',
        thresholds: OF_DISK,
        decimals: 0,
      },
      {
        title: 'Inodes used',
        expr: fileSystemShare('node_filesystem_files_free', 'node_filesystem_files'),
        unit: 'percentunit',
        thresholds: OF_MACHINE,
        decimals: 0,
      },
    ],
    sortBy: 'Used',
  };
}

function network(): RowSpec {
  const traffic = (title: string, counter: string): TimeSeriesSpec => ({
    kind: 'timeseries',
    title,
    description: 'Bytes through each network card. Bad: a plateau near what the card or the provider gives.',
    width: 8,
    unit: 'Bps',
    queries: [{ expr: rate(counter, CARDS), legend: '{{device}}' }],
  });
  return {
    title: 'Network',
    panels: [
      traffic('Network received', 'node_network_receive_bytes_total'),
      traffic('Network sent', 'node_network_transmit_bytes_total'),
      {
        kind: 'timeseries',
        title: 'Network errors and drops',
        description: 'Packets that were damaged or thrown away. Good: 0; a steady rate makes for slow connections.',
        width: 8,
        unit: 'pps',
        queries: [
          {
            expr: `${rate('node_network_receive_errs_total', CARDS)} + ${rate('node_network_transmit_errs_total', CARDS)}`,
            legend: '{{device}} errors',
          },
          {
            expr: `${rate('node_network_receive_drop_total', CARDS)} + ${rate('node_network_transmit_drop_total', CARDS)}`,
            legend: '{{device}} drops',
          },
        ],
      },
    ],
  };
}
