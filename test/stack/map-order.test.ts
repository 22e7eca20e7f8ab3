import { Chart } from 'cdk8s';
import {
  Credentials,
  LogAgent,
  LogPipeline,
  LogStage,
  OperatorStack,
  PlgStack,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Severity,
} from '../../lib';
import { testApp } from '../support/manifests';

type Order = <T>(map: { [key: string]: T }) => { [key: string]: T };

const asWritten: Order = (map) => map;
const backwards: Order = (map) => Object.fromEntries(Object.entries(map).reverse());

/** An app that gives every map of the API more than one key. */
function synthesized(order: Order): string {
  const app = testApp();
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const plg = new PlgStack(chart, 'Plg', {
    grafana: {
      admin: Credentials.fromSecret('grafana-admin'),
      extraConfig: order({
        smtp: order({ enabled: true, host: 'mail:25' }),
        news: order({ news_feed_enabled: false }),
      }),
    },
    prometheus: {
      externalLabels: order({ cluster: 'eu', region: 'west' }),
      extraConfig: order({ remote_write: [order({ url: 'http://mimir/push', name: 'mimir' })], storage: order({}) }),
    },
    loki: { extraConfig: order({ ruler: order({ enable_api: true, rule_path: '/tmp/rules' }), tracing: order({}) }) },
    kubeStateMetrics: { metricLabelsAllowlist: order({ pods: ['team'], nodes: ['zone'] }) },
    logAgent: LogAgent.promtail({ extraConfig: order({ limits_config: order({ readline_rate: 9, max_streams: 5 }) }) }),
  });
  plg.addScrapeTarget(
    ScrapeTarget.pods('queue', { namespace: 'q', matchLabels: order({ app: 'q', tier: 'back' }), portName: 'metrics' }),
  );
  plg.addLogPipeline(
    LogPipeline.forSelector('{namespace="q"}', [
      LogStage.json(order({ level: 'level', user: 'user.id' })),
      LogStage.logfmt(order({ path: 'path', took: 'duration' })),
      LogStage.staticLabels(order({ team: 'shop', env: 'test' })),
    ]),
  );
  const rules = [
    Rule.record('job:up:sum', { expr: 'sum by (job) (up)', labels: order({ team: 'shop', env: 'test' }) }),
    Rule.alert('Down', {
      expr: 'up == 0',
      severity: Severity.WARNING,
      summary: 'down',
      labels: order({ team: 'shop', env: 'test' }),
    }),
  ];
  plg.addRuleGroup(new RuleGroup('queue', { rules }));

  const operator = new OperatorStack(new Chart(app, 'operator', { namespace: 'operator' }), 'Operator', {
    selectorLabels: order({ release: 'prom', team: 'shop' }),
    dashboardLabels: order({ grafana_dashboard: '1', team: 'shop' }),
  });
  operator.addRuleGroup(new RuleGroup('queue', { rules }));
  return app.synthYaml();
}

test('the order in which maps arrive changes nothing: that of Java is another one in every run', () => {
  expect(synthesized(backwards)).toBe(synthesized(asWritten));
});
