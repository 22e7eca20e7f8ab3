import { Construct } from 'constructs';
import { checkComponentProps } from '../core/component';
import type { Endpoint } from '../core/endpoint';
import { IMAGES } from '../core/images';
import { copiedExtra, mergeConfig, type ConfigKeys } from '../core/merge-config';
import { yamlText } from '../core/render';
import { ComputeResources } from '../core/resources';
import type { LogPipeline } from '../model/log-pipeline';
import type { ScrapeTarget } from '../model/scrape-target';
import type { ILogAgent, LogAgentOptions } from './log-agent-interface';
import { NodeAgent, type AgentConfigSettings, type LogAgentProgram } from './node-agent';
import { promtailConfig, TYPED_PROPS } from './promtail-config';

/** What can be said of Promtail. */
export interface PromtailOptions extends LogAgentOptions {
  /**
   * Keys of Promtail's own configuration that no prop of this library sets, such as
   * `{ limits_config: { readline_rate_enabled: true } }`. Maps are merged with ours; keys and values are passed on as they
   * are, and Promtail does not start with a key that it does not know.
   *
   * No secrets: the output shows them in clear. Name files of a Secret, and patch the DaemonSet to mount them.
   *
   * Throws for a key that this library sets to another value, naming the prop for it where there is one; for the lists
   * `clients` and `scrape_configs`, which this library has; for a map without keys that would change nothing; for a
   * password, and for what is no JSON.
   *
   * @see https://grafana.com/docs/loki/latest/send-data/promtail/configuration/
   * @default - none
   */
  readonly extraConfig?: { [key: string]: any };
}

/** What Promtail is told. */
export interface PromtailProps extends PromtailOptions {
  /** Where Loki takes log lines. */
  readonly loki: Endpoint;
}

const PORT = 3101; // as in the Promtail chart

const DEFAULTS: Omit<LogAgentProgram, 'configText'> = {
  name: 'promtail', // the guide's Helm release
  image: IMAGES.promtail,
  // the guide measured 48Mi
  resources: new ComputeResources({ cpuRequest: '25m', memoryRequest: '48Mi', memoryLimit: '128Mi' }),
  port: PORT,
  readyPath: '/ready', // 500 until there is a file to read
  livePath: '/metrics', // answers with no file and with no Loki
  configFolder: '/etc/promtail',
  configFile: 'promtail.yaml',
  args: () => ['-config.file=/etc/promtail/promtail.yaml'],
};

/**
 * Promtail: reads the logs of every pod from the disk of its node and sends them to Loki. It runs on every node.
 *
 * Grafana Labs ended its life on March 2, 2026; Alloy has taken its place and gives the streams the same labels. Nodes must
 * run containerd or CRI-O.
 *
 * While Loki does not answer, Promtail waits, however long, and the files on the node keep the lines. It finishes the file that
 * it has open and goes on with the newest one: what is written between two rotations by the kubelet,
 * at 10 MiB each, is lost. So is what is in its memory, at most 1 MiB, when its pod is replaced meanwhile.
 *
 * Throws for a `statePath` that a restart of the node empties, and for an `extraConfig` that contradicts the rest.
 *
 * @see https://grafana.com/docs/loki/latest/send-data/promtail/
 * @example
 * new Promtail(chart, 'Promtail', { loki: loki.endpoint });
 */
export class Promtail extends Construct implements ILogAgent {
  /** How Prometheus finds the agent's own metrics: lines read, sent and dropped. */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly agent: NodeAgent;

  public constructor(scope: Construct, id: string, props: PromtailProps) {
    super(scope, id);
    checkComponentProps(this, props);
    const extra = copiedExtra(this, props.extraConfig, TYPED_PROPS);
    this.agent = new NodeAgent(
      this,
      { ...DEFAULTS, configText: (settings) => this.configText(settings, extra) },
      props,
    );
    this.scrapeTarget = this.agent.scrapeTarget;
  }

  /**
   * Runs the lines of some streams through stages before they are sent. Throws once the app is being synthesized.
   *
   * @param pipeline which streams, and the stages
   */
  public addPipeline(pipeline: LogPipeline): void {
    this.agent.addPipeline(pipeline);
  }

  private configText({ pushUrl, statePath, pipelines }: AgentConfigSettings, extra: ConfigKeys): string {
    const positionsFile = `${statePath}/positions.yaml`;
    const config = promtailConfig({ port: PORT, pushUrl, positionsFile, pipelines });
    return yamlText(this, mergeConfig(this, config, extra, TYPED_PROPS));
  }
}
