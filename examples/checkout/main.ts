import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Credentials, LogStage, PlgStack, Rule, RuleGroup, ScrapeTarget, Severity, Slo } from '../../lib';

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

  // one call wires a workload of any construct library: its metrics and its logs
  plg.monitor(api, {
    port: 8080,
    logStages: [LogStage.json({ level: 'level' }), LogStage.labels('level')],
  });

  // the same stack takes what is no workload of this app
  plg.addScrapeTarget(ScrapeTarget.hosts('legacy-db', ['10.0.0.5:9187']));
  plg.addRuleGroup(
    new RuleGroup('checkout', {
      rules: [
        Rule.alert('CheckoutErrors', {
          expr: 'sum(rate(http_requests_total{namespace="checkout", code=~"5.."}[5m])) > 1',
          severity: Severity.CRITICAL,
          summary: 'Checkout answers with errors',
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
