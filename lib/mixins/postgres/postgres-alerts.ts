import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../model/alert-profile';
import { Rule, Severity } from '../../model/rule';
import type { RuleGroup } from '../../model/rule-group';
import { alertGroup } from '../alert-group';
import { BY_INSTANCE, each, THE_INSTANCE } from '../programs/instances';

/** What stops a server of PostgreSQL, or those who wait for it. */
export function postgresAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('postgres', profile, {
    core: [down(), connections(), deadlocks(), idleTransaction(), replicaLags()],
    full: [incomplete()],
  });
}

function down(): Rule {
  return Rule.alert('PostgresDown', {
    expr: `${each('max', 'pg_up')} == 0`,
    holdFor: Duration.minutes(1),
    severity: Severity.CRITICAL,
    summary: `PostgreSQL behind ${THE_INSTANCE} takes no connection`,
    description: 'Its exporter runs, and cannot connect: nor can those who need the database, most likely.',
    runbook:
      'Read the log of the exporter: it says why. Connection refused: the server does not run, or recovers after a crash, ' +
      'which its own log tells. Password or pg_hba: the Secret of the exporter is not that of the server. Too many clients: ' +
      'see PostgresConnectionsNearMaximum.',
  });
}

function connections(): Rule {
  const open = each('sum', 'pg_stat_database_numbackends');
  return Rule.alert('PostgresConnectionsNearMaximum', {
    expr: `${open} / ${each('max', 'pg_settings_max_connections')} > 0.8`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `{{ $value | humanizePercentage }} of the connections behind ${THE_INSTANCE} are taken`,
    description: 'At 100 % nobody gets a further one: programs that start fail, and more pods make it worse.',
    runbook:
      'Open the dashboard PostgreSQL, Connections by state. Mostly idle: smaller pools, or a pooler in front. Idle in ' +
      'transaction: a program does not end its transactions. Mostly active: slow queries, or locks; see Waiting for locks.',
  });
}

function deadlocks(): Rule {
  return Rule.alert('PostgresDeadlocks', {
    expr: `${each('sum', 'increase(pg_stat_database_deadlocks[10m])', 'datname')} > 0`,
    holdFor: Duration.minutes(1),
    severity: Severity.WARNING,
    summary: `Transactions in {{ $labels.datname }} behind ${THE_INSTANCE} wait for each other and are broken off`,
    description: 'Of each two that wait for each other the server ends one: what it did is undone.',
    runbook:
      "Search the log of the server for 'deadlock detected': both statements stand there. Let all programs take rows in the " +
      'same order, and try a transaction again that was broken off.',
  });
}

function idleTransaction(): Rule {
  const idle = 'pg_stat_activity_max_tx_duration{state=~"idle in transaction.*"}';
  return Rule.alert('PostgresTransactionIdle', {
    expr: `${each('max', idle, 'datname')} > 600`,
    holdFor: Duration.minutes(2),
    severity: Severity.WARNING,
    summary: `A transaction in {{ $labels.datname }} behind ${THE_INSTANCE} has been open for {{ $value | humanizeDuration }} and does nothing`,
    description: 'It holds its locks, and no row that was deleted since it began can be cleaned up: tables grow.',
    runbook:
      "`select pid, application_name, query from pg_stat_activity where state like 'idle in transaction%'` names it; " +
      '`select pg_terminate_backend(pid)` ends it. Then mend the program, or set `idle_in_transaction_session_timeout`.',
  });
}

function replicaLags(): Rule {
  return Rule.alert('PostgresReplicaLags', {
    expr: `${each('max', 'pg_replication_lag_seconds')} > 60 and ${each('max', 'pg_replication_is_replica')} == 1`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `The replica behind ${THE_INSTANCE} is {{ $value | humanizeDuration }} behind`,
    description: 'Who reads from it sees what was; if it has to take over now, as much is lost.',
    runbook:
      "Read its log. 'could not receive data' or 'requested WAL segment has already been removed': it has lost the primary; " +
      'in the second case make it anew. Otherwise a long query on it holds replay back, or its disk is slower.',
  });
}

function incomplete(): Rule {
  return Rule.alert('PostgresMetricsIncomplete', {
    expr: `${each('min', 'pg_scrape_collector_success', 'collector')} == 0 and on (${BY_INSTANCE}) pg_up == 1`,
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: `The exporter ${THE_INSTANCE} cannot read {{ $labels.collector }}`,
    description: 'The server answers, but not this question: panels about it are empty.',
    runbook:
      "Read its log for 'collector failed'. Permission denied: `grant pg_monitor` to its user. A column that does not exist: " +
      'the server is newer or older than the exporter knows; switch the collector off or use another version.',
  });
}
