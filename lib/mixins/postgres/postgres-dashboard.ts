import type { DashboardSpec, StatSpec } from '../../dashboard-builder/spec';
import { JOB, jobVariables, LOGS, TAGS } from '../programs/watched-job';
import { cacheHits, OPEN_OF_MAXIMUM } from './postgres-queries';
import { databasesRow, diskRow, sessionsRow, tablesRow, workRow } from './postgres-rows';

/** Uid and title of the dashboard: links and bookmarks hold on to them. */
export const POSTGRES = { uid: 'postgres', title: 'PostgreSQL' };

const STAT = { kind: 'stat', width: 4 } as const;

/** Whether the database answers, what it waits for, and what fills up. */
export function postgres(): DashboardSpec {
  return {
    ...POSTGRES,
    description:
      'Whether the database takes connections, what its sessions wait for, what it reads, and what fills up.',
    tags: TAGS,
    variables: jobVariables('pg_up'),
    links: [LOGS],
    rows: [{ panels: [...service(), ...trouble()] }, sessionsRow(), workRow(), diskRow(), tablesRow(), databasesRow()],
  };
}

function service(): StatSpec[] {
  const transactions = ['commit', 'rollback'].map((end) => JOB.rate(`pg_stat_database_xact_${end}`));
  return [
    {
      ...STAT,
      title: 'Server',
      description: 'Whether the exporter can connect to all of the chosen servers. Bad: down.',
      unit: 'none',
      query: { expr: `min(${JOB.of('pg_up')})`, legend: 'up' },
      mappings: [
        { value: 0, text: 'down', color: 'red' },
        { value: 1, text: 'up', color: 'green' },
      ],
    },
    {
      ...STAT,
      title: 'Connections of maximum',
      description: 'Of the server that has fewest left. At 100 % nobody gets a further one.',
      unit: 'percentunit',
      decimals: 0,
      query: { expr: `max(${OPEN_OF_MAXIMUM})`, legend: 'of maximum' },
      thresholds: { warning: 0.8, critical: 0.95 },
      noValue: 'not known',
    },
    {
      ...STAT,
      title: 'Transactions',
      description: 'Each second, those that are rolled back as well. Bad: none while programs should be at work.',
      unit: 'ops',
      query: { expr: transactions.join(' + '), legend: 'transactions' },
    },
  ];
}

function trouble(): StatSpec[] {
  return [
    {
      ...STAT,
      title: 'Longest transaction',
      description:
        'Age of the oldest one that is open. Bad: minutes: it holds locks, and keeps tables from being cleaned.',
      unit: 's',
      query: { expr: `max(${JOB.of('pg_stat_activity_max_tx_duration')})`, legend: 'longest' },
      thresholds: { warning: 60, critical: 600 },
    },
    {
      ...STAT,
      title: 'Deadlocks, last hour',
      description: 'Transactions that were broken off since two waited for each other. Good: 0.',
      unit: 'none',
      query: { expr: JOB.gained('pg_stat_database_deadlocks', '1h'), legend: 'deadlocks' },
      thresholds: { warning: 1 },
    },
    {
      ...STAT,
      title: 'Cache hits',
      description:
        'Blocks that were found in memory, of all that were read. Good: above 99 %; below, the disk decides.',
      unit: 'percentunit',
      decimals: 1,
      query: { expr: cacheHits(), legend: 'hits' },
    },
  ];
}
