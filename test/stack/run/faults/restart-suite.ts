import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LokiClient } from '../clients';
import { describeWithAll } from '../programs';
import type { RunningContainer } from '../running-container';
import { until } from '../until';
import { faultStack, manifestsWith, measured, withWriters, writersOf, type AgentName } from './fault-stack';
import { NumberedLines, whole, type Fate } from './numbered-lines';

const LINES_PER_TICK = 20;
const TICK_MILLISECONDS = 100;
const LINES_PER_SECOND = (LINES_PER_TICK * 1000) / TICK_MILLISECONDS;

/** Every 10 seconds an agent notes how far it has read, and every 10 seconds it saves its notes. */
const NOTED_SECONDS = 20;

/** So often are they saved until what was read since its start is among them. */
const SAVES = 3;

const RESTARTS = 2;

/** What becomes of the lines that are written while the agent is restarted, Loki being there. */
// eslint-disable-next-line jest/no-export -- no test file: it has the tests that two files share
export function testRestart(agentName: AgentName): void {
  describeWithAll(['loki', agentName], `${agentName} that is restarted while lines are written`, () => {
    const manifests = withWriters(manifestsWith(agentName), 2);
    const stack = faultStack({ manifests, containers: ['loki', agentName] });
    const [ended, killed] = writersOf(stack).map((pod, index) => ({
      pod,
      lines: new NumberedLines(`restart-${index}`),
    }));
    let agent: RunningContainer;
    let loki: LokiClient;
    let endedFate: Fate = whole(0);

    /** Writes lines until something is done, and sees to it that there is time for all to arrive. */
    const writing = async ({ pod, lines }: NonNullable<typeof ended>, work: () => Promise<void>): Promise<Fate> => {
      const log = stack.logOf(pod, 'writer');
      const timer = setInterval(() => lines.writeTo(log, LINES_PER_TICK), TICK_MILLISECONDS);
      const selector = `{pod="${pod.name}"}`;
      try {
        await until('lines arrive', async () => (await lines.count(loki, selector)) > LINES_PER_SECOND);
        await work();
      } finally {
        clearInterval(timer);
        log.close();
      }
      return lines.arrived(loki, selector);
    };

    const untilNotesAreSaved = async (): Promise<void> => {
      for (let save = 0; save < SAVES; save += 1) {
        const before = lastSaved(agent);
        await until('it saves its notes', () => Promise.resolve(lastSaved(agent) > before), 40_000);
      }
    };

    /**
     * Lines that came to Loki more often than they are there. It shows a line of one stream and time once, and in a metric
     * query counts it twice.
     */
    const sentTwice = async (fates: readonly Fate[]): Promise<number> => {
      const text = await (await fetch(`${stack.container('loki').url()}/metrics`)).text();
      const received = [...text.matchAll(/^loki_distributor_lines_received_total\{.*\} (\S+)$/gm)];
      const names = writersOf(stack)
        .map(({ name }) => name)
        .join('|');
      const others = await loki.value(`sum(count_over_time({job=~".+", pod!~"${names}"}[2h]))`);
      const own = fates.reduce((sum, { found }) => sum + found, 0);
      return received.reduce((sum, [, count]) => sum + Number(count), 0) - others - own;
    };

    beforeAll(async () => {
      await stack.start();
      agent = stack.container(agentName);
      loki = new LokiClient(stack.container('loki').url());
    }, 240_000);
    afterAll(() => stack.stop(), 120_000);

    test('stopped and started, it goes on where it was: no line is missing or sent twice', async () => {
      const fate = await writing(ended!, async () => {
        for (let restart = 0; restart < RESTARTS; restart += 1) {
          await new Promise((resolve) => setTimeout(resolve, 5_000));
          await agent.stop();
          agent.start();
          await until('it is ready', () => agent.isReady(), 60_000);
        }
      });
      endedFate = fate;
      const twice = await sentTwice([fate]);
      measured(`${agentName} SIGTERM: ${told(fate)}, ${twice} sent twice`);

      expect(fate).toEqual(whole(ended!.lines.written));
      // what comes between the two questions is counted as there alone
      expect(twice).toBeLessThanOrEqual(0);
    }, 180_000);

    test(`killed, it goes on where its notes end: no line is missing, those of ${NOTED_SECONDS} seconds at most are sent twice`, async () => {
      const fate = await writing(killed!, async () => {
        for (let restart = 0; restart < RESTARTS; restart += 1) {
          await untilNotesAreSaved();
          // what it had read by then is in Loki
          await new Promise((resolve) => setTimeout(resolve, 4_000));
          await agent.kill();
          agent.start();
          await until('it is ready', () => agent.isReady(), 60_000);
        }
      });
      const twice = await sentTwice([fate, endedFate]);
      measured(`${agentName} SIGKILL: ${told(fate)}, ${twice} sent twice`);

      expect(fate).toEqual(whole(killed!.lines.written));
      expect(twice).toBeLessThan(RESTARTS * NOTED_SECONDS * LINES_PER_SECOND);
    }, 180_000);
  });
}

function told({ written, missing, doubled }: Fate): string {
  return `${written} written, ${missing.length} missing (${missing[0]}..${missing.at(-1)}), ${doubled.length} doubled`;
}

/** When the file of the positions was written last. */
function lastSaved(agent: RunningContainer): number {
  const { mountPath } = agent.container.volumeMounts.find(({ name }: any) => name === 'state');
  const folder = agent.folderOf(mountPath as string);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /positions\.ya?ml$/.test(file),
  );
  return Math.max(0, ...files.map((file) => statSync(join(folder, file)).mtimeMs));
}
