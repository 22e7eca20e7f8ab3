import { createHash } from 'node:crypto';
import { checkKind, checkMember } from '../../core/kinds';
import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { KubernetesFlavor } from '../../model/kubernetes-flavor';
import { Mixin } from '../../model/mixin';
import { RuleGroup } from '../../model/rule-group';
import { loadTest } from './load-test/load-test';
import { type Shop, shopOf, ShopSeries } from './load-test/shop-series';
import { postgresAlerts } from './postgres-alerts';
import { shopAlerts } from './shop-alerts';
import type { Timedeal } from './timedeal';

/** What of a shop is watched. */
export interface TimedealMixinOptions extends MixinOptions {
  /**
   * Which Kubernetes the stack runs on: on k3s Traefik is scraped, and the dashboard shows the requests as it sees them.
   *
   * @default KubernetesFlavor.K3S
   */
  readonly flavor?: KubernetesFlavor;
}

// the guide's namespace, whose dashboard and rules carry no addition to their names
const GUIDE_NAMESPACE = 'timedeal';

const LONGEST_UID = 40;

/**
 * The dashboard `Timedeal load test` and the alerts of a shop.
 *
 * One page with one time axis says why a pod died, which one burns CPU, what the load test changed and whether the HPA
 * works. It reads what `plg.monitor` collects of the service (`http_requests_total` by `code`, and the histogram
 * `http_request_duration_seconds`) and of the database, the metrics of kube-state-metrics and cAdvisor, and the logs.
 *
 * For a shop in another namespace than `timedeal`, name, title and uid end with that namespace: several shops can be watched
 * side by side.
 *
 * @example
 * plg.monitor(shop.stockService, { port: 8080 });
 * plg.monitor(shop.postgres, { port: 9187 });
 * plg.addMixin(new timedeal.TimedealMixin(shop));
 */
export class TimedealMixin extends Mixin {
  /**
   * @param shop what is watched: names, namespace and limits are taken from it
   * @param options which alerts, and on which Kubernetes
   */
  public constructor(shop: Timedeal, options: TimedealMixinOptions = {}) {
    checkKind(
      'TimedealMixin',
      'shop',
      shop ?? null,
      'stockService',
      'the construct of the shop: new timedeal.Timedeal(...)',
    );
    checkMixinOptions('TimedealMixin', options);
    checkMember('TimedealMixin', 'flavor', options.flavor, { KubernetesFlavor });
    const { alerts = AlertProfile.CORE, flavor = KubernetesFlavor.K3S } = options;
    const watched = shopOf(shop);
    const isGuide = watched.namespace === GUIDE_NAMESPACE;
    const uid = isGuide ? 'timedeal-load-test' : uidOf(watched.namespace);
    const title = isGuide ? 'Timedeal load test' : `Timedeal load test (${watched.namespace})`;
    const ingress = flavor === KubernetesFlavor.K3S;
    const name = isGuide ? 'timedeal' : `timedeal-${watched.namespace}`;
    super(name, {
      dashboards: [Dashboard._lazy(uid, title, {}, () => buildDashboard(loadTest(watched, { uid, title, ingress })))],
      ruleGroups: alerts === AlertProfile.NONE ? [] : ruleGroups(name, watched),
    });
  }
}

/** At most as long as Grafana takes, and another one for each namespace. */
function uidOf(namespace: string): string {
  const uid = `timedeal-load-test-${namespace}`;
  if (uid.length <= LONGEST_UID) return uid;
  return `timedeal-load-test-${createHash('sha256').update(namespace).digest('hex').slice(0, 12)}`;
}

function ruleGroups(name: string, shop: Shop): RuleGroup[] {
  const series = new ShopSeries(shop);
  return [
    new RuleGroup(name, { rules: shopAlerts(series) }),
    new RuleGroup(`${name}-postgres`, { rules: postgresAlerts(series) }),
  ];
}
