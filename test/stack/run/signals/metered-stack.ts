import { Yaml } from 'cdk8s';
import { readYamlDocument } from '../../../support/kubectl-yaml';
import { Manifests } from '../../../support/manifests';
import { PrometheusClient } from '../clients';
import { RecordedKubelet } from '../recorded-kubelet';
import { committedManifests, RunningStack } from '../running-stack';
import { Neighbours } from './neighbours';

const RELEASE = 'prom-kube-prometheus-stack-prometheus';

/** All that can be told where to listen. */
const CONTAINERS = [
  'prometheus',
  'kube-state-metrics',
  'node-exporter',
  'loki',
  'promtail',
  'grafana',
  'postgres',
  'postgres-exporter',
  'stock-service',
];

/** The stack with everything that Prometheus reads, on one node. */
export class MeteredStack {
  public readonly stack: RunningStack;
  public readonly kubelet: RecordedKubelet;
  private readonly neighbours: Neighbours;

  public constructor(addressBlock: number) {
    this.stack = new RunningStack({
      manifests: withGlobalIntervals(committedManifests(), '2s'),
      nodeNames: ['k3d-signals-server-0'],
      containers: CONTAINERS,
      addressBlock,
    });
    const { cluster } = this.stack;
    const [node] = cluster.nodes;
    this.kubelet = new RecordedKubelet(cluster, node!);
    this.neighbours = new Neighbours(this.stack, node!);
  }

  public get prometheus(): PrometheusClient {
    return new PrometheusClient(this.stack.container('prometheus').url());
  }

  /** Whether what a job asks runs here. */
  public runs(job: string): boolean {
    return this.stack.runs(job.replace(/^prom-/, ''));
  }

  public async start(): Promise<void> {
    this.autoscale();
    await Promise.all([this.kubelet.start(), this.neighbours.start(), this.stack.start()]);
  }

  public async stop(): Promise<void> {
    await this.stack.stop();
    await Promise.all([this.kubelet.stop(), this.neighbours.stop()]);
  }

  /** What the controller of the autoscaler writes. */
  private autoscale(): void {
    const [scaler] = this.stack.cluster.manifests.all('HorizontalPodAutoscaler');
    const status = { currentReplicas: 2, desiredReplicas: 2, conditions: [] };
    this.stack.api.put({ ...scaler!, status });
  }
}

/**
 * The manifests with other intervals for all jobs and rule groups that have none of their own: what takes minutes takes
 * seconds, and all else stays as it is.
 *
 * @param interval of scrapes and evaluations, as a duration of Prometheus
 */
export function withGlobalIntervals({ objects }: Manifests, interval: string): Manifests {
  const file = 'prometheus.yml';
  return new Manifests(
    objects.map((object) => {
      if (object.kind !== 'ConfigMap' || object.metadata.name !== RELEASE) return object;
      const config = readYamlDocument(object['data'][file]);
      const times = { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval };
      const text = Yaml.stringify({ ...config, global: { ...config.global, ...times } });
      return { ...object, data: { ...object['data'], [file]: text } };
    }),
  );
}
