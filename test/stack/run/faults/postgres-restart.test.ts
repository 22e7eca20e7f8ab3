import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { PrometheusClient } from '../clients';
import { describeWithAll, findProgram } from '../programs';
import type { RunningContainer } from '../running-container';
import { eventually, until } from '../until';
import { faultStack, measured, stackOf } from './fault-stack';

const WRITERS = 3;
const DATABASE = { user: 'timedeal', password: 'timedeal', name: 'timedeal' };

describeWithAll(
  ['postgres', 'postgres-exporter', 'prometheus'],
  'Postgres that is restarted under load',
  () => {
    const stack = faultStack({
      manifests: stackOf((plg) => plg, { seconds: 3 }),
      containers: ['postgres', 'postgres-exporter', 'prometheus'],
    });
    const postgres = stack.container('postgres');
    const exporter = stack.container('postgres-exporter');
    const psql = join(dirname(findProgram('postgres')!.path), 'psql');
    const writers: ChildProcess[] = [];
    let prometheus: PrometheusClient;

    const ask = (sql: string): string => {
      const { stdout, status, stderr } = spawnSync(psql, argsOf(postgres, ['-Atc', sql]), {
        encoding: 'utf8',
        env: ENV,
      });
      if (status !== 0) throw new Error(stderr);
      return stdout.trim();
    };

    const isPgUp = (value: number): Promise<unknown> =>
      eventually(
        `pg_up is ${value}`,
        () => prometheus.value('pg_up'),
        (found) => found === value,
        90_000,
      );

    const alertStates = async (): Promise<string[]> => {
      const { alerts } = await prometheus.get('alerts');
      return alerts
        .filter(({ labels }: any) => labels.alertname === 'TimedealPostgresDown')
        .map(({ state }: any) => state);
    };

    /** Writes rows one by one until it is cut off; the numbers whose commit was acknowledged. */
    const load = (writer: number): Promise<number> =>
      new Promise((resolve) => {
        // each row is a transaction of its own, and psql prints what was committed
        const child = spawn(psql, argsOf(postgres, ['-AtqX']), { env: ENV, stdio: ['pipe', 'pipe', 'ignore'] });
        writers.push(child);
        let acknowledged = 0;
        child.stdout.on('data', (data: Buffer) => (acknowledged += data.toString().split('\n').length - 1));
        child.stdin.on('error', () => undefined);
        // not at its exit: what it has printed may still be on its way
        child.on('close', () => resolve(acknowledged));
        for (let row = 0; row < 50_000; row += 1) {
          child.stdin.write(`INSERT INTO load VALUES (${writer}, nextval('rows')) RETURNING 1;\n`);
        }
        child.stdin.end();
      });

    beforeAll(async () => {
      await stack.start();
      prometheus = new PrometheusClient(stack.container('prometheus').url());
      ask('CREATE SEQUENCE rows; CREATE TABLE load (writer int, row int)');
      await isPgUp(1);
    }, 240_000);
    afterAll(async () => {
      writers.forEach((child) => child.kill('SIGKILL'));
      await stack.stop();
    }, 120_000);

    test.each([
      ['SIGINT, as its image is stopped', 'SIGINT'],
      ['SIGKILL', 'SIGKILL'],
    ] as const)(
      '%s: the exporter lives, pg_up and the alert tell of it, every committed row is there',
      async (_, signal) => {
        ask('TRUNCATE load');
        const loads = Array.from({ length: WRITERS }, (_unused, writer) => load(writer));
        await until('rows are written', () => Promise.resolve(Number(ask('SELECT count(*) FROM load')) > 500));

        await postgres.stop(signal);
        const acknowledged = (await Promise.all(loads)).reduce((sum, one) => sum + one, 0);
        await isPgUp(0);
        await eventually('its alert is there', alertStates, ([state]) => state === 'pending' || state === 'firing');
        postgres.start();
        await isPgUp(1);

        const found = Number(ask('SELECT count(*) FROM load'));
        measured(`postgres, ${signal}: ${acknowledged} rows acknowledged, ${found} found`);
        expect(exporter.isAlive()).toBe(true);
        expect(acknowledged).toBeGreaterThan(500);
        // one row of each writer may be committed without its answer having arrived
        expect(found).toBeGreaterThanOrEqual(acknowledged);
        expect(found).toBeLessThanOrEqual(acknowledged + WRITERS);
        expect(ask('SELECT count(*) - count(DISTINCT row) FROM load')).toBe('0');
      },
      200_000,
    );
  },
  ['prometheus'],
);

const ENV = { ...process.env, PGPASSWORD: DATABASE.password };

function argsOf({ pod }: RunningContainer, args: readonly string[]): string[] {
  return ['-h', pod.ip, '-U', DATABASE.user, '-d', DATABASE.name, '-v', 'ON_ERROR_STOP=1', ...args];
}
