import { exploreLogsUrl } from '../../dashboard-builder/links';
import type { LinkSpec, VariableSpec } from '../../dashboard-builder/spec';
import { Series } from '../series';

/** What the dashboards of programs are found by. */
export const TAGS = ['programs'] as const;

/** The pods of one job, as they are chosen above a dashboard. */
export const JOB = new Series(['cluster="$cluster"', 'namespace="$namespace"', 'job="$job"', 'pod=~"$pod"']);

/** Namespace, job and pods, offered where a metric is shown that all programs of the kind have. */
export function jobVariables(known: string): VariableSpec[] {
  const values = (label: string, ...matchers: readonly string[]): string =>
    `label_values(${known}${matchers.length === 0 ? '' : `{${matchers.join(', ')}}`}, ${label})`;
  const [cluster = '', namespace = '', job = ''] = JOB.scope;
  return [
    { name: 'cluster', label: 'Cluster', query: values('cluster'), hidden: true },
    { name: 'namespace', label: 'Namespace', query: values('namespace', cluster) },
    { name: 'job', label: 'Job', query: values('job', cluster, namespace) },
    { name: 'pod', label: 'Pod', query: values('pod', cluster, namespace, job), multi: true },
  ];
}

/** From a dashboard to the lines of all pods that are chosen. */
export const LOGS: LinkSpec = {
  title: 'Logs of the pods',
  url: exploreLogsUrl('{namespace="${namespace}", pod=~"${pod:pipe}"}'),
};

/** From a row of a table to the lines of its pod. */
export const LOGS_OF_ROW: LinkSpec = {
  title: 'Logs of the pod',
  url: exploreLogsUrl('{namespace="${namespace}", pod="${__value.text}"}'),
};

/** 0 for each pod, or for all, that has nothing to count yet; a quotient without a divisor is none either. */
export function orZeroOf(query: string, known: string, by: 'pod' | '' = ''): string {
  const each = by === '' ? 'sum' : `sum by (${by})`;
  return `${query} or 0 * ${each} (${JOB.of(known)})`;
}
