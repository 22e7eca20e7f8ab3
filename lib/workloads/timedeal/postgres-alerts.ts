import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../model/rule';
import type { ShopSeries } from './load-test/shop-series';

/** What stops the database, or those who wait for it. */
export function postgresAlerts(shop: ShopSeries): Rule[] {
  return [down(shop), connections(shop), deadlocks(shop)];
}

function down(shop: ShopSeries): Rule {
  return Rule.alert('TimedealPostgresDown', {
    expr: `max by (cluster, namespace, pod) (${shop.database('pg_up')}) == 0`,
    holdFor: Duration.minutes(1),
    severity: Severity.CRITICAL,
    summary: 'The database in {{ $labels.namespace }}/{{ $labels.pod }} does not answer',
    description: 'Nothing can be bought. Its exporter in the same pod runs, so the pod itself is there.',
    runbook:
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
