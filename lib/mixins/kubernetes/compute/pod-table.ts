import type { LabelColumn, TableSpec, ValueColumn } from '../../../dashboard-builder/spec';
import { OF_LIMIT, OF_REQUEST } from '../common';
import type { PodQueries } from '../pod-queries';
import { RECORDS } from '../records';

/** What the table of a dashboard shows beside CPU and memory. */
export interface PodTableOptions {
  readonly description: string;
  readonly labels: readonly [LabelColumn, ...LabelColumn[]];
  /** Columns before those of CPU and memory. */
  readonly before?: readonly ValueColumn[];
  /** Columns after them. */
  readonly after?: readonly ValueColumn[];
}

/** One row for each pod: what it uses, and how that compares with its requests and limits. */
export function podTable(pods: PodQueries, options: PodTableOptions): TableSpec {
  const { before = [], after = [] } = options;
  return {
    kind: 'table',
    title: 'Pods',
    description: options.description,
    width: 24,
    labels: options.labels,
    values: [...before, ...cpu(pods), ...memory(pods), ...after],
    sortBy: 'Memory',
  };
}

function cpu(pods: PodQueries): ValueColumn[] {
  return [
    { title: 'CPU', expr: pods.each(RECORDS.cpu), unit: 'short', decimals: 3 },
    { title: 'CPU request', expr: pods.each(RECORDS.cpuRequests), unit: 'short', decimals: 3 },
    {
      title: 'CPU of request',
      expr: pods.ofRequest(RECORDS.cpu, RECORDS.cpuRequests),
      unit: 'percentunit',
      thresholds: OF_REQUEST,
      decimals: 0,
    },
    {
      title: 'CPU of limit',
      expr: pods.ofLimit(RECORDS.cpu, RECORDS.cpuLimits),
      unit: 'percentunit',
      thresholds: OF_LIMIT,
      decimals: 0,
    },
  ];
}

function memory(pods: PodQueries): ValueColumn[] {
  return [
    { title: 'Memory', expr: pods.each(RECORDS.workingSet), unit: 'bytes' },
    { title: 'Memory request', expr: pods.each(RECORDS.memoryRequests), unit: 'bytes' },
    {
      title: 'Memory of request',
      expr: pods.ofRequest(RECORDS.workingSet, RECORDS.memoryRequests),
      unit: 'percentunit',
      thresholds: OF_REQUEST,
      decimals: 0,
    },
    {
      title: 'Memory of limit',
      expr: pods.ofLimit(RECORDS.workingSet, RECORDS.memoryLimits),
      unit: 'percentunit',
      thresholds: OF_LIMIT,
      decimals: 0,
    },
  ];
}
