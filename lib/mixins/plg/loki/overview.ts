import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec } from '../../../dashboard-builder/spec';
import { LOG_COLLECTION, LOKI, TAGS } from '../dashboards';
import { canaryRow } from './canary-row';
import { VARIABLES } from './loki-queries';
import { linesRow } from './lines-row';
import { lokiStats } from './loki-stats';
import { requestsRow } from './requests-row';
import { processRow, storageRow } from './storage-rows';

/** Whether log lines are stored and found, and what that costs. */
export function lokiOverview(): DashboardSpec {
  return {
    ...LOKI,
    description:
      'Whether Loki takes and finds log lines, how fast it answers, what it refuses and why, whether it deletes what is ' +
      'old, and what its canaries find lost.',
    tags: TAGS,
    variables: VARIABLES,
    links: [
      { title: 'Log agents', url: dashboardUrl(LOG_COLLECTION.uid, { namespace: '${namespace}' }) },
      { title: 'Logs of Loki', url: exploreLogsUrl('{namespace="${namespace}", container="loki"}') },
    ],
    rows: [{ panels: lokiStats() }, linesRow(), requestsRow(), storageRow(), canaryRow(), processRow()],
  };
}
