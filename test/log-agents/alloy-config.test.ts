import { alloyConfig } from '../../lib/log-agents/alloy-config';
import { alloyText } from '../../lib/log-agents/alloy-syntax';
import { podLogRules } from '../../lib/log-agents/pod-log-relabeling';
import type { MatchedStages } from '../../lib/log-agents/pipeline-collector';
import { LogStage } from '../../lib/model/log-stage';
import { Computed, readAlloy, type AlloyBlockRead } from './alloy-reader';
import { STAGES } from './stages';

/** The configuration as Alloy reads it. */
function configured(pipelines: readonly MatchedStages[] = []): AlloyBlockRead[] {
  return readAlloy(alloyText('Test', alloyConfig({ pushUrl: 'http://loki:3100/loki/api/v1/push', pipelines })));
}

function block(name: string, pipelines: readonly MatchedStages[] = []): AlloyBlockRead {
  const found = configured(pipelines).filter((candidate) => candidate.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const id = ({ name, label }: AlloyBlockRead): string => (label === undefined ? name : `${name}.${label}`);

describe('the configuration of Alloy', () => {
  test('leads from the pods of the node to Loki without a gap', () => {
    expect(configured().map(id)).toEqual([
      'logging',
      'discovery.kubernetes.pods',
      'discovery.relabel.pods',
      'loki.source.file.pods',
      'loki.process.pods',
      'loki.write.loki',
    ]);
    expect(block('discovery.relabel').attributes).toEqual({
      targets: new Computed('discovery.kubernetes.pods.targets'),
    });
    expect(block('loki.source.file').attributes).toEqual({
      targets: new Computed('discovery.relabel.pods.output'),
      forward_to: [new Computed('loki.process.pods.receiver')],
    });
    expect(block('loki.process').attributes).toEqual({ forward_to: [new Computed('loki.write.loki.receiver')] });
  });

  test('asks for the pods of its own node alone', () => {
    const discovery = block('discovery.kubernetes');

    expect(discovery.attributes).toEqual({ role: 'pod' });
    expect(discovery.blocks).toEqual([
      {
        name: 'selectors',
        attributes: { role: 'pod', field: new Computed('"spec.nodeName=" + sys.env("HOSTNAME")') },
        blocks: [],
      },
    ]);
  });

  test('has the rules of pod logs, in their order', () => {
    const rules = block('discovery.relabel').blocks;

    expect(rules.map((rule) => rule.name)).toEqual(podLogRules().map(() => 'rule'));
    expect(rules.map((rule) => rule.attributes)).toEqual(
      podLogRules().map((rule) => JSON.parse(JSON.stringify(rule._data)) as unknown),
    );
  });

  test('reads the files that match the path of a pod', () => {
    expect(block('loki.source.file').blocks).toEqual([
      { name: 'file_match', attributes: { enabled: true }, blocks: [] },
    ]);
  });

  test('sends to the one URL, and never gives up', () => {
    const { label, attributes, blocks } = block('loki.write');

    expect({ label, attributes }).toEqual({ label: 'loki', attributes: {} });
    expect(blocks).toEqual([
      {
        name: 'endpoint',
        attributes: {
          url: 'http://loki:3100/loki/api/v1/push',
          min_backoff_period: '500ms',
          max_backoff_period: '30s',
          max_backoff_retries: 0,
        },
        blocks: [],
      },
    ]);
  });

  test('takes the prefix of the container runtime off each line before anything else', () => {
    const cri = { name: 'stage.cri', attributes: {}, blocks: [] };

    expect(block('loki.process').blocks).toEqual([cri]);
    expect(block('loki.process', [{ selector: '{a="b"}', stages: [LogStage.drop('x')._data] }]).blocks[0]).toEqual(cri);
  });

  test('runs the pipelines in their order, each for the streams of its selector', () => {
    const pipelines = [
      { selector: '{namespace="timedeal", app="stock-service"}', stages: [LogStage.output('msg')._data] },
      { selector: '{app=~"a|b"}', stages: [LogStage.drop('x')._data, LogStage.labels('level')._data] },
    ];

    expect(block('loki.process', pipelines).blocks.slice(1)).toEqual([
      {
        name: 'stage.match',
        attributes: { selector: '{namespace="timedeal", app="stock-service"}' },
        blocks: [{ name: 'stage.output', attributes: { source: 'msg' }, blocks: [] }],
      },
      {
        name: 'stage.match',
        attributes: { selector: '{app=~"a|b"}' },
        blocks: [
          { name: 'stage.drop', attributes: { expression: 'x', drop_counter_reason: 'drop_stage' }, blocks: [] },
          { name: 'stage.labels', attributes: { values: { level: '' } }, blocks: [] },
        ],
      },
    ]);
  });

  test.each(Object.entries(STAGES))('writes the stage %s as Alloy reads it', (_, { stage, alloy }) => {
    const [, match] = block('loki.process', [{ selector: '{a="b"}', stages: [stage._data] }]).blocks;

    expect(match?.blocks).toEqual([{ ...alloy, blocks: [] }]);
  });
});
