import type { LogStageData } from '../model/log-stage-data';
import { concatenated, environment, reference, type AlloyBlock } from './alloy-syntax';
import { RETRIES } from './log-delivery';
import type { MatchedStages } from './pipeline-collector';
import { podLogRules } from './pod-log-relabeling';

/** What the configuration of Alloy is made of. */
export interface AlloyConfigSettings {
  readonly pushUrl: string;
  readonly pipelines: readonly MatchedStages[];
}

/**
 * The configuration of Alloy as blocks: the pods of the node, their labels, their files, the stages, Loki.
 *
 * There is no `wal` block: it is experimental, has no bound but the age of its segments, and forgets unsent lines when
 * Alloy is restarted (grafana/alloy#7112). Without it the files on the node are what outlives an outage.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/
 */
export function alloyConfig(settings: AlloyConfigSettings): AlloyBlock[] {
  return [
    { name: 'logging', attributes: { level: 'info', format: 'logfmt' } },
    discovery(),
    {
      name: 'discovery.relabel',
      label: 'pods',
      attributes: { targets: reference('discovery.kubernetes.pods.targets') },
      blocks: podLogRules().map((rule) => ({ name: 'rule', attributes: { ...rule._data } })),
    },
    {
      name: 'loki.source.file',
      label: 'pods',
      attributes: {
        targets: reference('discovery.relabel.pods.output'),
        forward_to: [reference('loki.process.pods.receiver')],
      },
      // `__path__` is a pattern: each restart of a container begins a file of its own
      blocks: [{ name: 'file_match', attributes: { enabled: true } }],
    },
    {
      name: 'loki.process',
      label: 'pods',
      attributes: { forward_to: [reference('loki.write.loki.receiver')] },
      blocks: [{ name: 'stage.cri' }, ...settings.pipelines.map(matchStage)],
    },
    delivery(settings.pushUrl),
  ];
}

function discovery(): AlloyBlock {
  return {
    name: 'discovery.kubernetes',
    label: 'pods',
    attributes: { role: 'pod' },
    blocks: [
      {
        name: 'selectors',
        attributes: { role: 'pod', field: concatenated('spec.nodeName=', environment('HOSTNAME')) },
      },
    ],
  };
}

function delivery(url: string): AlloyBlock {
  const endpoint = {
    url,
    min_backoff_period: RETRIES.minPeriod,
    max_backoff_period: RETRIES.maxPeriod,
    max_backoff_retries: RETRIES.maxRetries,
  };
  return { name: 'loki.write', label: 'loki', blocks: [{ name: 'endpoint', attributes: endpoint }] };
}

function matchStage({ selector, stages }: MatchedStages): AlloyBlock {
  return { name: 'stage.match', attributes: { selector }, blocks: stages.map(alloyStage) };
}

function alloyStage({ stage, ...settings }: LogStageData): AlloyBlock {
  return { name: `stage.${stage}`, attributes: settings };
}
