import { Chart, Duration } from 'cdk8s';
import { AlertProfile, Credentials, KubernetesFlavor, type Mixin, PlgStack, Slo, timedeal } from '../../../lib';
import { GoMixin } from '../../../lib/mixins/go/go-mixin';
import { HttpMixin } from '../../../lib/mixins/http/http-mixin';
import { JvmMixin } from '../../../lib/mixins/jvm/jvm-mixin';
import { NodejsMixin } from '../../../lib/mixins/nodejs/nodejs-mixin';
import { PostgresMixin } from '../../../lib/mixins/postgres/postgres-mixin';
import { testApp } from '../../support/manifests';

/** All mixins of the library for a kind of cluster. */
export interface FlavourMixins {
  readonly flavor: KubernetesFlavor;
  readonly mixins: readonly Mixin[];
}

/** Those that the stack has by itself, with all their alerts, and those that an app adds. */
export const LIBRARY_MIXINS = Object.values(KubernetesFlavor).map((flavor): FlavourMixins => {
  const app = testApp();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    flavor,
    alerts: AlertProfile.FULL,
    grafana: { admin: Credentials.fromSecret('grafana-admin') },
  });
  const shop = new timedeal.Timedeal(new Chart(app, 'timedeal', { namespace: 'timedeal' }), 'Timedeal', {
    databaseCredentials: Credentials.fromSecret('timedeal-db'),
  });
  const alerts = AlertProfile.FULL;
  const programs = [
    new HttpMixin({ alerts }),
    new HttpMixin({ alerts: AlertProfile.NONE, name: 'http-paths', pathLabel: 'path' }),
    new NodejsMixin({ alerts }),
    new JvmMixin({ alerts }),
    new GoMixin({ alerts }),
    new PostgresMixin({ alerts }),
  ];
  const added = [
    new timedeal.TimedealMixin(shop, { flavor, alerts: AlertProfile.FULL }),
    Slo.availability('stock', { metric: 'http_requests_total', errors: 'code=~"5.."', target: 99.9 }),
    Slo.latency('stock-latency', {
      metric: 'http_request_duration_seconds',
      threshold: Duration.millis(250),
      target: 95,
    }),
  ];
  return { flavor, mixins: [...plg._mixins(), ...added, ...programs] };
});
