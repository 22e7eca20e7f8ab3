import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { eachPod, grows, ofPrometheus } from './of-target';

/** What endangers the samples on disk. */
export function storageAlerts(): Rule[] {
  return [writesFailing(), compactionsFailing(), reloadsFailing(), diskFillingUp()];
}

/** What shortens the past that can be looked at. */
export function storageDetails(): Rule[] {
  return [retentionCutShort()];
}

function writesFailing(): Rule {
  return Rule.alert('PrometheusWritesFailing', {
    // Loki writes its log by the same code and under the same name
    expr: ofPrometheus(grows('prometheus_tsdb_wal_writes_failed_total', '5m')),
    holdFor: Duration.minutes(2),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} cannot write to its disk',
    description: 'Samples are lost from now on, though Prometheus goes on to report itself as healthy and ready.',
    runbook:
      'Mostly the volume is full: make it larger or keep metrics for a shorter time. After that Prometheus may need a ' +
      'restart; it repairs its log by itself.',
  });
}

// A compaction that failed is tried again each minute. Windows stay below 2 hours, the shortest time that metrics are kept.

function compactionsFailing(): Rule {
  return Rule.alert('PrometheusTSDBCompactionsFailing', {
    expr: grows('prometheus_tsdb_compactions_failed_total', '1h'),
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} cannot write the samples of the last hours into a block',
    description: 'They pile up in memory and in the log on disk, until one of the two is full.',
    runbook:
      "Read its log for 'compaction failed'. No space: make the volume larger. A block that cannot be read: move its folder " +
      'away from the volume; its hours are lost, the others are not.',
  });
}

function reloadsFailing(): Rule {
  return Rule.alert('PrometheusTSDBReloadsFailing', {
    expr: grows('prometheus_tsdb_reloads_failures_total', '1h'),
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: '{{ $labels.pod }} cannot read its blocks',
    description: 'Queries miss the hours of a block that is damaged, and old blocks are not deleted.',
    runbook: "Read its log for 'reloadBlocks': it names the block. Move the folder of that block away from the volume.",
  });
}

function diskFillingUp(): Rule {
  const parts = ['storage_blocks_bytes', 'wal_storage_size_bytes', 'head_chunks_storage_size_bytes'];
  const used = parts.map((part) => eachPod('max', `prometheus_tsdb_${part}`));
  return Rule.alert('PrometheusDiskFillingUp', {
    // Blocks are deleted at the limit; what is above it is the log and the newest samples, which are not. By default the
    // limit is 80 % of the volume.
    expr: `(${used.join(' + ')}) / (${eachPod('max', 'prometheus_tsdb_retention_limit_bytes')} > 0) > 1.1`,
    holdFor: Duration.minutes(30),
    severity: Severity.CRITICAL,
    summary: 'The samples of {{ $labels.pod }} take {{ $value | humanizePercentage }} of the space that they may take',
    description:
      'No old block is left that could be deleted to make room. When the volume is full, Prometheus stores nothing more.',
    runbook:
      "Make the volume larger, or store less: 'Prometheus / Overview' says which job brings the most series, and which " +
      'brings ever new ones.',
  });
}

function retentionCutShort(): Rule {
  return Rule.alert('PrometheusRetentionCutShort', {
    expr: grows('prometheus_tsdb_size_retentions_total', '2h'),
    holdFor: Duration.minutes(30),
    severity: Severity.INFO,
    summary: '{{ $labels.pod }} deletes metrics before their time, for want of space',
    description: 'They are kept for a shorter time than was asked for: the limit of size is reached first.',
    runbook: 'Make the volume and retentionSize larger, keep metrics for a shorter time, or store less.',
  });
}
