import { KubernetesFlavor } from '../../lib';
import { filledIn, panelsOf, variablesOf } from '../mixins/support/queries';
import { describeWith } from '../prometheus/promtool';
import { GuideStack } from './guide-stack';
import { streamsOf } from './log-lines';
import { RunningLoki } from './running-loki';

const SECONDS = 120;

/** What a person who watches the guide's shop would choose. */
const CHOICES = { namespace: 'timedeal', app: 'stock-service', search: '', pod: 'stock-service-7d4b9c6f8d-hj5kq' };

const DURATIONS = { __auto: '10s', __interval: '10s', __range: '120s', __rate_interval: '10s' };

const GUIDE = [
  '{namespace="timedeal"}',
  '{namespace="timedeal", app="stock-service"}',
  '{namespace="timedeal"} |= "error"',
  '{namespace="timedeal"} |= "[Reserve]"',
  '{namespace="timedeal"} |= "error" | json',
  'count_over_time({namespace="timedeal"}[5m])',
  '{namespace="timedeal"} |~ "product.*=.*1"',
];

describeWith('loki', 'on a real Loki that holds the lines of the recorded cluster', () => {
  const stack = new GuideStack(KubernetesFlavor.K3S);
  const loki = new RunningLoki(stack.manifests.config('ConfigMap', 'loki', 'config.yaml'));

  beforeAll(async () => {
    await loki.start();
    await loki.push(streamsOf(stack.manifests, stack.cluster, SECONDS));
  }, 120_000);
  afterAll(() => loki.stop(), 60_000);

  test.each(GUIDE)("the guide's %s finds lines", async (query) => {
    expect((await loki.range(query, SECONDS)).result).not.toEqual([]);
  });

  test('the namespaces are those of the cluster', async () => {
    expect(await loki.labelValues('namespace')).toEqual(['kube-system', 'monitoring', 'timedeal']);
  });

  test('every LogQL query of every panel has a result', async () => {
    const queries = stack.dashboards.flatMap((dashboard) => {
      const defined = Object.fromEntries(
        variablesOf(dashboard).map(({ name, query }) => [name, (CHOICES as { [name: string]: string })[name] ?? query]),
      );
      return panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
        targets
          .filter(({ datasource }) => datasource.type === 'loki')
          .map(({ expr }) => ({
            where: `${dashboard.title}, ${title}`,
            expr: filledIn(expr, { ...DURATIONS, ...defined }),
          })),
      );
    });
    const found = await Promise.all(
      queries.map(async ({ where, expr }) => ({ where, expr, count: (await loki.range(expr, SECONDS)).result.length })),
    );

    expect(found.filter(({ count }) => count === 0)).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  }, 60_000);
});
