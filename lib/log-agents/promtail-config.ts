import type { ConfigKeys, TypedProps } from '../core/merge-config';
import type { ConfigValue } from '../core/render';
import type { LogStageData } from '../model/log-stage-data';
import { RETRIES } from './log-delivery';
import type { MatchedStages } from './pipeline-collector';
import { podLogRules } from './pod-log-relabeling';

/** What the configuration of Promtail is made of. */
export interface PromtailConfigSettings {
  readonly port: number;
  readonly pushUrl: string;
  readonly positionsFile: string;
  readonly pipelines: readonly MatchedStages[];
}

/** What says these keys in types. */
export const TYPED_PROPS: TypedProps = {
  clients: 'loki',
  'positions.filename': 'statePath',
  scrape_configs: 'addPipeline()',
};

/**
 * The configuration of Promtail as data.
 *
 * @see https://grafana.com/docs/loki/latest/send-data/promtail/configuration/
 */
export function promtailConfig(settings: PromtailConfigSettings): ConfigKeys {
  return {
    server: {
      http_listen_port: settings.port,
      // nothing speaks gRPC with Promtail, but the listener cannot be turned off: a free port that no one can reach
      grpc_listen_address: '127.0.0.1',
      grpc_listen_port: 0,
      log_level: 'info',
    },
    tracing: { enabled: false },
    clients: [
      {
        url: settings.pushUrl,
        backoff_config: {
          min_period: RETRIES.minPeriod,
          max_period: RETRIES.maxPeriod,
          max_retries: RETRIES.maxRetries,
        },
      },
    ],
    positions: { filename: settings.positionsFile },
    scrape_configs: [
      {
        job_name: 'kubernetes-pods',
        // Promtail itself narrows this to the pods of the node that HOSTNAME tells
        kubernetes_sd_configs: [{ role: 'pod' }],
        relabel_configs: podLogRules().map((rule) => ({ ...rule._data })),
        pipeline_stages: [{ cri: {} }, ...settings.pipelines.map(matchStage)],
      },
    ],
  };
}

function matchStage({ selector, stages }: MatchedStages): ConfigValue {
  return { match: { selector, stages: stages.map(promtailStage) } };
}

function promtailStage({ stage, ...settings }: LogStageData): ConfigValue {
  const name = stage === 'label_drop' ? 'labeldrop' : stage;
  return { [name]: 'values' in settings ? settings.values : settings };
}
