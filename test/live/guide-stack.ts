import { type App, Chart } from 'cdk8s';
import {
  AlertProfile,
  Credentials,
  GrafanaDiscovery,
  KubernetesFlavor,
  LogAgent,
  PlgStack,
  timedeal,
  type PlgStackProps,
} from '../../lib';
import { forDebian } from '../prometheus/promtool';
import type { Dashboard } from '../../lib';
import type { Family, Sample } from '../support/exposition';
import { Manifests, manifestsOf, testApp } from '../support/manifests';
import { recordedCluster, type RecordedCluster } from './recorded-cluster';
import { Replay } from './replay';
import type { PrometheusInput } from './running-prometheus';

const RELEASE = 'prom-kube-prometheus-stack-prometheus';

/** Workload and port -> recording. */
const RECORDINGS: { readonly [target: string]: string } = {
  [`prometheus-${RELEASE}:9090`]: 'prometheus',
  'prom-kube-state-metrics:8080': 'kube-state-metrics',
  'prom-kube-state-metrics:8081': 'kube-state-metrics-telemetry',
  'loki:3100': 'loki',
  'loki-canary:3500': 'loki-canary',
  'promtail:3101': 'promtail',
  'alloy:12345': 'alloy',
  'prom-grafana:3000': 'grafana',
  'stock-service:8080': 'stock-service',
  'postgres:9187': 'postgres-exporter',
  'coredns:9153': 'coredns',
  'traefik:9100': 'traefik',
};

const API_SERVER_PORT = '6443';

// kubelet and node-exporter were recorded on one node, and stand for all of them
const RECORDED_NODE = 'k3d-timedeal-agent-1';

/**
 * How many seconds ago each of the first scrapes was: a quarter of an hour in all, so that the windows of rules and panels
 * are full, and dense within the five minutes that most of them read.
 */
export const PAST: readonly number[] = [
  ...Array.from({ length: 10 }, (_, index) => 360 + 60 * (10 - index)),
  ...Array.from({ length: 36 }, (_, index) => 10 * (36 - index)),
];

type StackOptions = Pick<PlgStackProps, 'logAgent' | 'storedMetrics'>;

interface Shown {
  readonly name: string;
  readonly isShown?: (sample: Sample) => boolean;
}

/** The guide's stack with all its alerts, and the recorded cluster that it watches. */
export class GuideStack {
  public readonly manifests: Manifests;
  public readonly cluster: RecordedCluster;
  public readonly dashboards: readonly Dashboard[];

  private readonly replays = new Map<string, Replay>();
  private readonly scrapes = new Map<string, number>();

  /**
   * @param flavor kind of cluster
   * @param options what differs from the guide's stack
   */
  public constructor(
    private readonly flavor: KubernetesFlavor,
    options: StackOptions = {},
  ) {
    const { app, plg } = define(flavor, options);
    this.manifests = manifestsOf(app);
    this.dashboards = plg.grafana._dashboards();
    this.cluster = recordedCluster(this.manifests, this.replay('kube-state-metrics').families);
  }

  /** What a real Prometheus is started with. */
  public prometheus(): PrometheusInput {
    const config = this.manifests.config('ConfigMap', RELEASE, 'prometheus.yml');
    const rules = this.manifests
      .all('ConfigMap')
      .flatMap(({ data }: any) =>
        Object.keys(data ?? {}).some((key) => /^rules(-\d+)?\.yml$/.test(key)) ? [data] : [],
      );
    return {
      config: forDebian(config, this.cluster),
      rules: { groups: rules.flatMap((data) => Object.values(data as { [key: string]: string }).flatMap(groupsOf)) },
      exposition: (url) => this.exposition(url),
    };
  }

  /** The samples of a recorded family. */
  public recorded(recording: string, family: string): readonly Sample[] {
    return this.replay(recording).families.find(({ name }) => name === family)?.samples ?? [];
  }

