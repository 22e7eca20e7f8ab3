import fc from 'fast-check';
import { LogPipeline, LogStage } from '../../lib';
import type { MatchedStages } from '../../lib/log-agents/pipeline-collector';
import { promtailConfig } from '../../lib/log-agents/promtail-config';
import { readYamlDocument } from '../support/kubectl-yaml';
import { yamlText } from '../../lib/core/render';
import { describeWithAll } from '../stack/run/programs';
import { anyDuration, anyText, nearlyLabelName, nearlyRegex, textOf } from './arbitraries';
import { asked, written } from './programs';
import { accepted, holds, some, unlessRefused } from './property';

type MakeStage = () => LogStage;

const names = fc.array(nearlyLabelName, { maxLength: 3 });
const count = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 1000 }) }, fc.double());
const template = fc.oneof(
  fc.constantFrom(
    '{{ .Value }}',
    '{{ ToLower .Value }}',
    '{{ .level | upper }}',
    '{{ if .a }}x{{ end }}',
    '{{ nope . }}',
    '{{',
  ),
  fc
    .array(fc.constantFrom('{{ .Value }}', '{{ if', ' .a }}', '{{ end }}', '}}', 'x', '{{ "}}" }}'), { maxLength: 4 })
    .map((p) => p.join('')),
  anyText,
);
const path = fc.oneof(
  fc.constantFrom(
    '',
    'level',
    'order.id',
    'http."status-code"',
    'a-b',
    'a[0]',
    'a[*].b',
    '@',
    '*',
    'length(a)',
    'a.b.',
    '`1`',
  ),
  textOf('ab.-"[]0*@ ', 0, 6),
  anyText,
);
const layout = fc.oneof(
  fc.constantFrom(
    'RFC3339',
    'Unix',
    'UnixMs',
    '2006-01-02',
    'YYYY-MM-DD',
    '15:04',
    'rfc3339',
    '02/Jan/2006:15:04:05 -0700',
  ),
  anyText,
);

const stage: fc.Arbitrary<MakeStage> = fc.oneof(
  fc.dictionary(nearlyLabelName, path, { maxKeys: 2 }).map((fields) => () => LogStage.json(fields)),
  fc.dictionary(nearlyLabelName, anyText, { maxKeys: 2 }).map((fields) => () => LogStage.logfmt(fields)),
  nearlyRegex.map((expression) => () => LogStage.regex(`(?P<a>${expression})`)),
  nearlyRegex.map((expression) => () => LogStage.regex(expression)),
  fc.tuple(nearlyRegex, template).map(
    ([expression, by]) =>
      () =>
        LogStage.replace(`(${expression})`, by),
  ),
  fc.tuple(nearlyLabelName, template).map(
    ([field, text]) =>
      () =>
        LogStage.template(field, text),
  ),
  names.map((all) => () => LogStage.labels(...all)),
  fc.dictionary(nearlyLabelName, anyText, { maxKeys: 2 }).map((values) => () => LogStage.staticLabels(values)),
  names.map((all) => () => LogStage.labelDrop(...all)),
  names.map((all) => () => LogStage.structuredMetadata(...all)),
  fc.tuple(nearlyLabelName, layout).map(
    ([field, format]) =>
      () =>
        LogStage.timestamp(field, format),
  ),
  nearlyLabelName.map((field) => () => LogStage.output(field)),
  fc.tuple(nearlyRegex, anyText).map(
    ([expression, reason]) =>
      () =>
        LogStage.drop(expression, reason),
  ),
  fc.tuple(nearlyRegex, anyDuration, count).map(
    ([firstline, maxWait, maxLines]) =>
      () =>
        LogStage.multiline(firstline, { maxWait, maxLines }),
  ),
  fc.tuple(count, count, fc.boolean()).map(
    ([rate, burst, drop]) =>
      () =>
        LogStage.limit({ rate, burst, drop }),
  ),
);

const selector = fc
  .tuple(
    fc.array(
      fc
        .tuple(nearlyLabelName, fc.constantFrom('=', '!=', '=~', '!~'), fc.oneof(nearlyRegex, anyText))
        .map(([name, operator, value]) => `${name}${operator}${JSON.stringify(value)}`),
      { maxLength: 3 },
    ),
    fc.constantFrom(', ', ',', ' , '),
  )
  .map(([matchers, comma]) => `{${matchers.join(comma)}}`);

function configOf(pipelines: readonly MatchedStages[]): any {
  return promtailConfig({ port: 3101, pushUrl: 'http://127.0.0.1:1/x', positionsFile: '/dev/null', pipelines });
}

/** What Promtail says when it reads a line through the pipelines; they are built before, and what is wrong ends it. */
function saidByPromtail(pipelines: readonly MatchedStages[]): string {
  const config = configOf(pipelines);
  const file = written('promtail.yaml', { ...config, server: { disable: true } });
  const { status, said } = asked('promtail', ['-stdin', '-dry-run', `-config.file=${file}`], 'a line\n');
  return status === 0 ? 'taken' : said;
}

describe('what is taken of log stages', () => {
  test('is written into the configuration as it was said', () => {
    holds(
      fc.array(stage, { minLength: 1, maxLength: 4 }),
      (makers) => {
        const stages = unlessRefused(() => makers.map((make) => make()._data));
        if (stages === undefined) return;
        const config = configOf([{ selector: '{a="b"}', stages }]);
        const plain = JSON.parse(JSON.stringify(config)) as unknown;
        expect(readYamlDocument(yamlText('test', config))).toEqual(plain);
      },
      { numRuns: 500 },
    );
  });
});

describeWithAll(['promtail'], 'Promtail', () => {
  test('takes the stages that are taken', () => {
    const stages = accepted(some(3000, stage), (make) => make()._data);

    expect(saidByPromtail([{ selector: '{a="b"}', stages }])).toBe('taken');
  });

  test('takes the selectors that are taken', () => {
    const stages = [LogStage.drop('x')];
    const pipelines = accepted(some(2000, selector), (text) => LogPipeline.forSelector(text, stages), 0.03);

    expect(
      saidByPromtail(pipelines.map((pipeline) => ({ selector: pipeline._selector(), stages: [stages[0]!._data] }))),
    ).toBe('taken');
  });
});
