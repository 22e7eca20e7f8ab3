import { Chart, Duration, Size } from 'cdk8s';
import {
  ContainerImage,
  Credentials,
  Dashboard,
  GrafanaDiscovery,
  KubernetesFlavor,
  LogAgent,
  LogStage,
  PlgStack,
  Storage,
  timedeal,
  type PlgStackProps,
} from '../../../../lib';
import { manifestsOf, testApp, type Manifests } from '../../../support/manifests';

/** What somebody changes in main.ts. */
export interface Change {
  readonly title: string;
  readonly stack?: Partial<PlgStackProps>;
  readonly shop?: Partial<timedeal.TimedealProps>;
  readonly also?: (plg: PlgStack) => void;
  /** What is refused of it, as the API server says it, by object; nothing where all is taken. */
  readonly refusals?: { readonly [object: string]: RegExp };
  /** Workloads, claims and access rules that the cluster keeps until somebody deletes them. */
  readonly left?: readonly string[];
}

/** The guide's cluster with a change. */
export function guideWith({ stack, shop, also }: Omit<Change, 'title'> = {}): Manifests {
  const app = testApp();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    flavor: KubernetesFlavor.K3S,
    prometheus: { retention: Duration.hours(6) },
    grafana: GRAFANA,
    logAgent: LogAgent.promtail(),
    ...stack,
  });
  const workloads = new timedeal.Timedeal(new Chart(app, 'timedeal', { namespace: 'timedeal' }), 'Timedeal', {
    databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal'),
    minReplicas: 2,
    maxReplicas: 4,
    ...shop,
  });
  plg.monitor(workloads.stockService, { port: 8080, logStages: [LogStage.drop('GET /(healthz|readyz|metrics)')] });
  plg.monitor(workloads.postgres, { port: 9187 });
  plg.addMixin(new timedeal.TimedealMixin(workloads));
  also?.(plg);
  return manifestsOf(app);
}

const GRAFANA = {
  admin: Credentials.insecureDemo('admin', 'admin'),
  discovery: GrafanaDiscovery.labelledConfigMaps(),
};

// 'Forbidden: updates to statefulset spec for fields other than ...' in servers before 1.36
const CLAIM_OF_A_SET =
  /The StatefulSet "[\w-]+" is invalid: spec(\.volumeClaimTemplates: Invalid value: .*: field is immutable|: Forbidden: updates)/;
/** What may change of a claim: its size alone, and only of one that is bound. */
export const UNBOUND_CLAIM =
  /spec is immutable after creation except resources\.requests and volumeAttributesClassName for bound/;

const sixHours = { retention: Duration.hours(6) };
const disk = (gibibytes: number): Storage => Storage.persistent(Size.gibibytes(gibibytes));

/** What people change in a stack that runs. */
export const CHANGES: readonly Change[] = [
  {
    title: 'other image versions',
    stack: {
      prometheus: { ...sixHours, image: ContainerImage.parse('quay.io/prometheus/prometheus:v3.13.0') },
      loki: { image: ContainerImage.parse('docker.io/grafana/loki:3.7.5') },
      grafana: { ...GRAFANA, image: ContainerImage.parse('docker.io/grafana/grafana:13.2.2') },
      nodeExporter: { image: ContainerImage.parse('quay.io/prometheus/node-exporter:v1.12.0') },
    },
  },
  { title: 'an image registry of their own', stack: { imageRegistry: 'registry.corp.example:5000' } },
  {
    title: 'another retention',
    stack: { prometheus: { retention: Duration.days(3) }, loki: { retention: Duration.days(3) } },
  },
  {
    title: 'more dashboards, and fewer',
    stack: { mixins: [] },
    also: (plg) => plg.addDashboard(Dashboard.fromJson({ uid: 'mine', title: 'Mine', panels: [] })),
  },
  {
    title: 'Alloy in place of Promtail',
    stack: { logAgent: LogAgent.alloy() },
    left: [
      'ClusterRole monitoring-promtail',
      'ClusterRoleBinding monitoring-promtail',
      'DaemonSet monitoring/promtail',
      'ServiceAccount monitoring/promtail',
    ],
  },
  {
    title: 'Grafana without discovery',
    stack: { grafana: { admin: GRAFANA.admin } },
    left: ['Role monitoring/prom-grafana', 'RoleBinding monitoring/prom-grafana'],
  },
  { title: 'NetworkPolicies', stack: { networkPolicies: true } },
  { title: 'another Kubernetes flavour', stack: { flavor: KubernetesFlavor.STANDARD } },
  { title: 'another port of node-exporter', stack: { nodeExporter: { port: 19100 } } },
  {
    title: 'other passwords',
    stack: { grafana: { ...GRAFANA, admin: Credentials.insecureDemo('admin', 'another') } },
  },
  { title: 'another number of pods of stock-service', shop: { minReplicas: 3, maxReplicas: 6 } },
  {
    title: 'a host name for the shop',
    shop: { host: 'shop.example' },
  },
  {
    title: 'a larger claim of Grafana, as long as no volume is bound to it',
    stack: { grafana: { ...GRAFANA, storage: disk(2) } },
    refusals: { 'PersistentVolumeClaim monitoring/prom-grafana': UNBOUND_CLAIM },
  },
  {
    title: 'Grafana without a claim',
    stack: { grafana: { ...GRAFANA, storage: Storage.ephemeral(Size.gibibytes(1)) } },
    left: ['PersistentVolumeClaim monitoring/prom-grafana'],
  },
  {
    title: 'a larger claim of Prometheus',
    stack: { prometheus: { ...sixHours, storage: disk(16) } },
    refusals: { 'StatefulSet monitoring/prometheus-prom-kube-prometheus-stack-prometheus': CLAIM_OF_A_SET },
  },
  {
    title: 'Prometheus without a claim',
    stack: { prometheus: { ...sixHours, storage: Storage.ephemeral(Size.gibibytes(8)) } },
    refusals: { 'StatefulSet monitoring/prometheus-prom-kube-prometheus-stack-prometheus': CLAIM_OF_A_SET },
  },
  {
    title: 'a larger claim of Loki',
    stack: { loki: { storage: disk(20) } },
    refusals: { 'StatefulSet monitoring/loki': CLAIM_OF_A_SET },
  },
  {
    title: 'another StorageClass for Loki',
    stack: { loki: { storage: Storage.persistent(Size.gibibytes(10), { storageClassName: 'fast' }) } },
    refusals: { 'StatefulSet monitoring/loki': CLAIM_OF_A_SET },
  },
  {
    title: 'a larger claim of PostgreSQL',
    shop: { databaseStorage: disk(5) },
    refusals: { 'StatefulSet timedeal/postgres': CLAIM_OF_A_SET },
  },
];
