import { parseExposition } from '../../../support/exposition';
import type { Labels } from '../../../support/relabel';
import type { PrometheusClient } from '../clients';
import { until } from '../until';

/** A target as Prometheus lists it. */
export interface Target {
  readonly labels: Labels;
  readonly scrapeUrl: string;
  readonly scrapeInterval: string;
  readonly health: string;
  readonly lastError: string;
}

interface Found {
  readonly value: number;
  /** Whether it never becomes less. */
  readonly isGrowing: boolean;
}

/** Series by name and labels, without those of the target. */
export type Series = ReadonlyMap<string, Found>;

/** What a target shows before and after a scrape, and what is stored of the scrape. */
export interface Scrape {
  readonly before: Series;
  readonly stored: Series;
  readonly after: Series;
}

/** The next scrape of a target. */
export async function scrapeOf(prometheus: PrometheusClient, target: Target): Promise<Scrape> {
  const { job, instance } = target.labels;
  const before = await shownBy(target);
  const asked = Date.now() / 1000;
  const lastScrape = `timestamp(up{job="${job}",instance="${instance}"})`;
  await until('it was scraped again', async () => ((await prometheus.value(lastScrape)) ?? 0) > asked);
  const stored = await storedOf(prometheus, target);
  return { before, stored, after: await shownBy(target) };
}

async function shownBy({ scrapeUrl }: Target): Promise<Series> {
  const text = await (await fetch(scrapeUrl)).text();
  return new Map(
    parseExposition(text).flatMap(({ type, samples }) =>
      samples.map(({ name, labels, value }): [string, Found] => {
        const isGrowing = ['counter', 'histogram'].includes(type) && !name.endsWith('_sum');
        return [keyOf(name, labels), { value, isGrowing }];
      }),
    ),
  );
}

async function storedOf(prometheus: PrometheusClient, { labels }: Target): Promise<Series> {
  const matchers = ['job', 'instance'].map((name) => `${name}="${labels[name]}"`).join(',');
  const found = await prometheus.instant(`{${matchers}}`);
  return new Map(
    found.map(({ metric, value }): [string, Found] => {
      const { __name__: name = '', ...all } = metric;
      return [keyOf(name, ownLabels(all, labels)), { value: Number(value?.[1]), isGrowing: false }];
    }),
  );
}

/** Labels of the target are added to each series; a label of the series that is called the same has another name then. */
function ownLabels(all: Labels, ofTarget: Labels): Labels {
  const own = Object.entries(all).filter(([name]) => !(name in ofTarget));
  const renamed = own.map(([name, value]): [string, string] => {
    const exported = name.replace(/^exported_/, '');
    return [exported in ofTarget ? exported : name, value];
  });
  return Object.fromEntries(renamed);
}

/** Bounds are numbers, however they are written; a label without a value is none. */
function keyOf(name: string, labels: Labels): string {
  const entries = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => [label, ['le', 'quantile'].includes(label) ? String(Number(value)) : value] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `${name}${JSON.stringify(entries)}`;
}
