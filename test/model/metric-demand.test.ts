import { MetricDemand } from '../../lib/model/metric-demand';
import { metricUsesIn } from '../../lib/model/query/metric-names';

function regexOf(job: string, queries: readonly string[], also: readonly string[] = []): string | undefined {
  const readers = queries.map((expr) => ({ where: expr, uses: metricUsesIn(expr, { variables: {} }) }));
  const { action, source_labels, regex } = new MetricDemand('test', readers, also).keepRule(job)._data;
  expect([action, source_labels]).toEqual(['keep', ['__name__']]);
  return regex;
}

describe('MetricDemand', () => {
  test('keeps what is read, each name once and in order', () => {
    expect(regexOf('a', ['z / y', 'rate(y[5m])'])).toBe('y|z');
  });

  test('keeps for a job what is asked of it or of no job', () => {
    const queries = ['a{job="node"}', 'b{job="other"}', 'c{job=~"o.*"}', 'd{job!="x"}', 'e', 'f{job="$job"}'];

    expect(regexOf('node', queries)).toBe('a|c|d|e|f');
  });

  test('keeps names that a query gives by a pattern, and those that are named besides', () => {
    expect(regexOf('a', ['{__name__=~"go_.+"}', 'up'], ['kube_job_.+', 'extra'])).toBe(
      'up|(?:go_.+)|extra|kube_job_.+',
    );
  });

  test('fails for a query that does not name its metric', () => {
    expect(() => regexOf('a', ['{job="node"}'])).toThrow(
      new Error(
        '[test] {job="node"} reads metrics whose name is not in its query, so that \'storedMetrics\' cannot keep what is read alone; name the metric in the query, or keep all with StoredMetrics.all()',
      ),
    );
  });

  test('keeps nothing of a job that nobody reads', () => {
    const uses = metricUsesIn('b{job="other"}');

    expect(new MetricDemand('test', [{ where: 'a rule', uses }], []).keepRule('a')._data).toEqual({
      action: 'drop',
      source_labels: ['__name__'],
      regex: '.+',
    });
  });
});
