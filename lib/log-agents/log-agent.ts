import type { Construct } from 'constructs';
import { checkProps } from '../core/kinds';
import { copiedExtra } from '../core/merge-config';
import { LogAgentKind } from '../model/log-agent-kind';
import { Alloy, type AlloyOptions } from './alloy';
import type { ILogAgent, LogAgentSettings } from './log-agent-interface';
import { Promtail, type PromtailOptions } from './promtail';

export type { ILogAgent, LogAgentOptions } from './log-agent-interface';

/**
 * Which program collects the logs of the pods. Both give the streams the same labels and run the same pipelines.
 *
 * @example
 * new PlgStack(chart, 'Plg', { logAgent: LogAgent.promtail(), grafana: { admin } });
 */
export class LogAgent {
  /**
   * Grafana Alloy, which Grafana Labs maintains.
   *
   * @param options image, resources, folder of its state, further configuration
   */
  public static alloy(options: AlloyOptions = {}): LogAgent {
    checkProps('LogAgent', options, 'options');
    return new LogAgent(
      LogAgentKind.ALLOY,
      options.extraConfig !== undefined,
      (scope, id, settings) => new Alloy(scope, id, { ...settings, ...options }),
    );
  }

  /**
   * Promtail, which is no longer maintained since March 2, 2026, and uses less memory.
   *
   * Throws for an `extraConfig` that is no JSON or that holds a password.
   *
   * @param options image, resources, folder of its state, further configuration
   */
  public static promtail(options: PromtailOptions = {}): LogAgent {
    checkProps('LogAgent', options, 'options');
    const copy = { ...options, extraConfig: copiedExtra('LogAgent', options.extraConfig) };
    return new LogAgent(
      LogAgentKind.PROMTAIL,
      options.extraConfig !== undefined,
      (scope, id, settings) => new Promtail(scope, id, { ...settings, ...copy }),
    );
  }

  private constructor(
    /** Which program it is. @internal */
    public readonly _kind: LogAgentKind,
    /** Whether it may speak to more than Loki and the API server. @internal */
    public readonly _hasExtraConfig: boolean,
    private readonly create: (scope: Construct, id: string, settings: LogAgentSettings) => ILogAgent,
  ) {}

  /** @internal */
  public _create(scope: Construct, id: string, settings: LogAgentSettings): ILogAgent {
    return this.create(scope, id, settings);
  }
}
