import { ScrapeTarget } from '../../../../lib';
import { quantityValue } from '../../../support/quantity';
import { PrometheusClient } from '../clients';
import { describeWithAll } from '../programs';
import type { RunningStack } from '../running-stack';
import { eventually } from '../until';
import { ADDRESS_BLOCK, faultStack, measured, stackOf } from './fault-stack';
import { answering, long, OddTargets, samples, trickling } from './odd-targets';

const SECONDS = 5;

// within it every target is scraped a dozen times
const WATCHED_SECONDS = 60;

/** What each target does, and what Prometheus must say of it. */
const ODD = {
  'never answers': [(): void => undefined, /context deadline exceeded/],
  'trickles bytes': [trickling, /context deadline exceeded/],
  'sends garbage': [
    answering(() => Buffer.from(Array.from({ length: 4096 }, (_, index) => (33 + index * 7919) % 256))),
    /expected/,
  ],
  'sends a page': [
    answering(() => '<html><body>Welcome</body></html>', 'text/html'),
    /unsupported Content-Type|expected|invalid/,
  ],
  'says no content type': [answering(() => 'a 1\n', ''), /Content-Type/],
  'sends 100 MB': [long(100e6), /body size limit exceeded/],
  'has 200,000 samples': [answering(() => MANY), /sample limit exceeded/],
  'names a label twice': [answering(() => 'a{b="1",b="2"} 1\n'), /label name "b" is not unique/],
} as const;

const MANY = samples(200_000, 'x');

// of every target in the library, `global.sample_limit`
const SAMPLE_LIMIT = 100_000;

/** Prometheus takes these, and has to live with them. */
const FLIPPING_SERIES = 1_000;

type OddName = keyof typeof ODD;

const NAMES = Object.keys(ODD) as OddName[];

describeWithAll(
  ['prometheus', 'node-exporter'],
  'Prometheus and targets that misbehave',
  () => {
    const targets = new OddTargets(`127.${ADDRESS_BLOCK}.9.1`);
    let stack: RunningStack;
    let prometheus: PrometheusClient;
    let active: readonly any[];
    let peak = 0;

    const targetOf = (job: string): any => active.find(({ labels }) => labels.job === job);

    beforeAll(async () => {
      await targets.start({
        ...Object.fromEntries(NAMES.map((name) => [name, ODD[name][0]])),
        flips: answering((scrape) => samples(FLIPPING_SERIES, `scrape-${scrape}`)),
      });
      const manifests = stackOf(
        (plg) =>
          [...NAMES, 'flips'].forEach((name) => plg.addScrapeTarget(ScrapeTarget.hosts(name, [targets.host(name)]))),
        { seconds: SECONDS },
      );
      stack = faultStack({ manifests, containers: ['prometheus', 'node-exporter'] });
      await stack.start();
      prometheus = new PrometheusClient(stack.container('prometheus').url());
      for (let second = 0; second < WATCHED_SECONDS; second += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        peak = Math.max(peak, stack.container('prometheus').usage().memory);
      }
      ({ activeTargets: active } = await eventually(
        'every target was scraped',
        () => prometheus.get('targets'),
        ({ activeTargets }) => activeTargets.every(({ health }: any) => health !== 'unknown'),
      ));
    }, 240_000);
    afterAll(async () => {
      await stack.stop();
      await targets.stop();
    }, 120_000);

    test.each(NAMES)('a target that %s is down, and the error says why', (name) => {
      const { health, lastError } = targetOf(name);

      expect({ health, lastError }).toEqual({ health: 'down', lastError: expect.stringMatching(ODD[name][1]) });
    });

    test('every other target stays up and is scraped on time', async () => {
      const jobs = 'job=~"node-exporter|prom-kube-prometheus-stack-prometheus"';
      const since = WATCHED_SECONDS - 2 * SECONDS;

      const [ups, counts] = await Promise.all([
        prometheus.instant(`min_over_time(up{${jobs}}[${since}s])`),
        prometheus.instant(`count_over_time(up{${jobs}}[${since}s])`),
      ]);

      expect(ups.map(({ value }) => value![1])).toEqual(['1', '1']);
      // half of what is due: other processes of the machine may hold it up
      for (const { value } of counts) expect(Number(value![1])).toBeGreaterThan(since / SECONDS / 2);
    }, 60_000);

    test('a target whose labels are others at each scrape is up, and the series it adds are counted', async () => {
      expect(targetOf('flips').health).toBe('up');
      expect(await prometheus.value('scrape_series_added{job="flips"}')).toBe(FLIPPING_SERIES);
    }, 60_000);

    test('nothing is stored of a scrape that failed', async () => {
      const stored = await prometheus.value('count(count by (number) (last_over_time(odd_series{job!="flips"}[5m])))');

      expect(stored).toBeUndefined();
    }, 60_000);

    test('KNOWN COST of Prometheus: up to its limit, the series of a scrape above it take memory all the same', async () => {
      expect(await prometheus.value('prometheus_tsdb_head_series')).toBeGreaterThan(SAMPLE_LIMIT);
    }, 60_000);

    test('the limits that were hit are counted, by which their alerts fire', async () => {
      const counted = ['body_size', 'sample'].map((limit) => `prometheus_target_scrapes_exceeded_${limit}_limit_total`);
      for (const metric of counted) expect(await prometheus.value(metric)).toBeGreaterThan(0);

      const { groups } = await prometheus.get('rules?type=alert');
      const queries = groups.flatMap(({ rules }: any) => rules.map(({ query }: any) => query as string));
      for (const metric of counted) expect(queries.filter((query: string) => query.includes(metric))).toHaveLength(1);
    }, 60_000);

    test('the memory of Prometheus stays within its limit', () => {
      const container = stack.container('prometheus');
      measured(`prometheus with odd targets: at most ${(peak / 2 ** 20).toFixed(0)} MiB`);

      expect(peak).toBeLessThan(quantityValue(container.container.resources.limits.memory));
      expect(container.usage().outOfMemoryKills).toBe(0);
    });
  },
  ['prometheus'],
);
