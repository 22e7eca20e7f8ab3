import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../model/rule';
import type { ShopSeries } from './load-test/shop-series';

/** What stops the database, or those who wait for it; without its exporter, only whether it is there. */
export function postgresAlerts(shop: ShopSeries): Rule[] {
  return shop.shop.hasExporter ? [down(shop), connections(shop), deadlocks(shop)] : [down(shop)];
}

function down(shop: ShopSeries): Rule {
  const { postgres, hasExporter } = shop.shop;
  const statefulSet = shop.workload('statefulset');
  // the exporter is in the same pod: when that is gone, nothing says that the server is
  const absent = statefulSet.noneReady('ready');
  const silent = `label_replace(max by (cluster, namespace) (${shop.database('pg_up')}) == 0, "statefulset", "${postgres}", "", "")`;
  const troubles = hasExporter ? `(${silent} or ${absent})` : absent;
  return Rule.alert('TimedealPostgresDown', {
    expr: `${troubles} unless on (${statefulSet.labels}) (${statefulSet.starting('ready')})`,
    holdFor: Duration.minutes(1),
    severity: Severity.CRITICAL,
    summary: 'The database {{ $labels.namespace }}/{{ $labels.statefulset }} does not answer',
    description: 'Nothing can be bought. Either its server takes no connection, or its pod is not ready or not there.',
    runbook:
      '`kubectl get pods`, then `kubectl describe pod`: a pod that is Pending waits for a node or for its volume. If it runs, ' +
      '`kubectl logs` of the container of the server. Recovery after a crash may take minutes and says so. A full volume: ' +
      'make the claim larger. A wrong password: the Secret was changed after the first start.',
  });
}

function connections(shop: ShopSeries): Rule {
  const { maxConnections } = shop.shop;
  const open = `sum by (cluster, namespace, pod) (${shop.database('pg_stat_database_numbackends')})`;
  return Rule.alert('TimedealPostgresConnectionsNearMaximum', {
    expr: `${open} / ${maxConnections} > 0.8`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `{{ $value | humanizePercentage }} of the ${maxConnections} connections of {{ $labels.namespace }}/{{ $labels.pod }} are taken`,
    description:
      'At 100 % a new pod of the service gets none and does not become ready: scaling up then makes it worse.',
    runbook:
      'On the dashboard Timedeal load test look at Connections by state. Mostly idle: make the pool of each pod smaller, or ' +
      'raise `maxConnections` and the memory of the server. Idle in transaction: a transaction is not ended on some path.',
  });
}

function deadlocks(shop: ShopSeries): Rule {
  const counter = shop.database('pg_stat_database_deadlocks', `datname="${shop.shop.databaseName}"`);
  return Rule.alert('TimedealPostgresDeadlocks', {
    expr: `sum by (cluster, namespace, pod) (increase(${counter}[10m])) > 0`,
    holdFor: Duration.minutes(1),
    severity: Severity.WARNING,
    summary: 'Transactions in {{ $labels.namespace }}/{{ $labels.pod }} wait for each other and are broken off',
    description:
      'For each of them the server ends one of the two: that purchase fails, unless the service tries again.',
    runbook:
      "Search the logs of the server for 'deadlock detected': both statements stand there. Take the rows in the same order " +
      'everywhere, such as by product, or change the stock in one statement.',
  });
}
