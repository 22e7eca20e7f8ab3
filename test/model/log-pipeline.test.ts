import { ApiObject } from 'cdk8s';
import { LogPipeline } from '../../lib/model/log-pipeline';
import { LogStage } from '../../lib/model/log-stage';
import { testChart } from '../support/manifests';

const stages = [LogStage.drop('GET /healthz')];

/** The selector of a workload whose pods carry some labels. */
function selectorOf(kind: string, name: string, labels: { [key: string]: string } = {}): string {
  const template = { metadata: { labels }, spec: { containers: [] } };
  const workload = new ApiObject(testChart('shop'), 'Workload', {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template },
  });
  return LogPipeline.forWorkload(workload, stages)._selector();
}

describe('LogPipeline', () => {
  test.each([
    '{app="a"}',
    '{ namespace = "x" , app=~"a|b\\\\d+" }',
    '{a="\\"",b!="",c!~"x"}',
    '{app="재고"}',
    '{a="{,}"}',
  ])('takes the selector %s', (selector) => {
    expect(LogPipeline.forSelector(selector, stages)._selector()).toBe(selector);
  });

  test.each(['{app=`a`}', '{app="a"} # all of them'])(
    'fails for %s, which Loki reads and the log agents do not',
    (selector) => {
      expect(() => LogPipeline.forSelector(selector, stages)).toThrow(
        `[LogPipeline] 'selector' is ${JSON.stringify(selector)}; log agents read matchers with double quotes alone, such as '{namespace="checkout", app=~"api|web"}'`,
      );
    },
  );

  test.each([
    ['{app="a"', "column 1: '{' is never closed; expected '}'"],
    ['{app=a}', "column 6: expected a value in quotes after '=', found 'a'"],
    ['{app="a",}', "column 10: expected a label name, found '}'"],
    ['{app=~"("}', "column 7: the regular expression of 'app' is not valid: missing closing ): `(`"],
    [
      '{app="a"} |= "x"',
      'column 11: only a stream selector such as {app="api"} can stand here, no pipeline and no function',
    ],
  ])('fails for %s, which is no stream selector', (selector, problem) => {
    expect(() => LogPipeline.forSelector(selector, stages)).toThrow(
      `[LogPipeline] 'selector' is ${JSON.stringify(selector)}; ${problem}; it must be like '{namespace="checkout"}'`,
    );
  });

  test('fails without a stage', () => {
    expect(() => LogPipeline.forSelector('{app="a"}', [])).toThrow(
      "[LogPipeline] 'stages' is []; it must hold at least one stage, such as LogStage.drop(...)",
    );
  });

  test('keeps the stages that it was made with', () => {
    const list = [...stages];
    const pipeline = LogPipeline.forSelector('{app="a"}', list);
    list.push(LogStage.output('msg'));

    expect(pipeline.stages).toEqual(stages);
  });

  test('finds a workload by the label that the agents make app of', () => {
    const both = { app: 'old', 'app.kubernetes.io/name': 'api' };

    expect(selectorOf('Deployment', 'shop-api', both)).toBe('{namespace="shop", app="api"}');
    expect(selectorOf('Deployment', 'shop-api', { app: 'old' })).toBe('{namespace="shop", app="old"}');
    expect(selectorOf('Deployment', 'shop-api', { app: '', tier: 'x' })).toBe('{namespace="shop", app="shop-api"}');
  });

  // what the agents strip from the name of a pod's controller; see the relabel rules of the log agents
  test.each([
    ['Deployment', 'shop-api-c8d1a2b3', 'shop-api-c8d1a2b3'],
    ['CronJob', 'shop-backup-c8d1a2b3', 'shop-backup-c8d1a2b3'],
    ['StatefulSet', 'shop-db-c8d1a2b3', 'shop-db'],
    ['DaemonSet', 'shop-logs-c8d1a2b3', 'shop-logs'],
    ['Job', 'shop-migrate-c8d1a2b3', 'shop-migrate'],
    ['StatefulSet', 'postgres', 'postgres'],
  ])('finds the pods of the %s %s, which have no label, as %s', (kind, name, app) => {
    expect(selectorOf(kind, name)).toBe(`{namespace="shop", app="${app}"}`);
  });
});
