import { parse } from 'yaml';
import { yamlText } from '../../lib/core/render';
import { podLogRules } from '../../lib/log-agents/pod-log-relabeling';
import type { MatchedStages } from '../../lib/log-agents/pipeline-collector';
import { promtailConfig } from '../../lib/log-agents/promtail-config';
import { LogStage } from '../../lib/model/log-stage';
import { STAGES } from './stages';

/** The configuration as Promtail reads it: YAML 1.1. */
function configured(pipelines: readonly MatchedStages[] = []): any {
  const settings = { port: 3101, pushUrl: 'http://loki:3100/loki/api/v1/push', positionsFile: '/p.yaml', pipelines };
  return parse(yamlText('Test', promtailConfig(settings)), { version: '1.1' });
}

describe('the configuration of Promtail', () => {
  test('sends to the one URL, and never gives up', () => {
    expect(configured().clients).toEqual([
      {
        url: 'http://loki:3100/loki/api/v1/push',
        backoff_config: { min_period: '500ms', max_period: '30s', max_retries: 0 },
      },
    ]);
  });

  test('serves its metrics on its port, and gRPC to no one', () => {
    expect(configured().server).toEqual({
      http_listen_port: 3101,
      grpc_listen_address: '127.0.0.1',
      grpc_listen_port: 0,
      log_level: 'info',
    });
  });

  test('remembers how far it has read where it is told to', () => {
    expect(configured().positions).toEqual({ filename: '/p.yaml' });
  });

  test('reads every pod of every namespace', () => {
    const [job, ...more] = configured().scrape_configs;

    expect(more).toEqual([]);
    expect(job.job_name).toBe('kubernetes-pods');
    expect(job.kubernetes_sd_configs).toEqual([{ role: 'pod' }]);
  });

  test('has the rules of pod logs, in their order', () => {
    expect(configured().scrape_configs[0].relabel_configs).toEqual(
      podLogRules().map((rule) => JSON.parse(JSON.stringify(rule._data)) as unknown),
    );
  });

  test('takes the prefix of the container runtime off each line before anything else', () => {
    expect(configured().scrape_configs[0].pipeline_stages).toEqual([{ cri: {} }]);
    expect(
      configured([{ selector: '{a="b"}', stages: [LogStage.drop('x')._data] }]).scrape_configs[0].pipeline_stages[0],
    ).toEqual({ cri: {} });
  });

  test('runs the pipelines in their order, each for the streams of its selector', () => {
    const pipelines = [
      { selector: '{namespace="timedeal", app="stock-service"}', stages: [LogStage.output('msg')._data] },
      { selector: '{app=~"a|b"}', stages: [LogStage.drop('x')._data, LogStage.labels('level')._data] },
    ];

    expect(configured(pipelines).scrape_configs[0].pipeline_stages.slice(1)).toEqual([
      { match: { selector: '{namespace="timedeal", app="stock-service"}', stages: [{ output: { source: 'msg' } }] } },
      {
        match: {
          selector: '{app=~"a|b"}',
          stages: [{ drop: { expression: 'x', drop_counter_reason: 'drop_stage' } }, { labels: { level: '' } }],
        },
      },
    ]);
  });

  test.each(Object.entries(STAGES))('writes the stage %s as Promtail reads it', (_, { stage, promtail }) => {
    const [, match] = configured([{ selector: '{a="b"}', stages: [stage._data] }]).scrape_configs[0].pipeline_stages;

    expect(match.match.stages).toEqual([promtail]);
  });
});
