import { dashboardUrl, exploreLogsUrl } from '../../../dashboard-builder/links';
import type { LinkSpec } from '../../../dashboard-builder/spec';
import type { ShopSeries } from './shop-series';

/** Uids of two dashboards of KubernetesMixin, whose folder a workload does not import. */
export const NAMESPACE_DASHBOARD = '85a562078cdf77779eaa1add43ccec1e';
export const POD_DASHBOARD = '6581e46e4e5c7ba40a07646395ef7b23';

/**
 * From a pod to its logs and to all that is known of it.
 *
 * @param pod where Grafana finds its name: `${__field.labels.pod}` on a series, `${__value.text}` in a table
 */
export function podLinks(series: ShopSeries, pod: string): LinkSpec[] {
  const { namespace } = series.shop;
  return [
    { title: 'Logs of the pod', url: exploreLogsUrl(series.logs(`pod="${pod}"`)) },
    { title: 'Metrics of the pod', url: dashboardUrl(POD_DASHBOARD, { namespace, pod }) },
  ];
}

/** From the dashboard to all pods of the namespace. */
export function namespaceLink({ shop: { namespace } }: ShopSeries): LinkSpec {
  return { title: 'Pods of the namespace', url: dashboardUrl(NAMESPACE_DASHBOARD, { namespace }) };
}
