import { dashboardUrl } from '../../dashboard-builder/links';
import type { DashboardSpec, QuerySpec, RowSpec, TableSpec, TimeSeriesSpec, Unit } from '../../dashboard-builder/spec';
import { CLUSTER_VARIABLE, NODES, TAGS, USE_CLUSTER } from './dashboards';
import { OF_DISK, OF_MACHINE, PER_CORE } from './thresholds';
import { all, each, USE } from './use-queries';
import { useStats } from './use-stats';

const K3D = 'Nodes of k3d and kind are containers of one machine: each shows its figures, which must not be added up.';

/** All machines side by side: how much of each resource is in use, what waits for it, what goes wrong with it. */
export function useCluster(): DashboardSpec {
  return {
    ...USE_CLUSTER,
    description: `Which machine of the cluster is short of something: use, saturation and errors of each resource. ${K3D}`,
    tags: TAGS,
    variables: [CLUSTER_VARIABLE],
    rows: [
      { panels: useStats() },
      { title: 'Machine by machine', panels: [machines()] },
      cpu(),
      memory(),
      disks(),
      network(),
    ],
  };
}

function machines(): TableSpec {
  const worstDisk = (expr: string): string => `max by (instance) (${expr})`;
  return {
    kind: 'table',
    title: 'Machines',
    description: `One row for each node; its address leads to all about it. Bad: anything in red. ${K3D}`,
    width: 24,
    height: 8,
    labels: [
      {
        title: 'Instance',
        label: 'instance',
        columnWidth: 190,
        link: { title: 'All about the machine', url: urlOf('${__value.text}') },
      },
      { title: 'Node', label: 'nodename', columnWidth: 190, expr: each(all('node_uname_info'), 'nodename') },
    ],
    values: [
      {
        title: 'Up for',
        expr: each(`${all('node_time_seconds')} - ${all('node_boot_time_seconds')}`),
        unit: 'dtdurations',
        decimals: 0,
      },
      { title: 'CPU', expr: USE.cpuBusy, unit: 'percentunit', thresholds: OF_MACHINE, decimals: 0 },
      { title: 'Load per core', expr: USE.loadPerCore, unit: 'short', thresholds: PER_CORE, decimals: 2 },
      { title: 'Memory', expr: USE.memoryUsed, unit: 'percentunit', thresholds: OF_MACHINE, decimals: 0 },
      {
        title: 'Fullest file system',
        expr: USE.fullestFileSystem,
        unit: 'percentunit',
        thresholds: OF_DISK,
        decimals: 0,
      },
      { title: 'Busiest disk', expr: worstDisk(USE.diskBusy), unit: 'percentunit', decimals: 0 },
      { title: 'Received', expr: USE.received, unit: 'Bps' },
      { title: 'Sent', expr: USE.sent, unit: 'Bps' },
      { title: 'Damaged', expr: USE.errors, unit: 'pps', thresholds: { warning: 1, critical: 100 } },
    ],
    sortBy: 'CPU',
  };
}

interface Graph {
  readonly unit: Unit;
  readonly max?: number;
  readonly width: 6 | 8;
  /** What tells the series of one machine apart. */
  readonly part?: string;
}

/** One series for each machine, or for each of its parts; it leads to all about the machine. */
function graph(title: string, description: string, expr: string, options: Graph): TimeSeriesSpec {
  const { part, ...look } = options;
  const query: QuerySpec = { expr, legend: part === undefined ? '{{instance}}' : `{{instance}} {{${part}}}` };
  return {
    kind: 'timeseries',
    title,
    description,
    queries: [query],
    seriesLinks: [{ title: 'All about ${__field.labels.instance}', url: urlOf('${__field.labels.instance}') }],
    ...look,
  };
}

function urlOf(instance: string): string {
  return dashboardUrl(NODES.uid, { instance });
}

function cpu(): RowSpec {
  const share = { unit: 'percentunit', max: 1, width: 8 } as const;
  return {
    title: 'CPU: use, saturation, loss',
    panels: [
      graph(
        'CPU busy',
        'Share of the time in which the CPUs were not idle. Bad: above 80 % for long, or one machine far above the others.',
        USE.cpuBusy,
        share,
      ),
      graph(
        'Load for each core',
        'Tasks that run, wait for a CPU or wait for a disk. Above 1 some wait; above 1 with idle CPUs, they wait for disks.',
        USE.loadPerCore,
        { unit: 'short', width: 8 },
      ),
      graph(
        'CPU taken by other virtual machines',
        'Share of the time in which there was work, and the host ran another machine. Bad: above 5 % for long.',
        USE.cpuTaken,
        share,
      ),
    ],
  };
}

function memory(): RowSpec {
  return {
    title: 'Memory: use, saturation, errors',
    panels: [
      graph(
        'Memory taken',
        'Memory that programs could not get any more. Bad: above 90 % for long; a climb without end.',
        USE.memoryUsed,
        { unit: 'percentunit', max: 1, width: 8 },
      ),
      graph(
        'Pages read back',
        'Pages that had been pushed out of memory and are wanted again. Bad: hundreds a second for long.',
        USE.pageFaults,
        { unit: 'ops', width: 8 },
      ),
      graph(
        'Programs killed for memory',
        'Good: 0. The kernel kills a container at its limit, and any program when the machine has nothing left.',
        USE.kills,
        { unit: 'ops', width: 8 },
      ),
    ],
  };
}

function disks(): RowSpec {
  return {
    title: 'Disks: use, saturation, errors',
    panels: [
      graph(
        'Disk space taken',
        'Of the fullest file system of each machine. Bad: above 85 %, where the kubelet begins to delete images.',
        USE.fullestFileSystem,
        { unit: 'percentunit', max: 1, width: 6 },
      ),
      graph(
        'Time in which disks work',
        'Share of the time in which a disk had something to do. Bad for spinning disks: above 80 %.',
        USE.diskBusy,
        { unit: 'percentunit', max: 1, width: 6, part: 'device' },
      ),
      graph(
        'Requests that wait for disks',
        'Reads and writes under way or waiting, on average. Bad: above 10 for long.',
        USE.diskQueue,
        { unit: 'short', width: 6, part: 'device' },
      ),
      graph(
        'File systems that cannot be asked',
        'Mounts whose size the machine does not tell. Good: 0; else a server of files is gone, or a disk is broken.',
        USE.unreadable,
        { unit: 'none', width: 6 },
      ),
    ],
  };
}

function network(): RowSpec {
  const received = graph(
    'Network traffic',
    'Bytes through all network cards of a machine. Bad: a plateau near what the card or the provider gives.',
    USE.received,
    { unit: 'Bps', width: 8, part: undefined },
  );
  return {
    title: 'Network: use, saturation, errors',
    panels: [
      {
        ...received,
        queries: [
          { expr: USE.received, legend: '{{instance}} received' },
          { expr: USE.sent, legend: '{{instance}} sent' },
        ],
      },
      graph(
        'Packets thrown away',
        'Packets for which there was no room or no receiver. Bad: a rate that grows with the traffic.',
        USE.drops,
        { unit: 'pps', width: 8 },
      ),
      graph(
        'Packets damaged on the way',
        'Good: 0. A steady rate is a cable, a plug or a driver, and makes for slow connections.',
        USE.errors,
        { unit: 'pps', width: 8 },
      ),
    ],
  };
}
