import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { eachJob, eachPod, grows } from './of-target';

/** What endangers the lines on disk, or lets them fill it. */
export function lokiStorageAlerts(): Rule[] {
  return [diskFillingUp(), diskFull(), flushFailing(), compactionMissing(), retentionMissing()];
}

/** What can go wrong where Loki runs as several pods. */
export function lokiStorageDetails(): Rule[] {
  return [tooManyCompactors()];
}

// a share in spite of its name; the counter of full disks is raised once, when the line is crossed, and then is quiet
const DISK_USED = eachPod('max', 'loki_ingester_wal_disk_usage_percent');

const MAKE_ROOM =
  'Make the volume larger, or keep logs for a shorter time; what is deleted is freed after 2 hours. On k3s the volume is a ' +
  'directory of the node: look what else fills its disk.';

function diskFillingUp(): Rule {
  return Rule.alert('LokiDiskFillingUp', {
    expr: `${DISK_USED} > 0.85`,
    holdFor: Duration.minutes(30),
    severity: Severity.WARNING,
    summary: 'The disk of {{ $labels.pod }} is {{ $value | humanizePercentage }} full',
    description: 'At 90 % Loki takes no more lines: logs then wait on the nodes, some 10 to 20 MiB of each container.',
    runbook: MAKE_ROOM,
  });
}

function diskFull(): Rule {
  return Rule.alert('LokiDiskFull', {
    expr: `${DISK_USED} >= 0.9`,
    holdFor: Duration.minutes(2),
    severity: Severity.CRITICAL,
    summary: 'The disk of {{ $labels.pod }} is {{ $value | humanizePercentage }} full: it takes no more lines',
    description:
      'From 90 % on Loki refuses what it is sent. Log agents wait; of a container that writes more than some 10 to 20 MiB ' +
      'meanwhile, lines are lost.',
    runbook: MAKE_ROOM,
  });
}

function flushFailing(): Rule {
  return Rule.alert('LokiChunkFlushFailing', {
    expr: grows('loki_ingester_chunks_flush_failures_total', '10m'),
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: '{{ $labels.pod }} cannot store the lines that it holds in memory',
    description: 'They can still be read, but memory and the log on disk grow until one of the two is full.',
    runbook:
      "Read its log for 'failed to flush': it says what the store answered. No space, permission denied: the volume. An " +
      'object store: its credentials, or the way to it.',
  });
}

/**
 * How long ago a job of the compactor last succeeded. Until its first success the timestamp is 0, so that the start of the
 * process counts; of several pods, one alone does the work.
 */
function sinceSuccess(timestamp: string): string {
  return `time() - ${eachJob('max', `${timestamp} > process_start_time_seconds or process_start_time_seconds and ${timestamp}`)}`;
}

// by default it runs each ten minutes
const OVERDUE = 3 * 3600;

function compactionMissing(): Rule {
  const timestamp = 'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds';
  return Rule.alert('LokiCompactorHasNotSuccessfullyRunCompaction', {
    expr: `${sinceSuccess(timestamp)} > ${OVERDUE}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Loki has not compacted its index for {{ $value | humanizeDuration }}',
    description: 'Each query reads more and more small files, and nothing that is older than the retention is deleted.',
    runbook:
      "Read the log of Loki for 'failed to compact files': it names the table. No space: the compactor needs some to work " +
      'in. A table that is damaged keeps it from all that come after.',
  });
}

function retentionMissing(): Rule {
  const timestamp = 'loki_compactor_apply_retention_last_successful_run_timestamp_seconds';
  return Rule.alert('LokiRetentionNotApplied', {
    expr: `${sinceSuccess(timestamp)} > ${OVERDUE}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Loki has not looked for old lines to delete for {{ $value | humanizeDuration }}',
    description: 'Lines are kept for longer than they may be, until the volume is full.',
    runbook: "Read the log of Loki for 'failed to apply retention'. No space: make the volume larger.",
  });
}

function tooManyCompactors(): Rule {
  return Rule.alert('LokiTooManyCompactorsRunning', {
    expr: 'sum by (cluster, namespace) (loki_boltdb_shipper_compactor_running) > 1',
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: '{{ $value }} compactors of Loki run at once in {{ $labels.namespace }}',
    description: 'They work on the same index and may delete what the other has just written.',
    runbook: 'Let one pod alone be the compactor. After an update, see whether an old pod still runs.',
  });
}
