import type { IConstruct } from 'constructs';
import type { ComponentProps } from '../core/component';
import type { Endpoint } from '../core/endpoint';
import type { LogPipeline } from '../model/log-pipeline';
import type { ScrapeTarget } from '../model/scrape-target';

/** What reads the logs of every pod and sends them to Loki. */
export interface ILogAgent extends IConstruct {
  /** How Prometheus finds the agent's own metrics: lines read, sent and dropped. */
  readonly scrapeTarget: ScrapeTarget;

  /**
   * Runs the lines of some streams through stages before they are sent. Pipelines run in the order in which they were
   * added; a label that one of them changes is what the next one's selector sees.
   *
   * Throws once the app is being synthesized. Synthesis fails for two pipelines of one selector.
   *
   * @param pipeline which streams, and the stages
   */
  addPipeline(pipeline: LogPipeline): void;
}

/** What can be said of either log agent. */
export interface LogAgentOptions extends ComponentProps {
  /**
   * Folder of the node in which the agent remembers how far it has read each file. It must outlive a restart of the node,
   * which `/run` and `/tmp` do not: every line that is still on the node would be sent again.
   *
   * @default - `/var/lib/plg/<namespace>/<name of the agent>`
   */
  readonly statePath?: string;
}

/** What the stack tells its log agent. */
export interface LogAgentSettings {
  /** Where Loki takes log lines. */
  readonly loki: Endpoint;
  /** Registry that images are pulled from instead of their own. */
  readonly imageRegistry?: string;
  /** Names of the Secrets that hold the credentials of the registry. */
  readonly imagePullSecrets?: string[];
}
