import { exploreLogsUrl } from '../../../dashboard-builder/links';
import type { DashboardSpec } from '../../../dashboard-builder/spec';
import { PROMETHEUS, TAGS } from '../dashboards';
import { VARIABLES } from './prometheus-queries';
import { prometheusStats } from './prometheus-stats';
import { queriesRow } from './queries-row';
import { rulesRow } from './rules-row';
import { storedRow } from './stored-row';
import { diskRow, processRow } from './storage-rows';
import { targetsRow } from './targets-row';

/** Whether metrics come in, what they cost, and whether rules and queries keep up. */
export function prometheusOverview(): DashboardSpec {
  return {
    ...PROMETHEUS,
    description:
      'Whether all targets are scraped, which job brings how many series, whether rules and queries keep up, and how full ' +
      'memory and disk are.',
    tags: TAGS,
    variables: VARIABLES,
    links: [
      {
        title: 'Logs of Prometheus',
        url: exploreLogsUrl('{namespace="${namespace}", pod="${pod}", container="prometheus"}'),
      },
    ],
    rows: [{ panels: prometheusStats() }, targetsRow(), storedRow(), rulesRow(), queriesRow(), diskRow(), processRow()],
  };
}
