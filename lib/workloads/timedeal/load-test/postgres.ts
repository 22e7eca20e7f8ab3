import type { PanelSpec, RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { orZero, rateOf } from './queries';
import type { ShopSeries } from './shop-series';

const QUARTER = { kind: 'timeseries', width: 6 } as const;

/** Is it the database. Without its exporter, only what its pod uses. */
export function postgresRow(shop: ShopSeries): RowSpec {
  const inside = shop.shop.hasExporter ? [connections(shop), transactions(shop), ...contention(shop)] : [];
  return { title: 'Is it the database?', panels: [...inside, usage(shop, inside.length === 0 ? 24 : 6)] };
}

function connections(shop: ShopSeries): TimeSeriesSpec {
  const sessions = shop.database('pg_stat_activity_count', 'state=~"active|idle|idle in transaction"');
  return {
    kind: 'timeseries',
    title: 'Connections',
    description:
      'Sessions by what they do, and how many the server takes. Near the line new pods get no connection. Bad: idle in ' +
      'transaction, which holds locks while nothing is done.',
    width: 12,
    unit: 'none',
    stack: true,
    queries: [{ expr: `sum by (state) (${sessions})`, legend: '{{state}}' }],
    // the server is started with this maximum; to ask it would take a collector with 370 series more
    lines: [{ expr: `vector(${shop.shop.maxConnections})`, name: 'maximum' }],
  };
}

function transactions(shop: ShopSeries): TimeSeriesSpec {
  const count = (what: string): string => rateOf(inDatabase(shop, `pg_stat_database_xact_${what}`));
  return {
    kind: 'timeseries',
    title: 'Transactions',
    description:
      'Transactions each second. Bad: rollbacks that rise with the load, which are purchases that failed and are tried ' +
      'again.',
    width: 12,
    unit: 'ops',
    queries: [
      { expr: count('commit'), legend: 'committed', color: 'green' },
      { expr: count('rollback'), legend: 'rolled back', color: 'red' },
    ],
  };
}

function contention(shop: ShopSeries): PanelSpec[] {
  const waiting = shop.database('pg_stat_activity_count', 'wait_event_type="Lock"');
  const deadlocks = inDatabase(shop, 'pg_stat_database_deadlocks');
  const hit = rateOf(inDatabase(shop, 'pg_stat_database_blks_hit'));
  const read = rateOf(inDatabase(shop, 'pg_stat_database_blks_read'));
  return [
    {
      ...QUARTER,
      title: 'Waiting for locks',
      description:
        'Sessions that wait for a row which another one changes, and deadlocks. Bad: many for long: all buyers want one ' +
        'product, and each waits for the one before.',
      unit: 'none',
      queries: [
        { expr: orZero(`sum(${waiting})`), legend: 'waiting', color: 'orange' },
        { expr: `round(sum(increase(${deadlocks}[$__rate_interval])))`, legend: 'deadlocks', color: 'red' },
      ],
    },
    {
      ...QUARTER,
      title: 'Longest transaction',
      description: 'Age of the oldest transaction. Bad: seconds, since all that wait for its locks are as slow.',
      unit: 's',
      queries: [{ expr: `max(${shop.database('pg_stat_activity_max_tx_duration')})`, legend: 'longest' }],
    },
    {
      ...QUARTER,
      title: 'Cache hits',
      description: 'Blocks that were found in memory, of all that were read. Good: above 99 %; below, disks decide.',
      unit: 'percentunit',
      max: 1,
      // all of nothing is found in memory
      queries: [{ expr: `1 - (${read} / (${hit} + ${read} > 0) or 0 * ${read})`, legend: 'hits' }],
    },
  ];
}

function usage(shop: ShopSeries, width: 6 | 24): TimeSeriesSpec {
  const { postgres } = shop.shop;
  const cpu = rateOf(shop.cadvisor('container_cpu_usage_seconds_total', `container="${postgres}"`));
  const memory = `max(${shop.cadvisor('container_memory_working_set_bytes', `container="${postgres}"`)})`;
  return {
    kind: 'timeseries',
    title: 'CPU and memory of the database',
    description:
      'CPU of what the server asks for, and memory of its limit. Above 100 % CPU it takes from its neighbours; near 100 % ' +
      'memory it is killed.',
    width,
    unit: 'percentunit',
    queries: [
      { expr: `${cpu} / ${shop.resource('requests', postgres, 'cpu')}`, legend: 'CPU of request' },
      {
        expr: `${memory} / ${shop.resource('limits', postgres, 'memory')}`,
        legend: 'memory of limit',
      },
    ],
  };
}

function inDatabase(shop: ShopSeries, metric: string): string {
  return shop.database(metric, `datname="${shop.shop.databaseName}"`);
}
