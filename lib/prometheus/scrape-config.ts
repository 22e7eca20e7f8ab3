import type { Subject } from '../core/errors';
import type { ConfigValue } from '../core/render';
import { prometheusDuration } from '../core/units';
import { RelabelRule } from '../model/relabel-rule';
import type { ScrapeTarget } from '../model/scrape-target';
import { discovered } from './discovery-relabeling';

/**
 * A scrape target as one entry of `scrape_configs`, its keys in the order of Prometheus' own documentation.
 *
 * Fails when the target is a workload of which no container declares the port.
 *
 * @param prefix stands before the name of the job, and not in the label `job`: for jobs beside those of others
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export function scrapeConfig(
  subject: Subject,
  target: ScrapeTarget,
  prefix = '',
): { readonly [key: string]: ConfigValue } {
  const { path, interval, timeout, honorLabels, relabelRules = [], sampleLimit } = target._options;
  const { found, connection, rules } = discovered(subject, target.jobName, target._discovery);
  // before all others: rules of the user may read or change it
  const jobLabel = prefix === '' ? [] : [RelabelRule.setLabel('job', target.jobName)];
  return {
    job_name: `${prefix}${target.jobName}`,
    scrape_interval: interval && prometheusDuration(interval),
    scrape_timeout: timeout && prometheusDuration(timeout),
    metrics_path: path,
    honor_labels: honorLabels,
    ...connection,
    ...found,
    relabel_configs: ruleList([...jobLabel, ...rules, ...relabelRules]),
    metric_relabel_configs: ruleList(target._metricRelabelRules()),
    sample_limit: sampleLimit,
  };
}

/** Rules as data; left out where there are none. */
function ruleList(rules: readonly RelabelRule[]): ConfigValue {
  return rules.length === 0 ? undefined : rules.map((rule) => ({ ...rule._data }));
}

/** At most so many bytes does the entry of a target take: found without its workload, which may change until synthesis. */
export function mostBytes(target: ScrapeTarget): number {
  const { relabelRules = [], metricRelabelRules = [] } = target._options;
  const hosts = target._discovery.kind === 'hosts' ? target._discovery.hosts : [];
  const written = [...relabelRules, ...metricRelabelRules].map((rule) => rule._data);
  // YAML takes up to twice the bytes of JSON; what discovery adds is some 1,500 bytes for a workload of three labels, and
  // the names of all the metrics that are read are some 12,000
  return (target._hasLateRules() ? 20_000 : 3_000) + 2 * Buffer.byteLength(JSON.stringify([written, hosts]));
}
