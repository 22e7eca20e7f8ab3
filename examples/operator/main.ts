import { App, Chart, Duration, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Alloy,
  HttpMixin,
  LogStage,
  Loki,
  NodejsMixin,
  OperatorStack,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Severity,
  Slo,
} from '../../lib';

const mailRules = new RuleGroup('mailer', {
  rules: [
    Rule.alert('MailQueueGrows', {
      expr: 'min_over_time(mail_queue_length{namespace="shop"}[30m]) > 100',
      severity: Severity.WARNING,
      summary: 'For half an hour, more than 100 mails have been waiting',
    }),
  ],
});

/** A shop on a cluster that `helm install prom prometheus-community/kube-prometheus-stack` watches already. */
export function define(app: App): App {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const storefront = new kplus.Deployment(shop, 'Storefront', {
    metadata: { name: 'storefront' },
    podMetadata: { labels: { app: 'storefront' } },
    containers: [{ image: 'ghcr.io/acme/storefront:2.7.0', portNumber: 3000 }],
  });
  const mailer = new kplus.Deployment(shop, 'Mailer', {
    metadata: { name: 'mailer' },
    podMetadata: { labels: { app: 'mailer' } },
    containers: [{ image: 'ghcr.io/acme/mailer:1.1.3', portNumber: 9400 }],
  });

  // metrics and dashboards are there already; logs are not: a Loki, and an agent on every node
  const monitoring = new Chart(app, 'shop-monitoring', { namespace: 'monitoring' });
  const loki = new Loki(monitoring, 'Loki', { retention: Duration.days(14) });
  const logAgent = new Alloy(monitoring, 'Alloy', { loki: loki.endpoint });

  const plg = new OperatorStack(monitoring, 'Plg', { name: 'shop', selectorLabels: { release: 'prom' }, logAgent });
  plg.addScrapeTarget(loki.scrapeTarget);
  plg.addScrapeTarget(logAgent.scrapeTarget);

  // the same verbs as on a stack of our own: a PodMonitor each, rules, dashboards, stages of the log agent
  plg.monitor(storefront, {
    port: 3000,
    logStages: [LogStage.json({ level: 'level' }), LogStage.labels('level')],
    mixins: [new HttpMixin({ pathLabel: 'route' }), new NodejsMixin()],
  });
  plg.monitor(mailer, { port: 9400, interval: Duration.seconds(60) });
  plg.addScrapeTarget(ScrapeTarget.hosts('warehouse-db', ['10.0.0.5:9187']));

  plg.addRuleGroup(mailRules);
  plg.addMixin(
    Slo.availability('storefront', {
      metric: 'http_requests_total',
      selector: 'namespace="shop"',
      errors: 'code=~"5.."',
      target: 99.9,
    }),
  );

  addDataSource(monitoring, loki);
  return app;
}

/** Loki, for the Grafana that is there: its sidecar picks up what has this label. */
function addDataSource(chart: Chart, loki: Loki): void {
  const url = loki.endpoint.urlFrom('monitoring');
  const datasources = [{ name: 'Loki', uid: 'loki', type: 'loki', access: 'proxy', url }];
  new kplus.ConfigMap(chart, 'LokiDataSource', {
    metadata: { name: 'loki-datasource', labels: { grafana_datasource: '1' } },
    data: { 'loki.yaml': Yaml.stringify({ apiVersion: 1, datasources }) },
  });
}

if (require.main === module) {
  define(new App()).synth();
}
