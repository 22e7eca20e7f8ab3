import { createHash } from 'node:crypto';
import { PrometheusClient } from '../clients';
import { describeWithAll } from '../programs';
import type { RunningContainer } from '../running-container';
import { eventually, until } from '../until';
import { faultStack, stackOf } from './fault-stack';

const SECONDS = 5;
const KILLS = 3;

/** Of each target before a kill. */
const SCRAPES = 4;

/** A time without Prometheus. */
interface Absence {
  readonly from: number;
  readonly to: number;
  /** Samples by job up to the kill, asked before it and after it. */
  readonly before: Samples;
  readonly after: Samples;
}

interface Samples {
  readonly [job: string]: Summary;
}

/** Samples, and a checksum of every label, time and value. */
interface Summary {
  readonly samples: number;
  readonly checksum: string;
}

describeWithAll(
  ['prometheus', 'node-exporter', 'kube-state-metrics'],
  'Prometheus that is killed while it writes',
  () => {
    const stack = faultStack({
      manifests: stackOf((plg) => plg, { seconds: SECONDS }),
      containers: ['prometheus', 'node-exporter', 'kube-state-metrics'],
    });
    const absences: Absence[] = [];
    const started = Date.now() / 1000;
    let prometheus: PrometheusClient;

    /** Samples of each job that were stored up to a moment. */
    const samplesUpTo = async (moment: number): Promise<Samples> => {
      const series = (await prometheus.instant(`{job!=""}[1h] @ ${moment}`)) as readonly any[];
      const jobs = [...new Set(series.map(({ metric }) => metric.job as string))].sort();
      return Object.fromEntries(jobs.map((job) => [job, summaryOf(series.filter(({ metric }) => metric.job === job))]));
    };

    /** Until each target was scraped a few times since a moment. */
    const untilScraped = (since: number): Promise<unknown> =>
      eventually(
        'targets are scraped',
        () => {
          const seconds = Math.max(1, Math.floor(Date.now() / 1000 - since));
          return prometheus.value(`min(count_over_time(up{job=~"node-exporter|kube-state-metrics"}[${seconds}s]))`);
        },
        (found) => found !== undefined && found >= SCRAPES,
        120_000,
      );

    const killOnce = async (container: RunningContainer): Promise<void> => {
      await untilScraped(absences.at(-1)?.to ?? started);
      // the end of a range is a moment that no scrape can change any more
      const from = Date.now() / 1000;
      const moment = from - SECONDS;
      const before = await samplesUpTo(moment);
      await container.kill();
      container.start();
      await until(
        'Prometheus is ready again',
        () => container.isReady(),
        secondsOf(container.container.startupProbe) * 1000,
      );
      absences.push({ from, to: Date.now() / 1000, before, after: await samplesUpTo(moment) });
    };

    beforeAll(async () => {
      await stack.start();
      const container = stack.container('prometheus');
      prometheus = new PrometheusClient(container.url());
      for (let kill = 0; kill < KILLS; kill += 1) await killOnce(container);
      await untilScraped(absences.at(-1)!.to);
    }, 600_000);
    afterAll(() => stack.stop(), 120_000);

    test('has every sample of before', () => {
      expect(absences).toHaveLength(KILLS);
      for (const { before, after } of absences) {
        expect(Object.values(before).reduce((sum, { samples }) => sum + samples, 0)).toBeGreaterThan(1_000);
        expect(after).toEqual(before);
      }
    });

    test('reads its write-ahead log again', async () => {
      const replayed = await eventually(
        'it tells of the replay',
        () => prometheus.value('prometheus_tsdb_data_replay_duration_seconds'),
        (found) => found !== undefined,
      );

      expect(replayed).toBeGreaterThan(0);
      expect(await prometheus.value('prometheus_tsdb_wal_corruptions_total')).toBe(0);
    }, 90_000);

    test('has no gap but those of its absences', async () => {
      const [series] = await prometheus.instant('up{job="node-exporter"}[10m]');
      const moments = (series as any).values.map(([moment]: [number]) => moment) as number[];
      const gaps = moments.slice(1).map((to, index) => ({ from: moments[index]!, to }));

      const unexplained = gaps
        .filter(({ from, to }) => to - from > 2.5 * SECONDS)
        .filter(({ from, to }) => !absences.some((absence) => from <= absence.to && to >= absence.from));

      expect(moments.length).toBeGreaterThan(SCRAPES * KILLS);
      expect(unexplained).toEqual([]);
    }, 60_000);
  },
  ['prometheus'],
);

function summaryOf(series: readonly any[]): Summary {
  const texts = series.map(({ metric, values }) => JSON.stringify([Object.entries(metric).sort(), values])).sort();
  const samples = series.reduce((sum: number, { values }) => sum + Number(values.length), 0);
  return { samples, checksum: createHash('sha256').update(texts.join('\n')).digest('hex') };
}

function secondsOf({ periodSeconds, failureThreshold }: any): number {
  return Number(periodSeconds) * Number(failureThreshold);
}
