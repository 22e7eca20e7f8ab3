import type { Manifests } from '../support/manifests';
import type { ScrapeJob } from './scrape';

/** The jobs, that of kube-state-metrics without the families of resources that its flag `--resources` does not name. */
export function withWatchedResources(jobs: readonly ScrapeJob[], manifests: Manifests): ScrapeJob[] {
  const { containers } = (manifests.one('Deployment', 'prom-kube-state-metrics') as any).spec.template.spec;
  const flag = (containers[0].args as string[]).find((arg) => arg.startsWith('--resources='));
  if (flag === undefined) throw new Error('kube-state-metrics is not told what to watch');
  const resources = flag.replace('--resources=', '').split(',');
  const notWatched = {
    action: 'keep',
    source_labels: ['__name__'],
    regex: `kube_(${resources.map(singular).join('|')})(_.+)?`,
  };
  return jobs.map((job) =>
    job.job_name === 'kube-state-metrics'
      ? { ...job, metric_relabel_configs: [notWatched, ...(job.metric_relabel_configs ?? [])] }
      : job,
  );
}

/** `ingresses` -> `ingress`: families are called by one object. */
function singular(resource: string): string {
  if (resource.endsWith('ies')) return resource.replace(/ies$/, 'y');
  return /(ss|x)es$/.test(resource) ? resource.replace(/es$/, '') : resource.replace(/s$/, '');
}
