import { LokiClient } from '../clients';
import { describeWithAll } from '../programs';
import { until } from '../until';
import { faultStack, measured } from './fault-stack';
import { NumberedLines } from './numbered-lines';

const PUSHERS = 4;
const LINES_PER_PUSH = 50;
const KILLS = 3;

describeWithAll(['loki'], 'Loki that is killed while lines are pushed', () => {
  const stack = faultStack({ containers: ['loki'] });
  const lines = new NumberedLines('killed');
  const acknowledged: number[] = [];
  let client: LokiClient;
  let isOver = false;

  /** Pushes until the test is over; a line that was not acknowledged is never sent again. */
  const push = async (pusher: number): Promise<void> => {
    for (let pushes = 0; !isOver && pushes < 5_000; pushes += 1) {
      const from = lines.written;
      const values = lines.take(LINES_PER_PUSH).map((line) => [`${Date.now()}000000`, line]);
      const stream = { job: 'killed', pusher: String(pusher) };
      const response = await client.push([{ stream, values }]).catch(() => undefined);
      if (response?.status === 204) acknowledged.push(...values.map((_, index) => from + index));
      await new Promise((resolve) => setTimeout(resolve, response?.status === 204 ? 100 : 300));
    }
  };

  beforeAll(async () => {
    await stack.start();
    const loki = stack.container('loki');
    client = new LokiClient(loki.url());
    const pushers = Array.from({ length: PUSHERS }, (_, pusher) => push(pusher));
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledged.length;
      await until('lines are acknowledged', () => Promise.resolve(acknowledged.length > before + 3_000));
      // chunks on the disk whose lines are in the write-ahead log too
      if (kill === 1) await fetch(`${loki.url()}/flush`, { method: 'POST' });
      await loki.kill();
      loki.start();
      await until('Loki is ready again', () => loki.isReady(), 120_000);
    }
    isOver = true;
    await Promise.all(pushers);
  }, 600_000);
  afterAll(() => stack.stop(), 120_000);

  test('has every line that it acknowledged, and none twice', async () => {
    // otherwise it was not killed while lines were pushed
    expect(acknowledged.length).toBeLessThan(lines.written);

    const fate = await lines.fate(client, '{job="killed"}', acknowledged);

    expect(fate).toEqual({ written: acknowledged.length, found: acknowledged.length, missing: [], doubled: [] });
    measured(`loki, killed ${KILLS} times: ${lines.written} sent, ${fate.written} acknowledged, ${fate.found} found`);
  }, 120_000);
});
