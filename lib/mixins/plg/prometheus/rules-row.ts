import type { RowSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { PROMETHEUS_POD } from './prometheus-queries';

/** Whether recorded series and alerts are computed, and in time. */
export function rulesRow(): RowSpec {
  return { title: 'Rules', panels: [groups(), timeOfInterval(), failures()] };
}

/** By the name of the group, without the path of its file. */
function byGroup(aggregation: 'max' | 'sum', series: string): string {
  return `${aggregation} by (group) (label_replace(${series}, "group", "$1", "rule_group", ".*;(.*)"))`;
}

const DURATION = byGroup('max', PROMETHEUS_POD.of('prometheus_rule_group_last_duration_seconds'));
const INTERVAL = byGroup('max', PROMETHEUS_POD.of('prometheus_rule_group_interval_seconds'));
const SHARE = { warning: 0.3, critical: 0.8 };

function groups(): TableSpec {
  const increase = (counter: string): string =>
    `round(${byGroup('sum', `increase(${PROMETHEUS_POD.of(counter)}[1h])`)})`;
  return {
    kind: 'table',
    title: 'Rule groups',
    description:
      'One row for each group. Bad: a share in red, any failure, any miss. Status, Rule health in Prometheus shows the ' +
      'errors.',
    width: 24,
    height: 8,
    labels: [{ title: 'Group', label: 'group', columnWidth: 340 }],
    values: [
      { title: 'Rules', expr: byGroup('max', PROMETHEUS_POD.of('prometheus_rule_group_rules')), unit: 'none' },
      {
        title: 'Results',
        expr: byGroup('max', PROMETHEUS_POD.of('prometheus_rule_group_last_evaluation_samples')),
        unit: 'short',
      },
      { title: 'Interval', expr: INTERVAL, unit: 's' },
      { title: 'Last took', expr: DURATION, unit: 's' },
      {
        title: 'Of interval',
        expr: `${DURATION} / ${INTERVAL}`,
        unit: 'percentunit',
        thresholds: SHARE,
        decimals: 1,
      },
      {
        title: 'Failures, last hour',
        expr: increase('prometheus_rule_evaluation_failures_total'),
        unit: 'none',
        thresholds: { critical: 1 },
      },
      {
        title: 'Missed, last hour',
        expr: increase('prometheus_rule_group_iterations_missed_total'),
        unit: 'none',
        thresholds: { warning: 1 },
      },
    ],
    sortBy: 'Of interval',
  };
}

function timeOfInterval(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Time that a group takes, of its interval',
    description: 'The ten slowest groups. At 100 % evaluations are left out, and alerts come late.',
    width: 12,
    unit: 'percentunit',
    legend: 'table',
    queries: [{ expr: `topk(10, ${DURATION} / ${INTERVAL})`, legend: '{{group}}' }],
    thresholds: SHARE,
  };
}

function failures(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Evaluations that failed or were missed',
    description: 'Within five minutes each. Good: 0. Failed: the rule has an error. Missed: the group took too long.',
    width: 12,
    unit: 'none',
    queries: [
      {
        expr: PROMETHEUS_POD.gained('prometheus_rule_evaluation_failures_total', '5m'),
        legend: 'failed',
        color: 'red',
      },
      {
        expr: PROMETHEUS_POD.gained('prometheus_rule_group_iterations_missed_total', '5m'),
        legend: 'missed',
        color: 'orange',
      },
    ],
  };
}
