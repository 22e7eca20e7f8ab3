import { PostgresMixin } from '../../../lib/mixins/postgres/postgres-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, type AlertCase, type Said } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { changing, series } from '../support/series';

const DB = { namespace: 'shop', job: 'db', pod: 'db-0', instance: '10.0.0.1:9187' };

const of = (metric: string, value: number, more: object = {}): InputSeries => series(metric, { ...DB, ...more }, value);

function said(severity: string, summary: string, more: object = {}): Said {
  return { labels: { ...DB, severity, ...more }, summary };
}

const backends = (shop: number, other: number): InputSeries[] => [
  of('pg_stat_database_numbackends', shop, { datname: 'shop' }),
  of('pg_stat_database_numbackends', other, { datname: 'postgres' }),
  of('pg_settings_max_connections', 100),
];
const age = (seconds: number, state: string): InputSeries =>
  of('pg_stat_activity_max_tx_duration', seconds, { datname: 'shop', state });
const replica = (lag: number, isReplica: number): InputSeries[] => [
  of('pg_replication_lag_seconds', lag),
  of('pg_replication_is_replica', isReplica),
];

const CASES: readonly AlertCase[] = [
  {
    alert: 'PostgresDown',
    firing: [of('pg_up', 0)],
    fires: [said('critical', 'PostgreSQL behind db (db-0) takes no connection')],
    silent: { 'one that is up': [of('pg_up', 1)] },
  },
  {
    alert: 'PostgresConnectionsNearMaximum',
    firing: backends(80, 10),
    fires: [said('warning', '90% of the connections behind db (db-0) are taken')],
    silent: { 'half of them': backends(40, 10) },
  },
  {
    alert: 'PostgresDeadlocks',
    firing: [changing('pg_stat_database_deadlocks', { ...DB, datname: 'shop' }, '0x80 1x400')],
    fires: [
      said('warning', 'Transactions in shop behind db (db-0) wait for each other and are broken off', {
        datname: 'shop',
      }),
    ],
    silent: { 'one of last year': [of('pg_stat_database_deadlocks', 7, { datname: 'shop' })] },
  },
  {
    alert: 'PostgresTransactionIdle',
    firing: [age(900, 'idle in transaction'), age(30, 'active')],
    fires: [
      said('warning', 'A transaction in shop behind db (db-0) has been open for 15m 0s and does nothing', {
        datname: 'shop',
      }),
    ],
    silent: { 'a report that takes an hour': [age(3600, 'active'), age(0, 'idle in transaction')] },
  },
  {
    alert: 'PostgresReplicaLags',
    firing: replica(120, 1),
    fires: [said('warning', 'The replica behind db (db-0) is 2m 0s behind')],
    silent: { 'a primary': replica(120, 0), 'one that follows': replica(1, 1) },
  },
  {
    alert: 'PostgresMetricsIncomplete',
    firing: [of('pg_scrape_collector_success', 0, { collector: 'wal' }), of('pg_up', 1)],
    fires: [said('info', 'The exporter db (db-0) cannot read wal', { collector: 'wal' })],
    silent: { 'a server that is down': [of('pg_scrape_collector_success', 0, { collector: 'wal' }), of('pg_up', 0)] },
  },
];

describe('alerts on PostgreSQL', () => {
  testAlerts(new AlertCases(new PostgresMixin({ alerts: AlertProfile.FULL }).ruleGroups, CASES));
});
