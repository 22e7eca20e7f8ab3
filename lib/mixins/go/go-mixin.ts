import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { AlertProfile, checkMixinOptions, type MixinOptions } from '../../model/alert-profile';
import { Dashboard } from '../../model/dashboard';
import { Mixin } from '../../model/mixin';
import { goAlerts } from './go-alerts';
import { GO, goPrograms } from './go-dashboard';

/**
 * What goes on inside of programs in Go: goroutines, heap and garbage collection, the memory limit that the runtime keeps,
 * cores and open files.
 *
 * It needs the metrics that client_golang 1.20 or newer shows by itself, under whatever job; of older ones the lines of
 * `GOMEMLIMIT` and `GOMAXPROCS` are missing. The memory limits are those of kube-state-metrics under the job
 * `kube-state-metrics`. The dashboard is about pods; Prometheus, Loki and most exporters are programs in Go as well.
 *
 * @see https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/collectors
 * @example
 * plg.monitor(api, { port: 8080, mixins: [new GoMixin()] });
 */
export class GoMixin extends Mixin {
  /** @param options which alerts are wanted */
  public constructor(options: MixinOptions = {}) {
    checkMixinOptions('GoMixin', options);
    super('go', {
      dashboards: [Dashboard._lazy(GO.uid, GO.title, {}, () => buildDashboard(goPrograms()))],
      ruleGroups: goAlerts(options.alerts ?? AlertProfile.CORE),
    });
  }
}
