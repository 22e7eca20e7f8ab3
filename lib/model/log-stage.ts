import { Duration } from 'cdk8s';
import { fail, invalid } from '../core/errors';
import { checkOneLine, checkWholeNumber } from '../core/names';
import { checkDuration, prometheusDuration } from '../core/units';
import type { LogStageData } from './log-stage-data';
import { checkLabelName } from './metric-label';
import { re2Problem } from './query/re2';

// labels with a value for each request or pod make a stream each: Loki slows down, then refuses them (grafana/loki#6825)
const UNBOUNDED_LABELS =
  /^(trace_?id|span_?id|request_?id|correlation_?id|session_?id|user_?id|pod_?uid|uid|ip|client_?ip|timestamp|ts|time)$/i;

/** How lines that belong together are found. */
export interface MultilineOptions {
  /**
   * How long the agent waits for the rest of a record.
   *
   * @default Duration.seconds(3)
   */
  readonly maxWait?: Duration;
  /**
   * Records are cut after so many lines.
   *
   * @default 128
   */
  readonly maxLines?: number;
}

/** How many lines pass. */
export interface LimitOptions {
  /** Lines a second that pass. */
  readonly rate: number;
  /** Lines that may come at once above the rate; at least 1. */
  readonly burst: number;
  /**
   * Whether lines above the limit are dropped; otherwise reading waits.
   *
   * @default true
   */
  readonly drop?: boolean;
}

/**
 * A step that a log line goes through on its way to Loki, the same for Promtail and for Alloy.
 *
 * Each factory throws for a label name that is none and for an expression that RE2 refuses.
 *
 * @see https://grafana.com/docs/loki/latest/send-data/promtail/stages/
 * @example
 * [LogStage.json({ level: 'level', order: 'order.id' }), LogStage.labels('level'), LogStage.structuredMetadata('order')];
 */
export class LogStage {
  /**
   * Reads fields of lines that are JSON.
   *
   * @param fields name -> JMESPath of the value: `{ order: 'order.id' }`
   */
  public static json(fields: { [name: string]: string }): LogStage {
    return new LogStage({ stage: 'json', expressions: named('json', fields) });
  }

  /**
   * Reads fields of lines in logfmt (`level=info msg="..."`).
   *
   * @param fields name -> key in the line
   */
  public static logfmt(fields: { [name: string]: string }): LogStage {
    return new LogStage({ stage: 'logfmt', mapping: named('logfmt', fields) });
  }

