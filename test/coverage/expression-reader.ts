import type { ParsableQuery } from '../../lib/model/query/grafana-variables';
import type {
  PromqlAggregate,
  PromqlBinary,
  PromqlCall,
  PromqlExpression,
  PromqlSelector,
  Word,
} from '../../lib/model/query/promql-ast';
import type { Metrics } from './metrics';
import { selectionOf } from './selection';
import { hasLabel, NO_LABELS, only, plus, union, UNKNOWN, without, type Shape } from './shape';

const NUMBER_OF_VECTOR = ['scalar', 'time', 'pi'];
const VECTOR_OF_NOTHING = ['vector', 'year', 'month', 'day_of_month', 'day_of_week', 'day_of_year', 'hour', 'minute'];
const SETS = ['and', 'unless'];

/** Finds out which labels the result of a query has, and what it asks for that is not there. */
export class ExpressionReader {
  public readonly problems: string[] = [];

  public constructor(
    private readonly query: ParsableQuery,
    private readonly metrics: Metrics,
  ) {}

  /** The labels of the result; undefined when it is a number or a text. */
  public read(expression: PromqlExpression): Shape | undefined {
    switch (expression.kind) {
      case 'number':
      case 'text':
        return undefined;
      case 'selector':
        return this.selector(expression);
      case 'call':
        return this.call(expression);
      case 'aggregate':
        return this.aggregate(expression);
      case 'binary':
        return this.binary(expression);
      default:
        return this.read(expression.operand);
    }
  }

  private selector(selector: PromqlSelector): Shape {
    const { shape, problems } = this.metrics.find(selectionOf(this.query, selector));
    this.problems.push(...problems);
    return shape;
  }

  private call({ name: { value: name }, args }: PromqlCall): Shape | undefined {
    const shapes = args.map((argument) => this.read(argument));
    if (NUMBER_OF_VECTOR.includes(name)) return undefined;
    const vector = shapes.find((shape) => shape !== undefined);
    if (VECTOR_OF_NOTHING.includes(name)) return vector ?? NO_LABELS;
    if (name === 'absent' || name === 'absent_over_time') return this.absent(args[0]);
    if (vector === undefined) return undefined;
    const texts = args.map((argument) => (argument.kind === 'text' ? argument.text.value : ''));
    if (name === 'histogram_quantile') {
      this.require([{ value: 'le' }], vector, name);
      return without(vector, ['le']);
    }
    if (name === 'label_replace') return this.relabelled(vector, texts[1], [texts[3] ?? ''], name);
    if (name === 'label_join') return this.relabelled(vector, texts[1], texts.slice(3), name);
    return vector;
  }

  private relabelled(vector: Shape, target: string | undefined, sources: readonly string[], name: string): Shape {
    this.require(
      sources.filter((value) => value !== '').map((value) => ({ value })),
      vector,
      name,
    );
    return plus(vector, target ?? '', 'any');
  }

  /** Has the labels that the selector asks for by equality. */
  private absent(argument: PromqlExpression | undefined): Shape {
    let inner = argument;
    while (inner !== undefined && 'operand' in inner) inner = inner.operand;
    if (inner?.kind !== 'selector') return NO_LABELS;
    const equal = selectionOf(this.query, inner).matchers.filter(({ operator }) => operator === '=');
    return equal.reduce(
      (shape, { label, value }) => plus(shape, label, value === undefined ? 'any' : new Set([value])),
      NO_LABELS,
    );
  }

  private aggregate(aggregate: PromqlAggregate): Shape {
    const { name, args, grouping } = aggregate;
    const vector = args.map((argument) => this.read(argument)).at(-1) ?? UNKNOWN;
    const labels = grouping.map(({ value }) => value).filter((label) => !label.startsWith('V_'));
    const operation = name.value.toLowerCase();
    if (this.isWithout(aggregate)) return ['topk', 'bottomk'].includes(operation) ? vector : without(vector, labels);
    this.require(grouping, vector, `${operation} by`);
    if (['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(operation)) return vector;
    const grouped = only(vector, labels);
    const [parameter] = args;
    return operation === 'count_values' && parameter?.kind === 'text'
      ? plus(grouped, parameter.text.value, 'any')
      : grouped;
  }

  private isWithout({ from, to, name, args }: PromqlAggregate): boolean {
    const { text } = this.query;
    const modifier = text.slice(name.to, args[0]?.from ?? to) + text.slice(args.at(-1)?.to ?? from, to);
    return /\bwithout\b/i.test(modifier);
  }

  private binary(binary: PromqlBinary): Shape | undefined {
    const left = this.read(binary.left);
    const right = this.read(binary.right);
    const operator = binary.operator.value.toLowerCase();
    if (left === undefined || right === undefined) return left ?? right;
    const { matching, group } = binary;
    if (matching?.on === true) {
      this.require(matching.labels, left, `on, left of '${operator}'`);
      this.require(matching.labels, right, `on, right of '${operator}'`);
    }
    if (operator === 'or') return union(left, right);
    if (SETS.includes(operator)) return left;
    if (group !== undefined) return this.grouped(binary, left, right);
    const labels = matching?.labels.map(({ value }) => value) ?? [];
    if (matching === undefined) return left;
    return matching.on ? only(left, labels) : without(left, labels);
  }

  /** The side of many keeps its labels, and gets those that are listed from the other. */
  private grouped({ group, operator, left: { to }, right: { from } }: PromqlBinary, left: Shape, right: Shape): Shape {
    const isLeft = /\bgroup_left\b/i.test(this.query.text.slice(to, from));
    const [many, one] = isLeft ? [left, right] : [right, left];
    const labels = group?.labels ?? [];
    this.require(labels, one, `${isLeft ? 'group_left' : 'group_right'} of '${operator.value}'`);
    return labels.reduce((shape, { value }) => plus(shape, value, one.labels.get(value) ?? 'any'), many);
  }

  private require(labels: readonly Pick<Word, 'value'>[], shape: Shape, where: string): void {
    for (const { value } of labels) {
      // a variable of Grafana
      if (value.startsWith('V_') || hasLabel(shape, value)) continue;
      const there = [...shape.labels.keys()].sort().join(', ');
      this.problems.push(`${where} (${value}): no series there has the label '${value}'; they have ${there || 'none'}`);
    }
  }
}
