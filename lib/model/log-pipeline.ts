import type { IConstruct } from 'constructs';
import { fail, invalid } from '../core/errors';
import { logqlSelectorProblems } from './query/logql-syntax';
import type { LogStage } from './log-stage';
import { Workload } from './workload';

/**
 * What happens to the log lines of some pods on their way to Loki: stages for the streams that a selector matches.
 *
 * @example
 * LogPipeline.forSelector('{namespace="checkout", app="api"}', [LogStage.drop('GET /healthz')]);
 */
export class LogPipeline {
  /**
   * Stages for every stream that a LogQL selector matches. The selector may use the labels that the agent gives: namespace,
   * pod, container, app, instance, component, job, node_name, stream.
   *
   * Throws for a selector that Loki would refuse, and for an empty list of stages.
   *
   * @param selector `{namespace="checkout", app="api"}`
   * @param stages in the order in which each line goes through them
   */
  public static forSelector(selector: string, stages: LogStage[]): LogPipeline {
    const [problem] = logqlSelectorProblems(selector);
    if (problem !== undefined) {
      const where = `column ${problem.column}: ${problem.message}`;
      fail(
        'LogPipeline',
        `'selector' is ${JSON.stringify(selector)}; ${where}; it must be like '{namespace="checkout"}'`,
      );
    }
    return new LogPipeline(() => selector, stages);
  }

  /**
   * Stages for the logs of one workload of this app.
   *
   * @param workload a Deployment, StatefulSet, DaemonSet, CronJob or Job of any construct library
   * @param stages in the order in which each line goes through them
   */
  public static forWorkload(workload: IConstruct, stages: LogStage[]): LogPipeline {
    const found = Workload.of('LogPipeline', workload);
    return new LogPipeline(() => workloadSelector(found), stages);
  }

  /** The stages in the order in which each line goes through them. */
  public readonly stages: LogStage[];

  private constructor(
    private readonly selector: () => string,
    stages: LogStage[],
  ) {
    if (stages.length === 0)
      invalid('LogPipeline', 'stages', stages, 'it must hold at least one stage, such as LogStage.drop(...)');
    this.stages = [...stages];
  }

  /** The stream selector; known only at synthesis for a workload, whose labels may still grow. @internal */
  public _selector(): string {
    return this.selector();
  }
}

/** The agents make `app` of these labels of a pod, in this order, and of the workload's name where there is none. */
export const APP_LABELS = ['app.kubernetes.io/name', 'app'];

function workloadSelector(workload: Workload): string {
  const labels = workload.templateLabels();
  const app =
    APP_LABELS.map((label) => labels[label]).find((value) => value !== undefined && value !== '') ?? workload.name;
  return `{namespace=${JSON.stringify(workload.namespace)}, app=${JSON.stringify(app)}}`;
}
