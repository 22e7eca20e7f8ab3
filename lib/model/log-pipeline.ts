import type { IConstruct } from 'constructs';
import { invalid } from '../core/errors';
import { checkItems, checkList } from '../core/kinds';
import { checkText } from '../core/names';
import { LOG_STAGE } from './kinds';
import { logqlSelectorProblems } from './query/logql-syntax';
import type { LogStage } from './log-stage';
import { Workload } from './workload';

// the match stages of both agents read less than LogQL (expr.y in their logql folders): no backticks, no ',' before the '}'
const MATCHER = String.raw`\s*[A-Za-z_]\w*\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"\s*`;
const AGENT_SELECTOR = new RegExp(String.raw`^\s*\{${MATCHER}(?:,${MATCHER})*\}\s*$`);

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
   * Throws for a selector that Loki or an agent would refuse, and for an empty list of stages.
   *
   * @param selector `{namespace="checkout", app="api"}`
   * @param stages in the order in which each line goes through them
   */
  public static forSelector(selector: string, stages: LogStage[]): LogPipeline {
    checkText('LogPipeline', 'selector', selector);
    const [problem] = logqlSelectorProblems(selector);
    if (problem !== undefined) {
      const where = `column ${problem.column}: ${problem.message}`;
      invalid('LogPipeline', 'selector', selector, `${where}; it must be like '{namespace="checkout"}'`);
    }
    if (!AGENT_SELECTOR.test(selector)) {
      const rule = `log agents read matchers with double quotes alone, such as '{namespace="checkout", app=~"api|web"}'`;
      invalid('LogPipeline', 'selector', selector, rule);
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
    checkList('LogPipeline', 'stages', stages);
    if (stages.length === 0)
      invalid('LogPipeline', 'stages', stages, 'it must hold at least one stage, such as LogStage.drop(...)');
    checkItems('LogPipeline', 'stages', stages, ...LOG_STAGE);
    this.stages = [...stages];
  }

  /** The stream selector; known only at synthesis for a workload, whose labels may still grow. @internal */
  public _selector(): string {
    return this.selector();
  }
}

/** The agents make `app` of these labels of a pod, in this order, and of its controller's name where there is none. */
export const APP_LABELS = ['app.kubernetes.io/name', 'app'];

/** The name of a pod's controller without what Kubernetes appends: the hash of a ReplicaSet, the time of a CronJob's Job. */
export const CONTROLLER_NAME = '([0-9a-z-.]+?)(-[0-9a-f]{8,10})?';

function workloadSelector(workload: Workload): string {
  return `{namespace=${JSON.stringify(workload.namespace)}, app=${JSON.stringify(appOf(workload))}}`;
}

function appOf(workload: Workload): string {
  const labels = workload.templateLabels();
  const label = APP_LABELS.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
  if (label !== undefined) return label;
  // these two do not control their pods themselves: what is stripped is of the ReplicaSet or Job between them
  if (workload.kind === 'Deployment' || workload.kind === 'CronJob') return workload.name;
  return new RegExp(`^${CONTROLLER_NAME}$`).exec(workload.name)?.[1] ?? workload.name;
}
