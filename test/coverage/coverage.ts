import { readableQuery } from '../../lib/model/query/readable-query';
import { parsePromql } from '../../lib/model/query/promql-tree';
import { askerOfRule, type Asker, type Query, type RuleModel } from './asking';
import { ExpressionReader } from './expression-reader';
import type { Metrics } from './metrics';
import { hasLabel, plus, sizeOf, UNKNOWN, type Shape } from './shape';

interface Answer {
  readonly shape: Shape;
  readonly problems: readonly string[];
}

/** Compares what is asked for with the metrics that there are. */
export class Coverage {
  public constructor(private readonly metrics: Metrics) {}

  /** Adds what rules make of the metrics, which other rules may read. */
  public record(rules: readonly RuleModel[]): void {
    const recording = rules.filter(({ record }) => record !== undefined);
    // each round knows what one more rule in a chain reads
    for (let before = -1, now = 0; now > before;) {
      before = now;
      for (const { record = '', expr, labels = {} } of recording) {
        const { shape } = this.answer({ expr, labels: [] });
        this.metrics.record(record, withLabels(shape, labels));
      }
      now = recording.reduce((size, { record = '' }) => size + sizeOf(this.metrics.recordedShape(record)), 0);
    }
    for (const rule of rules) if (rule.alert !== undefined) this.recordAlert(rule, rule.alert);
  }

  /** What is wrong with a question. */
  public problems({ where, queries, shared = [] }: Asker): string[] {
    const answers = queries.map((query) => this.answer(query));
    const problems = answers.flatMap((answer) => answer.problems);
    const missing = shared.filter(({ label }) => !answers.some(({ shape }) => hasLabel(shape, label)));
    return [
      ...new Set(problems),
      ...missing.map(({ label, by }) => `${by} reads the label '${label}', which no query brings`),
    ].map((problem) => `${where}: ${problem}`);
  }

  private recordAlert(rule: RuleModel, alertname: string): void {
    const { shape } = this.answer(askerOfRule(rule).queries[0] ?? { expr: rule.expr, labels: [] });
    const labelled = withLabels(shape, { ...rule.labels, alertname });
    this.metrics.record('ALERTS_FOR_STATE', labelled);
    this.metrics.record('ALERTS', plus(labelled, 'alertstate', new Set(['pending', 'firing'])));
  }

  private answer({ expr, variables, labels }: Query): Answer {
    const query = readableQuery(expr, 'promql', variables);
    const { expression } = parsePromql(query.text);
    if (expression === undefined) return { shape: UNKNOWN, problems: [`cannot read ${expr}`] };
    const reader = new ExpressionReader(query, this.metrics);
    const shape = reader.read(expression) ?? UNKNOWN;
    const asked = labels
      .filter(({ label }) => !hasLabel(shape, label))
      .map(
        ({ label, by }) =>
          `${by} reads the label '${label}'; the result has ${[...shape.labels.keys()].sort().join(', ') || 'none'}`,
      );
    return {
      shape,
      problems: [...new Set([...reader.problems, ...asked])],
    };
  }
}

function withLabels(shape: Shape, labels: { readonly [name: string]: string }): Shape {
  return Object.entries(labels).reduce(
    (known, [name, value]) => plus(known, name, value.includes('{{') ? 'any' : new Set([value])),
    shape,
  );
}
