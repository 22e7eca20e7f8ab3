import type { RowSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import { orZero } from '../series';
import { JOB } from '../programs/watched-job';
import { cacheHits, DATABASE, databaseRate } from './postgres-queries';

const GRAPH = { kind: 'timeseries', width: 12 } as const;
const THIRD = { kind: 'timeseries', width: 8 } as const;

/** What those do who are connected. */
export function sessionsRow(): RowSpec {
  const waiting = JOB.of('pg_stat_activity_count', 'wait_event_type="Lock"');
  const panels: TimeSeriesSpec[] = [
    {
      ...THIRD,
      title: 'Connections by state',
      description:
        'What sessions do, and how many the servers take together. Near the line nobody gets a further one. Bad: idle in ' +
        'transaction, which holds locks while nothing is done.',
      unit: 'none',
      stack: true,
      queries: [{ expr: `sum by (state) (${JOB.of('pg_stat_activity_count')})`, legend: '{{state}}' }],
      lines: [{ expr: `sum(${JOB.of('pg_settings_max_connections')})`, name: 'maximum' }],
    },
    {
      ...THIRD,
      title: 'Waiting for locks',
      description: 'Sessions that wait for what another one has locked. Bad: many for long: all want one row or table.',
      unit: 'none',
      queries: [{ expr: orZero(`sum(${waiting})`), legend: 'waiting', color: 'orange' }],
    },
    {
      ...THIRD,
      title: 'Oldest transaction by state',
      description: 'How long the oldest is open. Bad: minutes in idle in transaction, whatever the query was.',
      unit: 's',
      queries: [{ expr: `max by (state) (${JOB.of('pg_stat_activity_max_tx_duration')})`, legend: '{{state}}' }],
    },
  ];
  return { title: 'Sessions', panels };
}

/** What is asked of the server. */
export function workRow(): RowSpec {
  const panels: TimeSeriesSpec[] = [
    {
      ...GRAPH,
      title: 'Transactions by end',
      description: 'Each second. Bad: rollbacks that rise with the load: work that failed and is tried again.',
      unit: 'ops',
      queries: [
        { expr: databaseRate('xact_commit'), legend: 'committed', color: 'green' },
        { expr: databaseRate('xact_rollback'), legend: 'rolled back', color: 'red' },
      ],
    },
    {
      ...GRAPH,
      title: 'Rows',
      description: 'Rows each second. Bad: far more scanned than fetched by an index: a query lacks one.',
      unit: 'ops',
      queries: [
        { expr: databaseRate('tup_returned'), legend: 'scanned' },
        { expr: databaseRate('tup_fetched'), legend: 'fetched by index' },
        { expr: databaseRate('tup_inserted'), legend: 'inserted' },
        { expr: databaseRate('tup_updated'), legend: 'updated' },
        { expr: databaseRate('tup_deleted'), legend: 'deleted' },
      ],
    },
  ];
  return { title: 'Work', panels };
}

/** What goes to the disk, and what fills it. */
export function diskRow(): RowSpec {
  const panels: TimeSeriesSpec[] = [
    {
      ...THIRD,
      title: 'Cache hits by database',
      description: 'Blocks that were found in memory. Good: above 99 %. Bad: a fall: the data in use no longer fits.',
      unit: 'percentunit',
      max: 1,
      queries: [{ expr: cacheHits('datname'), legend: '{{datname}}' }],
    },
    {
      ...THIRD,
      title: 'Temporary files',
      description:
        'Bytes each second that sorts and joins write, for want of memory. Bad: any for long; raise work_mem.',
      unit: 'Bps',
      queries: [{ expr: databaseRate('temp_bytes', 'datname'), legend: '{{datname}}' }],
    },
    {
      ...THIRD,
      title: 'Size',
      description:
        'Of each database, and of the write-ahead log. Bad: a log that grows: a replica or an archive is stuck.',
      unit: 'bytes',
      queries: [
        { expr: `max by (datname) (${JOB.of('pg_database_size_bytes', DATABASE)})`, legend: '{{datname}}' },
        { expr: `max(${JOB.of('pg_wal_size_bytes')})`, legend: 'write-ahead log' },
      ],
    },
  ];
  return { title: 'Disk', panels };
}

/** What is to be cleaned, and who is behind. */
export function tablesRow(): RowSpec {
  const table = 'datname, schemaname, relname';
  const dead = `max by (${table}) (${JOB.of('pg_stat_user_tables_n_dead_tup')})`;
  const panels: TimeSeriesSpec[] = [
    {
      ...GRAPH,
      title: 'Dead rows of tables',
      description:
        'The ten tables with most. Autovacuum cleans up at a fifth of a table. Bad: a climb that it does not end, mostly for ' +
        'an old transaction.',
      unit: 'short',
      legend: 'table',
      queries: [{ expr: `topk(10, ${dead})`, legend: '{{datname}} {{schemaname}}.{{relname}}' }],
    },
    {
      ...GRAPH,
      title: 'Replicas behind',
      description: 'How long ago the last change was made that a replica shows; 0 for a primary. Bad: above a minute.',
      unit: 's',
      queries: [{ expr: `max by (pod) (${JOB.of('pg_replication_lag_seconds')})`, legend: '{{pod}}' }],
      thresholds: { warning: 10, critical: 60 },
    },
  ];
  return { title: 'Tables and replicas', panels };
}

/** One row for each database. */
export function databasesRow(): RowSpec {
  return {
    title: 'Databases',
    panels: [
      {
        kind: 'table',
        title: 'Database by database',
        description: 'One row for each database. Bad: rollbacks near the commits, or deadlocks.',
        width: 24,
        height: 8,
        labels: [{ title: 'Database', label: 'datname', columnWidth: 240 }],
        values: [
          { title: 'Size', expr: `max by (datname) (${JOB.of('pg_database_size_bytes', DATABASE)})`, unit: 'bytes' },
          {
            title: 'Connections',
            expr: `sum by (datname) (${JOB.of('pg_stat_database_numbackends', DATABASE)})`,
            unit: 'none',
          },
          { title: 'Commits', expr: databaseRate('xact_commit', 'datname'), unit: 'ops' },
          { title: 'Rollbacks', expr: databaseRate('xact_rollback', 'datname'), unit: 'ops' },
          { title: 'Cache hits', expr: cacheHits('datname'), unit: 'percentunit', decimals: 1 },
          {
            title: 'Deadlocks, last hour',
            expr: JOB.gained('pg_stat_database_deadlocks', '1h', 'datname', DATABASE),
            unit: 'none',
            thresholds: { warning: 1 },
          },
        ],
        sortBy: 'Size',
      },
    ],
  };
}
