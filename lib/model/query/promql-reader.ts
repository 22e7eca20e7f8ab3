import { groupByPrecedence, infixPart, prefixPart, type Part } from './precedence';
import type { PromqlBinary, PromqlDuration, PromqlExpression, PromqlMatcher, PromqlPostfix, Word } from './promql-ast';
import { numberValue } from './promql-duration';
import { child, children, type SyntaxNode } from './syntax-tree';
import { readText } from './text-literal';

const POSTFIX: Readonly<Record<string, PromqlPostfix['kind']>> = {
  MatrixSelector: 'range',
  SubqueryExpr: 'subquery',
  OffsetExpr: 'offset',
  StepInvariantExpr: 'at',
  AnchoredExpr: 'anchored',
  SmoothedExpr: 'smoothed',
};

// `5m`, `-5m`, and with a sign also `-(5m)`; Prometheus calculates all else when the query runs
const PLAIN_DURATION = /^([+\-\s]*)(?:\(\s*([\w.]+)\s*\)|([\w.]+))$/;

/** Turns the nodes of the grammar into expressions; the grammar has accepted them, so the expected children exist. */
export class PromqlReader {
  constructor(private readonly text: string) {}

  public expression(node: SyntaxNode): PromqlExpression {
    return groupByPrecedence(this.parts(node));
  }

  private parts(node: SyntaxNode): Part<PromqlExpression>[] {
    const [first, second, ...rest] = children(node);
    const postfix = POSTFIX[node.name];
    if (postfix !== undefined && first) return [...this.parts(first), { postfix: this.postfix(node, postfix) }];
    if (node.name === 'UnaryExpr' && first && second) {
      const { from } = first;
      const sign = (operand: PromqlExpression): PromqlExpression => ({ kind: 'unary', from, to: operand.to, operand });
      return [prefixPart<PromqlExpression>(sign), ...this.parts(second)];
    }
    const right = rest.at(-1);
    if (node.name !== 'BinaryExpr' || !first || !second || !right) return [{ operand: this.primary(node) }];
    const operator = this.word(second);
    const combine = this.binary(operator, rest.slice(0, -1));
    return [...this.parts(first), infixPart<PromqlExpression>(operator.value, combine), ...this.parts(right)];
  }

  private postfix(node: SyntaxNode, kind: PromqlPostfix['kind']): (operand: PromqlExpression) => PromqlPostfix {
    const after = children(node).slice(1);
    const durations = after.filter(({ name }) => name === 'DurationExpr' || name === 'OffsetDurationExpr');
    const seconds = kind === 'at' ? after.find(({ name }) => name === 'NumberDurationLiteral') : undefined;
    return (operand) => ({
      kind,
      from: operand.from,
      to: node.to,
      operand,
      signAt: operand.to + this.text.slice(operand.to).search(/\S/),
      durations: durations.map((duration) => this.duration(duration)),
      timestamp: seconds && numberValue(this.slice(seconds)),
    });
  }

  private binary(operator: Word, modifiers: SyntaxNode[]): (a: PromqlExpression, b: PromqlExpression) => PromqlBinary {
    const clause = modifiers.find(({ name }) => name === 'MatchingModifierClause');
    const [labels, groupLabels] = clause ? children(clause).filter(({ name }) => name === 'GroupingLabels') : [];
    const isGrouped = clause && child(clause, 'GroupLeft', 'GroupRight') !== undefined;
    return (left, right) => ({
      kind: 'binary',
      from: left.from,
      to: right.to,
      operator,
      left,
      right,
      bool: modifiers.some(({ name }) => name === 'BoolModifier'),
      matching: clause && { on: child(clause, 'On') !== undefined, labels: this.labels(labels) },
      group: isGrouped ? { labels: this.labels(groupLabels) } : undefined,
      fill: modifiers.find(({ name }) => name === 'FillModifier'),
    });
  }

  private primary(node: SyntaxNode): PromqlExpression {
    const { from, to } = node;
    switch (node.name) {
      case 'ParenExpr': {
        const [inner] = children(node);
        if (inner) return { kind: 'parentheses', from, to, operand: this.expression(inner) };
        break;
      }
      case 'NumberDurationLiteral':
        return { kind: 'number', from, to, value: numberValue(this.slice(node)) };
      case 'StringLiteral':
        return { kind: 'text', from, to, text: this.word(node) };
      case 'VectorSelector':
        return this.selector(node);
      case 'FunctionCall':
      case 'AggregateExpr':
        return this.call(node);
    }
    throw new Error(`the PromQL grammar has a node that is not known here: ${node.name}`);
  }

  private call(node: SyntaxNode): PromqlExpression {
    const { from, to } = node;
    const [first] = children(node);
    const body = child(node, 'FunctionCallBody');
    const call = {
      from,
      to,
      name: this.word(first ?? node),
      args: body ? children(body).map((argument) => this.expression(argument)) : [],
    };
    if (node.name === 'FunctionCall') return { kind: 'call', ...call };
    const modifier = child(node, 'AggregateModifier');
    return { kind: 'aggregate', ...call, grouping: this.labels(modifier && child(modifier, 'GroupingLabels')) };
  }

  private selector(node: SyntaxNode): PromqlExpression {
    const name = child(node, 'Identifier');
    const braces = child(node, 'LabelMatchers');
    const inBraces = braces ? children(braces) : [];
    return {
      kind: 'selector',
      from: node.from,
      to: node.to,
      name: name && this.word(name),
      quotedNames: inBraces.filter((entry) => entry.name === 'QuotedLabelName').map((entry) => this.word(entry)),
      matchers: inBraces.filter((entry) => entry.name !== 'QuotedLabelName').map((entry) => this.matcher(entry)),
    };
  }

  private matcher(node: SyntaxNode): PromqlMatcher {
    const [name, operator, value] = children(node);
    return {
      from: node.from,
      to: node.to,
      name: this.word(name ?? node),
      operator: this.slice(operator ?? node) as PromqlMatcher['operator'],
      value: this.word(value ?? node),
    };
  }

  private labels(list: SyntaxNode | undefined): Word[] {
    return list ? children(list).map((label) => this.word(label)) : [];
  }

  private duration(node: SyntaxNode): PromqlDuration {
    const { from, to } = node;
    const [, signs = '', inner, bare] = PLAIN_DURATION.exec(this.slice(node)) ?? [];
    const literal = bare ?? (signs === '' ? undefined : inner);
    if (literal === undefined) return { from, to };
    const isNegative = signs.replace(/[^-]/g, '').length % 2 === 1;
    const milliseconds = numberValue(literal) * 1_000;
    return { from, to, milliseconds: isNegative ? -milliseconds : milliseconds };
  }

  private word(node: SyntaxNode): Word {
    const { from, to } = node;
    const text = this.slice(node);
    if (!/^["'`]/.test(text)) return { from, to, value: text };
    const { value, problem, at = 0 } = readText(text);
    if (problem !== undefined) return { from, to, value, problem: { at: from + at, message: problem } };
    // the lexer of Prometheus takes it for broken UTF-8, which decodes to the same character
    const unreadable = text.indexOf('\ufffd');
    if (unreadable === -1) return { from, to, value };
    return { from, to, value, problem: { at: from + unreadable, message: 'it holds U+FFFD; write \\ufffd' } };
  }

  private slice({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }
}
