import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import type { ShopSeries } from './shop-series';

/** Does the HPA work: what it sees, what it wants, what it gets. */
export function scalingRow(shop: ShopSeries): RowSpec {
  return { title: 'Does the HPA work?', panels: [replicas(shop), seenCpu(shop)] };
}

function replicas(shop: ShopSeries): TimeSeriesSpec {
  const autoscaler = (what: string): string => `max(${shop.autoscaler(`kube_horizontalpodautoscaler_${what}`)})`;
  return {
    kind: 'timeseries',
    title: 'Replicas',
    description:
      'Pods that the HPA wants, that there are, and that are ready. Bad: wanted at the maximum for long, or ready below ' +
      'wanted for minutes.',
    width: 12,
    unit: 'none',
    queries: [
      { expr: autoscaler('status_desired_replicas'), legend: 'wanted', color: 'blue' },
      { expr: autoscaler('status_current_replicas'), legend: 'current', color: 'purple' },
      { expr: `max(${shop.deployment('kube_deployment_status_replicas_ready')})`, legend: 'ready', color: 'green' },
    ],
    lines: [
      { expr: autoscaler('spec_min_replicas'), name: 'minimum' },
      { expr: autoscaler('spec_max_replicas'), name: 'maximum' },
    ],
  };
}

function seenCpu(shop: ShopSeries): TimeSeriesSpec {
  const cpu = ['metric_name="cpu"', 'metric_target_type="utilization"'];
  const share = (metric: string): string => `max(${shop.autoscaler(metric, ...cpu)}) / 100`;
  return {
    kind: 'timeseries',
    title: 'CPU that the HPA sees',
    description:
      'Mean CPU of the pods, of what they ask for, and the target above which pods are added. Bad: above the line for ' +
      'minutes while the replicas do not grow, or no line at all: the HPA then has no metrics.',
    width: 12,
    unit: 'percentunit',
    queries: [{ expr: share('kube_horizontalpodautoscaler_status_target_metric'), legend: 'CPU of request' }],
    lines: [{ expr: share('kube_horizontalpodautoscaler_spec_target_metric'), name: 'target' }],
  };
}