  /** What a target shows when it is scraped for the n-th time: at first its past, step by step, then what is now. */
  public exposition(url: URL): string {
    const scrapes = this.scrapes.get(url.href) ?? 0;
    this.scrapes.set(url.href, scrapes + 1);
    const secondsAgo = PAST[scrapes] ?? 0;
    const moment = Date.now() - secondsAgo * 1000;
    const text = this.recordingsOf(url)
      .map(({ name, isShown }) => this.replay(name).text(moment, isShown))
      .join('');
    const node = this.cluster.nodes.find(({ ip }) => ip === url.hostname);
    return node === undefined ? text : text.replaceAll(RECORDED_NODE, node.name);
  }

  /** What a target shows, as it was recorded. */
  public families(url: URL): readonly Family[] {
    return this.recordingsOf(url).flatMap(({ name, isShown = () => true }) =>
      this.replay(name).families.map((family) => ({ ...family, samples: family.samples.filter(isShown) })),
    );
  }

  /** The recordings behind a target, and which of their samples belong to it. */
  private recordingsOf({ host, pathname }: URL): readonly Shown[] {
    const [address = '', port = '80'] = host.split(':');
    if (port === API_SERVER_PORT) return [{ name: 'apiserver' }];
    const node = this.cluster.nodes.find(({ ip }) => ip === address);
    if (node !== undefined && port === '10250') return this.ofKubelet(node.name, pathname);
    if (node !== undefined && port === '9100') return [{ name: 'node-exporter' }];
    const pod = this.cluster.pods.find(({ ip }) => ip === address);
    const name = RECORDINGS[`${pod?.workload}:${port}`];
    if (name === undefined) throw new Error(`nothing was recorded for ${host}`);
    return [{ name }];
  }

  private ofKubelet(node: string, path: string): readonly Shown[] {
    const suffixes = this.flavor === KubernetesFlavor.STANDARD ? ['', '-standard'] : [''];
    if (path === '/metrics') return suffixes.map((suffix) => ({ name: `kubelet${suffix}` }));
    const elsewhere = new Set(
      this.cluster.pods.filter((pod) => pod.node !== node).map(({ namespace, name }) => `${namespace}/${name}`),
    );
    const isShown = ({ labels }: Sample): boolean => !elsewhere.has(`${labels['namespace']}/${labels['pod']}`);
    return suffixes.map((suffix) => ({ name: `cadvisor${suffix}`, isShown }));
  }

  private replay(name: string): Replay {
    const replay = this.replays.get(name) ?? new Replay(name, (text) => this.withOwnAgent(name, text));
    this.replays.set(name, replay);
    return replay;
  }

  /** What was told of the cluster, another log agent in the place of the one that ran there. */
  private withOwnAgent(name: string, text: string): string {
    const isOther = this.manifests.has('DaemonSet', 'monitoring/alloy');
    return isOther && /^(kube-state-metrics|cadvisor)/.test(name) ? text.replaceAll('promtail', 'alloy') : text;
  }
}

function define(flavor: KubernetesFlavor, options: StackOptions): { readonly app: App; readonly plg: PlgStack } {
  const app = testApp();
  const plg = new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', {
    flavor,
    alerts: AlertProfile.FULL,
    grafana: { admin: Credentials.insecureDemo('admin', 'admin'), discovery: GrafanaDiscovery.labelledConfigMaps() },
    logAgent: LogAgent.promtail(),
    ...options,
  });
  const shop = new timedeal.Timedeal(new Chart(app, 'timedeal', { namespace: 'timedeal' }), 'Timedeal', {
    databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal'),
  });
  plg.monitor(shop.stockService, { port: 8080 });
  plg.monitor(shop.postgres, { port: 9187 });
  plg.addMixin(new timedeal.TimedealMixin(shop, { flavor, alerts: AlertProfile.FULL }));
  return { app, plg };
}

function groupsOf(text: string): readonly unknown[] {
  return (Manifests.fromYaml(text).objects[0] as unknown as { groups: readonly unknown[] }).groups;
}
