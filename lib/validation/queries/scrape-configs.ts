import { eachObject, type Check, type Flaw } from '../check';
import { configTexts, type ConfigText } from '../config-texts';
import { fieldsOf, listOf, placedList, textOf, wordOf, type Fields, type Placed } from '../untyped';
import { closestWord } from '../../model/query/closest-word';
import { durationMilliseconds } from './prometheus-duration';
import { relabelFlaws } from './relabeling';

// the scrape_config of Prometheus 3.14; only what is nearly one of these is reported, as each version adds some
const JOB_FIELDS =
  'job_name scrape_interval scrape_timeout scrape_protocols metrics_path scheme params honor_labels honor_timestamps track_timestamps_staleness relabel_configs metric_relabel_configs static_configs kubernetes_sd_configs file_sd_configs http_sd_configs dns_sd_configs consul_sd_configs ec2_sd_configs basic_auth authorization oauth2 tls_config follow_redirects enable_http2 enable_compression proxy_url no_proxy bearer_token bearer_token_file body_size_limit sample_limit label_limit label_name_length_limit label_value_length_limit target_limit keep_dropped_targets pipeline_stages loki_push_api syslog journal'.split(
    ' ',
  );
const DEFAULT_INTERVAL = 60_000;

/** `scrape_configs` of Prometheus and Promtail in ConfigMaps. */
export const SCRAPE_CONFIGS: Check = {
  name: 'scrape-config',
  severity: 'high',
  why: 'Prometheus and Promtail do not start with, or do not take up, a configuration that they cannot read.',
  fix: 'Mend the field that the message names; `promtool check config` says the same of the whole file.',
  run: eachObject((object) => configTexts(object).flatMap(configFlaws)),
};

function configFlaws({ at, content }: ConfigText): readonly Flaw[] {
  const global = fieldsOf(content['global']);
  const jobs = placedList(`${at}: scrape_configs`, content['scrape_configs']);
  const alerting = placedList(`${at}: alerting.alertmanagers`, fieldsOf(content['alerting'])['alertmanagers']);
  const writers = placedList(`${at}: remote_write`, content['remote_write']);
  if (jobs.length === 0 && alerting.length === 0) return [];
  return [
    ...timingFlaws(`${at}: global`, global, {}),
    ...jobs.flatMap((job) => jobFlaws(job, global)),
    ...jobNameFlaws(jobs),
    ...alerting.flatMap((part) => relabelFlaws(`${part.at}.relabel_configs`, part.fields['relabel_configs'])),
    ...relabelFlaws(`${at}: alerting.alert_relabel_configs`, fieldsOf(content['alerting'])['alert_relabel_configs']),
    ...writers.flatMap((part) =>
      relabelFlaws(`${part.at}.write_relabel_configs`, part.fields['write_relabel_configs']),
    ),
  ];
}

function jobFlaws({ at, fields }: Placed, global: Fields): readonly Flaw[] {
  const misspelt = Object.keys(fields).flatMap((field): Flaw[] => {
    const meant = JOB_FIELDS.includes(field) ? undefined : closestWord(field, JOB_FIELDS);
    return meant === undefined || field.endsWith('_sd_configs')
      ? []
      : [{ at: `${at}.${field}`, message: `there is no field '${field}' here; did you mean '${meant}'?` }];
  });
  return [
    ...misspelt,
    ...timingFlaws(at, fields, global),
    ...targetFlaws(at, fields),
    ...relabelFlaws(`${at}.relabel_configs`, fields['relabel_configs']),
    ...relabelFlaws(`${at}.metric_relabel_configs`, fields['metric_relabel_configs']),
  ];
}

/** A target is a host and a port; scheme and path have fields of their own. */
function targetFlaws(at: string, fields: Fields): readonly Flaw[] {
  // relabelled, a URL may become a parameter, as the blackbox exporter has it
  if (fields['relabel_configs'] !== undefined) return [];
  return placedList(`${at}.static_configs`, fields['static_configs']).flatMap((group) =>
    listOf(group.fields['targets'])
      .filter((target) => /^https?:\/\/[^/]*\/?$/.test(wordOf(target)))
      .map((target) => ({
        at: `${group.at}.targets`,
        message: `'${wordOf(target)}' is a URL; a target is 'host:port', with 'scheme' and 'metrics_path' beside it`,
      })),
  );
}

function jobNameFlaws(jobs: readonly Placed[]): readonly Flaw[] {
  const names = jobs.map(({ fields }) => fields['job_name']);
  return jobs.flatMap(({ at }, index): Flaw[] => {
    const name = textOf(names[index]) ?? '';
    if (name === '') return [{ at, message: "the scrape config has no 'job_name'" }];
    const isTwin = names.indexOf(name) < index;
    return isTwin ? [{ at: `${at}.job_name`, message: `the job name '${name}' stands before; rename one` }] : [];
  });
}

function timingFlaws(at: string, fields: Fields, global: Fields): readonly Flaw[] {
  const given = ['scrape_interval', 'scrape_timeout', 'evaluation_interval'].filter(
    (name) => fields[name] !== undefined,
  );
  const unreadable = given.filter((name) => durationMilliseconds(fields[name]) === undefined);
  if (unreadable.length > 0) {
    return unreadable
      .filter((name) => !String(fields[name]).includes('$'))
      .map((name) => ({
        at: `${at}.${name}`,
        message: `${JSON.stringify(fields[name])} is no duration; write it as '15s' or '1m'`,
      }));
  }
  const interval = durationMilliseconds(fields['scrape_interval'] ?? global['scrape_interval']) ?? DEFAULT_INTERVAL;
  const timeout = durationMilliseconds(fields['scrape_timeout']) ?? 0;
  if (timeout <= interval) return [];
  const message = `it is longer than the scrape interval (${wordOf(fields['scrape_interval'] ?? global['scrape_interval'] ?? '1m')}); Prometheus refuses that`;
  return [{ at: `${at}.scrape_timeout`, message }];
}
