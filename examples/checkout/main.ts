import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Credentials,
  HttpMixin,
  LogStage,
  NodejsMixin,
  PlgStack,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Severity,
  Slo,
} from '../../lib';

/** An app of its own, which adds monitoring to what it runs. */
export function define(app: App): App {
  const checkout = new Chart(app, 'checkout', { namespace: 'checkout' });
  const api = new kplus.Deployment(checkout, 'Api', {
    metadata: { name: 'api' },
    podMetadata: { labels: { app: 'api' } },
    containers: [{ image: 'ghcr.io/acme/checkout:1.4.2', portNumber: 8080 }],
  });

  const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const plg = new PlgStack(monitoring, 'Plg', {
    grafana: { admin: Credentials.fromSecret('grafana-admin') },
    prometheus: { retention: Duration.days(14) },
  });

  // one call wires a workload of any construct library: its metrics, its logs, dashboards and alerts for programs of its kind
  plg.monitor(api, {
    port: 8080,
    logStages: [LogStage.json({ level: 'level' }), LogStage.labels('level')],
    mixins: [new HttpMixin({ pathLabel: 'route' }), new NodejsMixin()],
  });

  // the same stack takes what is no workload of this app
  plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
  plg.addRuleGroup(
    new RuleGroup('checkout', {
      rules: [
        Rule.alert('NoOrders', {
          expr: 'sum(increase(orders_total{namespace="checkout"}[15m])) == 0',
          severity: Severity.CRITICAL,
          summary: 'Nobody has ordered anything for a quarter of an hour',
        }),
      ],
    }),
  );

  // what was promised: burn-rate alerts, the rules that they read, and a dashboard of the error budget
  plg.addMixin(
    Slo.availability('checkout', {
      metric: 'http_requests_total',
      selector: 'namespace="checkout"',
      errors: 'code=~"5.."',
      target: 99.9,
    }),
  );
  return app;
}

if (require.main === module) {
  define(new App()).synth();
}
