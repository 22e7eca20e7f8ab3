import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import { ComputeResources, Credentials, PlgStack, Rule, Severity } from '../lib';
import { codeBlocksOf } from './support/docs-page';
import { testChart } from './support/manifests';

const grafana = { admin: Credentials.fromSecret('grafana-admin') };
const summary = 'Nobody has ordered anything for a quarter of an hour';

/** What a reader of README.md would have to write to get its messages, in their order. */
const MISTAKES: readonly (() => unknown)[] = [
  () => new PlgStack(testChart(), 'Plg', { grafana, prometheus: { retention: Duration.minutes(30) } }),
  () => Rule.alert('NoOrders', { expr: 'sum(rate(up[5m])', severity: Severity.CRITICAL, summary }),
  () => new ComputeResources({ memoryRequest: '256MB' }),
];

function messageOf(mistake: () => unknown): string {
  try {
    mistake();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing is thrown';
}

test('README.md shows the messages that are thrown', () => {
  const text = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const [block] = codeBlocksOf({ path: 'README.md', text }).filter(({ language }) => language === '');
  const thrown = MISTAKES.map(messageOf).map((message) => message.replace(/^\[test\//, '[monitoring/'));

  expect(block?.lines).toEqual(thrown);
});
