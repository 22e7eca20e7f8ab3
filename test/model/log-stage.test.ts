import { Duration } from 'cdk8s';
import { LogStage } from '../../lib/model/log-stage';

describe('LogStage', () => {
  test('reads fields of JSON by their paths, which may be empty for the name itself', () => {
    const fields = { level: '', order: 'order.id', first: 'items[0].sku', all: '@', http: '"http.status-code"' };

    expect(LogStage.json(fields)._data).toEqual({ stage: 'json', expressions: fields });
  });

  test.each(['order-id', 'http.status-code', '@timestamp', 'a b', '.a', 'a..b', '1st', 'a/b'])(
    'fails for the path %j, whose keys need quotes',
    (path) => {
      expect(() => LogStage.json({ id: path })).toThrow(
        `[LogStage json] 'id' is ${JSON.stringify(path)}; it must be a JMESPath; put a key with other characters in quotes: '"order-id"'`,
      );
    },
  );

  test('names every field that a regex reads, and fails for one that reads none', () => {
    for (const expression of [String.raw`^(?P<ip>\S+) (?P<rest>.*)$`, '(?<level>INFO|WARN)', '(?i)(?P<a>x)']) {
      expect(LogStage.regex(expression)._data).toEqual({ stage: 'regex', expression });
    }
    for (const expression of ['level=(\\w+)', '(?:x)', String.raw`\(?P<a>x\)`]) {
      expect(() => LogStage.regex(expression)).toThrow(
        `[LogStage regex] 'expression' is ${JSON.stringify(expression)}; it must name at least one group: (?P<name>...)`,
      );
    }
  });

  test('masks what a group captures, and fails for an expression without one, which would mask nothing', () => {
    for (const expression of ['password=(\\S+)', '(?P<card>\\d{16})', '(?<a>x)', '[(](x)', '(?:a)(b)']) {
      expect(LogStage.replace(expression, '***')._data).toEqual({ stage: 'replace', expression, replace: '***' });
    }
    for (const expression of [
      'password=\\S+',
      '(?:password)=x',
      '\\(x\\)',
      '[(x)]',
      '(?i)x',
      '[[:alpha:](]',
      '\\Q(x)\\E',
    ]) {
      expect(() => LogStage.replace(expression, '***')).toThrow(
        `[LogStage replace] 'expression' is ${JSON.stringify(expression)}; it must have a group, which is what is replaced: (...)`,
      );
    }
  });

  test('takes Go templates, and fails for one that is not closed, which would mask nothing', () => {
    const templates = [
      '***',
      '{{ .Value | Hash "salt" }}',
      '{{- Replace .Value "}}" "{{" -1 -}}',
      '{"a":{"b":1}}',
      '{{ if eq .level `x` }}a{{ else }}b{{ end }}',
      '',
    ];
    for (const template of templates) {
      expect(LogStage.replace('(x)', template)._data).toMatchObject({ replace: template });
      expect(LogStage.template('f', template)._data).toEqual({ stage: 'template', source: 'f', template });
    }
    for (const template of ['{{ .Value', '{{ .Value }', '{{ Replace .Value " }}', '{{ {{ .Value }} }}', '{{}}']) {
      expect(() => LogStage.template('f', template)).toThrow(
        `[LogStage template] 'template' is ${JSON.stringify(template)}; it must be a Go template, each '{{' closed by '}}'`,
      );
      expect(() => LogStage.replace('(x)', template)).toThrow("[LogStage replace] 'replacement' is");
    }
  });

  test('makes labels of fields, and fails for a label that has a value for each request', () => {
    expect(LogStage.labels('level', 'method')._data).toEqual({ stage: 'labels', values: { level: '', method: '' } });
    for (const name of ['trace_id', 'traceID', 'request_id', 'ip', 'TIMESTAMP', 'userId']) {
      expect(() => LogStage.labels('level', name)).toThrow(
        `[LogStage labels] 'names' is "${name}"; it has too many values for a stream label; use LogStage.structuredMetadata for it`,
      );
    }
  });

  test('keeps what has a value for each request beside the line', () => {
    expect(LogStage.structuredMetadata('trace_id')._data).toEqual({
      stage: 'structured_metadata',
      values: { trace_id: '' },
    });
  });

  test('fails for a label name that is none, whatever it is for', () => {
    const rule = "it must be a label name: letters, digits and '_', not beginning with a digit";

    expect(() => LogStage.labels('log-level')).toThrow(`[LogStage labels] 'fields' is "log-level"; ${rule}`);
    expect(() => LogStage.labelDrop('')).toThrow(`[LogStage labelDrop] 'fields' is ""; ${rule}`);
    expect(() => LogStage.json({ 'a.b': '' })).toThrow(`[LogStage json] 'fields' is "a.b"; ${rule}`);
    expect(() => LogStage.output('a b')).toThrow(`[LogStage output] 'field' is "a b"; ${rule}`);
  });

  test('fails for a stage that names nothing', () => {
    const rule = "it must hold at least one field, such as { level: 'level' }";

    expect(() => LogStage.labels()).toThrow(`[LogStage labels] 'fields' is {}; ${rule}`);
    expect(() => LogStage.json({})).toThrow(`[LogStage json] 'fields' is {}; ${rule}`);
  });

  test('fails for a static label without a value, which the agents would leave out', () => {
    expect(() => LogStage.staticLabels({ team: '' })).toThrow(
      '[LogStage staticLabels] \'team\' is ""; it must be one line of text that is not empty and has no control characters',
    );
  });

  test('takes the time formats that both agents know, and fails for those of other tools', () => {
    const formats = [
      'RFC3339Nano',
      'UnixMs',
      '2006-01-02 15:04:05.000',
      '02/Jan/2006:15:04:05 -0700',
      '15:04:05',
      '3:04PM',
    ];
    for (const format of formats) {
      expect(LogStage.timestamp('time', format)._data).toEqual({ stage: 'timestamp', source: 'time', format });
    }
    for (const format of ['YYYY-MM-DD HH:mm:ss', '%Y-%m-%d %H:%M:%S', 'ISO8601', 'rfc3339', 'unix_ms', '', '2006\n']) {
      expect(() => LogStage.timestamp('time', format)).toThrow(
        `[LogStage timestamp] 'format' is ${JSON.stringify(format)}; it must be a named format such as 'RFC3339', or a Go layout such as '2006-01-02 15:04:05'`,
      );
    }
  });

  test('drops what an expression matches, counted under a reason', () => {
    expect(LogStage.drop('GET /healthz')._data).toEqual({
      stage: 'drop',
      expression: 'GET /healthz',
      drop_counter_reason: 'drop_stage',
    });
    expect(() => LogStage.drop('')).toThrow(
      '[LogStage drop] \'expression\' is ""; it must not be empty, which matches every line',
    );
    expect(() => LogStage.drop('x', 'two\nlines')).toThrow(
      '[LogStage drop] \'reason\' is "two\\nlines"; it must be one line of text that is not empty and has no control characters',
    );
  });

  test('fails for an expression that the agents cannot read', () => {
    expect(() => LogStage.drop('(unclosed')).toThrow(
      '[LogStage drop] \'expression\' is "(unclosed"; missing closing )',
    );
    expect(() => LogStage.multiline('(?=x)')).toThrow(
      '[LogStage multiline] \'firstline\' is "(?=x)"; invalid or unsupported Perl syntax: `(?=`; RE2 has no look-ahead',
    );
  });

  test('waits for the rest of a record as long as it is told, in a unit that Go knows', () => {
    const waits = [Duration.seconds(3), Duration.millis(1500), Duration.days(1)].map(
      (maxWait) => LogStage.multiline('^x', { maxWait })._data,
    );

    expect(waits).toEqual(
      ['3s', '1s500ms', '24h'].map((max_wait_time) => ({
        stage: 'multiline',
        firstline: '^x',
        max_wait_time,
        max_lines: 128,
      })),
    );
    expect(() => LogStage.multiline('^x', { maxLines: 0 })).toThrow(
      "[LogStage multiline] 'maxLines' is 0; it must be a whole number of at least 1",
    );
  });

  test('limits lines, and drops those above unless it is told to wait', () => {
    expect(LogStage.limit({ rate: 10, burst: 20 })._data).toEqual({ stage: 'limit', rate: 10, burst: 20, drop: true });
    expect(LogStage.limit({ rate: 0.1, burst: 1, drop: false })._data).toMatchObject({ drop: false });
    expect(() => LogStage.limit({ rate: 0, burst: 1 })).toThrow(
      "[LogStage limit] 'rate' is 0; it must be a number of lines a second above 0",
    );
    expect(() => LogStage.limit({ rate: 1, burst: 1.5 })).toThrow(
      "[LogStage limit] 'burst' is 1.5; it must be a whole number of at least 1",
    );
  });
});
