import { quantityValue } from '../../../support/quantity';
import { LokiClient } from '../clients';
import type { ContainerLog } from '../container-log';
import { describeWithAll } from '../programs';
import type { RunningContainer } from '../running-container';
import { until } from '../until';
import { faultStack, manifestsWith, measured, withWriters, writersOf, type AgentName } from './fault-stack';
import { NumberedLines } from './numbered-lines';

const PODS = 4;

/** `PLG_FLOOD_SECONDS` makes it longer or shorter. */
const SECONDS = Number(process.env['PLG_FLOOD_SECONDS'] ?? 60);

const LINES_PER_SECOND = 10_000;
const TICKS_PER_SECOND = 10;

/** The most memory that a container used, in bytes. */
class Peak {
  public bytes = 0;

  public constructor(private readonly container: RunningContainer) {}

  public get limit(): number {
    return quantityValue(this.container.container.resources.limits.memory as string);
  }

  public look(): void {
    this.bytes = Math.max(this.bytes, this.container.usage().memory);
  }

  public toString(): string {
    const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
    return `${this.container.title} ${mebibytes(this.bytes)} of ${mebibytes(this.limit)}`;
  }
}

/** 10,000 lines a second for a minute: the same for every agent. */
// eslint-disable-next-line jest/no-export -- no test file: it has the tests that two files share
export function testFlood(agent: AgentName): void {
  describeWithAll(['loki', agent], `${LINES_PER_SECOND} lines a second through ${agent} into Loki`, () => {
    const stack = faultStack({ manifests: withWriters(manifestsWith(agent), PODS), containers: ['loki', agent] });
    const tellers = writersOf(stack).map((pod, index) => ({ pod, lines: new NumberedLines(`flood-${index}`, 150) }));
    const peaks = ['loki', agent].map((name) => new Peak(stack.container(name)));
    let loki: LokiClient;
    let written = 0;
    let seconds = 0;

    const look = (): void => peaks.forEach((peak) => peak.look());

    const write = async (logs: readonly ContainerLog[]): Promise<void> => {
      const count = LINES_PER_SECOND / TICKS_PER_SECOND / PODS;
      const start = Date.now();
      for (let tick = 0; tick < SECONDS * TICKS_PER_SECOND; tick += 1) {
        tellers.forEach(({ lines }, index) => lines.writeTo(logs[index]!, count));
        if (tick % TICKS_PER_SECOND === 0) look();
        const next = start + ((tick + 1) * 1000) / TICKS_PER_SECOND;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - Date.now())));
      }
      seconds = (Date.now() - start) / 1000;
    };

    const count = async (): Promise<number> => {
      look();
      const counts = await Promise.all(tellers.map(({ lines, pod }) => lines.count(loki, `{pod="${pod.name}"}`)));
      return counts.reduce((sum, one) => sum + one, 0);
    };

    beforeAll(async () => {
      await stack.start();
      loki = new LokiClient(stack.container('loki').url());
      const logs = tellers.map(({ pod }) => stack.logOf(pod, 'writer'));
      await write(logs);
      written = tellers.reduce((sum, { lines }) => sum + lines.written, 0);
      // what is missing is told by the tests
      await until('Loki has them', async () => (await count()) >= written, 90_000).catch(console.warn);
      logs.forEach((log) => log.close());
    }, 400_000);
    afterAll(() => stack.stop(), 120_000);

    test('all of them arrive', async () => {
      expect(written).toBe(SECONDS * LINES_PER_SECOND);
      expect(await count()).toBe(written);
      for (const { lines, pod } of tellers) {
        const all = `{pod="${pod.name}"} | regexp "line (?P<number>\\\\d+) " | unwrap number [2h]`;
        expect(await loki.value(`sum(sum_over_time(${all}))`)).toBe((lines.written * (lines.written - 1)) / 2);
      }
    }, 60_000);

    test('nothing uses more memory than its limit, nor is killed for it', () => {
      const rate = Math.round(written / seconds);
      measured(`${agent}: ${written} lines, ${rate} a second; ${peaks.join(', ')}`);

      for (const peak of peaks) expect(peak.bytes).toBeLessThan(peak.limit);
      for (const name of ['loki', agent]) expect(stack.container(name).usage().outOfMemoryKills).toBe(0);
    });
  });
}
