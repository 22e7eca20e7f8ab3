import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LokiClient, PrometheusClient } from '../clients';
import { describeWithAll } from '../programs';
import { eventually, until } from '../until';
import { faultStack, measured, stackOf } from './fault-stack';
import { NumberedLines } from './numbered-lines';

const SMALL = '24m';
const LARGE = '512m';
const LINES_PER_PUSH = 500;

/** Whether this process may mount a file system of its own. */
const CAN_MOUNT = process.getuid?.() === 0 && tryMount();

const title = 'Loki whose claim is full';

(CAN_MOUNT ? describe : describe.skip)(CAN_MOUNT ? title : `${title} [SKIPPED: mounting needs root]`, () => {
  describeWithAll(
    ['loki', 'prometheus'],
    'on a small file system',
    () => {
      const stack = faultStack({
        manifests: stackOf((plg) => plg, { seconds: 5 }),
        containers: ['loki', 'prometheus'],
      });
      const loki = stack.container('loki');
      const lines = new NumberedLines('full', 1_000);
      const acknowledged: number[] = [];
      const refusals = new Map<string, number>();
      const folder = loki.folderOf('/var/loki');
      let client: LokiClient;
      let prometheus: PrometheusClient;

      /** One push of lines that cannot be compressed; whether it was acknowledged. */
      const push = async (): Promise<boolean> => {
        const from = lines.written;
        const values = lines.take(LINES_PER_PUSH).map((line) => [`${Date.now()}000000`, `${line}${noise()}`]);
        const response = await client.push([{ stream: { job: 'full' }, values }]).catch(() => undefined);
        const told =
          response === undefined ? 'no answer' : `${response.status} ${(await response.text()).slice(0, 200)}`;
        if (response?.status === 204) acknowledged.push(...values.map((_, index) => from + index));
        else refusals.set(told, (refusals.get(told) ?? 0) + 1);
        return response?.status === 204;
      };

      beforeAll(async () => {
        mkdirSync(folder, { recursive: true });
        const { uid, gid } = statSync(folder);
        mount(['-t', 'tmpfs', '-o', `size=${SMALL}`, 'tmpfs', folder]);
        chownSync(folder, uid, gid);
        await stack.start();
        client = new LokiClient(loki.url());
        prometheus = new PrometheusClient(stack.container('prometheus').url());
        for (let pushes = 0; pushes < 400 && refusals.size === 0; pushes += 1) await push();
      }, 240_000);
      afterAll(async () => {
        await loki.stop();
        run('umount', folder);
        await stack.stop();
      }, 120_000);

      test('refuses lines with an error, runs on and tells of it', async () => {
        await new Promise((resolve) => setTimeout(resolve, 10_000));
        for (let pushes = 0; pushes < 5; pushes += 1) await push();
        measured(`loki, full disk: ${acknowledged.length} lines acknowledged, then ${JSON.stringify([...refusals])}`);

        expect(refusals.size).toBeGreaterThan(0);
        expect(loki.isAlive()).toBe(true);
      }, 120_000);

      test('its metric tells how full it is, and its alert is there', async () => {
        const states = async (): Promise<string[]> => {
          const { alerts } = await prometheus.get('alerts');
          return alerts.filter(({ labels }: any) => labels.alertname === 'LokiDiskFull').map(({ state }: any) => state);
        };
        await eventually('the alert is there', states, ([state]) => state === 'pending' || state === 'firing', 90_000);

        expect(await prometheus.value('loki_ingester_wal_disk_usage_percent')).toBeGreaterThan(0.9);
        const { alerts } = await prometheus.get('alerts');
        const names = alerts
          .filter(({ labels }: any) => labels.pod === 'loki-0')
          .map(({ labels }: any) => labels.alertname);
        expect(names.filter((name: string) => name.startsWith('Prometheus'))).toEqual([]);
      }, 120_000);

      test('goes on by itself when there is space, and has every line that it acknowledged', async () => {
        const before = acknowledged.length;
        mount(['-o', `remount,size=${LARGE}`, folder]);

        await until('it takes lines again', push, 120_000);
        for (let pushes = 0; pushes < 5; pushes += 1) await push();

        expect(acknowledged.length).toBeGreaterThan(before);
        expect((await lines.fate(client, '{job="full"}', acknowledged)).missing).toEqual([]);
      }, 240_000);

      test('has them after a restart, too', async () => {
        await loki.stop();
        loki.start();
        await until('Loki is ready', () => loki.isReady(), 120_000);

        const fate = await lines.fate(client, '{job="full"}', acknowledged);
        expect({ missing: fate.missing, doubled: fate.doubled }).toEqual({ missing: [], doubled: [] });
      }, 240_000);
    },
    ['prometheus'],
  );
});

function noise(): string {
  return Buffer.from(Array.from({ length: 600 }, () => Math.floor(Math.random() * 256))).toString('base64');
}

function run(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}

function mount(args: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount: ${stderr}`);
}

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-mount-'));
  const isMounted = run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (isMounted) run('umount', folder);
  rmdirSync(folder);
  return isMounted;
}
