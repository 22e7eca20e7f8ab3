import { prometheusAlerts } from '../../../lib/mixins/plg/alerts/prometheus';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, LATE, type AlertCase } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { LOKI, PROMETHEUS } from './stack-series';

const GIB = 2 ** 30;
// how Prometheus itself names a group
const GROUP = { rule_group: '/etc/prometheus/rules/rules.yml;shop' };
const JOB = { scrape_job: 'api' };
const FAILED_WRITES = 'prometheus_tsdb_wal_writes_failed_total';

function onDisk(blocks: number, log: number, limit: number): InputSeries[] {
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
    firing: [PROMETHEUS.shows('prometheus_config_last_reload_successful', 0)],
    fires: [PROMETHEUS.says('critical', 'prometheus-0 refused its new configuration')],
    silent: { 'it took its configuration': [PROMETHEUS.shows('prometheus_config_last_reload_successful', 1)] },
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
  {
    alert: 'PrometheusWritesFailing',
    firing: [PROMETHEUS.shows('prometheus_build_info', 1), PROMETHEUS.shows(FAILED_WRITES, 0, 1)],
    fires: [PROMETHEUS.says('critical', 'prometheus-0 cannot write to its disk')],
    silent: {
      'something happened long ago': [PROMETHEUS.shows('prometheus_build_info', 1), PROMETHEUS.shows(FAILED_WRITES, 7)],
      'it is Loki, whose log is written by the same code': [
        LOKI.shows('loki_build_info', 1),
        LOKI.shows(FAILED_WRITES, 0, 1),
      ],
    },
  },
  {
    alert: 'PrometheusWritesFailing',
    // the pod was replaced: its address is none of the labels, and the alert goes on
    firing: ['10.42.0.7:9090', '10.42.0.8:9090'].flatMap((instance) => [
      PROMETHEUS.shows('prometheus_build_info', 1, 0, { instance }),
      PROMETHEUS.shows(FAILED_WRITES, 0, 1, { instance }),
    ]),
    fires: [PROMETHEUS.says('critical', 'prometheus-0 cannot write to its disk')],
    silent: {},
  },
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
    firing: onDisk(0.5, 7, 6.4),
    fires: [PROMETHEUS.says('critical', 'The samples of prometheus-0 take 125% of the space that they may take')],
    silent: {
      'blocks up to the limit, and the log of two hours': onDisk(6, 0.5, 6.4),
      'its size is not limited': onDisk(50, 1, 0),
    },
  },
  {
    alert: 'PrometheusHighQueryLoad',
    firing: [
      PROMETHEUS.shows('prometheus_engine_queries', 19),
      PROMETHEUS.shows('prometheus_engine_queries_concurrent_max', 20),
    ],
    fires: [PROMETHEUS.says('warning', 'prometheus-0 is at 95% of the queries that it runs at once')],
    silent: {
      'a few queries': [
        PROMETHEUS.shows('prometheus_engine_queries', 3),
        PROMETHEUS.shows('prometheus_engine_queries_concurrent_max', 20),
      ],
    },
  },
  {
    alert: 'PrometheusNotIngestingSamples',
    firing: [
      PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 900, 0, { type: 'float' }),
      PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 0, 0, { type: 'histogram' }),
    ],
    fires: [PROMETHEUS.says('warning', 'prometheus-0 stores no samples')],
    silent: {
      'histograms alone are missing': [
        PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 0, 900, { type: 'float' }),
        PROMETHEUS.shows('prometheus_tsdb_head_samples_appended_total', 0, 0, { type: 'histogram' }),
      ],
    },
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
    'PrometheusTimestampsOutOfBounds',
    'prometheus_target_scrapes_sample_out_of_bounds_total',
    {},
    PROMETHEUS.says('warning', 'prometheus-0 gets samples from too far in the past or the future'),
  ),
  PROMETHEUS.counterCase(
    'PrometheusRetentionCutShort',
    'prometheus_tsdb_size_retentions_total',
    {},
    PROMETHEUS.says('info', 'prometheus-0 deletes metrics before their time, for want of space'),
  ),
];

describe('alerts about Prometheus', () => {
  testAlerts(new AlertCases(prometheusAlerts(AlertProfile.FULL), CASES, LATE));
});
