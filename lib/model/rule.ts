import { type Duration } from 'cdk8s';
import { invalid } from '../core/errors';
import { checkMap, checkMember, checkProps } from '../core/kinds';
import { checkOneLine, checkText } from '../core/names';
import { checkDuration, prometheusDuration } from '../core/units';
import { sortedKeys } from '../core/sorted-keys';
import { checkLabelName, checkMetricName } from './metric-label';
import { templateProblem } from './query/go-template';
import { promqlProblems, promqlTypeOf } from './query/promql-syntax';

/** How urgent an alert is: its `severity` label. */
export enum Severity {
  /** Someone must act now, day or night. */
  CRITICAL = 'critical',
  /** Someone must act within the day. */
  WARNING = 'warning',
  /** Helps to understand other alerts. */
  INFO = 'info',
  /** For machines alone, such as a watchdog. */
  NONE = 'none',
}

/** What a recording rule computes. */
export interface RecordOptions {
  /** PromQL expression. */
  readonly expr: string;
  /**
   * Labels added to the result.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };
}

/** What an alert rule watches and says. */
export interface AlertOptions {
  /** PromQL expression; the alert is active for each series that it returns. */
  readonly expr: string;
  /** How urgent it is. */
  readonly severity: Severity;
  /** One line on what is wrong; may use `{{ $labels.pod }}` and `{{ $value }}`. */
  readonly summary: string;
  /**
   * What is wrong in full, and what it means for users; may use templates.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * What to do about it: text or the URL of a page, shown as the annotation `runbook`.
   *
   * @default - none
   */
  readonly runbook?: string;
  /**
   * How long the expression must hold before the alert fires.
   *
   * @default - it fires at once
   */
  readonly holdFor?: Duration;
  /**
   * How long the alert goes on firing after the expression has ceased to hold.
   *
   * @default - it ends at once
   */
  readonly keepFiringFor?: Duration;
  /**
   * Labels added to the alert.
   *
   * @default - none but `severity`
   */
  readonly labels?: { [name: string]: string };
}

/** One rule as data, in the words of a Prometheus rule file. */
export interface RuleData {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
}

/**
 * A recording rule or an alert rule.
 *
 * The expression is parsed at once: a typo throws with its column and with what was expected there.
 *
 * @example
 * Rule.record('namespace:http_requests:rate5m', { expr: 'sum by (namespace) (rate(http_requests_total[5m]))' });
 */
export class Rule {
  /**
   * A series computed from others. Its name is `level:metric:operations` by custom.
   *
   * @see https://prometheus.io/docs/practices/rules/
   * @param name name of the new metric
   * @param options the expression
   */
  public static record(name: string, options: RecordOptions): Rule {
    const subject = `Rule ${name}`;
    checkProps(subject, options, 'options');
    checkMetricName(subject, 'record', name);
    checkExpression(subject, options.expr);
    return new Rule(name, { record: name, expr: options.expr, labels: checkedLabels(subject, options.labels) });
  }

  /**
   * A condition that someone should know of.
   *
   * @param name name of the alert, one word in capitals and small letters by custom: `CheckoutDown`
   * @param options the expression, and what the alert says
   */
  public static alert(name: string, options: AlertOptions): Rule {
    const subject = `Rule ${name}`;
    checkOneLine('Rule', 'alert', name);
    checkProps(subject, options, 'options');
    checkExpression(subject, options.expr);
    checkOneLine(subject, 'summary', options.summary);
    checkMember(subject, 'severity', options.severity ?? null, { Severity });
    checkDuration(subject, 'holdFor', options.holdFor);
    checkDuration(subject, 'keepFiringFor', options.keepFiringFor);
    const { holdFor, keepFiringFor, summary, description, runbook } = options;
    const annotations = {
      summary,
      ...(description === undefined ? {} : { description }),
      ...(runbook === undefined ? {} : { runbook }),
    };
    const labels = checkedLabels(subject, options.labels);
    checkTemplates(subject, { ...labels, ...annotations });
    return new Rule(name, {
      alert: name,
      expr: options.expr,
      for: holdFor && prometheusDuration(holdFor),
      keep_firing_for: keepFiringFor && prometheusDuration(keepFiringFor),
      labels: { severity: options.severity, ...labels },
      annotations,
    });
  }

  private constructor(
    /** Name of the recorded metric or of the alert. */
    public readonly name: string,
    /** @internal */
    public readonly _data: RuleData,
  ) {}

  /** What no two rules of a group may share. @internal */
  public _identity(): readonly unknown[] {
    const { record, alert, labels = {} } = this._data;
    return [record, alert, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))];
  }
}

/** Refuses what Prometheus would: it loads none of a file of rules then. */
function checkTemplates(subject: string, texts: { readonly [prop: string]: string }): void {
  for (const [prop, text] of Object.entries(texts)) {
    checkText(subject, prop, text);
    const problem = templateProblem(text);
    if (problem !== undefined) invalid(subject, prop, text, problem);
  }
}

function checkExpression(subject: string, expr: string): void {
  checkText(subject, 'expr', expr);
  const [problem] = promqlProblems(expr);
  if (problem !== undefined) {
    const { line, column, message, excerpt } = problem;
    const where = line === 1 ? `column ${column}` : `line ${line}, column ${column}`;
    // of a long query, only the part around the error
    invalid(subject, 'expr', expr.length <= 80 ? expr : excerpt, `${where}: ${message}`);
  }
  const type = promqlTypeOf(expr);
  if (type === 'range vector' || type === 'string') {
    const mend =
      type === 'string' ? 'it must have a value' : "it must have one value at a time; apply a function such as 'rate'";
    invalid(subject, 'expr', expr, `it is a ${type}; ${mend}`);
  }
}

function checkedLabels(
  subject: string,
  labels: { readonly [name: string]: string } | undefined,
): { readonly [name: string]: string } | undefined {
  if (labels === undefined) return undefined;
  checkMap(subject, 'labels', labels);
  for (const [name, value] of Object.entries(labels)) {
    checkLabelName(subject, 'labels', name);
    if (name === '__name__')
      invalid(subject, 'labels', name, 'it is the name of the series itself, which no label can be');
    checkText(subject, `labels.${name}`, value);
  }
  return sortedKeys(labels);
}
