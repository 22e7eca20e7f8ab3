import { dashboardUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec, LogsSpec, RowSpec } from '../../../dashboard-builder/spec';
import { NAMESPACE_PODS } from '../../kubernetes/dashboards';
import type { AgentMetrics } from '../agent-metrics';
import { LOG_COLLECTION, LOG_SEARCH, TAGS } from '../dashboards';
import { ERROR_LINES, LINES, variables } from './log-queries';
import { searchStats } from './search-stats';
import { volumeRow } from './volume-row';

/** What pods say: how much, of which kind, and the lines themselves. */
export function logSearch(agent: AgentMetrics): DashboardSpec {
  return {
    ...LOG_SEARCH,
    description: 'Log lines of a namespace: who writes how many, how many tell of errors, and the lines with a text.',
    tags: TAGS,
    variables: variables(agent),
    links: [
      { title: 'Metrics of the namespace', url: dashboardUrl(NAMESPACE_PODS.uid, { namespace: '${namespace}' }) },
      { title: 'How logs are collected', url: dashboardUrl(LOG_COLLECTION.uid, {}) },
    ],
    rows: [{ panels: searchStats(agent) }, volumeRow(), linesRow()],
  };
}

function linesRow(): RowSpec {
  return {
    title: 'Lines',
    panels: [
      lines('Errors', ERROR_LINES, 10, 'Lines that tell of an error, newest on top. Good: none.'),
      lines(
        'All lines',
        LINES,
        18,
        'Lines with the text in the field above, newest on top; a click on one shows its labels, which lead to metrics. Bad: ' +
          'none while pods work.',
      ),
    ],
  };
}

function lines(title: string, logql: string, height: number, description: string): LogsSpec {
  return { kind: 'logs', title, description, width: 24, height, logql };
}
