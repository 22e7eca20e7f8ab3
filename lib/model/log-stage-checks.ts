import { invalid } from '../core/errors';
import { checkText } from '../core/names';
import { templateProblem } from './query/go-template';
import { jmesPathProblem } from './query/jmespath';
import { re2GroupNames, re2Problem } from './query/re2';
import { STAGE_FUNCTIONS } from './query/stage-functions';

/*
 * What a stage may be told. The agents refuse some of these mistakes when they start, and then send nothing at all; others
 * they never mention.
 */

export function checkRegex(stage: string, prop: string, expression: string): void {
  checkText(`LogStage ${stage}`, prop, expression);
  if (expression === '') refuse(stage, prop, expression, 'it must not be empty, which matches every line');
  const problem = re2Problem(expression);
  if (problem !== undefined) refuse(stage, prop, expression, problem);
}

export function checkRegexWithNames(stage: string, prop: string, expression: string): void {
  checkRegex(stage, prop, expression);
  if (re2GroupNames(expression).length > 0) return;
  refuse(stage, prop, expression, 'it must name at least one group: (?P<name>...)');
}

export function checkRegexWithGroup(stage: string, prop: string, expression: string): void {
  checkRegex(stage, prop, expression);
  const unescaped = expression.replace(/\\Q.*?(\\E|$)|\\./gs, '');
  const withoutClasses = unescaped.replace(/\[\^?\]?(\[:\w+:\]|[^\]])*\]/g, '');
  if (/\((?!\?)|\(\?P?</.test(withoutClasses)) return;
  refuse(stage, prop, expression, 'it must have a group, which is what is replaced: (...)');
}

/** Promtail skips a stage whose template it cannot read, without a word: what was to be masked would be stored. */
export function checkTemplate(stage: string, prop: string, template: string): void {
  checkText(`LogStage ${stage}`, prop, template);
  const withoutActions = template.replace(/\{\{(?:[^{}"`]|"(?:[^"\\]|\\.)*"|`[^`]*`)+\}\}/g, '');
  if (withoutActions.includes('{{')) {
    refuse(stage, prop, template, "it must be a Go template, each '{{' closed by '}}'");
  }
  const problem = templateProblem(template, { functions: STAGE_FUNCTIONS, variables: [] });
  if (problem !== undefined) refuse(stage, prop, template, problem);
}

/** A path whose keys need quotes: `order-id` reads as a subtraction, which JMESPath has not. */
export function checkJsonPath(stage: string, prop: string, path: string): void {
  checkText(`LogStage ${stage}`, prop, path);
  // no path: the field of that name
  const problem = path === '' ? undefined : jmesPathProblem(path);
  if (problem === undefined) return;
  const isPlain = /^[\w.$@/ -]+$/.test(path);
  const mend = `put a key with other characters in quotes: '"order-id"'`;
  refuse(stage, prop, path, `it must be a JMESPath; ${isPlain ? mend : problem}`);
}

// what both agents know by name (convertDateLayout in their stages/util.go)
const NAMED_TIME_FORMATS = [
  ...['ANSIC', 'UnixDate', 'RubyDate', 'RFC822', 'RFC822Z', 'RFC850', 'RFC1123', 'RFC1123Z', 'RFC3339', 'RFC3339Nano'],
  ...['Unix', 'UnixMs', 'UnixUs', 'UnixNs'],
];

// the year, or the hour and the minute: `YYYY-MM-DD HH:mm` has neither, and no line would ever match it
const GO_LAYOUT = /06|(?:15|3).*4/;

export function checkTimeFormat(stage: string, prop: string, format: string): void {
  if (NAMED_TIME_FORMATS.includes(format) || (GO_LAYOUT.test(format) && !/[\r\n]/.test(format))) return;
  const rule = "it must be a named format such as 'RFC3339', or a Go layout such as '2006-01-02 15:04:05'";
  refuse(stage, prop, format, rule);
}

// labels with a value for each request or pod make a stream each: Loki slows down, then refuses them (grafana/loki#6825)
const UNBOUNDED_LABELS =
  /^(trace_?id|span_?id|request_?id|correlation_?id|session_?id|user_?id|pod_?uid|uid|ip|client_?ip|timestamp|ts|time)$/i;

export function checkBoundedLabel(stage: string, prop: string, name: string): void {
  if (!UNBOUNDED_LABELS.test(name)) return;
  const rule = 'it has too many values for a stream label; use LogStage.structuredMetadata for it';
  refuse(stage, prop, name, rule);
}

// limits_config.max_label_names_per_series; the agents give some of them already
const MOST_LABELS = 15;

export function checkLabelCount(stage: string, prop: string, names: readonly string[]): void {
  if (names.length <= MOST_LABELS) return;
  const rule = `it must hold at most ${MOST_LABELS} names: Loki refuses lines of a stream with more labels`;
  invalid(`LogStage ${stage}`, prop, `${names.length} names`, rule);
}

function refuse(stage: string, prop: string, value: string, rule: string): never {
  invalid(`LogStage ${stage}`, prop, value, rule);
}
