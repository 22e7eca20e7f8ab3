import type { Construct } from 'constructs';
import type { Grafana } from '../grafana/grafana';
import { metricReadersOf, type MetricReader } from '../model/dashboard-queries';
import { MetricDemand } from '../model/metric-demand';
import { metricUsesIn } from '../model/query/metric-names';
import type { ScrapeTarget } from '../model/scrape-target';
import type { StoredMetrics } from '../model/stored-metrics';
import type { Prometheus } from '../prometheus/prometheus';

/** Knows what the rules and dashboards of a stack read, as far as they have been added. */
export class MetricReaders {
  private known?: { readonly count: number; readonly demand: MetricDemand };

  public constructor(
    private readonly stack: Construct,
    private readonly prometheus: Prometheus,
    private readonly grafana: Grafana,
  ) {}

  /** The target, of whose metrics only those are stored that are wanted. */
  public filtered(target: ScrapeTarget, { _also }: StoredMetrics): ScrapeTarget {
    if (_also === undefined) return target;
    return target._withLateRules(() => [this.demand(_also).keepRule(target._jobLabel())]);
  }

  /** Read anew only when something was added: each file asks several times. */
  private demand(also: readonly string[]): MetricDemand {
    const groups = this.prometheus._ruleGroups();
    const dashboards = this.grafana._dashboards();
    const count = groups.length + dashboards.length;
    if (this.known?.count !== count) {
      const rules = groups.flatMap((group) =>
        group.rules.map((rule): MetricReader => ({
          where: `rule '${rule.name}'`,
          uses: metricUsesIn(rule._data.expr),
        })),
      );
      const readers = [...rules, ...dashboards.flatMap((dashboard) => metricReadersOf(dashboard._model()))];
      this.known = { count, demand: new MetricDemand(this.stack, readers, also) };
    }
    return this.known.demand;
  }
}
