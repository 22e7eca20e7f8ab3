import { App, Chart, Duration } from 'cdk8s';
import { Credentials, GrafanaDiscovery, KubernetesFlavor, LogAgent, LogStage, PlgStack, timedeal } from './lib';

/** The guide's cluster: the timedeal shop, and the stack that watches it. */
export function define(app: App): App {
  const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const plg = new PlgStack(monitoring, 'Plg', {
    flavor: KubernetesFlavor.K3S,
    prometheus: { retention: Duration.hours(6) },
    grafana: { admin: Credentials.insecureDemo('admin', 'admin'), discovery: GrafanaDiscovery.labelledConfigMaps() },
    logAgent: LogAgent.promtail(),
  });

  const shopChart = new Chart(app, 'timedeal', { namespace: 'timedeal' });
  const shop = new timedeal.Timedeal(shopChart, 'Timedeal', {
    databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal'),
    minReplicas: 2,
    maxReplicas: 4,
  });

  plg.monitor(shop.stockService, { port: 8080, logStages: [LogStage.drop('GET /(healthz|readyz|metrics)')] });
  plg.monitor(shop.postgres, { port: 9187 });
  plg.addMixin(new timedeal.TimedealMixin(shop));
  return app;
}

if (require.main === module) {
  define(new App()).synth();
}
