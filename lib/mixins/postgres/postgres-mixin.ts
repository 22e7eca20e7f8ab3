import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { postgresAlerts } from './postgres-alerts';
import { POSTGRES, postgres } from './postgres-dashboard';

/**
 * Servers of PostgreSQL: connections, transactions and what they wait for, cache, size of databases, replicas.
 *
 * It needs the metrics of postgres_exporter 0.18 or newer with the collectors that are on by default, under whatever job:
 * each that is switched off empties the panels that it is for. The dashboard is about pods of the exporter, alone or beside
 * the server.
 *
 * @see https://github.com/prometheus-community/postgres_exporter
 * @example
 * plg.monitor(database, { port: 9187, mixins: [new PostgresMixin()] });
 */
export class PostgresMixin extends Mixin {
  /** @param options which alerts are wanted */
  public constructor(options: MixinOptions = {}) {
    checkMixinOptions('PostgresMixin', options);
    super('postgres', {
      dashboards: [Dashboard._lazy(POSTGRES.uid, POSTGRES.title, {}, () => buildDashboard(postgres()))],
      ruleGroups: postgresAlerts(options.alerts ?? AlertProfile.CORE),
    });
  }
}
