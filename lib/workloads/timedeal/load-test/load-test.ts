import type { AnnotationSpec, DashboardSpec } from '../../../dashboard-builder/spec';
import { ingressRow } from './ingress';
import { namespaceLink } from './links';
import { logRow } from './logs';
import { deathRow, usageRow } from './pods';
import { postgresRow } from './postgres';
import { scalingRow } from './scaling';
import { type Shop, ShopSeries } from './shop-series';
import { stats } from './stats';
import { trafficRow } from './traffic';

export interface LoadTestOptions {
  readonly uid: string;
  readonly title: string;
  /** Whether Traefik is scraped. */
  readonly ingress: boolean;
}

/** One page, one time axis: what a load test does to the shop, and why. */
export function loadTest(shop: Shop, { uid, title, ingress }: LoadTestOptions): DashboardSpec {
  const series = new ShopSeries(shop, ['cluster="$cluster"']);
  return {
    uid,
    title,
    description:
      'What a load test does to the shop: requests, latency and errors, pods and autoscaling, restarts and their reasons, ' +
      'the database, and what the pods log, all on one time axis.',
    tags: ['timedeal'],
    variables: [
      {
        name: 'cluster',
        label: 'Cluster',
        query: `label_values(${new ShopSeries(shop).state('kube_pod_info')}, cluster)`,
        hidden: true,
      },
      { kind: 'text', name: 'search', label: 'Search in logs', value: '' },
    ],
    annotations: events(series),
    links: [namespaceLink(series)],
    rows: [
      { panels: stats(series) },
      trafficRow(series),
      scalingRow(series),
      usageRow(series),
      deathRow(series),
      postgresRow(series),
      ...(ingress ? [ingressRow(series)] : []),
      logRow(series),
    ],
  };
}

/** Windows of three scrapes, so that no event falls between two evaluations. */
function events(shop: ShopSeries): AnnotationSpec[] {
  const desired = shop.autoscaler('kube_horizontalpodautoscaler_status_desired_replicas');
  const restarts = shop.state('kube_pod_container_status_restarts_total');
  const reason = shop.state('kube_pod_container_status_last_terminated_reason');
  const created = shop.state('kube_replicaset_created', `replicaset=~"${shop.shop.service}-[^-]+"`);
  return [
    {
      name: 'Scaling',
      expr: `count_values("replicas", max(${desired})) and on () max(changes(${desired}[90s])) > 0`,
      title: 'HPA wants {{replicas}} pods',
      color: 'blue',
    },
    {
      name: 'Restarts',
      expr:
        `max by (pod, container, reason) (${reason}) ` +
        `and on (pod, container) max by (pod, container) (changes(${restarts}[90s])) > 0`,
      title: '{{pod}}, {{container}}: {{reason}}',
      color: 'red',
    },
    {
      name: 'Deployments',
      // a rollout makes a ReplicaSet; scaling makes none
      expr: `max by (replicaset) (time() - ${created}) < 90`,
      title: 'Rollout: {{replicaset}}',
      color: 'purple',
    },
  ];
}
