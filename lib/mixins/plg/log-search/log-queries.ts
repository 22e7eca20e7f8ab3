import type { VariableSpec } from '../../../dashboard-builder/spec';
import type { AgentMetrics } from '../agent-metrics';

/** The streams that are chosen. */
const CHOSEN = '{namespace="$namespace", app=~"$app"}';

/**
 * Whatever is typed means itself, in capitals or not. Without `raw`, Grafana would put a backslash before an apostrophe.
 */
const SEARCH = '|~ `(?i)\\Q${search:raw}\\E`';

/** What Loki takes for an error, by the level that a line names or by its words. */
const ERRORS = '| detected_level=~"error|critical|fatal"';

/** All lines that are searched for. */
export const LINES = `${CHOSEN} ${SEARCH}`;

/** Those that tell of an error. */
export const ERROR_LINES = `${LINES} ${ERRORS}`;

/** Those of other levels. */
export const WARNING_LINES = `${LINES} | detected_level="warn"`;
export const OTHER_LINES = `${LINES} | detected_level!~"error|critical|fatal|warn"`;

/** Lines a second, over the width of a bar. */
export function linesPerSecond(lines: string, by?: string): string {
  return `sum${by === undefined ? '' : ` by (${by})`} (rate(${lines} [$__auto]))`;
}

/** 0 in place of no result. */
export function orZero(query: string): string {
  return `${query} or vector(0)`;
}

export function variables(agent: AgentMetrics): VariableSpec[] {
  return [
    { name: 'cluster', label: 'Cluster', query: `label_values(${agent.buildInfo}, cluster)`, hidden: true },
    { name: 'namespace', label: 'Namespace', source: 'loki', query: 'label_values({namespace=~".+"}, namespace)' },
    { name: 'app', label: 'App', source: 'loki', query: 'label_values({namespace="$namespace"}, app)', multi: true },
    { kind: 'text', name: 'search', label: 'Lines with', value: '' },
  ];
}
