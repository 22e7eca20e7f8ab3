import type { Metrics } from './metrics';
import type { Series } from './stored-series';
import type { WatchedStack } from './watched-stack';

/** A stack, what of its series is read, and the same stack with `StoredMetrics.onlyRead()`. */
export interface Configuration {
  readonly title: string;
  readonly stack: WatchedStack;
  readonly metrics: Metrics;
  readonly onlyRead: WatchedStack;
}

const LISTED = 6;

const HEAD = `# Which metrics are stored, and who reads them

A scrape configuration decides what is stored. This page applies it, rule by rule, to what the very programs of the stack
showed on the guide's cluster, and compares what is left with every query of the dashboards, the rules and the guide. The
suite in \`test/coverage\` fails for a query that asks for a metric, a label or a value of a label that is not stored; the
same suite writes this page: \`npm run report\`.

A series is counted as read when a selector of some query finds it. The others are stored for what people ask by hand;
\`StoredMetrics.onlyRead()\` keeps the metrics that are read, by name, and those of workloads.

The recordings hold a few label sets of each long histogram, so a real cluster stores more of the same metrics.
`;

/**
 * The page for people.
 *
 * @param configurations each has a row
 * @param detailed titles of those of which each job has a row too: the guide's stack and the one that is made by default
 */
export function metricsPage(configurations: readonly Configuration[], detailed: readonly string[]): string {
  const summary = configurations.map(({ title, stack, metrics, onlyRead }) => {
    const { all } = stack.stored;
    const read = all.filter((series) => metrics.read.has(series));
    return row([
      title,
      String(all.length),
      share(read.length, all.length),
      String(namesOf(all).size),
      String(namesOf(read).size),
      share(onlyRead.stored.all.length, all.length),
    ]);
  });
  return [
    HEAD,
    table(['Stack', 'Series', 'Read', 'Metrics', 'Read', 'Series with onlyRead()'], summary),
    ...configurations.filter(({ title }) => detailed.includes(title)).map(section),
  ].join('\n');
}

function section({ title, stack, metrics, onlyRead }: Configuration): string {
  const { all } = stack.stored;
  const jobs = [...new Set(all.map(({ scrapeJob }) => scrapeJob))].sort();
  const rows = jobs.map((job) => {
    const series = all.filter(({ scrapeJob }) => scrapeJob === job);
    const read = series.filter((one) => metrics.read.has(one));
    const kept = onlyRead.stored.all.filter(({ scrapeJob }) => scrapeJob === job);
    return row([
      job,
      String(series.length),
      share(read.length, series.length),
      `${namesOf(read).size} of ${namesOf(series).size}`,
      String(kept.length),
      largestUnread(series, metrics),
    ]);
  });
  const columns = [
    'Job',
    'Series',
    'Read',
    'Metrics read',
    'With onlyRead()',
    'Most numerous metrics that nothing reads',
  ];
  return [`## ${title}`, '', table(columns, rows)].join('\n');
}

/** Metrics of which not one series is read. */
function largestUnread(series: readonly Series[], { read }: Metrics): string {
  const readNames = namesOf(series.filter((one) => read.has(one)));
  const unread = [...namesOf(series)].filter((name) => !readNames.has(name));
  const counted = unread.map((name) => ({ name, count: series.filter((one) => one.name === name).length }));
  const listed = counted.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)).slice(0, LISTED);
  return listed.map(({ name, count }) => `\`${name}\` ${count}`).join(', ');
}

function namesOf(series: readonly Series[]): ReadonlySet<string> {
  return new Set(series.map(({ name }) => name));
}

function share(part: number, whole: number): string {
  return `${part} (${Math.round((100 * part) / whole)} %)`;
}

function table(columns: readonly string[], rows: readonly string[]): string {
  return [row(columns), row(columns.map(() => '---')), ...rows, ''].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
