import { quantityValue } from '../../../support/quantity';
import { describeWithAll } from '../programs';
import { measured, type AgentName } from './fault-stack';
import { whole } from './numbered-lines';
import { Outage, type Story } from './outage';

/** What becomes of the lines that are written while Loki is away: the same for every agent. */
// eslint-disable-next-line jest/no-export -- no test file: it has the tests that two files share
export function testOutage(agent: AgentName): void {
  describeWithAll(['loki', agent], `${agent} while Loki is away`, () => {
    const outage = new Outage(agent);

    beforeAll(() => outage.run(), 600_000);
    afterAll(() => outage.stop(), 120_000);

    test.each<[string, Story]>([
      ['sends the lines of a quiet pod later, each once', 'quiet'],
      ['sends a backlog that is larger than what it holds in memory, each line once', 'backlog'],
      ['reads a file to its end that the kubelet rotated meanwhile, and the new one', 'rotated once'],
      ['reads the logs before and after a restart of the container', 'container restarted'],
    ])(
      '%s',
      async (_, story) => {
        expect(await outage.fate(story)).toEqual(whole(outage.written(story)));
      },
      60_000,
    );

    test('KNOWN LOSS of both agents: of a file that is rotated twice meanwhile, what is between the two rotations', async () => {
      const { from, to } = outage.between;
      const between = Array.from({ length: to - from }, (_, index) => from + index);

      const { missing, doubled } = await outage.fate('rotated twice');

      expect(between.length).toBeGreaterThan(0);
      expect({ missing, doubled }).toEqual({ missing: between, doubled: [] });
    }, 60_000);

    test('stays within its memory', () => {
      const { memory } = outage.agent.container.resources.limits;
      measured(`${agent} while Loki is away: at most ${(outage.agentPeak / 2 ** 20).toFixed(0)} MiB of ${memory}`);

      expect(outage.agentPeak).toBeLessThan(quantityValue(memory));
      expect(outage.agent.usage().outOfMemoryKills).toBe(0);
    });
  });
}
