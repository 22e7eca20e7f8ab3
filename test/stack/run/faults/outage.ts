import { LokiClient } from '../clients';
import type { ContainerLog } from '../container-log';
import type { Pod } from '../cluster';
import type { RunningContainer } from '../running-container';
import { until } from '../until';
import type { RunningStack } from '../running-stack';
import { faultStack, manifestsWith, withWriters, writersOf, type AgentName } from './fault-stack';
import { NumberedLines, type Fate } from './numbered-lines';

/** How long Loki is away: minutes in life. `PLG_OUTAGE_SECONDS` makes it longer or shorter. */
const OUTAGE_SECONDS = Number(process.env['PLG_OUTAGE_SECONDS'] ?? 60);

const TICK_MILLISECONDS = 250;
const LINES_PER_TICK = 10;

/** More than an agent holds in memory, so that it stops reading: Alloy takes 10 MiB, Promtail a batch of 1 MiB. */
const BACKLOG = { lines: 16_000, length: 1_000 };

/** What happens to the log files of a pod during the outage. */
export type Story = 'backlog' | 'quiet' | 'rotated once' | 'rotated twice' | 'container restarted';

const STORIES: readonly Story[] = ['backlog', 'quiet', 'rotated once', 'rotated twice', 'container restarted'];

/** A pod of the outage. */
interface Teller {
  readonly story: Story;
  readonly pod: Pod;
  readonly lines: NumberedLines;
  log: ContainerLog;
}

/** Loki away for a while, and an agent that reads the logs of some pods meanwhile. */
export class Outage {
  public readonly stack: RunningStack;
  public readonly agent: RunningContainer;
  /** The most that the agent used of the memory, in bytes. */
  public agentPeak = 0;
  /** The numbers of the lines in the file between the two rotations. */
  public readonly between = { from: 0, to: 0 };
  private readonly tellers: Teller[];

  public constructor(private readonly agentName: AgentName) {
    const manifests = withWriters(manifestsWith(agentName), STORIES.length);
    this.stack = faultStack({ manifests, containers: ['loki', agentName] });
    this.agent = this.stack.container(agentName);
    this.tellers = [];
  }

  private get loki(): LokiClient {
    return new LokiClient(this.stack.container('loki').url());
  }

  /** All of it; afterwards the agent has sent what it had to send. */
  public async run(): Promise<void> {
    await this.stack.start();
    for (const [index, pod] of writersOf(this.stack).entries()) {
      const story = STORIES[index]!;
      const lines = new NumberedLines(story, story === 'backlog' ? BACKLOG.length : undefined);
      this.tellers.push({ story, pod, lines, log: this.stack.logOf(pod, 'writer') });
    }
    this.writeSome();
    await this.untilSent(this.tellers);
    await this.stack.container('loki').stop();
    await this.away();
    this.stack.container('loki').start();
    await until('Loki is ready again', () => this.stack.container('loki').isReady(), 120_000);
    await this.untilSent(this.tellers.filter(({ story }) => story !== 'rotated twice'));
    await this.untilQuiet();
  }

  public async stop(): Promise<void> {
    for (const { log } of this.tellers) log.close();
    await this.stack.stop();
  }

  public fate(story: Story): Promise<Fate> {
    const { lines, pod } = this.teller(story);
    return lines.fate(this.loki, selectorOf(pod));
  }

  public written(story: Story): number {
    return this.teller(story).lines.written;
  }

  private async away(): Promise<void> {
    const ticks = (OUTAGE_SECONDS * 1000) / TICK_MILLISECONDS;
    const backlog = this.teller('backlog');
    for (let tick = 0; tick < ticks; tick += 1) {
      if (tick === 8) backlog.lines.writeTo(backlog.log, BACKLOG.lines);
      if (tick === Math.round(ticks / 3)) this.firstChange();
      if (tick === Math.round((2 * ticks) / 3)) this.secondChange();
      this.writeSome();
      this.agentPeak = Math.max(this.agentPeak, this.agent.usage().memory);
      await new Promise((resolve) => setTimeout(resolve, TICK_MILLISECONDS));
    }
  }

  private firstChange(): void {
    this.teller('rotated once').log.rotate();
    this.teller('rotated twice').log.rotate();
    this.between.from = this.written('rotated twice');
    const restarted = this.teller('container restarted');
    restarted.log.close();
    restarted.log = this.stack.logOf(restarted.pod, 'writer', 1);
  }

  private secondChange(): void {
    this.teller('rotated twice').log.rotate();
    this.between.to = this.written('rotated twice');
  }

  private writeSome(): void {
    for (const { lines, log } of this.tellers) lines.writeTo(log, LINES_PER_TICK);
  }

  private async untilSent(tellers: readonly Teller[]): Promise<void> {
    for (const { story, lines, pod } of tellers) {
      const isSent = async (): Promise<boolean> => {
        this.agentPeak = Math.max(this.agentPeak, this.agent.usage().memory);
        return (await lines.count(this.loki, selectorOf(pod))) >= lines.written;
      };
      // what is missing is told by the tests, line by line
      await until(`${this.agentName} sent '${story}'`, isSent, 90_000).catch((error: Error) =>
        console.warn(error.message),
      );
    }
  }

  /** Until nothing more arrives of the pod that may have lost lines. */
  private async untilQuiet(): Promise<void> {
    const { lines, pod } = this.teller('rotated twice');
    let last = -1;
    const isQuiet = async (): Promise<boolean> => {
      const before = last;
      last = await lines.count(this.loki, selectorOf(pod));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return last === before || last === lines.written;
    };
    await until('nothing more arrives', isQuiet);
  }

  private teller(story: Story): Teller {
    return this.tellers.find((one) => one.story === story)!;
  }
}

function selectorOf({ name }: Pod): string {
  return `{pod="${name}"}`;
}
