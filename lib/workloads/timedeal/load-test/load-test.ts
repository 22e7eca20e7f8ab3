import type { AnnotationSpec, DashboardSpec } from '../../../dashboard-builder/spec';
import { ingressRow } from './ingress';
import { namespaceLink } from './links';
import { logRow } from './logs';
import { deathRow } from './deaths';
import { postgresRow } from './postgres';
import { STEP_BEFORE } from './queries';
import { restarted } from './restarts';
import { scalingRow } from './scaling';
import { type Shop, ShopSeries } from './shop-series';
import { stats } from './stats';
import { trafficRow } from './traffic';
import { usageRow } from './usage';

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

/**
 * Each compares now with one step before, which Grafana fills into the queries of annotations as well: no event falls
 * between two evaluations, however long a step is, and none is marked twice.
 */
function events(shop: ShopSeries): AnnotationSpec[] {
  const desired = (when = ''): string =>
    `max(${shop.autoscaler('kube_horizontalpodautoscaler_status_desired_replicas')}${when})`;
  const reason = shop.state('kube_pod_container_status_last_terminated_reason');
  const created = (when = ''): string =>
    `max by (replicaset) (${shop.state('kube_replicaset_created', `replicaset=~"${shop.shop.service}-[^-]+"`)}${when})`;
  return [
    {
      name: 'Scaling',
      expr: `count_values("replicas", ${desired()}) and on () ${desired()} != ${desired(STEP_BEFORE)}`,
      title: 'HPA wants {{replicas}} pods',
      color: 'blue',
    },
    {
      name: 'Restarts',
      expr: `max by (pod, container, reason) (${reason}) and on (pod, container) ${restarted(shop)} > 0`,
      title: '{{pod}}, {{container}}: {{reason}}',
      color: 'red',
    },
    {
      name: 'Deployments',
      // a rollout makes a ReplicaSet, scaling makes none; an old one that comes back to view is no rollout
      expr: `${created()} > time() - $__interval_ms / 1000 - 300 unless on (replicaset) ${created(STEP_BEFORE)}`,
      title: 'Rollout: {{replicaset}}',
      color: 'purple',
    },
  ];
}
