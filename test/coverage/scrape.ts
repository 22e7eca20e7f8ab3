import { discoveredTargets, type Cluster, type KubernetesSd } from '../prometheus/service-discovery';
import type { Family } from '../support/exposition';
import { relabelled, visible, type Labels, type RelabelConfig } from '../support/relabel';

/** A job of prometheus.yml, as far as it decides which series are stored. */
export interface ScrapeJob {
  readonly job_name: string;
  readonly scheme?: string;
  readonly metrics_path?: string;
  readonly honor_labels?: boolean;
  readonly kubernetes_sd_configs?: readonly KubernetesSd[];
  readonly static_configs?: readonly { readonly targets: readonly string[]; readonly labels?: Labels }[];
  readonly relabel_configs?: readonly RelabelConfig[];
  readonly metric_relabel_configs?: readonly RelabelConfig[];
}

/** Something that is scraped, and the labels that all its series get. */
export interface Target {
  readonly url: URL;
  readonly labels: Labels;
}

/** A sample that is stored, or the rule that keeps it out. */
export type Outcome = { readonly labels: Labels } | { readonly droppedBy: RelabelConfig };

/** Written by Prometheus itself for each target. */
export const OF_EVERY_TARGET = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
];

/** The targets of a job in a cluster. */
export function targetsOf(job: ScrapeJob, cluster: Cluster): readonly Target[] {
  const fixed = (job.static_configs ?? []).flatMap(({ targets, labels = {} }) =>
    targets.map((address): Labels => ({ ...labels, __address__: address })),
  );
  const discovered = (job.kubernetes_sd_configs ?? []).flatMap((sd) => discoveredTargets(cluster, sd));
  return [...fixed, ...discovered].flatMap((found) => {
    const own = {
      job: job.job_name,
      __scheme__: job.scheme ?? 'http',
      __metrics_path__: job.metrics_path ?? '/metrics',
    };
    const labels = relabelled({ ...own, ...found }, job.relabel_configs ?? []);
    if (labels === undefined) return [];
    const { __scheme__: scheme, __address__: address = '', __metrics_path__: path } = labels;
    return [{ url: new URL(`${scheme}://${address}${path}`), labels: visible({ instance: address, ...labels }) }];
  });
}

/** What becomes of a sample of a target. */
export function outcomeOf(job: ScrapeJob, target: Target, name: string, sample: Labels): Outcome {
  let labels: Labels = { ...merged(target.labels, sample, job.honor_labels ?? false), __name__: name };
  for (const rule of job.metric_relabel_configs ?? []) {
    const next = decided(rule, labels);
    if (next === undefined) return { droppedBy: rule };
    labels = next;
  }
  return { labels: visible(labels) };
}

/** The names under which a family's samples are shown. */
export function sampleNames({ name, type }: Family): readonly string[] {
  if (type === 'histogram') return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  return type === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name];
}

/** Where both have a label, the sample's wins when it is honoured, and is called `exported_...` when not. */
function merged(target: Labels, sample: Labels, honor: boolean): Labels {
  const given = Object.entries(sample).filter(([, value]) => value !== '');
  return honor
    ? { ...target, ...Object.fromEntries(given) }
    : {
        ...target,
        ...Object.fromEntries(given.map(([name, value]) => [name in target ? `exported_${name}` : name, value])),
      };
}

const verdicts = new Map<RelabelConfig, Map<string, boolean>>();

/** One rule; most decide by the name alone, over and over. */
function decided(rule: RelabelConfig, labels: Labels): Labels | undefined {
  if (rule.action !== 'keep' && rule.action !== 'drop') return relabelled(labels, [rule]);
  const known = verdicts.get(rule) ?? new Map<string, boolean>();
  verdicts.set(rule, known);
  const value = JSON.stringify((rule.source_labels ?? []).map((name) => labels[name] ?? ''));
  const verdict = known.get(value) ?? relabelled(labels, [rule]) !== undefined;
  known.set(value, verdict);
  return verdict ? labels : undefined;
}
