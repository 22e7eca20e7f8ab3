import type { LogLine } from '../clients';
import { describeWithAll } from '../programs';
import { committedManifests } from '../running-stack';
import { guideManifests } from './guide-app';
import { GUIDE_LOG_QUERIES } from '../../../support/guide-queries';
import { BETWEEN_ROTATIONS } from './log-lines';
import type { WrittenLine } from './logged-container';
import { CASES, type Case } from './scenario';
import { AGENTS, givenLabels, shown, TwoAgents, type Agent } from './two-agents';

const DROPPED_BY_PIPELINE = {
  promtail: /^logentry_dropped_lines_total\{reason="drop_stage"\}/,
  alloy: /^loki_process_dropped_lines_total\{.*reason="drop_stage"\}/,
};
const DROPPED_BY_LOKI = {
  promtail: /^promtail_dropped_entries_total\{.*reason="ingester_error".*\}/,
  alloy: /^loki_write_dropped_entries_total\{.*reason="ingester_error".*\}/,
};

/** Which lines of the shop's namespace the guide's log queries find. */
const FINDS: { readonly [query: string]: (line: WrittenLine) => boolean } = {
  '{namespace="timedeal"}': () => true,
  '{namespace="timedeal", app="stock-service"}': ({ labels }) => labels['app'] === 'stock-service',
  '{namespace="timedeal"} |= "error"': ({ text }) => text.includes('error'),
  '{namespace="timedeal"} |= "[Reserve]"': ({ text }) => text.includes('[Reserve]'),
  '{namespace="timedeal"} |= "error" | json': ({ text }) => text.includes('error'),
  '{namespace="timedeal"} |~ "product.*=.*1"': ({ text }) => /product.*=.*1/.test(text),
};
const COUNT = 'count_over_time({namespace="timedeal"}[5m])';

const byMoment = (one: string, other: string): number => (one < other ? -1 : 1);

test('the stack with Promtail that logs are compared with is the committed one', () => {
  expect(guideManifests().objects).toEqual(committedManifests().objects);
});

describeWithAll(['loki', 'promtail', 'alloy'], 'log lines on their way through an agent into Loki', () => {
  let both: TwoAgents;

  beforeAll(async () => {
    both = new TwoAgents();
    await both.run();
  }, 150_000);
  afterAll(() => both.stop(), 60_000);

  describe.each(AGENTS)('%s', (agent) => {
    test.each(CASES)('every line of its kind comes once, in its order, with its moment and its labels: %s', (title) => {
      const log = both.scenario.logs.get(title)!;
      const found = both.linesOf(agent, log);
      const wanted = wantedOf(agent, title, log.written);

      for (const stream of ['stdout', 'stderr']) {
        const ofStream = ({ labels }: WrittenLine): boolean => labels['stream'] === stream;
        expect(found.filter(ofStream).map(shown)).toEqual(wanted.filter(ofStream).map(shown));
      }
      expect(found.map(withLabels).sort()).toEqual(wanted.map(withLabels).sort());
    });

    test('no line is there that no container wrote', () => {
      const known = new Set([...both.scenario.logs.values()].map(({ pod }) => pod.name));

      expect(both.linesOfAll(agent).filter(({ labels }) => !known.has(labels['pod'] ?? ''))).toEqual([]);
    });

    test("the guide's seven log queries are asked", () => {
      expect([...Object.keys(FINDS), COUNT].sort()).toEqual(GUIDE_LOG_QUERIES.map(({ query }) => query).sort());
    });

    test.each(Object.entries(FINDS))("the guide's %s finds what was written", async (query, isFound) => {
      const found = await both.ask(agent, query);
      const wanted = shopLines(both).filter(isFound);

      expect(found.map(shown).sort(byMoment)).toEqual(wanted.map(shown).sort(byMoment));
      expect(wanted.length).toBeGreaterThan(0);
    });

    test("the guide's search for errors parses those that are JSON, and says which are none", async () => {
      const found = await both.ask(agent, '{namespace="timedeal"} |= "error" | json');
      const fields = found.map(({ text, labels }) => [
        text,
        labels['product_id'],
        labels['nested_a'],
        labels['__error__'],
      ]);

      expect(new Map(fields.map(([text, ...others]) => [text, others]))).toEqual(
        new Map([
          [
            '{"level":"error","msg":"connection to postgres refused","product_id":21,"nested":{"a":[1,2]},"ok":false}',
            ['21', undefined, undefined],
          ],
          ['[error] connection refused', [undefined, undefined, 'JSONParserErr']],
          ['{"level":"error", this is no JSON', [undefined, undefined, 'JSONParserErr']],
          ['{"level":"info","msg":"GET /healthz","error":false}', [undefined, undefined, undefined]],
        ]),
      );
    });

    test(`the guide's ${COUNT} counts them`, async () => {
      expect(await both.loki(agent).value(`sum(${COUNT})`)).toBe(shopLines(both).length);
    });

    test('the agent counts the lines that the pipeline of the app drops', async () => {
      const dropped = shopCases().flatMap((title) => both.scenario.logs.get(title)!.unwanted);

      expect(await both.counted(agent, agent, DROPPED_BY_PIPELINE[agent])).toBe(dropped.length);
    });

    test('lines above 256 KiB are counted by Loki one by one, and by the agent with all others of their batch', async () => {
      const { unwanted } = both.scenario.logs.get('lines that are too long for Loki')!;
      const counted = await both.counted(agent, 'loki', /^loki_discarded_samples_total\{.*reason="line_too_long".*\}/);

      expect(counted).toBe(unwanted.length);
      expect(await both.counted(agent, agent, DROPPED_BY_LOKI[agent])).toBeGreaterThanOrEqual(counted);
    });
  });

  test('both agents give Loki the same lines with the same labels', () => {
    const [promtail, alloy] = AGENTS.map((agent) =>
      both
        .linesOfAll(agent)
        .filter(({ labels }) => labels['app'] !== 'returns')
        .map((line) => `${withLabels(line)} ${line.labels['service_name']}`)
        .sort(),
    );

    expect(alloy).toEqual(promtail);
  });
});

/** What has to be found: all of it, but for what is known of the agents. */
function wantedOf(agent: Agent, title: Case, written: readonly WrittenLine[]): readonly WrittenLine[] {
  // followers of files go on with the newest one: the kubelet rotates each ten seconds at most
  if (title === 'two rotations at once') return written.filter(({ text }) => !text.startsWith(BETWEEN_ROTATIONS));
  // Alloy takes them for a part of the line's end
  if (title === 'carriage returns' && agent === 'alloy')
    return written.map((line) => ({ ...line, text: line.text.replace(/\r$/, '') }));
  return written;
}

function withLabels(line: LogLine | WrittenLine): string {
  const labels = Object.entries(givenLabels(line)).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${shown(line)} ${JSON.stringify(labels)}`;
}

function shopCases(): readonly Case[] {
  return ['the first pod of the shop', 'the second pod of the shop'];
}

/** Everything that was written in the namespace of the shop. */
function shopLines({ scenario }: TwoAgents): WrittenLine[] {
  return [...scenario.logs.values()].flatMap(({ written }) =>
    written.filter(({ labels }) => labels['namespace'] === 'timedeal'),
  );
}
