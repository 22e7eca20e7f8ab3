import type { QueryVariableSpec, Thresholds, VariableSpec } from '../../dashboard-builder/spec';
import { state } from './series';

/** What the dashboards of the mixin are found by. */
export const TAGS = ['kubernetes', 'pods'] as const;

/** Hidden: one cluster at a time; where no series carries the label, it is empty and matches them all. */
export const CLUSTER_VARIABLE: VariableSpec = {
  name: 'cluster',
  label: 'Cluster',
  query: `label_values(${state('kube_pod_info')}, cluster)`,
  hidden: true,
};

/** Of the pods, so that a namespace without any is not offered. */
export const NAMESPACE_VARIABLE: QueryVariableSpec = {
  name: 'namespace',
  label: 'Namespace',
  query: `label_values(${state('kube_pod_info', 'cluster="$cluster"')}, namespace)`,
};

/** Matchers of the chosen cluster. */
export const CLUSTER_SCOPE: readonly string[] = ['cluster="$cluster"'];

/** Matchers of the chosen namespace. */
export const NAMESPACE_SCOPE: readonly string[] = [...CLUSTER_SCOPE, 'namespace="$namespace"'];

/** Of a limit: at its end a container is killed or held back. */
export const OF_LIMIT: Thresholds = { warning: 0.8, critical: 0.95 };

/** Of a request: above it a pod lives on what others leave. */
export const OF_REQUEST: Thresholds = { warning: 1, critical: 1.5 };

/** Of what a node can give. */
export const OF_NODE: Thresholds = { warning: 0.8, critical: 0.95 };

/** Of the time slices of a pod: what is more than a quarter is felt. */
export const THROTTLED: Thresholds = { warning: 0.1, critical: 0.25 };

/** Of restarts in an hour: five are a crash loop. */
export const RESTARTS_AN_HOUR: Thresholds = { warning: 1, critical: 5 };
