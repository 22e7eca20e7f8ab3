import { JOB } from '../programs/watched-job';

/** Databases that people made: not the templates of new ones, nor what belongs to none. */
export const DATABASE = 'datname!~"template[01]|"';

/** Connections by server, of as many as it takes. */
export const OPEN_OF_MAXIMUM =
  `sum by (pod) (${JOB.of('pg_stat_database_numbackends')}) / ` +
  `max by (pod) (${JOB.of('pg_settings_max_connections')})`;

/** A rate of the counters of databases. */
export function databaseRate(counter: string, by = ''): string {
  return JOB.rate(`pg_stat_database_${counter}`, by, DATABASE);
}

/** Share of the blocks that were found in memory; all of nothing is. */
export function cacheHits(by = ''): string {
  const [hit, read] = [databaseRate('blks_hit', by), databaseRate('blks_read', by)];
  return `1 - (${read} / (${hit} + ${read} > 0) or 0 * ${read})`;
}
