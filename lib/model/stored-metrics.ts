import { invalid } from '../core/errors';
import { checkTexts } from '../core/kinds';
import { re2Problem } from './query/re2';

/**
 * Which metrics of the cluster and of the stack itself are stored. Those of workloads and of targets that an app adds are
 * stored in any case.
 *
 * @example
 * new PlgStack(chart, 'Plg', { grafana, storedMetrics: StoredMetrics.onlyRead(['container_memory_usage_bytes']) });
 */
export class StoredMetrics {
  /** All that the targets show, less what their filters drop. */
  public static all(): StoredMetrics {
    return new StoredMetrics(undefined);
  }

  /**
   * Those that a rule or a dashboard of the stack reads, which is less than half of all. What people ask for by hand in
   * Explore is not there unless it is named; nor is what dashboards read that Grafana discovers in ConfigMaps.
   *
   * Throws for a pattern that RE2 refuses; fails at synthesis for a dashboard whose variables choose the metric.
   *
   * @param also names of metrics to keep besides, or RE2 patterns that match whole names: `kube_job_.+`
   */
  public static onlyRead(also: string[] = []): StoredMetrics {
    checkTexts('StoredMetrics', 'also', also);
    for (const pattern of also) {
      const problem = pattern === '' ? 'it is empty' : re2Problem(pattern);
      if (problem !== undefined) {
        invalid('StoredMetrics', 'also', pattern, `it must be a metric's name or an RE2 pattern for names: ${problem}`);
      }
    }
    return new StoredMetrics([...also]);
  }

  private constructor(
    /** What is kept besides what is read; undefined when all is kept. @internal */
    public readonly _also: readonly string[] | undefined,
  ) {}
}
