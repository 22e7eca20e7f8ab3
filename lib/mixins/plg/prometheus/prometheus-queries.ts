import type { VariableSpec } from '../../../dashboard-builder/spec';
import { Series } from '../../series';

/** What every target of the cluster tells of its scrapes, whichever Prometheus wrote it. */
export const TARGETS = new Series(['cluster="$cluster"']);

/** One Prometheus: of a pair, each stores the same. */
export const PROMETHEUS_POD = new Series(['cluster="$cluster"', 'namespace="$namespace"', 'pod="$pod"']);

export const VARIABLES: readonly VariableSpec[] = [
  { name: 'cluster', label: 'Cluster', query: 'label_values(prometheus_build_info, cluster)', hidden: true },
  {
    name: 'namespace',
    label: 'Namespace',
    query: `label_values(${TARGETS.of('prometheus_build_info')}, namespace)`,
  },
  {
    name: 'pod',
    label: 'Prometheus',
    query: `label_values(${TARGETS.of('prometheus_build_info', 'namespace="$namespace"')}, pod)`,
  },
];

/** Bytes on disk by what they are, whose sum is held against the limit of size. */
export const DISK_PARTS = [
  { metric: 'prometheus_tsdb_storage_blocks_bytes', name: 'blocks' },
  { metric: 'prometheus_tsdb_head_chunks_storage_size_bytes', name: 'newest samples' },
  { metric: 'prometheus_tsdb_wal_storage_size_bytes', name: 'write-ahead log' },
];

/** What is on disk in all. */
export const DISK_USED = DISK_PARTS.map(({ metric }) => `max(${PROMETHEUS_POD.of(metric)})`).join(' + ');

/** What may be on disk; 0 where no limit is set. */
export const DISK_LIMIT = `max(${PROMETHEUS_POD.of('prometheus_tsdb_retention_limit_bytes')} > 0)`;
