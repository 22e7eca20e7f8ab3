import { type Chart, Duration, Size } from 'cdk8s';
import {
  Alloy,
  ArgoApplication,
  AlertProfile,
  ComputeResources,
  ContainerImage,
  DataSource,
  Endpoint,
  Grafana,
  GrafanaDiscovery,
  type IPlgStack,
  KubeStateMetrics,
  KubernetesFlavor,
  LogAgent,
  LogStage,
  Loki,
  LokiCanary,
  LokiSchemaPeriod,
  NodeExporter,
  OperatorStack,
  PlgStack,
  Prometheus,
  PrometheusDiscovery,
  Promtail,
  StoredMetrics,
  timedeal,
} from '../../lib';
import { testChart } from '../support/manifests';
import { ADMIN, LOKI } from './bad-case';

import {
  type PublicCall,
  IMAGE,
  COMPONENT,
  GROUP,
  DASHBOARD,
  STORAGE,
  TARGET,
  PIPELINE,
  SCRAPE,
  DISCOVERY,
  MIXIN,
  shop,
  value,
} from './public-call';
import { VALUES } from './public-values';
const construct = <P>(
  name: string,
  type: new (scope: Chart, id: string, props: P) => unknown,
  props: P & object,
): PublicCall => ({ name, args: () => [{ ...props }], call: (given) => new type(testChart(), 'X', given) });
const stack = (): PlgStack => new PlgStack(testChart(), 'Plg', { grafana: { admin: ADMIN }, mixins: [] });
const agentIn = (chart: Chart): Alloy => new Alloy(chart, 'Alloy', { loki: LOKI });
const operatorStack = (chart = testChart()): OperatorStack =>
  new OperatorStack(chart, 'Plg', { selectorLabels: {}, logAgent: agentIn(chart) });
const existing = (chart = testChart()): IPlgStack =>
  PlgStack.fromExisting(chart, 'Plg', { name: 'checkout', logAgent: agentIn(chart) });
const verbs = (name: string, make: () => any): readonly PublicCall[] => [
  value(`${name}.addScrapeTarget`, (target) => make().addScrapeTarget(target), TARGET),
  value(`${name}.addLogPipeline`, (pipeline) => make().addLogPipeline(pipeline), PIPELINE),
  value(`${name}.addRuleGroup`, (group) => make().addRuleGroup(group), GROUP),
  value(`${name}.addDashboard`, (dashboard) => make().addDashboard(dashboard), DASHBOARD),
  value(`${name}.addMixin`, (mixin) => make().addMixin(mixin), MIXIN),
  value(`${name}.monitor`, (workload, options) => make().monitor(workload, options), shop().stockService, {
    ...SCRAPE,
    jobName: 'stock',
    portName: 'http',
    scrape: true,
    logStages: [LogStage.drop('x')],
    mixins: [MIXIN],
    networkPolicy: name === 'PlgStack',
  }),
];

const AGENT = { ...COMPONENT, statePath: '/var/lib/x' };

