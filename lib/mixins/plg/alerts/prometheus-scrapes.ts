import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { eachPod, grows } from './of-target';

/** What keeps Prometheus from finding targets, or from taking what they show. */
export function scrapeAlerts(): Rule[] {
  return [listWatchFailures(), syncFailure(), bodySizeLimit(), sampleLimit()];
}

/** Samples that are refused one by one, and what a Prometheus notices only of another. */
export function scrapeDetails(): Rule[] {
  return [notIngesting(), duplicateTimestamps(), outOfOrder(), outOfBounds()];
}

const TARGET_HEALTH = 'Open Status, Target health in Prometheus';

function listWatchFailures(): Rule {
  return Rule.alert('PrometheusKubernetesListWatchFailures', {
    // Alloy discovers pods by the same code and under the same name
    expr: grows('prometheus_sd_kubernetes_failures_total', '5m'),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} cannot list or watch objects of Kubernetes',
    description:
      'It does not learn of new pods. Prometheus does not scrape them, and shows pods that are gone as down; a log agent ' +
      'does not collect their logs.',
    runbook:
      "Read its log for 'failed to list' or 'failed to watch'. Forbidden: its ClusterRole lacks the resource that is named. " +
      'Refused or timed out: the API server cannot be reached.',
  });
}

function syncFailure(): Rule {
  return Rule.alert('PrometheusTargetSyncFailure', {
    expr: grows('prometheus_target_sync_failed_total', '30m', 'scrape_job'),
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: '{{ $value | printf "%.0f" }} targets of {{ $labels.scrape_job }} were refused by {{ $labels.pod }}',
    description: 'Relabelling gave them an address or an interval that makes no sense. They are not scraped.',
    runbook: "Read its log for 'Creating target failed': it quotes the value. Then mend the relabel rules of the job.",
  });
}

function bodySizeLimit(): Rule {
  return Rule.alert('PrometheusScrapeBodySizeLimitHit', {
    expr: grows('prometheus_target_scrapes_exceeded_body_size_limit_total', '5m'),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} refuses targets that show more bytes than it takes',
    description: 'Such a scrape fails as a whole: nothing of the target is stored, and it is shown as down.',
    runbook: `${TARGET_HEALTH}: 'body size limit exceeded' stands beside the target. Show less there, or raise bodySizeLimit.`,
  });
}

function sampleLimit(): Rule {
  return Rule.alert('PrometheusScrapeSampleLimitHit', {
    expr: grows('prometheus_target_scrapes_exceeded_sample_limit_total', '5m'),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} refuses targets that show more samples than it takes',
    description:
      'Such a scrape fails as a whole: nothing of the target is stored, and it is shown as down. The usual cause is a ' +
      'label with ever new values, such as an id or a path.',
    runbook:
      `${TARGET_HEALTH}: 'sample limit exceeded' stands beside the target. Take the label off in the program, drop the ` +
      'metric by a relabel rule, or raise sampleLimit of the target.',
  });
}

function notIngesting(): Rule {
  return Rule.alert('PrometheusNotIngestingSamples', {
    expr: `${eachPod('sum', 'rate(prometheus_tsdb_head_samples_appended_total[5m])')} <= 0`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} stores no samples',
    description:
      'It answers, but takes nothing up. A Prometheus cannot say this of itself: the alert is for several that scrape each ' +
      'other; of one alone, PlgComponentDown tells.',
    runbook: 'Read its log for failed writes: mostly its volume is full. Then see whether it has any targets.',
  });
}

function duplicateTimestamps(): Rule {
  return Rule.alert('PrometheusDuplicateTimestamps', {
    expr: grows('prometheus_target_scrapes_sample_duplicate_timestamp_total', '5m'),
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} gets samples of one time with different values',
    description: 'Two targets write the same series, or one shows it twice; one of the values is thrown away.',
    runbook:
      "Read its log for 'samples with different value but same timestamp': it names the target. Relabel rules that take " +
      'off `instance` or `pod`, and recording rules of one name, are the usual causes.',
  });
}

function outOfOrder(): Rule {
  return Rule.alert('PrometheusOutOfOrderTimestamps', {
    expr: grows('prometheus_target_scrapes_sample_out_of_order_total', '5m'),
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} gets samples that are older than what it has',
    description: 'They are thrown away: graphs of that target have gaps.',
    runbook:
      "Read its log for 'out-of-order samples': it names the target. Look for clocks that differ, and for two targets that " +
      'write the same series.',
  });
}

function outOfBounds(): Rule {
  return Rule.alert('PrometheusTimestampsOutOfBounds', {
    expr: grows('prometheus_target_scrapes_sample_out_of_bounds_total', '5m'),
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} gets samples from too far in the past or the future',
    description:
      'A target dates its samples itself, an hour or more before those that are stored already, or ten minutes ahead. They ' +
      'are thrown away, and the others of the same scrape are stored.',
    runbook:
      "Read its log for 'too old or are too far into the future': it names the target. The clock of its node is wrong, or it shows " +
      'what it has stored for long.',
  });
}
