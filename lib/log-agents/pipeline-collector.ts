import type { Construct } from 'constructs';
import { fail } from '../core/errors';
import { checkKind } from '../core/kinds';
import { LOG_PIPELINE } from '../model/kinds';
import type { LogPipeline } from '../model/log-pipeline';
import type { LogStageData } from '../model/log-stage-data';

/** A pipeline as data: the stages of the streams that a selector matches. */
export interface MatchedStages {
  readonly selector: string;
  readonly stages: readonly LogStageData[];
}

/** The log pipelines of an agent, in the order in which they were added. */
export class PipelineCollector {
  private readonly pipelines: LogPipeline[] = [];
  private isRead = false;

  public constructor(private readonly agent: Construct) {
    agent.node.addValidation({ validate: () => this.twins() });
  }

  public add(pipeline: LogPipeline): void {
    if (this.isRead) {
      fail(this.agent, 'the log pipelines were written into its configuration already; add each before app.synth()');
    }
    checkKind(this.agent, 'pipeline', pipeline ?? null, ...LOG_PIPELINE);
    this.pipelines.push(pipeline);
  }

  /** All pipelines, for the configuration: nothing can be added any more. */
  public read(): MatchedStages[] {
    this.isRead = true;
    const [twin] = this.twins();
    if (twin !== undefined) fail(this.agent, twin);
    return this.pipelines.map((pipeline) => ({
      selector: pipeline._selector(),
      stages: pipeline.stages.map((stage) => stage._data),
    }));
  }

  /** Known at synthesis alone: the labels of a workload may still grow. */
  private twins(): string[] {
    const selectors = this.pipelines.map((pipeline) => pipeline._selector());
    const keys = selectors.map(matchersOf);
    return selectors
      .filter((_, index) => keys.indexOf(keys[index] ?? '') !== index)
      .map(
        (selector) =>
          `two log pipelines select ${selector}; put their stages into one, in the order in which they are to run`,
      );
  }
}

/** A selector without its blanks and its order, neither of which changes what it selects. */
function matchersOf(selector: string): string {
  const matchers = selector.matchAll(/(\w+)\s*([=!]~|!?=)\s*("(?:[^"\\]|\\.)*")/g);
  return [...matchers]
    .map(([, label, operator, value]) => `${label}${operator}${value}`)
    .sort()
    .join();
}
