import { Construct } from 'constructs';
import { checkComponentProps } from '../core/component';
import type { Endpoint } from '../core/endpoint';
import { IMAGES } from '../core/images';
import { ComputeResources } from '../core/resources';
import type { LogPipeline } from '../model/log-pipeline';
import type { ScrapeTarget } from '../model/scrape-target';
import { alloyConfig } from './alloy-config';
import { alloyExtra } from './alloy-extra';
import { alloyText } from './alloy-syntax';
import type { ILogAgent, LogAgentOptions } from './log-agent-interface';
import { NodeAgent, type AgentConfigSettings, type LogAgentProgram } from './node-agent';

/** What can be said of Alloy. */
export interface AlloyOptions extends LogAgentOptions {
  /**
   * Further components and blocks in Alloy's own syntax, which follow ours: other sources of logs above all. Lines are
   * given to `loki.process.pods.receiver`, for the pipelines of the stack, or to `loki.write.loki.receiver`, straight to
   * Loki. No key of ours can be changed by it; check it with `alloy validate`.
   *
   * No secrets: the output shows them in clear. Let Alloy read them by `local.file` with `is_secret = true`, and patch the
   * DaemonSet to mount the file.
   *
   * Throws for a block of the same name and label as one of ours, and for a string, comment or bracket without its end. The
   * rest is checked by Alloy, when it starts.
   *
   * @see https://grafana.com/docs/alloy/latest/reference/components/
   * @default - none
   */
  readonly extraConfig?: string;
}

/** What Alloy is told. */
export interface AlloyProps extends AlloyOptions {
  /** Where Loki takes log lines. */
  readonly loki: Endpoint;
}

const PORT = 12345; // Alloy's own

const DEFAULTS: Omit<LogAgentProgram, 'configText'> = {
  name: 'alloy',
  image: IMAGES.alloy,
  // its docs reckon 120 MiB and one core for each MiB of logs a second
  resources: new ComputeResources({ cpuRequest: '50m', memoryRequest: '128Mi', memoryLimit: '384Mi' }),
  port: PORT,
  readyPath: '/-/ready',
  // not /-/healthy, which asks for a restart when a restart does not help (Alloy's docs of its HTTP endpoints)
  livePath: '/-/ready',
  configFolder: '/etc/alloy',
  configFile: 'config.alloy',
  args: (statePath) => [
    'run',
    '/etc/alloy/config.alloy',
    `--storage.path=${statePath}`,
    `--server.http.listen-addr=0.0.0.0:${PORT}`,
    // what runs as root shows its insides to no one on the pod network
    '--server.http.enable-pprof=false',
    '--server.http.disable-support-bundle=true',
    '--stability.level=generally-available',
    '--disable-reporting',
  ],
};

/**
 * Grafana Alloy: reads the logs of every pod from the disk of its node and sends them to Loki. It runs on every node.
 *
 * It follows Promtail and gives the streams the same labels. Nodes must run containerd or CRI-O.
 *
 * While Loki does not answer, Alloy waits, however long, and the files on the node keep the lines. It finishes the file that
 * it has open and goes on with the newest one: what is written between two rotations by the kubelet,
 * at 10 MiB each, is lost. So is what is in its memory, at most 10 MiB, when its pod is replaced meanwhile.
 *
 * Throws for a `statePath` that a restart of the node empties, and for an `extraConfig` that contradicts the rest.
 *
 * @see https://grafana.com/docs/alloy/latest/
 * @example
 * new Alloy(chart, 'Alloy', { loki: loki.endpoint });
 */
export class Alloy extends Construct implements ILogAgent {
  /** How Prometheus finds the agent's own metrics: lines read, sent and dropped. */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly agent: NodeAgent;

  public constructor(scope: Construct, id: string, props: AlloyProps) {
    super(scope, id);
    checkComponentProps(this, props);
    const { extraConfig } = props;
    this.agent = new NodeAgent(
      this,
      { ...DEFAULTS, configText: (settings) => this.configText(settings, extraConfig) },
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

  private configText({ pushUrl, pipelines }: AgentConfigSettings, extraConfig: string | undefined): string {
    const blocks = alloyConfig({ pushUrl, pipelines });
    return alloyText(this, blocks) + alloyExtra(this, extraConfig, blocks);
  }
}
