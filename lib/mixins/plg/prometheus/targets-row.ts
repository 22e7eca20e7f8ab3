import { exploreMetricsUrl } from '../../../dashboard-builder/links';
import type { RowSpec, TableSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { PROMETHEUS_POD, TARGETS } from './prometheus-queries';

const BY = 'by (namespace, job)';

/** Whether everything is scraped, and what a scrape brings. */
export function targetsRow(): RowSpec {
  return { title: 'Targets', panels: [jobs(), durations(), failures()] };
}

function jobs(): TableSpec {
  const targets = `count ${BY} (${TARGETS.of('up')})`;
  const kept = `sum ${BY} (${TARGETS.of('scrape_samples_post_metric_relabeling')})`;
  const added = `sum ${BY} (sum_over_time(${TARGETS.of('scrape_series_added')}[10m]))`;
  return {
    kind: 'table',
    title: 'Jobs',
    description:
      'One row for each job; its name leads to its targets. Bad: targets that are down, a scrape that takes seconds, or a ' +
      'job that goes on bringing new series: some label of it has ever new values.',
    width: 24,
    labels: [
      {
        title: 'Job',
        label: 'job',
        columnWidth: 340,
        link: { title: 'Targets of the job', url: exploreMetricsUrl('up{job="${__value.text}"}') },
      },
      { title: 'Namespace', label: 'namespace', columnWidth: 180 },
    ],
    values: [
      { title: 'Targets', expr: targets, unit: 'none' },
      {
        title: 'Down',
        expr: `count ${BY} (${TARGETS.of('up')} == 0) or 0 * ${targets}`,
        unit: 'none',
        thresholds: { warning: 1, critical: 1 },
      },
      { title: 'Series', expr: kept, unit: 'short' },
      {
        title: 'Not stored',
        expr: `sum ${BY} (${TARGETS.of('scrape_samples_scraped')}) - ${kept}`,
        unit: 'short',
      },
      { title: 'New series, 10 minutes', expr: added, unit: 'short' },
      {
        title: 'Slowest scrape',
        expr: `max ${BY} (${TARGETS.of('scrape_duration_seconds')})`,
        unit: 's',
        thresholds: { warning: 2, critical: 8 },
      },
    ],
    sortBy: 'Series',
  };
}

function durations(): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Time of a scrape',
    description:
      'Of the slowest target of each job. Near 10 seconds a scrape is given up, and the target counts as down.',
    width: 12,
    unit: 's',
    legend: 'table',
    queries: [{ expr: `max by (job) (${TARGETS.of('scrape_duration_seconds')})`, legend: '{{job}}' }],
    thresholds: { warning: 2, critical: 10 },
  };
}

function failures(): TimeSeriesSpec {
  const of = (legend: string, counter: string) => ({ expr: PROMETHEUS_POD.gained(counter, '5m'), legend });
  return {
    kind: 'timeseries',
    title: 'Failures to find or take targets',
    description:
      'Within five minutes each. Good: 0. Discovery: Kubernetes does not tell of new pods. Refused: relabelling gave a ' +
      'target no proper address. Too large: a target shows more than Prometheus takes.',
    width: 12,
    unit: 'none',
    queries: [
      of('discovery', 'prometheus_sd_kubernetes_failures_total'),
      of('refused', 'prometheus_target_sync_failed_total'),
      of('too many samples', 'prometheus_target_scrapes_exceeded_sample_limit_total'),
      of('too many bytes', 'prometheus_target_scrapes_exceeded_body_size_limit_total'),
    ],
  };
}
