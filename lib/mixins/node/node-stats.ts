import type { StatSpec } from '../../dashboard-builder/spec';
import { fullestFileSystem, LOGICAL_CORES, MEMORY_TOTAL, node, rate } from './node-queries';
import { OF_DISK, OF_MACHINE, PER_CORE } from './thresholds';

const SHARE = { kind: 'stat', width: 4, unit: 'percentunit', thresholds: OF_MACHINE, decimals: 0 } as const;

/** Which machine it is, and what of it is short. */
export function nodeStats(): StatSpec[] {
  return [...machine(), ...shortages()];
}

function machine(): StatSpec[] {
  return [
    {
      kind: 'stat',
      title: 'Machine',
      description:
        'Name of the machine. Nodes of k3d and kind are containers of one machine: they show the same figures, which must ' +
        'not be added up.',
      width: 4,
      unit: 'none',
      query: { expr: node('node_uname_info'), legend: '{{nodename}}' },
      show: 'name',
    },
    {
      kind: 'stat',
      title: 'Up for',
      description: 'Time since the machine was started. Bad: short, though nobody restarted it.',
      width: 4,
      unit: 'dtdurations',
      query: { expr: `${node('node_time_seconds')} - ${node('node_boot_time_seconds')}`, legend: 'up' },
      decimals: 0,
    },
  ];
}

function shortages(): StatSpec[] {
  return [
    {
      ...SHARE,
      title: 'CPU busy',
      description: 'Share of the time in which the CPUs were not idle. Above 80 % for long, work begins to wait.',
      query: { expr: `1 - avg(${rate('node_cpu_seconds_total', 'mode="idle"')})`, legend: 'busy' },
    },
    {
      kind: 'stat',
      title: 'Load per core',
      description:
        'Tasks that run, wait for a CPU or wait for a disk, for each core, over 5 minutes. Above 1 some wait; above 1 while ' +
        'the CPU is idle, they wait for disks.',
      width: 4,
      unit: 'short',
      query: { expr: `${node('node_load5')} / scalar(${LOGICAL_CORES})`, legend: 'load' },
      thresholds: PER_CORE,
      decimals: 2,
    },
    {
      ...SHARE,
      title: 'Memory used',
      description: 'Memory that programs could not get any more. Above 95 % the kernel soon kills some of them.',
      query: { expr: `1 - ${node('node_memory_MemAvailable_bytes')} / ${MEMORY_TOTAL}`, legend: 'used' },
    },
    {
      ...SHARE,
      title: 'Fullest file system',
      description:
        'The file system with the least room. At 85 % the kubelet begins to delete images; soon after it evicts pods.',
      query: { expr: fullestFileSystem(), legend: 'full' },
      thresholds: OF_DISK,
    },
  ];
}
