import type { Construct } from 'constructs';
import { ConfigFiles } from '../core/config-file';
import type { ContainerImage } from '../core/container-image';
import { invalid } from '../core/errors';
import { checkKind } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkObjectName } from '../core/names';
import { namespaceOf } from '../core/namespace';
import type { ComputeResources } from '../core/resources';
import type { LogPipeline } from '../model/log-pipeline';
import { ScrapeTarget } from '../model/scrape-target';
import { addAgentDaemonSet, METRICS_PORT } from './agent-daemon-set';
import { pushUrl } from './log-delivery';
import type { LogAgentOptions, LogAgentSettings } from './log-agent-interface';
import { PipelineCollector, type MatchedStages } from './pipeline-collector';

/** What one log agent has and the other has not: the objects around it are the same. */
export interface LogAgentProgram {
  /** Name of the program, of its container and, where the user gives none, of its objects. */
  readonly name: string;
  readonly image: ContainerImage;
  readonly resources: ComputeResources;
  readonly port: number;
  /** Path that answers once logs can be read. */
  readonly readyPath: string;
  /** Path that answers as long as the program lives, whether or not Loki does. */
  readonly livePath: string;
  readonly configFolder: string;
  readonly configFile: string;
  readonly args: (statePath: string) => string[];
  readonly configText: (settings: AgentConfigSettings) => string;
}

/** What the configuration of an agent is made of. */
export interface AgentConfigSettings {
  readonly pushUrl: string;
  readonly statePath: string;
  readonly pipelines: readonly MatchedStages[];
}

/** A log agent on every node: its objects, and the pipelines that it runs. */
export class NodeAgent {
  public readonly scrapeTarget: ScrapeTarget;
  private readonly pipelines: PipelineCollector;

  public constructor(scope: Construct, program: LogAgentProgram, props: LogAgentOptions & LogAgentSettings) {
    const { name = program.name, image = program.image, resources = program.resources } = props;
    const namespace = namespaceOf(scope);
    // two stacks of one cluster read the same nodes, each with a memory of its own
    const { statePath = `/var/lib/plg/${namespace}/${name}` } = props;
    checkObjectName(scope, 'name', name);
    checkStatePath(scope, statePath);
    checkKind(
      scope,
      'loki',
      props.loki ?? null,
      'urlFrom',
      'an Endpoint, such as that of new Loki(...): loki.endpoint',
    );
    const labels = new ComponentLabels(scope, { name: program.name, instance: name, version: image.version });
    const pipelines = new PipelineCollector(scope);

    const settings = { pushUrl: pushUrl(props.loki, namespace), statePath };
    // what contradicts the rest fails now and not at synthesis: no pipeline can change that
    program.configText({ ...settings, pipelines: [] });
    const files = (): { [fileName: string]: string } => ({
      [program.configFile]: program.configText({ ...settings, pipelines: pipelines.read() }),
    });
    const config = new ConfigFiles(scope, 'Config', { name, labels: labels.all, files });
    addAgentDaemonSet(scope, { program, name, labels, image, resources, config, statePath }, props);
    this.scrapeTarget = ScrapeTarget.pods(name, { namespace, matchLabels: labels.selector, portName: METRICS_PORT });
    this.pipelines = pipelines;
  }

  public addPipeline(pipeline: LogPipeline): void {
    this.pipelines.add(pipeline);
  }
}

/** Refuses a folder that a restart of the node empties: the agent would send every line on the node again. */
function checkStatePath(scope: Construct, path: string): void {
  const isFolder = typeof path === 'string' && /^(\/[A-Za-z0-9_.-]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path);
  const isVolatile = /^\/(run|tmp|dev|proc|sys|var\/run|var\/tmp)(\/|$)/.test(path);
  if (isFolder && !isVolatile) return;
  invalid(
    scope,
    'statePath',
    path,
    "it must be the absolute path of a folder that outlives a restart of the node, such as '/var/lib/promtail'",
  );
}
