import { Duration } from 'cdk8s';
import { invalid } from '../core/errors';
import { checkFlag, checkMap, checkProps, checkTexts } from '../core/kinds';
import { checkOneLine, checkText, checkWholeNumber } from '../core/names';
import { checkDuration, goDuration } from '../core/units';
import { sortedKeys } from '../core/sorted-keys';
import {
  checkBoundedLabel,
  checkJsonPath,
  checkLabelCount,
  checkRegex,
  checkRegexWithGroup,
  checkRegexWithNames,
  checkTemplate,
  checkTimeFormat,
} from './log-stage-checks';
import type { LogStageData } from './log-stage-data';
import { checkLabelName } from './metric-label';

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
   * @param fields name -> JMESPath of the value: `{ order: 'order.id' }`; a key that holds more than letters, digits and
   * `_` stands in quotes of its own: `{ status: 'http."status-code"' }`
   */
  public static json(fields: { [name: string]: string }): LogStage {
    checkMap('LogStage json', 'fields', fields);
    for (const [name, path] of Object.entries(fields)) checkJsonPath('json', name, path);
    return new LogStage({ stage: 'json', expressions: named('json', fields) });
  }

  /**
   * Reads fields of lines in logfmt (`level=info msg="..."`).
   *
   * @param fields name -> key in the line
   */
  public static logfmt(fields: { [name: string]: string }): LogStage {
    checkMap('LogStage logfmt', 'fields', fields);
    for (const [name, key] of Object.entries(fields)) checkText('LogStage logfmt', name, key);
    return new LogStage({ stage: 'logfmt', mapping: named('logfmt', fields) });
  }

  /**
   * Reads fields of lines by the named groups of a regex.
   *
   * @param expression RE2 expression with at least one group `(?P<name>...)`
   */
  public static regex(expression: string): LogStage {
    checkRegexWithNames('regex', 'expression', expression);
    return new LogStage({ stage: 'regex', expression });
  }

  /**
   * Writes over what the groups of a regex capture, to mask what must not be stored. What the expression matches outside of
   * its groups stays as it is.
   *
   * @param expression RE2 expression with at least one group: `password=(\\S+)`
   * @param replacement what stands in its place: text, or a Go template over the captured `.Value`
   */
  public static replace(expression: string, replacement: string): LogStage {
    checkRegexWithGroup('replace', 'expression', expression);
    checkTemplate('replace', 'replacement', replacement);
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
    checkTemplate('template', 'template', template);
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
    for (const name of names) checkBoundedLabel('labels', 'names', name);
    checkLabelCount('labels', 'names', names);
    return new LogStage({ stage: 'labels', values: sameNames('labels', names) });
  }

  /**
   * Gives every line the same labels.
   *
   * @param values label -> value
   */
  public static staticLabels(values: { [name: string]: string }): LogStage {
    checkMap('LogStage staticLabels', 'values', values);
    for (const [name, value] of Object.entries(values)) checkOneLine('LogStage staticLabels', name, value);
    return new LogStage({ stage: 'static_labels', values: named('staticLabels', values) });
  }

  /**
   * Takes stream labels away.
   *
   * @param names labels that the stream carries
   */
  public static labelDrop(...names: string[]): LogStage {
    return new LogStage({ stage: 'label_drop', values: Object.keys(sameNames('labelDrop', names)) });
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
   * @param format one of `RFC3339`, `RFC3339Nano`, `Unix`, `UnixMs`, `UnixUs`, `UnixNs`, or a Go layout, which is how the
   * time `2006-01-02 15:04:05` looks in the log
   */
  public static timestamp(field: string, format: string): LogStage {
    checkLabelName('LogStage timestamp', 'field', field);
    checkTimeFormat('timestamp', 'format', format);
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
    checkRegex('drop', 'expression', expression);
    checkOneLine('LogStage drop', 'reason', reason);
    return new LogStage({ stage: 'drop', expression, drop_counter_reason: reason });
  }

  /**
   * Joins the lines of one record, such as a stack trace.
   *
   * @param firstline RE2 expression that the first line of each record matches
   * @param options how long to wait, how many lines at most
   */
  public static multiline(firstline: string, options: MultilineOptions = {}): LogStage {
    checkRegex('multiline', 'firstline', firstline);
    checkProps('LogStage multiline', options, 'options');
    const { maxWait = Duration.seconds(3), maxLines = 128 } = options;
    checkDuration('LogStage multiline', 'maxWait', maxWait);
    checkWholeNumber('LogStage multiline', 'maxLines', maxLines, 1);
    return new LogStage({
      stage: 'multiline',
      firstline,
      max_wait_time: goDuration(maxWait),
      max_lines: maxLines,
    });
  }

  /**
   * Lets so many lines a second pass and no more.
   *
   * @param options rate and burst
   */
  public static limit(options: LimitOptions): LogStage {
    checkProps('LogStage limit', options, 'options');
    checkFlag('LogStage limit', 'drop', options.drop);
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

function named(stage: string, fields: { [name: string]: string }): { [name: string]: string } {
  const entries = Object.entries(fields);
  if (entries.length === 0)
    invalid(`LogStage ${stage}`, 'fields', fields, "it must hold at least one field, such as { level: 'level' }");
  for (const [name] of entries) checkLabelName(`LogStage ${stage}`, 'fields', name);
  return sortedKeys(fields);
}

function sameNames(stage: string, names: string[]): { [name: string]: string } {
  checkTexts(`LogStage ${stage}`, 'names', names);
  return named(stage, Object.fromEntries(names.map((name) => [name, ''])));
}
