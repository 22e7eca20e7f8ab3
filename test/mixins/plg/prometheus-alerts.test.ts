import { prometheusAlerts } from '../../../lib/mixins/plg/alerts/prometheus';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertTable, type AlertCase } from '../support/alert-table';
import { describeWithPromtool } from '../support/promtool';
import { PROMETHEUS } from './stack-series';

const GIB = 2 ** 30;
// how Prometheus itself names a group
const GROUP = { rule_group: '/etc/prometheus/rules/rules.yml;shop' };
const JOB = { scrape_job: 'api' };

function onDisk(blocks: number, log: number, limit: number): AlertCase['well'] {
  return [
    PROMETHEUS.shows('prometheus_tsdb_storage_blocks_bytes', blocks * GIB),
    PROMETHEUS.shows('prometheus_tsdb_wal_storage_size_bytes', log * GIB),
    PROMETHEUS.shows('prometheus_tsdb_head_chunks_storage_size_bytes', 0.5 * GIB),
    PROMETHEUS.shows('prometheus_tsdb_retention_limit_bytes', limit * GIB),
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'PrometheusBadConfig',
    well: [PROMETHEUS.shows('prometheus_config_last_reload_successful', 1)],
    broken: [PROMETHEUS.shows('prometheus_config_last_reload_successful', 0)],
    fires: [PROMETHEUS.says('critical', 'prometheus-0 refused its new configuration')],
  },
  PROMETHEUS.counterCase(
    'PrometheusKubernetesListWatchFailures',
    'prometheus_sd_kubernetes_failures_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 cannot list or watch objects of Kubernetes'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusTargetSyncFailure',
    'prometheus_target_sync_failed_total',
    JOB,
    PROMETHEUS.says('critical', '60 targets of api were refused by prometheus-0', JOB),
  ),
  PROMETHEUS.counterCase(
    'PrometheusScrapeBodySizeLimitHit',
    'prometheus_target_scrapes_exceeded_body_size_limit_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 refuses targets that show more bytes than it takes'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusScrapeSampleLimitHit',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 refuses targets that show more samples than it takes'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusRuleFailures',
    'prometheus_rule_evaluation_failures_total',
    GROUP,
    PROMETHEUS.says('critical', 'Rules of shop cannot be evaluated', GROUP),
  ),
  PROMETHEUS.counterCase(
    'PrometheusMissingRuleEvaluations',
    'prometheus_rule_group_iterations_missed_total',
    GROUP,
    PROMETHEUS.says('warning', 'Rules of shop take longer than their interval', GROUP),
  ),
  PROMETHEUS.counterCase(
    'PrometheusWritesFailing',
    'prometheus_tsdb_wal_writes_failed_total',
    {},
    PROMETHEUS.says('critical', 'prometheus-0 cannot write to its disk'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusTSDBCompactionsFailing',
    'prometheus_tsdb_compactions_failed_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 cannot write the samples of the last hours into a block'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusTSDBReloadsFailing',
    'prometheus_tsdb_reloads_failures_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 cannot read its blocks'),
  ),
  {
    alert: 'PrometheusDiskFillingUp',
    // blocks up to the limit, and the log of two hours
    well: onDisk(6, 0.5, 6.4),
    broken: onDisk(0.5, 7, 6.4),
    fires: [PROMETHEUS.says('critical', 'The samples of prometheus-0 take 125% of the space that they may take')],
  },
  {
    alert: 'PrometheusHighQueryLoad',
    well: [
      PROMETHEUS.shows('prometheus_engine_queries', 3),
      PROMETHEUS.shows('prometheus_engine_queries_concurrent_max', 20),
    ],
    broken: [
      PROMETHEUS.shows('prometheus_engine_queries', 19),
      PROMETHEUS.shows('prometheus_engine_queries_concurrent_max', 20),
    ],
    fires: [PROMETHEUS.says('warning', 'prometheus-0 is at 95% of the queries that it runs at once')],
  },
  {
    alert: 'PrometheusNotIngestingSamples',
    // histograms alone are missing
    well: [
      PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 0, 900, { type: 'float' }),
      PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 0, 0, { type: 'histogram' }),
    ],
    broken: [
      PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 900, 0, { type: 'float' }),
      PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 0, 0, { type: 'histogram' }),
    ],
    fires: [PROMETHEUS.says('warning', 'prometheus-0 stores no samples')],
  },
  PROMETHEUS.counterCase(
    'PrometheusDuplicateTimestamps',
    'prometheus_target_scrapes_sample_duplicate_timestamp_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 gets samples of one time with different values'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusOutOfOrderTimestamps',
    'prometheus_target_scrapes_sample_out_of_order_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 gets samples that are older than what it has'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusRetentionCutShort',
    'prometheus_tsdb_size_retentions_total',
    {},
    PROMETHEUS.says('info', 'prometheus-0 deletes metrics before their time, for want of space'),
  ),
];

describeWithPromtool('alerts about Prometheus', () => {
  const table = new AlertTable(prometheusAlerts(AlertProfile.FULL), CASES);

  test('have a case each', () => {
    expect(table.unmatched()).toEqual([]);
  });

  test.each(CASES)('$alert fires: $fires.0.summary', (broken) => {
    expect(table.whenBroken(broken)).toBe('');
  });

  test('are silent while all is well', () => {
    expect(table.whileWell()).toBe('');
  });

  test('PrometheusDiskFillingUp is silent where the size is not limited', () => {
    const unlimited = { alert: 'PrometheusDiskFillingUp', well: onDisk(50, 1, 0), broken: [], fires: [] };

    expect(new AlertTable(prometheusAlerts(AlertProfile.FULL), [unlimited]).whileWell()).toBe('');
  });

  test('go on when the pod is replaced: its address is none of their labels', () => {
    const counter = 'prometheus_tsdb_wal_writes_failed_total';
    const moved = {
      alert: 'PrometheusWritesFailing',
      well: [],
      broken: [
        PROMETHEUS.shows(counter, 0, 1, { instance: '10.42.0.7:9090' }),
        PROMETHEUS.shows(counter, 0, 1, { instance: '10.42.0.8:9090' }),
      ],
      fires: [PROMETHEUS.says('critical', 'prometheus-0 cannot write to its disk')],
    };

    expect(table.whenBroken(moved)).toBe('');
  });
});
