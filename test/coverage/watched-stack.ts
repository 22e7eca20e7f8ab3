import { KubernetesFlavor, type PlgStackProps } from '../../lib';
import { GuideStack } from '../live/guide-stack';
import type { Manifests } from '../support/manifests';
import { askerOfRule, askersOfDashboard, type Asker, type RuleModel } from './asking';
import type { ScrapeJob } from './scrape';
import { StoredSeries } from './stored-series';
import { withWatchedResources } from './watched-resources';

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly RuleModel[] }[];
}

const API_SERVER = new URL('https://172.18.0.3:6443/metrics');

/** The stack on a kind of cluster: which series it stores, and who reads them. */
export class WatchedStack {
  public readonly stored: StoredSeries;
  /** Names of the scrape jobs. */
  public readonly jobs: readonly string[];
  public readonly rules: readonly RuleModel[];
  public readonly askers: readonly Asker[];

  public constructor(
    private readonly flavor: KubernetesFlavor,
    options: Pick<PlgStackProps, 'logAgent' | 'storedMetrics'>,
  ) {
    const stack = new GuideStack(flavor, options);
    const jobs = scrapeJobs(stack.manifests);
    this.jobs = jobs.map(({ job_name: name }) => name);
    this.stored = new StoredSeries(withWatchedResources(jobs, stack.manifests), stack.cluster, (job, url) => [
      ...stack.families(url),
      ...(this.isAllInOne(job, url) ? stack.families(API_SERVER) : []),
    ]);
    this.rules = (stack.prometheus().rules as RuleFile).groups.flatMap(({ rules }) => rules);
    this.askers = [...stack.dashboards.flatMap(askersOfDashboard), ...this.rules.map(askerOfRule)];
  }

  /** A server of k3s is one process: its kubelet shows what its API server shows too. */
  private isAllInOne({ job_name: job }: ScrapeJob, { hostname }: URL): boolean {
    return this.flavor === KubernetesFlavor.K3S && job === 'kubelet' && hostname === API_SERVER.hostname;
  }
}

/** The jobs of prometheus.yml, and those that found no room in it. */
function scrapeJobs(manifests: Manifests): readonly ScrapeJob[] {
  return manifests.all('ConfigMap').flatMap(({ metadata: { name }, data = {} }: any) =>
    Object.keys(data as object)
      .filter((key) => /^(prometheus|jobs-\d+)\.yml$/.test(key))
      .flatMap((key) => manifests.config('ConfigMap', name, key).scrape_configs as ScrapeJob[]),
  );
}
