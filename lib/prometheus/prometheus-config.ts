import { Duration, type Size } from 'cdk8s';
import type { Subject } from '../core/errors';
import { mergeConfig, type ConfigKeys, type TypedProps } from '../core/merge-config';
import type { ConfigValue } from '../core/render';
import { prometheusDuration } from '../core/units';
import type { ScrapeTarget } from '../model/scrape-target';
import { prometheusSize } from './prometheus-flags';
import { scrapeConfig } from './scrape-config';

/** What `prometheus.yml` says of all jobs. */
export interface PrometheusSettings {
  readonly scrapeInterval: Duration;
  readonly evaluationInterval: Duration;
  readonly externalLabels: { readonly [name: string]: string };
  readonly bodySizeLimit: Size;
  readonly sampleLimit: number;
  /** Globs of the rule files. */
  readonly ruleFiles: readonly string[];
  /** Globs of the files of further jobs, relative to `prometheus.yml`; none when every job stands there. */
  readonly scrapeConfigFiles: readonly string[];
  /** What the user adds. */
  readonly extraConfig?: ConfigKeys;
}

/** What says these keys in types. */
export const TYPED_PROPS: TypedProps = {
  'global.scrape_interval': 'scrapeInterval',
  'global.evaluation_interval': 'evaluationInterval',
  'global.external_labels': 'externalLabels',
  'global.body_size_limit': 'bodySizeLimit',
  'global.sample_limit': 'sampleLimit',
  // flags, which this key would contradict
  'storage.tsdb.retention': 'retention',
  rule_files: 'addRuleGroup()',
  scrape_configs: 'addScrapeTarget()',
  scrape_config_files: 'addScrapeTarget()',
};

/** What Prometheus takes itself where nothing is said: 10 seconds, and never more than the interval. */
const LONGEST_SCRAPE = Duration.seconds(10);

/**
 * `prometheus.yml` as data, its keys in the order of Prometheus' own documentation.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export function prometheusConfig(
  subject: Subject,
  settings: PrometheusSettings,
  targets: readonly ScrapeTarget[],
): ConfigKeys {
  const { scrapeInterval, evaluationInterval, externalLabels, scrapeConfigFiles } = settings;
  const timeoutIsInterval = scrapeInterval.toMilliseconds() < LONGEST_SCRAPE.toMilliseconds();
  const ours = {
    global: {
      scrape_interval: prometheusDuration(scrapeInterval),
      scrape_timeout: prometheusDuration(timeoutIsInterval ? scrapeInterval : LONGEST_SCRAPE),
      evaluation_interval: prometheusDuration(evaluationInterval),
      external_labels: Object.keys(externalLabels).length === 0 ? undefined : escaped(externalLabels),
      body_size_limit: prometheusSize(settings.bodySizeLimit),
      sample_limit: settings.sampleLimit,
    },
    rule_files: settings.ruleFiles,
    scrape_config_files: scrapeConfigFiles.length === 0 ? undefined : scrapeConfigFiles,
    scrape_configs: targets.map((target) => scrapeConfig(subject, target)),
  };
  return mergeConfig(subject, ours, settings.extraConfig, TYPED_PROPS);
}

/** Prometheus replaces `$NAME` in the values of external labels by what its environment holds; `$$` is a `$`. */
function escaped(labels: { readonly [name: string]: string }): ConfigValue {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]));
}
