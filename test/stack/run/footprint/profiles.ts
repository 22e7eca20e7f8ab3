import { Chart, Duration } from 'cdk8s';
import {
  AlertProfile,
  Credentials,
  KubernetesFlavor,
  LogAgent,
  PlgStack,
  StoredMetrics,
  timedeal,
} from '../../../../lib';
import { manifestsOf, testApp, type Manifests } from '../../../support/manifests';
import { committedManifests } from '../running-stack';

/** A way to set up the stack whose footprint people ask for. */
export interface Profile {
  readonly name: string;
  readonly meaning: string;
  readonly manifests: () => Manifests;
}

export const PROFILES: readonly Profile[] = [
  { name: 'guide', meaning: 'the stack of `main.ts`', manifests: committedManifests },
  {
    name: 'lean',
    meaning:
      '`storedMetrics: StoredMetrics.onlyRead()`, and Grafana without `discovery`: dashboards and data sources come from the app alone',
    manifests: leanManifests,
  },
];

function leanManifests(): Manifests {
  const app = testApp();
  const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const plg = new PlgStack(monitoring, 'Plg', {
    flavor: KubernetesFlavor.K3S,
    alerts: AlertProfile.CORE,
    storedMetrics: StoredMetrics.onlyRead(),
    prometheus: { retention: Duration.hours(6) },
    grafana: { admin: Credentials.insecureDemo('admin', 'admin') },
    logAgent: LogAgent.promtail(),
  });
  const shopChart = new Chart(app, 'timedeal', { namespace: 'timedeal' });
  const shop = new timedeal.Timedeal(shopChart, 'Timedeal', {
    databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal'),
    minReplicas: 2,
    maxReplicas: 4,
  });
  plg.monitor(shop.stockService, { port: 8080 });
  plg.monitor(shop.postgres, { port: 9187 });
  plg.addMixin(new timedeal.TimedealMixin(shop));
  return manifestsOf(app);
}
