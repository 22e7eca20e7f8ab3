import { define } from '../../main';
import { manifestsOf, testApp, type Manifests } from '../support/manifests';
import { relabelled, visible, type Labels, type RelabelConfig } from '../support/relabel';

/** A job of the synthesized prometheus.yml, as far as the tests read it. */
export interface ScrapeJob {
  readonly job_name: string;
  readonly scrape_interval?: string;
  readonly metrics_path?: string;
  readonly honor_labels?: boolean;
  readonly relabel_configs?: readonly RelabelConfig[];
  readonly metric_relabel_configs?: readonly RelabelConfig[];
}

/** The output of main.ts, and what the programs that read it would make of it. */
export class GuideOutput {
  readonly manifests: Manifests = manifestsOf(define(testApp()));

  readonly prometheus = this.manifests.config(
    'ConfigMap',
    'prom-kube-prometheus-stack-prometheus',
    'prometheus.yml',
  ) as {
    readonly global: { readonly scrape_interval: string; readonly evaluation_interval: string };
    readonly scrape_configs: readonly ScrapeJob[];
  };

  readonly promtail = this.manifests.config('ConfigMap', 'promtail', 'promtail.yaml');

  readonly loki = this.manifests.config('ConfigMap', 'loki', 'config.yaml');

  /** The models of all provisioned dashboards. */
  readonly dashboards: readonly any[] = this.manifests
    .all('ConfigMap')
    .flatMap((configMap) => Object.entries((configMap['data'] ?? {}) as { [key: string]: string }))
    .filter(([key]) => key.endsWith('.json'))
    .map(([, text]) => JSON.parse(text) as unknown);

  /** The data sources that Grafana is provisioned with. */
  readonly dataSources: readonly any[] = Object.keys(this.manifests.one('ConfigMap', 'prom-grafana')['data'] as object)
    .filter((key) => key.endsWith('.yaml'))
    .flatMap((key) => (this.manifests.config('ConfigMap', 'prom-grafana', key).datasources ?? []) as any[]);

  job(name: string): ScrapeJob {
    const found = this.prometheus.scrape_configs.find((job) => job.job_name === name);
    if (found !== undefined) return found;
    throw new Error(
      `no job '${name}'; there are: ${this.prometheus.scrape_configs.map((job) => job.job_name).join(', ')}`,
    );
  }

  /** The labels of a target that Prometheus finds with these meta labels; undefined when the job drops it. */
  targetLabels(job: string, discovered: Labels): Labels | undefined {
    const { relabel_configs: rules = [], metrics_path: path = '/metrics' } = this.job(job);
    const labels = relabelled({ job, __metrics_path__: path, __scheme__: 'http', ...discovered }, rules);
    return labels === undefined ? undefined : visible({ instance: labels['__address__'] ?? '', ...labels });
  }

  /** The labels under which a sample of a target is stored; undefined when the job drops it. */
  sampleLabels(job: string, target: Labels, sample: Labels): Labels | undefined {
    const { honor_labels: honor = false, metric_relabel_configs: rules = [] } = this.job(job);
    const own = honor
      ? sample
      : Object.fromEntries(
          Object.entries(sample).map(([name, value]) => [name in target ? `exported_${name}` : name, value]),
        );
    return relabelled({ ...target, ...own }, rules);
  }

  /** The labels of the log stream of a pod, as Promtail's relabel rules make them. */
  streamLabels(discovered: Labels): Labels | undefined {
    const labels = relabelled(discovered, this.promtail.scrape_configs[0].relabel_configs);
    return labels === undefined ? undefined : visible(labels);
  }

  dashboard(title: string): any {
    const found = this.dashboards.find((dashboard) => dashboard.title === title);
    if (found !== undefined) return found;
    throw new Error(
      `no dashboard '${title}'; there are: ${this.dashboards.map((dashboard) => dashboard.title).join(', ')}`,
    );
  }

  podSpec(kind: string, name: string): any {
    return this.manifests.one(kind, name)['spec'].template.spec;
  }

  container(kind: string, name: string, container: string): any {
    const { containers } = this.podSpec(kind, name);
    const found = containers.find((candidate: any) => candidate.name === container);
    if (found !== undefined) return found;
    throw new Error(
      `${kind} ${name} has no container '${container}'; it has: ${containers.map((one: any) => one.name).join(', ')}`,
    );
  }
}