  /**
   * Reads fields of lines by the named groups of a regex.
   *
   * @param expression RE2 expression with at least one group `(?P<name>...)`
   */
  public static regex(expression: string): LogStage {
    checkRegex('regex', expression);
    if (!/\(\?P?<[A-Za-z_]\w*>/.test(expression)) {
      invalid('LogStage regex', 'expression', expression, 'it must name at least one group: (?P<name>...)');
    }
    return new LogStage({ stage: 'regex', expression });
  }

  /**
   * Writes over what the groups of a regex capture, to mask what must not be stored.
   *
   * @param expression RE2 expression with at least one group
   * @param replacement what stands in its place
   */
  public static replace(expression: string, replacement: string): LogStage {
    checkRegex('replace', expression);
    return new LogStage({ stage: 'replace', expression, replace: replacement });
  }

  /**
   * Makes a field from others with a Go template.
   *
   * @param field the field to write
   * @param template for example `{{ ToLower .Value }}`
   */
  public static template(field: string, template: string): LogStage {
    checkLabelName('LogStage template', 'field', field);
    return new LogStage({ stage: 'template', source: field, template });
  }

  /**
   * Makes stream labels of fields. Few values only: each combination of labels is a stream of its own.
   *
   * Throws for names that are known to have a value for each request, such as `trace_id`: use `structuredMetadata`.
   *
   * @param names fields that an earlier stage has read
   */
  public static labels(...names: string[]): LogStage {
    for (const name of names) {
      if (UNBOUNDED_LABELS.test(name)) {
        invalid(
          'LogStage labels',
          'names',
          name,
          'it has too many values for a stream label; use LogStage.structuredMetadata for it',
        );
      }
    }
    return new LogStage({ stage: 'labels', values: sameNames('labels', names) });
  }

  /**
   * Gives every line the same labels.
   *
   * @param values label -> value
   */
  public static staticLabels(values: { [name: string]: string }): LogStage {
    return new LogStage({ stage: 'static_labels', values: named('staticLabels', values) });
  }

  /**
   * Takes stream labels away.
   *
   * @param names labels that the stream carries
   */
  public static labelDrop(...names: string[]): LogStage {
    return new LogStage({ stage: 'label_drop', names: Object.keys(sameNames('labelDrop', names)) });
  }

  /**
   * Stores fields beside the line, where queries find them without an index: right for trace or order ids.
   *
   * @param names fields that an earlier stage has read
   */
  public static structuredMetadata(...names: string[]): LogStage {
    return new LogStage({ stage: 'structured_metadata', values: sameNames('structuredMetadata', names) });
  }

  /**
   * Takes the time of the line from a field.
   *
   * @param field field that an earlier stage has read
   * @param format a Go layout, or one of `RFC3339`, `RFC3339Nano`, `Unix`, `UnixMs`, `UnixUs`, `UnixNs`
   */
  public static timestamp(field: string, format: string): LogStage {
    checkLabelName('LogStage timestamp', 'field', field);
    checkOneLine('LogStage timestamp', 'format', format);
    return new LogStage({ stage: 'timestamp', source: field, format });
  }

  /**
   * Stores a field in place of the whole line.
   *
   * @param field field that an earlier stage has read
   */
  public static output(field: string): LogStage {
    checkLabelName('LogStage output', 'field', field);
    return new LogStage({ stage: 'output', source: field });
  }

  /**
   * Drops lines, such as those of health checks.
   *
   * @param expression RE2 expression that matches anywhere in the line
   * @param reason counted under this name in the agent's metric of dropped lines
   */
  public static drop(expression: string, reason: string = 'drop_stage'): LogStage {
    checkRegex('drop', expression);
    checkOneLine('LogStage drop', 'reason', reason);
    return new LogStage({ stage: 'drop', expression, reason });
  }

  /**
   * Joins the lines of one record, such as a stack trace.
   *
   * @param firstline RE2 expression that the first line of each record matches
   * @param options how long to wait, how many lines at most
   */
  public static multiline(firstline: string, options: MultilineOptions = {}): LogStage {
    checkRegex('multiline', firstline);
    const { maxWait = Duration.seconds(3), maxLines = 128 } = options;
    checkDuration('LogStage multiline', 'maxWait', maxWait);
    checkWholeNumber('LogStage multiline', 'maxLines', maxLines, 1);
    return new LogStage({ stage: 'multiline', firstline, maxWaitTime: prometheusDuration(maxWait), maxLines });
  }

  /**
   * Lets so many lines a second pass and no more.
   *
   * @param options rate and burst
   */
  public static limit(options: LimitOptions): LogStage {
    const { rate, burst, drop = true } = options;
    if (!Number.isFinite(rate) || rate <= 0)
      invalid('LogStage limit', 'rate', rate, 'it must be a number of lines a second above 0');
    checkWholeNumber('LogStage limit', 'burst', burst, 1);
    return new LogStage({ stage: 'limit', rate, burst, drop });
  }

  private constructor(
    /** @internal */
    public readonly _data: LogStageData,
  ) {}
}

function checkRegex(stage: string, expression: string): void {
  const problem = re2Problem(expression);
  if (problem !== undefined) fail(`LogStage ${stage}`, `'expression' is ${JSON.stringify(expression)}; ${problem}`);
}

function named(stage: string, fields: { [name: string]: string }): { [name: string]: string } {
  const entries = Object.entries(fields);
  if (entries.length === 0)
    invalid(`LogStage ${stage}`, 'fields', fields, "it must hold at least one field, such as { level: 'level' }");
  for (const [name] of entries) checkLabelName(`LogStage ${stage}`, 'fields', name);
  return Object.fromEntries(entries);
}

function sameNames(stage: string, names: string[]): { [name: string]: string } {
  return named(stage, Object.fromEntries(names.map((name) => [name, ''])));
}