/** Every public constructor and factory, and the verbs of the stacks. */
export const PUBLIC_CALLS: readonly PublicCall[] = [
  ...VALUES,
  construct('Prometheus', Prometheus, {
    ...COMPONENT,
    image: ContainerImage.parse('quay.io/prometheus/prometheus:v3.14.0'),
    retention: Duration.hours(6),
    retentionSize: Size.gibibytes(2),
    storage: STORAGE,
    scrapeInterval: Duration.seconds(30),
    evaluationInterval: Duration.seconds(30),
    sampleLimit: 5,
    bodySizeLimit: Size.mebibytes(64),
    externalUrl: 'https://prometheus.corp.example',
    externalLabels: { site: 'a' },
    enableLifecycle: true,
    scrapeTargets: [TARGET],
    ruleGroups: [GROUP],
    discovery: PrometheusDiscovery.labelledConfigMaps(DISCOVERY),
  }),
  construct('Loki', Loki, {
    ...COMPONENT,
    retention: Duration.days(7),
    storage: STORAGE,
    schemaPeriods: [new LokiSchemaPeriod('2024-01-01')],
    ingestionRateMb: 16,
    maxStreams: 5000,
    rulesConfigMap: 'rules',
  }),
  construct('Grafana', Grafana, {
    ...COMPONENT,
    admin: ADMIN,
    storage: STORAGE,
    discovery: GrafanaDiscovery.labelledConfigMaps(DISCOVERY),
    rootUrl: 'https://grafana.corp.example/',
    alerting: true,
    disabledPlugins: ['tempo'],
    dataSources: [DataSource.loki({ url: 'http://a:1' })],
    dashboards: [DASHBOARD],
  }),
  construct('Alloy', Alloy, { ...AGENT, loki: LOKI }),
  construct('Promtail', Promtail, { ...AGENT, loki: LOKI }),
  value('LogAgent.alloy', (options) => new PlgStackWith(LogAgent.alloy(options)), AGENT),
  value('LogAgent.promtail', (options) => new PlgStackWith(LogAgent.promtail(options)), AGENT),
  construct('LokiCanary', LokiCanary, { ...COMPONENT, loki: LOKI }),
  construct('KubeStateMetrics', KubeStateMetrics, {
    ...COMPONENT,
    watchedResources: ['pods'],
    metricLabelsAllowlist: { pods: ['team'] },
  }),
  construct('NodeExporter', NodeExporter, { ...COMPONENT, port: 9100, rootMountPropagation: true }),
  construct('ArgoApplication', ArgoApplication, {
    repoUrl: 'https://git.corp.example/a.git',
    targetRevision: 'HEAD',
    path: 'dist',
    name: 'plg',
    argoNamespace: 'argocd',
    project: 'default',
    server: 'https://kubernetes.default.svc',
    automated: true,
  }),
  construct('PlgStack', PlgStack, {
    grafana: { admin: ADMIN },
    prometheus: { name: 'x' },
    loki: { name: 'w' },
    logAgent: LogAgent.promtail(),
    kubeStateMetrics: { name: 'y' },
    nodeExporter: { name: 'z' },
    flavor: KubernetesFlavor.K3S,
    mixins: [MIXIN],
    alerts: AlertProfile.CORE,
    storedMetrics: StoredMetrics.all(),
    imageRegistry: 'registry.corp.example',
    imagePullSecrets: ['registry'],
    createNamespace: true,
    networkPolicies: true,
  }),
  construct('OperatorStack', OperatorStack, {
    selectorLabels: { release: 'prom' },
    dashboardLabels: { grafana_dashboard: '1' },
    folderAnnotation: 'grafana_folder',
    logAgent: new Alloy(testChart(), 'Alloy', { loki: LOKI }),
    mixins: [MIXIN],
    name: 'plg',
    prometheusNamespace: 'monitoring',
  }),
  value('PlgStack.fromExisting', (props) => PlgStack.fromExisting(testChart(), 'Plg', props), {
    name: 'checkout',
    logAgent: new Alloy(testChart(), 'Alloy', { loki: LOKI }),
    mixins: [MIXIN],
    prometheusNamespace: 'monitoring',
  }),
  construct('Timedeal', timedeal.Timedeal, {
    databaseCredentials: ADMIN,
    image: IMAGE,
    minReplicas: 2,
    maxReplicas: 4,
    host: 'shop.example.com',
    databaseStorage: STORAGE,
    databaseExporter: true,
    imageRegistry: 'registry.corp.example',
    createNamespace: true,
  }),
  construct('StockService', timedeal.StockService, {
    ...COMPONENT,
    postgres: shop().postgres,
    minReplicas: 2,
    maxReplicas: 4,
    targetCpuPercent: 50,
    resources: new ComputeResources({ cpuRequest: '100m' }),
  }),
  construct('Postgres', timedeal.Postgres, {
    ...COMPONENT,
    credentials: ADMIN,
    storage: STORAGE,
    maxConnections: 100,
    exporter: true,
  }),
  construct('TimedealIngress', timedeal.TimedealIngress, {
    backend: new Endpoint({ service: 'a', namespace: 'b', port: 1 }),
    host: 'shop.example.com',
    ingressClassName: 'traefik',
  }),
  ...verbs('PlgStack', stack),
  ...verbs('OperatorStack', operatorStack),
  ...verbs('ExistingStack', existing),
  value('Prometheus.addScrapeTarget', (target) => new Prometheus(testChart(), 'X').addScrapeTarget(target), TARGET),
  value('Prometheus.addRuleGroup', (group) => new Prometheus(testChart(), 'X').addRuleGroup(group), GROUP),
  value(
    'Grafana.addDashboard',
    (given) => new Grafana(testChart(), 'X', { admin: ADMIN }).addDashboard(given),
    DASHBOARD,
  ),
  value(
    'Grafana.addDataSource',
    (given) => new Grafana(testChart(), 'X', { admin: ADMIN }).addDataSource(given),
    DataSource.loki({ url: 'http://a:1' }),
  ),
];

/** A stack whose agent is made of the options. */
class PlgStackWith {
  public constructor(logAgent: LogAgent) {
    new PlgStack(testChart(), 'Plg', { grafana: { admin: ADMIN }, mixins: [], logAgent });
  }
}
