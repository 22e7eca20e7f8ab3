import { ScrapeTarget } from '../../../../lib';
import { LokiClient, PrometheusClient } from '../clients';
import type { ContainerLog } from '../container-log';
import { describeWithAll } from '../programs';
import type { RunningStack } from '../running-stack';
import { eventually, until } from '../until';
import {
  ADDRESS_BLOCK,
  AGENTS,
  faultStack,
  manifestsWith,
  stackOf,
  withWriters,
  writersOf,
  type AgentName,
} from './fault-stack';
import { answering, OddTargets } from './odd-targets';

const MINUTE = 60_000;

/** How far the clock is off, in minutes, when a line is written; Loki's answer to it. */
const STEPS = [
  { name: 'now', minutes: 0, isTaken: true },
  { name: 'half an hour ago', minutes: -30, isTaken: true },
  { name: 'five minutes ahead', minutes: 5, isTaken: true },
  // half of max_chunk_age behind the newest line of its stream
  { name: 'three hours ago', minutes: -180, isTaken: false, reason: 'too_far_behind' },
  // reject_old_samples_max_age
  { name: 'eight days ago', minutes: -8 * 24 * 60, isTaken: false, reason: 'greater_than_max_sample_age' },
  // creation_grace_period
  { name: 'an hour ahead', minutes: 60, isTaken: false, reason: 'too_far_in_future' },
] as const;

describe.each(Object.keys(AGENTS) as AgentName[])('Lines whose clock was set, through %s', (agent) => {
  describeWithAll(['loki', agent], 'as they are written', () => {
    const stack = faultStack({ manifests: withWriters(manifestsWith(agent), 1), containers: ['loki', agent] });
    const [writer] = writersOf(stack);
    let loki: LokiClient;
    let log: ContainerLog;

    const found = async (text: string): Promise<number> => {
      const lines = await loki.lines(`{pod="${writer!.name}"} |= "${text}"`, 4 * 3600);
      const ahead = await loki.value(`sum(count_over_time({pod="${writer!.name}"} |= "${text}" [4h] offset -2h))`);
      return Math.max(lines.length, ahead);
    };

    beforeAll(async () => {
      await stack.start();
      loki = new LokiClient(stack.container('loki').url());
      log = stack.logOf(writer!, 'writer');
      log.write('before the clock is set');
      await until('the agent reads the file', async () => (await found('before the clock')) === 1);
      const now = Date.now();
      for (const { name, minutes } of STEPS) {
        log.write(`neighbour before ${name}.`);
        log.write(`written ${name}.`, { time: new Date(now + minutes * MINUTE) });
        log.write(`neighbour after ${name}.`);
      }
      log.write('after the clock is set');
      await until('the agent reads on', async () => (await found('after the clock')) === 1);
    }, 240_000);
    afterAll(async () => {
      log.close();
      await stack.stop();
    }, 120_000);

    test.each(STEPS.filter(({ isTaken }) => isTaken))('Loki takes a line of $name', async ({ name }) => {
      expect(await found(`written ${name}.`)).toBe(1);
    });

    test.each(STEPS.flatMap((step) => (step.isTaken ? [] : [step])))(
      'Loki drops a line of $name, and counts it as $reason',
      async ({ name, reason }) => {
        expect(await found(`written ${name}.`)).toBe(0);
        expect(await discarded(stack)).toMatchObject({ [reason]: 1 });
      },
    );

    test('no other line of the same batches is lost', async () => {
      for (const { name } of STEPS) {
        for (const neighbour of [`neighbour before ${name}.`, `neighbour after ${name}.`]) {
          expect({ neighbour, found: await found(neighbour) }).toEqual({ neighbour, found: 1 });
        }
      }
    }, 60_000);
  });
});

describeWithAll(
  ['prometheus'],
  'Samples whose clock was set',
  () => {
    const targets = new OddTargets(`127.${ADDRESS_BLOCK}.9.2`);
    let stack: RunningStack;
    let prometheus: PrometheusClient;

    const clock = (minutes: number): ReturnType<typeof answering> =>
      answering(() => `neighbour_before 1\nstepped 1 ${Date.now() + minutes * MINUTE}\nneighbour_after 1\n`);

    beforeAll(async () => {
      await targets.start({ past: clock(-180), future: clock(60), little: clock(-10) });
      const names = ['past', 'future', 'little'];
      const manifests = stackOf(
        (plg) => names.forEach((name) => plg.addScrapeTarget(ScrapeTarget.hosts(name, [targets.host(name)]))),
        { seconds: 3 },
      );
      stack = faultStack({ manifests, containers: ['prometheus'] });
      await stack.start();
      prometheus = new PrometheusClient(stack.container('prometheus').url());
      await eventually(
        'they are scraped',
        () => prometheus.value('min(count_over_time(up{job=~"past|future|little"}[1m]))'),
        (count) => count !== undefined && count >= 3,
        120_000,
      );
    }, 240_000);
    afterAll(async () => {
      await stack.stop();
      await targets.stop();
    }, 120_000);

    test.each(['past', 'future'])('a sample too far in the %s is dropped, and counted', async (job) => {
      expect(await prometheus.instant(`stepped{job="${job}"}[6h] offset -2h`)).toEqual([]);
      expect(await prometheus.value('prometheus_target_scrapes_sample_out_of_bounds_total')).toBeGreaterThan(0);
    });

    test('a sample of ten minutes ago is stored as of then', async () => {
      expect(await prometheus.instant('stepped{job="little"}[15m]')).toHaveLength(1);
    });

    test.each(['past', 'future', 'little'])('the other samples of the scrape are stored: %s', async (job) => {
      expect(await prometheus.value(`up{job="${job}"}`)).toBe(1);
      for (const name of ['neighbour_before', 'neighbour_after']) {
        expect(await prometheus.value(`${name}{job="${job}"}`)).toBe(1);
      }
    });

    test('an alert tells of lines that Loki drops, and one of a clock that is off', async () => {
      const { groups } = await prometheus.get('rules?type=alert');
      const queries = groups.flatMap(({ rules }: any) => rules.map(({ query }: any) => query as string)) as string[];

      for (const metric of ['loki_discarded_samples_total', 'node_timex_offset_seconds']) {
        expect(queries.filter((query) => query.includes(metric))).toHaveLength(1);
      }
    });
  },
  ['prometheus'],
);

/** Lines that Loki dropped, by its reasons. */
async function discarded(stack: RunningStack): Promise<{ [reason: string]: number }> {
  const text = await (await fetch(`${stack.container('loki').url()}/metrics`)).text();
  const found = [...text.matchAll(/^loki_discarded_samples_total\{.*?reason="(\w+)".*\} (\S+)$/gm)];
  return Object.fromEntries(found.map(([, reason, count]) => [reason!, Number(count)]));
}
