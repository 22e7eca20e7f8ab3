import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec } from '../../../dashboard-builder/spec';
import type { AgentMetrics } from '../agent-metrics';
import { LOG_COLLECTION, LOKI, TAGS } from '../dashboards';
import { agentsRow } from './agents-row';
import { AgentQueries } from './agent-queries';
import { collectionStats } from './collection-stats';
import { deliveryRow, linesRow } from './lines-rows';

/** Whether the logs of every node reach Loki. */
export function logCollection(metrics: AgentMetrics): DashboardSpec {
  const agents = new AgentQueries(metrics);
  return {
    ...LOG_COLLECTION,
    description: `Whether ${metrics.title} reads the logs of every node, keeps up with them, and gets them into Loki.`,
    tags: TAGS,
    variables: agents.variables,
    links: [
      { title: 'Loki', url: dashboardUrl(LOKI.uid, { namespace: '${namespace}' }) },
      {
        title: `Logs of ${metrics.title}`,
        url: exploreLogsUrl(`{namespace="\${namespace}", container="${metrics.title.toLowerCase()}"}`),
      },
    ],
    rows: [{ panels: collectionStats(agents) }, linesRow(agents), deliveryRow(agents), agentsRow(agents)],
  };
}
