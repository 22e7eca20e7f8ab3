import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { traefikAlerts } from './traefik-alerts';
import { TRAEFIK, traefik } from './traefik-dashboard';

/**
 * The way into the cluster: how many requests come in, which service they go to, how many fail and how long they take.
 *
 * It needs the metrics of Traefik 3, under the job `traefik`; k3s brings both.
 *
 * @see https://doc.traefik.io/traefik/observability/metrics/overview/
 * @example
 * plg.addMixin(new TraefikMixin());
 */
export class TraefikMixin extends Mixin {
  /** @param options which alerts are wanted */
  public constructor(options: MixinOptions = {}) {
    checkMixinOptions('TraefikMixin', options);
    super('traefik', {
      dashboards: [Dashboard._lazy(TRAEFIK.uid, TRAEFIK.title, {}, () => buildDashboard(traefik()))],
      ruleGroups: traefikAlerts(options.alerts ?? AlertProfile.CORE),
    });
  }
}
