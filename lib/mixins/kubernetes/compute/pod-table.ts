import type { LabelColumn, MappingSpec, TableSpec, ValueColumn } from '../../../dashboard-builder/spec';
import { OF_LIMIT, OF_REQUEST } from '../common';
import type { PodQueries } from '../pod-queries';
import { RECORDS } from '../records';

/** What the table of a dashboard shows beside CPU and memory. */
export interface PodTableOptions {
  readonly title: string;
  readonly description: string;
  readonly labels: readonly [LabelColumn, ...LabelColumn[]];
  /** Columns before those of CPU and memory. */
  readonly before?: readonly ValueColumn[];
  /** Columns after them. */
  readonly after?: readonly ValueColumn[];
}

/** One row for each pod: what it uses, and how that compares with its requests and limits. */
export function podTable(pods: PodQueries, options: PodTableOptions): TableSpec {
  const { title, description, labels, before = [], after = [] } = options;
  return {
    kind: 'table',
    title,
    description: `${description} The share of a limit is that of the container nearest to its own.`,
    width: 24,
    labels,
    values: [...before, ...cpu(pods), ...memory(pods), ...after],
    sortBy: 'Memory',
  };
}

/** In place of -1: an empty cell could as well be a broken query. */
const NONE: readonly MappingSpec[] = [{ value: -1, text: 'none' }];

const REQUEST_SHARE = { unit: 'percentunit', thresholds: OF_REQUEST, decimals: 0, mappings: NONE } as const;
const LIMIT_SHARE = { unit: 'percentunit', thresholds: OF_LIMIT, decimals: 0, mappings: NONE } as const;

function cpu(pods: PodQueries): ValueColumn[] {
  const orNone = (query: string): string => pods.orMinusOne(query, RECORDS.cpu);
  return [
    { title: 'CPU', expr: pods.each(RECORDS.cpu), unit: 'short', decimals: 3 },
    {
      title: 'CPU request',
      expr: orNone(pods.each(RECORDS.cpuRequests)),
      unit: 'short',
      decimals: 3,
      mappings: NONE,
    },
    { title: 'CPU of request', expr: orNone(pods.ofRequest(RECORDS.cpu, RECORDS.cpuRequests)), ...REQUEST_SHARE },
    { title: 'CPU of limit', expr: orNone(pods.ofLimit(RECORDS.cpu, RECORDS.cpuLimits)), ...LIMIT_SHARE },
  ];
}

function memory(pods: PodQueries): ValueColumn[] {
  const orNone = (query: string): string => pods.orMinusOne(query, RECORDS.workingSet);
  return [
    { title: 'Memory', expr: pods.each(RECORDS.workingSet), unit: 'bytes' },
    {
      title: 'Memory request',
      expr: orNone(pods.each(RECORDS.memoryRequests)),
      unit: 'bytes',
      mappings: NONE,
    },
    {
      title: 'Memory of request',
      expr: orNone(pods.ofRequest(RECORDS.workingSet, RECORDS.memoryRequests)),
      ...REQUEST_SHARE,
    },
    {
      title: 'Memory of limit',
      expr: orNone(pods.ofLimit(RECORDS.workingSet, RECORDS.memoryLimits)),
      ...LIMIT_SHARE,
    },
  ];
}
