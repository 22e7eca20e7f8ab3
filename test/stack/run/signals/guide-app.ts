import { Chart, Duration } from 'cdk8s';
import {
  Credentials,
  GrafanaDiscovery,
  KubernetesFlavor,
  LogAgent,
  LogStage,
  PlgStack,
  timedeal,
} from '../../../../lib';
import { manifestsOf, testApp, type Manifests } from '../../../support/manifests';

/**
 * The guide's cluster as `main.ts` defines it, with another log agent.
 *
 * @param logAgent who collects the logs; Promtail makes what is committed in `dist/`
 */
export function guideManifests(logAgent: LogAgent = LogAgent.promtail()): Manifests {
  const app = testApp();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    flavor: KubernetesFlavor.K3S,
    prometheus: { retention: Duration.hours(6) },
    grafana: { admin: Credentials.insecureDemo('admin', 'admin'), discovery: GrafanaDiscovery.labelledConfigMaps() },
    logAgent,
  });
  const shop = new timedeal.Timedeal(new Chart(app, 'timedeal', { namespace: 'timedeal' }), 'Timedeal', {
    databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal'),
    minReplicas: 2,
    maxReplicas: 4,
  });
  plg.monitor(shop.stockService, { port: 8080, logStages: [LogStage.drop('GET /(healthz|readyz|metrics)')] });
  plg.monitor(shop.postgres, { port: 9187 });
  plg.addMixin(new timedeal.TimedealMixin(shop));
  return manifestsOf(app);
}
