import type { StatSpec } from '../../dashboard-builder/spec';
import { OF_DISK, OF_MACHINE, PER_CORE } from './thresholds';
import { all, USE } from './use-queries';

const SHARE = { kind: 'stat', width: 4, unit: 'percentunit', decimals: 0 } as const;

/** Whether any machine of the cluster is in trouble; the table below says which. */
export function useStats(): StatSpec[] {
  return [...troubles(), ...shortages()];
}

function troubles(): StatSpec[] {
  return [
    {
      kind: 'stat',
      title: 'Machines without figures',
      description:
        'Nodes whose node-exporter does not answer. Good: 0; else the node is off, cut off, or too busy to answer in time.',
      width: 4,
      unit: 'none',
      query: { expr: `count(${all('up')} == 0) or vector(0)`, legend: 'machines' },
      thresholds: { critical: 1 },
    },
    {
      kind: 'stat',
      title: 'Damaged packets',
      description:
        'Packets that were damaged on the way, over all machines. Good: 0; a steady rate makes for slow connections.',
      width: 4,
      unit: 'pps',
      query: { expr: `sum(${USE.errors})`, legend: 'damaged' },
      thresholds: { warning: 1, critical: 100 },
      decimals: 1,
    },
  ];
}

function shortages(): StatSpec[] {
  return [
    {
      ...SHARE,
      title: 'Busiest CPUs',
      description: 'Of the machine whose CPUs have the most to do. Above 80 % for long, work begins to wait.',
      query: { expr: `max(${USE.cpuBusy})`, legend: 'busy' },
      thresholds: OF_MACHINE,
    },
    {
      kind: 'stat',
      title: 'Highest load per core',
      description:
        'Of the machine with the most tasks that run or wait, for each of its cores. Above 1 some of them wait.',
      width: 4,
      unit: 'short',
      query: { expr: `max(${USE.loadPerCore})`, legend: 'load' },
      thresholds: PER_CORE,
      decimals: 2,
    },
    {
      ...SHARE,
      title: 'Fullest memory',
      description: 'Of the machine with the least memory left. Above 95 % its kernel soon kills programs.',
      query: { expr: `max(${USE.memoryUsed})`, legend: 'used' },
      thresholds: OF_MACHINE,
    },
    {
      ...SHARE,
      title: 'Fullest disk',
      description:
        'The file system with the least room. At 85 % the kubelet begins to delete images; soon after it evicts pods.',
      query: { expr: `max(${USE.fullestFileSystem})`, legend: 'full' },
      thresholds: OF_DISK,
    },
  ];
}
