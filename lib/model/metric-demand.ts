import { fail, type Subject } from '../core/errors';
import type { MetricReader } from './dashboard-queries';
import type { MetricUse } from './query/metric-names';
import { RelabelRule } from './relabel-rule';

/** Which metrics of which job anything reads. */
export class MetricDemand {
  private readonly uses: readonly MetricUse[];

  /**
   * Fails for a query whose metric a variable chooses: what it reads cannot be known.
   *
   * @param subject who is to blame in messages
   * @param readers all that reads metrics
   * @param also names or RE2 patterns of metrics that are kept besides
   */
  public constructor(
    subject: Subject,
    readers: readonly MetricReader[],
    private readonly also: readonly string[],
  ) {
    for (const { where, uses } of readers) {
      const open = uses.find(({ names, namePattern }) => names.length === 0 && namePattern === undefined);
      if (open !== undefined) {
        fail(
          subject,
          `${where} reads metrics whose name is not in its query, so that 'storedMetrics' cannot keep what is read alone; name the metric in the query, or keep all with StoredMetrics.all()`,
        );
      }
    }
    this.uses = readers.flatMap(({ uses }) => uses);
  }

  /** Keeps of a job's metrics those that something reads. */
  public keepRule(job: string): RelabelRule {
    const wanted = this.uses.filter(({ matchers }) =>
      matchers.every(
        ({ label, operator, value, isVariable }) => label !== 'job' || isVariable || operator !== '=' || value === job,
      ),
    );
    const names = wanted.flatMap((use) => use.names);
    const patterns = wanted.flatMap(({ namePattern }) => (namePattern === undefined ? [] : [`(?:${namePattern})`]));
    const alternatives = [...inOrder(names), ...inOrder([...patterns, ...this.also])];
    return alternatives.length === 0
      ? RelabelRule.drop(['__name__'], '.+')
      : RelabelRule.keep(['__name__'], alternatives.join('|'));
  }
}

/** Each once. */
function inOrder(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
