import { exploreMetricsUrl } from '../../../dashboard-builder/links';
import type { TableSpec } from '../../../dashboard-builder/spec';
import { namespaceLinks } from './drill-down';

// of the cluster, or of none: what is about Prometheus itself. The watchdog fires while all is well.
const OF_CLUSTER = 'cluster=~"$cluster|", alertname!="Watchdog"';

/** Alerts that fire. */
export const FIRING = `ALERTS{${OF_CLUSTER}, alertstate="firing"}`;

const PENDING = `ALERTS{${OF_CLUSTER}, alertstate="pending"}`;

const BY = 'by (alertname, severity, namespace)';

/** What fires or is about to; one row that says so when nothing is. */
export function alertsTable(): TableSpec {
  const none = `label_replace(vector(0) unless on () ALERTS{${OF_CLUSTER}}, "alertname", "none", "", "")`;
  const count = (these: string, others: string): string =>
    `sum ${BY} (${these}) or 0 * sum ${BY} (${others}) or ${none}`;
  return {
    kind: 'table',
    title: 'Alerts',
    description:
      'What fires, and what will unless it ends soon. Good: `none`. Bad: critical; the alert itself says what to do.',
    width: 24,
    height: 6,
    labels: [
      {
        title: 'Alert',
        label: 'alertname',
        link: { title: 'Since when', url: exploreMetricsUrl('ALERTS{alertname="${__value.text}"}') },
      },
      { title: 'Severity', label: 'severity', columnWidth: 140 },
      { title: 'Namespace', label: 'namespace', links: namespaceLinks('${__value.text}') },
    ],
    values: [
      { title: 'Firing', expr: count(FIRING, PENDING), unit: 'none', thresholds: { critical: 1 } },
      { title: 'About to fire', expr: count(PENDING, FIRING), unit: 'none', thresholds: { warning: 1 } },
    ],
    sortBy: 'Firing',
  };
}
