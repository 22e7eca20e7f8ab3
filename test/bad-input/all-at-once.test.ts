import { type App, Chart } from 'cdk8s';
import { Dashboard, LogPipeline, LogStage, Rule, RuleGroup, timedeal } from '../../lib';
import { k8s } from '../../lib/core/k8s';
import { testApp } from '../support/manifests';
import { deployment, validate } from '../validation/support/validate';
import { ADMIN, make } from './bad-case';

const MIMIR = { type: 'prometheus', uid: 'mimir' };

/** A stack and a shop with a mistake in each of their parts, all of which are known at synthesis alone. */
function appOfMistakes(): App {
  const app = testApp();
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const shop = new timedeal.Timedeal(new Chart(app, 'shop', { namespace: 'shop' }), 'Timedeal', {
    databaseCredentials: ADMIN,
  });
  const stack = make.stack({ mixins: [] }, chart);
  stack.monitor(shop.stockService, { portName: 'admin', logStages: [LogStage.drop('healthz')] });
  stack.monitor(shop.postgres, { port: 1 });
  stack.addLogPipeline(LogPipeline.forSelector('{app="stock-service", namespace="shop"}', [LogStage.drop('x')]));
  stack.addDashboard(
    Dashboard.fromJson({
      uid: 'shop',
      title: 'Shop',
      panels: [
        {
          id: 1,
          title: 'Up',
          type: 'stat',
          gridPos: { x: 0, y: 0, w: 6, h: 4 },
          targets: [{ refId: 'A', expr: 'up', datasource: MIMIR }],
        },
      ],
    }),
  );
  new k8s.KubeSecret(chart, 'Secret', { metadata: { name: 'grafana-admin' }, stringData: { user: 'x' } });
  return app;
}

function messageOf(code: () => unknown): string {
  try {
    code();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

test('all that synthesis finds stands in one message, each with its construct', () => {
  const [head, ...problems] = messageOf(() => appOfMistakes().synthYaml()).split('\n');

  expect(head).toBe('Validation failed with the following errors:');
  expect(problems).toEqual([
    `  [monitoring/Plg/Prometheus] the scrape target 'stock-service' has the 'portName' "admin"; the containers of the Deployment 'stock-service' declare 'http' (8080): name one of these, or declare the port in 'containers[].ports'`,
    `  [monitoring/Plg/Prometheus] the scrape target 'postgres' has the 'port' 1; the containers of the StatefulSet 'postgres' declare 'postgres' (5432), 'metrics' (9187): name one of these, or declare the port in 'containers[].ports'`,
    `  [monitoring/Plg/LogAgent] two log pipelines select {app="stock-service", namespace="shop"}; put their stages into one, in the order in which they are to run`,
    "  [monitoring/Plg/Grafana] the Secret 'grafana-admin' of 'admin' has no key 'username'; it has: user",
    "  [monitoring/Plg/Grafana] the Secret 'grafana-admin' of 'admin' has no key 'password'; it has: user",
    "  [monitoring/Plg/Grafana] dashboard 'Shop', panel 'Up', query A: there is no data source 'mimir'; there is: 'prometheus', 'Prometheus', 'loki', 'Loki'",
  ]);
});

test('nothing is written of an app with a mistake', () => {
  expect(() => appOfMistakes().synthYaml()).toThrow('Validation failed with the following errors:');
});

test('all that the plugin finds stands in one report', () => {
  const rule = { alert: 'X', expr: 'up ==' };
  const { violations, status } = validate({
    'a.k8s.yaml': [deployment({ image: 'api:latest', ports: [{ name: 'HTTP', containerPort: 80 }] })],
    'b.k8s.yaml': [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'My_Map', namespace: 'shop' }, data: { a: 1 } },
    ],
    'c.k8s.yaml': [
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'rules', namespace: 'shop' },
        spec: { groups: [{ name: 'shop', rules: [rule] }] },
      },
    ],
  });

  expect(status).toBe('failure');
  expect(violations.map(({ ruleName }) => ruleName).sort()).toEqual([
    'container-name',
    'image-tag',
    'name',
    'rule-expression',
    'schema',
  ]);
});

test('a constructor throws at the first mistake, before anything is made of it', () => {
  const broken = (): unknown => new RuleGroup('shop', { rules: [Rule.record('a-b', { expr: 'up ==' })] });

  expect(messageOf(broken)).toMatch(/^\[Rule a-b\] 'record' is "a-b"; /);
});
