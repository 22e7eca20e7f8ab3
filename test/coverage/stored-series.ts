import type { Cluster } from '../prometheus/service-discovery';
import type { Family } from '../support/exposition';
import type { Labels, RelabelConfig } from '../support/relabel';
import { OF_EVERY_TARGET, outcomeOf, sampleNames, targetsOf, type ScrapeJob, type Target } from './scrape';

/** A series that Prometheus would store. */
export interface Series {
  readonly name: string;
  readonly labels: Labels;
  /** Name of the scrape job, which two jobs with one job label tell apart. */
  readonly scrapeJob: string;
}

/** Why a metric that a program shows is not stored. */
interface Drop {
  readonly job: string;
  readonly rule: string;
}

export type Exposition = (job: ScrapeJob, url: URL) => readonly Family[];

/** All series that a configuration stores of a cluster, and what it drops. */
export class StoredSeries {
  public readonly all: readonly Series[];

  private readonly byName = new Map<string, Series[]>();
  private readonly drops = new Map<string, Drop>();
  private readonly silent = new Set<string>();
  private readonly targets = new Map<string, Labels>();

  public constructor(jobs: readonly ScrapeJob[], cluster: Cluster, exposition: Exposition) {
    this.all = jobs.flatMap((job) =>
      targetsOf(job, cluster).flatMap((target) => {
        this.targets.set(target.labels['job'] ?? '', target.labels);
        return [...ofItself(job, target), ...this.scraped(job, target, exposition(job, target.url))];
      }),
    );
    for (const series of this.all) {
      const same = this.byName.get(series.name) ?? [];
      this.byName.set(series.name, same);
      same.push(series);
    }
  }

  public named(name: string): readonly Series[] {
    return this.byName.get(name) ?? [];
  }

  public names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** Whether a program declares the metric without a sample as long as nothing happens, and it would be stored. */
  public isSilent(name: string): boolean {
    return this.silent.has(name) && !this.byName.has(name);
  }

  /** The labels that the targets of a job put on every series. */
  public targetLabels(job: string): readonly string[] {
    return Object.keys(this.targets.get(job) ?? {});
  }

  /** Why there is no series of that name. */
  public whyMissing(name: string): string {
    const drop = this.drops.get(name);
    return drop === undefined ? 'no program that is scraped shows it' : `the job '${drop.job}' drops it: ${drop.rule}`;
  }

  private scraped(job: ScrapeJob, target: Target, families: readonly Family[]): Series[] {
    return families.flatMap((family) => {
      if (family.samples.length === 0) this.declare(job, target, family);
      return family.samples.flatMap((sample) => this.stored(job, target, sample.name, sample.labels));
    });
  }

  private stored(job: ScrapeJob, target: Target, name: string, sample: Labels): Series[] {
    const outcome = outcomeOf(job, target, name, sample);
    if ('labels' in outcome) {
      // a label without a value is none, but it tells that the program has such a label
      const labels = { ...emptyOnes(sample), ...outcome.labels };
      return [{ name, labels, scrapeJob: job.job_name }];
    }
    this.drops.set(name, { job: job.job_name, rule: ruleText(outcome.droppedBy) });
    return [];
  }

  private declare(job: ScrapeJob, target: Target, family: Family): void {
    for (const name of sampleNames(family)) {
      if (this.stored(job, target, name, {}).length > 0) this.silent.add(name);
    }
  }
}

function emptyOnes(sample: Labels): Labels {
  return Object.fromEntries(Object.entries(sample).filter(([, value]) => value === ''));
}

function ofItself({ job_name: scrapeJob }: ScrapeJob, { labels }: Target): Series[] {
  return OF_EVERY_TARGET.map((name) => ({ name, labels, scrapeJob }));
}

function ruleText({ action = 'replace', source_labels: sources = [], regex = '(.*)' }: RelabelConfig): string {
  const text = `${action} ${sources.join(';')} =~ ${regex}`;
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
