import { createHash } from 'node:crypto';
import { LogAgent } from '../../../../lib';
import type { Labels } from '../../../support/relabel';
import { LokiClient, type LogLine } from '../clients';
import { RunningStack } from '../running-stack';
import { eventually } from '../until';
import { guideManifests } from './guide-app';
import type { LoggedContainer, WrittenLine } from './logged-container';
import { Scenario } from './scenario';

export const AGENTS = ['promtail', 'alloy'] as const;

export type Agent = (typeof AGENTS)[number];

const NODES = ['k3d-signals-server-0', 'k3d-signals-agent-0'];

/** The guide's window is 5 minutes. */
const SECONDS = 290;

/** What Loki tells of a line by itself. */
const OF_LOKI = ['detected_level', 'service_name'];

/** Two stacks whose containers log the same, one with each agent. */
export class TwoAgents {
  public readonly scenario: Scenario;
  private readonly stacks: { readonly [agent in Agent]: RunningStack };
  private readonly found = new Map<Agent, readonly LogLine[]>();

  public constructor() {
    this.stacks = {
      promtail: new RunningStack({ nodeNames: NODES, containers: ['loki', 'promtail'], addressBlock: 21 }),
      alloy: new RunningStack({
        manifests: guideManifests(LogAgent.alloy()),
        nodeNames: NODES,
        containers: ['loki', 'alloy'],
        addressBlock: 121,
      }),
    };
    this.scenario = new Scenario(Object.values(this.stacks));
  }

  /** Starts both, lets everything happen, and asks for all lines when no more come. */
  public async run(): Promise<void> {
    this.scenario.before();
    await Promise.all(Object.values(this.stacks).map((stack) => stack.start()));
    await this.scenario.during();
    for (const agent of AGENTS) {
      // otherwise the lines of a stream come sorted by their levels
      const query = '{namespace=~".+", namespace!="monitoring"} | drop detected_level';
      this.found.set(agent, await settled(() => this.loki(agent).lines(query, SECONDS)));
    }
  }

  public async stop(): Promise<void> {
    this.scenario.close();
    await Promise.all(Object.values(this.stacks).map((stack) => stack.stop()));
  }

  public loki(agent: Agent): LokiClient {
    return new LokiClient(this.stacks[agent].container('loki').url());
  }

  /** What Loki has of a container, in the order in which each stream has it. */
  public linesOf(agent: Agent, { pod, container }: LoggedContainer): LogLine[] {
    return this.linesOfAll(agent).filter(
      ({ labels }) => labels['pod'] === pod.name && labels['container'] === container,
    );
  }

  public linesOfAll(agent: Agent): readonly LogLine[] {
    return this.found.get(agent) ?? [];
  }

  /** The lines of a query, with the labels that Loki takes from them. */
  public ask(agent: Agent, query: string): Promise<LogLine[]> {
    return this.loki(agent).lines(query, SECONDS);
  }

  /** A metric of all agents of the cluster, or of its Loki. */
  public async counted(agent: Agent, container: string, series: RegExp): Promise<number> {
    const counts = this.stacks[agent].containers
      .filter((one) => one.container.name === container)
      .map(async (one) => sumOf(await (await fetch(`${one.url()}/metrics`)).text(), series));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }
}

/** The labels as the agent gave them; the folder of the node stands where its root is. */
export function givenLabels({ labels }: LogLine | WrittenLine): Labels {
  const given = Object.entries(labels).filter(([name]) => !OF_LOKI.includes(name));
  return Object.fromEntries(given.map(([name, value]) => [name, name === 'filename' ? onNode(value) : value]));
}

/** A line that can be shown, however long it is. */
export function shown({ nanoseconds, text }: LogLine | WrittenLine): string {
  return `${nanoseconds} ${shownText(text)}`;
}

export function shownText(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return text.length < 200 ? JSON.stringify(text) : `${text.slice(0, 40)}… ${text.length} characters, ${digest}`;
}

function onNode(path: string): string {
  return path.slice(path.indexOf('/var/log/pods/'));
}

/** The answer when it has been the same for some seconds. */
async function settled(ask: () => Promise<LogLine[]>): Promise<LogLine[]> {
  let counts: number[] = [];
  return eventually('no more lines come', ask, (found) => {
    counts = [...counts, found.length].slice(-20);
    return counts.length === 20 && new Set(counts).size === 1;
  });
}

function sumOf(metrics: string, series: RegExp): number {
  const values = metrics.split('\n').flatMap((line) => (series.test(line) ? [Number(line.split(' ').at(-1))] : []));
  return values.reduce((sum, value) => sum + value, 0);
}
