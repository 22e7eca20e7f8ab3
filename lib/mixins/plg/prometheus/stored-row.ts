import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { PROMETHEUS_POD, TARGETS } from './prometheus-queries';

/** How much comes in, and from whom. */
export function storedRow(): RowSpec {
  return { title: 'What is stored', panels: [samples(), series(), byJob(), churn(), created(), refused()] };
}

const GRAPH = { kind: 'timeseries', width: 8 } as const;

function samples(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Samples',
    description: 'Samples stored each second, of scrapes and of rules. Bad: 0, or a fall to a part of before.',
    unit: 'cps',
    queries: [{ expr: PROMETHEUS_POD.rate('prometheus_tsdb_head_samples_appended_total'), legend: 'samples' }],
  };
}

function series(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Series in memory',
    description:
      'Each takes some 3 KiB of memory; ended ones stay for up to three hours. Bad: a rise without end, or most of them ' +
      'ended, as pods come and go.',
    unit: 'short',
    queries: [
      { expr: `max(${PROMETHEUS_POD.of('prometheus_tsdb_head_series')})`, legend: 'all' },
      { expr: `max(${PROMETHEUS_POD.of('prometheus_tsdb_head_stale_series')})`, legend: 'ended' },
    ],
  };
}

function byJob(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Series by job',
    description: 'The ten jobs that bring the most. Bad: one that has grown; its metrics, or a label of them, are new.',
    unit: 'short',
    legend: 'table',
    queries: [
      {
        expr: `topk(10, sum by (job) (${TARGETS.of('scrape_samples_post_metric_relabeling')}))`,
        legend: '{{job}}',
      },
    ],
  };
}

function churn(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'New series by job',
    description:
      'The ten jobs that brought the most within ten minutes. Good: near 0 save when pods start. Bad: hundreds all the ' +
      'time: a label with ever new values, such as an id.',
    unit: 'short',
    legend: 'table',
    queries: [
      {
        expr: `topk(10, sum by (job) (sum_over_time(${TARGETS.of('scrape_series_added')}[10m])))`,
        legend: '{{job}}',
      },
    ],
  };
}

function created(): TimeSeriesSpec {
  return {
    ...GRAPH,
    title: 'Series begun and ended',
    description: 'Each second. Good: a little of both. Bad: much of both for long, which memory and queries pay for.',
    unit: 'cps',
    queries: [
      { expr: PROMETHEUS_POD.rate('prometheus_tsdb_head_series_created_total'), legend: 'begun' },
      { expr: PROMETHEUS_POD.rate('prometheus_tsdb_head_series_removed_total'), legend: 'removed from memory' },
    ],
  };
}

function refused(): TimeSeriesSpec {
  const of = (legend: string, counter: string) => ({ expr: PROMETHEUS_POD.rate(counter), legend });
  return {
    ...GRAPH,
    title: 'Samples refused',
    description:
      'Good: 0. Twice: two targets write one series. Out of order, out of bounds: the clock of a target is wrong.',
    unit: 'cps',
    queries: [
      of('twice', 'prometheus_target_scrapes_sample_duplicate_timestamp_total'),
      of('out of order', 'prometheus_target_scrapes_sample_out_of_order_total'),
      of('out of bounds', 'prometheus_target_scrapes_sample_out_of_bounds_total'),
    ],
  };
}
