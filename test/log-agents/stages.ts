import { Duration } from 'cdk8s';
import { LogStage } from '../../lib/model/log-stage';

/** Each stage there is, as a user writes it: what Promtail reads, and what Alloy reads. */
export interface StageCase {
  readonly stage: LogStage;
  readonly promtail: { readonly [name: string]: unknown };
  readonly alloy: { readonly name: string; readonly attributes: { readonly [name: string]: unknown } };
}

/** Expected settings are those of the two programs' references, typed by hand. */
export const STAGES: { readonly [name: string]: StageCase } = {
  json: {
    stage: LogStage.json({ level: '', order: 'order.id', status: 'http."status-code"' }),
    promtail: { json: { expressions: { level: '', order: 'order.id', status: 'http."status-code"' } } },
    alloy: {
      name: 'stage.json',
      attributes: { expressions: { level: '', order: 'order.id', status: 'http."status-code"' } },
    },
  },
  logfmt: {
    stage: LogStage.logfmt({ level: 'lvl', msg: '' }),
    promtail: { logfmt: { mapping: { level: 'lvl', msg: '' } } },
    alloy: { name: 'stage.logfmt', attributes: { mapping: { level: 'lvl', msg: '' } } },
  },
  regex: {
    stage: LogStage.regex(String.raw`^(?P<time>\S+) \[(?P<level>\w+)\] "(?P<rest>.*)"$`),
    promtail: { regex: { expression: String.raw`^(?P<time>\S+) \[(?P<level>\w+)\] "(?P<rest>.*)"$` } },
    alloy: {
      name: 'stage.regex',
      attributes: { expression: String.raw`^(?P<time>\S+) \[(?P<level>\w+)\] "(?P<rest>.*)"$` },
    },
  },
  replace: {
    stage: LogStage.replace(String.raw`password=(\S+)`, '{{ .Value | Hash "salt" }}'),
    promtail: { replace: { expression: String.raw`password=(\S+)`, replace: '{{ .Value | Hash "salt" }}' } },
    alloy: {
      name: 'stage.replace',
      attributes: { expression: String.raw`password=(\S+)`, replace: '{{ .Value | Hash "salt" }}' },
    },
  },
  template: {
    stage: LogStage.template('level', '{{ ToLower .Value }}'),
    promtail: { template: { source: 'level', template: '{{ ToLower .Value }}' } },
    alloy: { name: 'stage.template', attributes: { source: 'level', template: '{{ ToLower .Value }}' } },
  },
  labels: {
    stage: LogStage.labels('level', 'method'),
    promtail: { labels: { level: '', method: '' } },
    alloy: { name: 'stage.labels', attributes: { values: { level: '', method: '' } } },
  },
  staticLabels: {
    stage: LogStage.staticLabels({ team: 'shop', on: 'yes' }),
    promtail: { static_labels: { team: 'shop', on: 'yes' } },
    alloy: { name: 'stage.static_labels', attributes: { values: { team: 'shop', on: 'yes' } } },
  },
  labelDrop: {
    stage: LogStage.labelDrop('filename', 'stream'),
    promtail: { labeldrop: ['filename', 'stream'] },
    alloy: { name: 'stage.label_drop', attributes: { values: ['filename', 'stream'] } },
  },
  structuredMetadata: {
    stage: LogStage.structuredMetadata('trace_id'),
    promtail: { structured_metadata: { trace_id: '' } },
    alloy: { name: 'stage.structured_metadata', attributes: { values: { trace_id: '' } } },
  },
  timestamp: {
    stage: LogStage.timestamp('time', '2006-01-02T15:04:05.000Z07:00'),
    promtail: { timestamp: { source: 'time', format: '2006-01-02T15:04:05.000Z07:00' } },
    alloy: { name: 'stage.timestamp', attributes: { source: 'time', format: '2006-01-02T15:04:05.000Z07:00' } },
  },
  output: {
    stage: LogStage.output('msg'),
    promtail: { output: { source: 'msg' } },
    alloy: { name: 'stage.output', attributes: { source: 'msg' } },
  },
  drop: {
    stage: LogStage.drop('GET /(healthz|ready)', 'probe'),
    promtail: { drop: { expression: 'GET /(healthz|ready)', drop_counter_reason: 'probe' } },
    alloy: { name: 'stage.drop', attributes: { expression: 'GET /(healthz|ready)', drop_counter_reason: 'probe' } },
  },
  multiline: {
    stage: LogStage.multiline(String.raw`^\d{4}-\d{2}-\d{2}`, { maxWait: Duration.minutes(90), maxLines: 500 }),
    promtail: { multiline: { firstline: String.raw`^\d{4}-\d{2}-\d{2}`, max_wait_time: '1h30m', max_lines: 500 } },
    alloy: {
      name: 'stage.multiline',
      attributes: { firstline: String.raw`^\d{4}-\d{2}-\d{2}`, max_wait_time: '1h30m', max_lines: 500 },
    },
  },
  limit: {
    stage: LogStage.limit({ rate: 0.5, burst: 20 }),
    promtail: { limit: { rate: 0.5, burst: 20, drop: true } },
    alloy: { name: 'stage.limit', attributes: { rate: 0.5, burst: 20, drop: true } },
  },
};
