import type { VariableSpec } from '../../../dashboard-builder/spec';
import { state } from '../../kubernetes/series';
import { ProcessPanels } from '../process-panels';
import { Series } from '../../series';

/** Loki and its canaries. */
export const LOKI_PODS = new Series(['cluster="$cluster"', 'namespace="$namespace"']);

export const LOKI_PROCESS = new ProcessPanels(LOKI_PODS, 'Loki', 'loki_build_info');

export const VARIABLES: readonly VariableSpec[] = [
  { name: 'cluster', label: 'Cluster', query: 'label_values(loki_build_info, cluster)', hidden: true },
  {
    name: 'namespace',
    label: 'Namespace',
    query: 'label_values(loki_build_info{cluster="$cluster"}, namespace)',
  },
];

/** What comes from outside; between its own parts, Loki speaks gRPC. */
export const API = 'route=~"loki_api_v1_.+"';
export const PUSH = 'route="loki_api_v1_push"';
/** A tail lasts as long as someone looks; what Grafana asks beside a query is answered at once, and would hide a slow one. */
export const READS = 'route=~"loki_api_v1_.+", route!~".*_(push|tail|status_buildinfo|format_query|index_stats)"';

/** Share of the requests that fail; 0 before the first one did, and while there are none. */
export function failing(matchers: string): string {
  const all = LOKI_PODS.rate('loki_request_duration_seconds_count', '', matchers);
  const failed = LOKI_PODS.rate('loki_request_duration_seconds_count', '', matchers, 'status_code=~"5.."');
  return `(${failed} or 0 * ${all}) / (${all} > 0) or 0 * ${all}`;
}

/** How long ago a job of the compactor last succeeded, or Loki was started. */
export function sinceSuccess(timestamp: string): string {
  const start = LOKI_PODS.of('process_start_time_seconds');
  const last = LOKI_PODS.of(timestamp);
  return `time() - max(${last} > ${start} or ${start} and ${last})`;
}

export const COMPACTED = 'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds';
export const RETAINED = 'loki_compactor_apply_retention_last_successful_run_timestamp_seconds';

/** The node of each canary. */
export const CANARY_NODES =
  `max by (pod, node) (${state('kube_pod_info', ...LOKI_PODS.scope, 'node!=""')} ` +
  `and on (pod) ${LOKI_PODS.of('loki_canary_entries_total')})`;

/** A value by canary, by the node on which it runs. */
export function byNode(perPod: string): string {
  return `sum by (node) (${perPod} * on (pod) group_left (node) ${CANARY_NODES})`;
}
