import { Duration } from 'cdk8s';
import { LogPipeline, LogStage } from '../../lib';
import { make, synthesized, untyped, type BadCase } from './bad-case';

const selector = '{namespace="shop"}';
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `label_${index}`);
const twins = (): unknown => {
  const agent = make.alloy();
  agent.addPipeline(LogPipeline.forSelector(selector, [LogStage.drop('a')]));
  agent.addPipeline(LogPipeline.forSelector('{ namespace = "shop" }', [LogStage.drop('b')]));
  return synthesized(agent);
};

/** Log agents and the stages that a line goes through. */
export const LOG_STAGES: readonly BadCase[] = [
  [
    58,
    'an empty expression',
    () => LogStage.drop(''),
    `[LogStage drop] 'expression' is ""; it must not be empty, which matches every line`,
  ],
  [
    58,
    'a look-behind',
    () => LogStage.drop('(?<!x)y'),
    '[LogStage drop] \'expression\' is "(?<!x)y"; invalid named capture: `(?<!x)y`; RE2 has no look-behind',
  ],
  [
    58,
    'an expression that names no group',
    () => LogStage.regex('level=(\\w+)'),
    `[LogStage regex] 'expression' is "level=(\\\\w+)"; it must name at least one group: (?P<name>...)`,
  ],
  [
    58,
    'an expression without a group',
    () => LogStage.replace('password=\\S+', '***'),
    `[LogStage replace] 'expression' is "password=\\\\S+"; it must have a group, which is what is replaced: (...)`,
  ],
  [
    58,
    'an expression that is a RegExp',
    () => LogStage.drop(untyped(/x/)),
    "[LogStage drop] 'expression' is {}; it must be text",
  ],
  [
    58,
    'a first line that is missing',
    () => LogStage.multiline(untyped(undefined)),
    "[LogStage multiline] 'firstline' is undefined; it must be text",
  ],
  [
    59,
    'a field with a hyphen',
    () => LogStage.logfmt({ 'log-level': 'level' }),
    `[LogStage logfmt] 'fields' is "log-level"; it must be a label name: letters, digits and '_', not beginning with a digit`,
  ],
  [
    59,
    'a field that is missing',
    () => LogStage.output(untyped(undefined)),
    "[LogStage output] 'field' is undefined; it must be a label name: letters, digits and '_', not beginning with a digit",
  ],
  [
    63,
    'a template of a stage that is not closed',
    () => LogStage.template('level', '{{ ToLower .Value'),
    `[LogStage template] 'template' is "{{ ToLower .Value"; it must be a Go template, each '{{' closed by '}}'`,
  ],
  [
    63,
    'a template that is missing',
    () => LogStage.template('level', untyped(undefined)),
    "[LogStage template] 'template' is undefined; it must be text",
  ],
  [
    78,
    'a time to wait in text',
    () => LogStage.multiline('^\\d', { maxWait: untyped('1d') }),
    `[LogStage multiline] 'maxWait' is "1d"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    78,
    'a time to wait of nothing',
    () => LogStage.multiline('^\\d', { maxWait: Duration.seconds(0) }),
    "[LogStage multiline] 'maxWait' is 0s; it must be longer than 0, in whole milliseconds",
  ],
  [
    80,
    'a trace id as a label',
    () => LogStage.labels('trace_id'),
    `[LogStage labels] 'names' is "trace_id"; it has too many values for a stream label; use LogStage.structuredMetadata for it`,
  ],
  [
    80,
    'an address as a label',
    () => LogStage.labels('level', 'client_ip'),
    `[LogStage labels] 'names' is "client_ip"; it has too many values for a stream label; use LogStage.structuredMetadata for it`,
  ],
  [
    80,
    'more labels than a stream may have',
    () => LogStage.labels(...names(16)),
    `[LogStage labels] 'names' is "16 names"; it must hold at most 15 names: Loki refuses lines of a stream with more labels`,
  ],
  [
    80,
    'no labels',
    () => LogStage.labels(),
    "[LogStage labels] 'fields' is {}; it must hold at least one field, such as { level: 'level' }",
  ],
  [
    80,
    'a label that is no text',
    () => LogStage.staticLabels({ team: untyped(1) }),
    "[LogStage staticLabels] 'team' is 1; it must be one line of text that is not empty and has no control characters",
  ],
  [
    81,
    'no stages',
    () => LogPipeline.forSelector(selector, []),
    "[LogPipeline] 'stages' is []; it must hold at least one stage, such as LogStage.drop(...)",
  ],
  [
    81,
    'data in the place of a stage',
    () => LogPipeline.forSelector(selector, [untyped({ drop: { expression: 'x' } })]),
    `[LogPipeline] 'stages' is {"drop":{"expression":"x"}}; it must be made by LogStage.drop(...) and the like`,
  ],
  [
    81,
    'stages that are missing',
    () => LogPipeline.forSelector(selector, untyped(undefined)),
    "[LogPipeline] 'stages' is undefined; it must be a list",
  ],
  [
    81,
    'two pipelines of one selector',
    twins,
    `Validation failed with the following errors:\n  [test/Alloy] two log pipelines select { namespace = "shop" }; put their stages into one, in the order in which they are to run`,
  ],
  [
    81,
    'a key of JSON that needs quotes',
    () => LogStage.json({ order: 'order-id' }),
    `[LogStage json] 'order' is "order-id"; it must be a JMESPath; put a key with other characters in quotes: '"order-id"'`,
  ],
  [
    81,
    'a path of JSON that is missing',
    () => LogStage.json({ order: untyped(undefined) }),
    "[LogStage json] 'order' is undefined; it must be text",
  ],
  [
    81,
    'a layout of another language',
    () => LogStage.timestamp('time', 'YYYY-MM-DD HH:mm'),
    `[LogStage timestamp] 'format' is "YYYY-MM-DD HH:mm"; it must be a named format such as 'RFC3339', or a Go layout such as '2006-01-02 15:04:05'`,
  ],
  [
    81,
    'a rate of nothing',
    () => LogStage.limit({ rate: 0, burst: 1 }),
    "[LogStage limit] 'rate' is 0; it must be a number of lines a second above 0",
  ],
  [
    81,
    'a burst of half a line',
    () => LogStage.limit({ rate: 1, burst: 0.5 }),
    "[LogStage limit] 'burst' is 0.5; it must be a whole number of at least 1",
  ],
  [
    81,
    'a block of Alloy that is not closed',
    () => make.alloy({ extraConfig: 'loki.source.file "x" {' }),
    "[test/Alloy] 'extraConfig' does not close the '{' of line 1",
  ],
  [
    81,
    'a block of Alloy that is ours',
    () => make.alloy({ extraConfig: 'loki.write "loki" {}' }),
    `[test/Alloy] 'extraConfig' declares loki.write "loki" in line 1, which this library declares already; give it another label`,
  ],
  [
    81,
    'data in the place of text for Alloy',
    () => make.alloy({ extraConfig: { a: 1 } }),
    `[test/Alloy] 'extraConfig' is {"a":1}; it must be text in Alloy's own syntax`,
  ],
  [
    81,
    'a path that ends too early',
    () => LogStage.json({ status: 'http.[' }),
    `[LogStage json] 'status' is "http.["; it must be a JMESPath; it ends too early`,
  ],
  [
    81,
    'a template with an end of nothing',
    () => LogStage.template('level', '{{ end }}'),
    `[LogStage template] 'template' is "{{ end }}"; 'end' closes nothing, in '{{ end }}'`,
  ],
  [
    81,
    'a template with a function of alerts',
    () => LogStage.template('level', '{{ .Value | humanize }}'),
    `[LogStage template] 'template' is "{{ .Value | humanize }}"; there is no function 'humanize', in '{{ .Value | humanize }}'`,
  ],
];
