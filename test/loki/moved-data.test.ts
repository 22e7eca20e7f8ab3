import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { define } from '../../main';
import { Loki, LokiSchemaPeriod, type LokiProps } from '../../lib';
import { freePort, until } from '../live/processes';
import { describeWith } from '../prometheus/promtool';
import { manifestsOf, testApp, testChart } from '../support/manifests';
import { CHART_2, CHART_6 } from './chart-configs';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const guide = manifestsOf(define(testApp())).config('ConfigMap', 'loki', 'config.yaml');

function configOf(props: LokiProps): any {
  const chart = testChart();
  new Loki(chart, 'Loki', props);
  return manifestsOf(chart).config('ConfigMap', 'loki', 'config.yaml');
}

const dayIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** One volume, on which one Loki after the other runs. */
class Volume {
  private readonly folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-moved-'));
  private process?: ChildProcess;
  private address = '';

  public async start(config: any): Promise<void> {
    const [http, grpc] = [await freePort(), await freePort()];
    this.address = `127.0.0.1:${http}`;
    const text = Yaml.stringify({
      ...config,
      server: {
        ...config.server,
        http_listen_address: '127.0.0.1',
        http_listen_port: http,
        grpc_listen_address: '127.0.0.1',
        grpc_listen_port: grpc,
        // the rest is to start and to stop sooner
        graceful_shutdown_timeout: '1s',
      },
      frontend_worker: { frontend_address: `127.0.0.1:${grpc}` },
      query_scheduler: { use_scheduler_ring: false },
      // nothing outside of this process
      common: {
        replication_factor: 1,
        ...config.common,
        instance_addr: '127.0.0.1',
        ring: { kvstore: { store: 'inmemory' } },
      },
      ingester: { ...config.ingester, lifecycler: { ...config.ingester?.lifecycler, min_ready_duration: '0s' } },
      analytics: { reporting_enabled: false },
    });
    const file = join(this.folder, 'config.yaml');
    mkdirSync(join(this.folder, 'rules/fake'), { recursive: true });
    // the volume is /var/loki for one chart and /data for the other, below which that one has a folder `loki`
    const paths = { '/var/loki': 'volume', '/data/loki': 'volume', '/etc/loki/rules': 'rules' };
    const moved = Object.entries(paths).reduce((all, [old, now]) => all.replaceAll(old, join(this.folder, now)), text);
    writeFileSync(file, moved);
    const child = spawn('loki', [`-config.file=${file}`, '-target=all'], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.process = child;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
    await until(`Loki is ready; it said ${said}`, async () => {
      if (child.exitCode !== null) return true;
      return (await fetch(`http://${this.address}/ready`)).ok;
    });
    if (child.exitCode !== null) throw new Error(said);
  }

  public async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.process?.exitCode !== null) return;
    const exited = new Promise((resolve) => this.process?.once('exit', resolve));
    this.process.kill(signal);
    await exited;
  }

  public async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }

  public async push(lines: readonly string[], from: number): Promise<void> {
    const values = lines.map((line, index) => [`${from + index * 1000}000000`, line]);
    const stream = { namespace: 'timedeal', app: 'stock-service', pod: 'stock-service-1', container: 'stock-service' };
    const response = await fetch(`http://${this.address}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: [{ stream, values }] }),
    });
    if (!response.ok) throw new Error(`Loki refused the lines: ${await response.text()}`);
  }

  /** Writes what is in memory to the volume, as Loki does of itself every half an hour. */
  public async flush(): Promise<void> {
    await fetch(`http://${this.address}/flush`, { method: 'POST' });
    await until('the chunks are written', () => Promise.resolve(this.chunks().length > 0));
  }

  /** The files of lines, wherever a schema puts them; not those of the index. */
  public chunks(): string[] {
    const folder = join(this.folder, 'volume/chunks');
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
    return files.flatMap((file) => (file.isFile() && !file.parentPath.includes('/index') ? [file.name] : []));
  }

  /** The lines of the last days, oldest first. */
  public async lines(): Promise<string[]> {
    const now = Date.now();
    const query = new URLSearchParams({
      query: '{namespace="timedeal", app="stock-service"}',
      start: `${now - 6 * DAY}000000`,
      end: `${now}000000`,
      limit: '1000',
      direction: 'forward',
    });
    const response = await fetch(`http://${this.address}/loki/api/v1/query_range?${query.toString()}`);
    if (!response.ok) throw new Error(await response.text());
    const { data } = (await response.json()) as { data: { result: { values: [string, string][] }[] } };
    return data.result
      .flatMap(({ values }) => values)
      .sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
      .map(([, line]) => line);
  }
}

const OLD = Array.from({ length: 200 }, (_, index) => `[Reserve] old ${index}`);
const NEW = Array.from({ length: 20 }, (_, index) => `[Reserve] new ${index}`);
const LATER = Array.from({ length: 20 }, (_, index) => `[Reserve] later ${index}`);

describeWith('loki', 'on one volume, with a real Loki', () => {
  let volume: Volume;
  beforeEach(() => (volume = new Volume()));
  afterEach(() => volume.remove());

  test.each([
    ['written out and stopped', true, 'SIGTERM'],
    ['stopped', false, 'SIGTERM'],
    ['killed', false, 'SIGKILL'],
  ] as const)(
    "what the Loki of the guide's chart stored before it was %s is read by that of main.ts, and the other way round",
    async (_, isFlushed, signal) => {
      await volume.start(CHART_6);
      await volume.push(OLD, Date.now() - 150 * MINUTE);
      if (isFlushed) await volume.flush();
      await volume.stop(signal);

      await volume.start(guide);
      await volume.push(NEW, Date.now() - 100 * MINUTE);
      expect(await volume.lines()).toEqual([...OLD, ...NEW]);
      await volume.stop();

      await volume.start(CHART_6);
      await volume.push(LATER, Date.now() - 50 * MINUTE);
      expect(await volume.lines()).toEqual([...OLD, ...NEW, ...LATER]);
    },
    180_000,
  );

  test('lines of a period that is edited are not found, so that this suite can fail', async () => {
    await volume.start(CHART_6);
    // older than what Loki asks its own memory for, which has them whatever the period
    await volume.push(OLD, Date.now() - 300 * MINUTE);
    await volume.flush();
    await volume.stop();

    await volume.start(configOf({ schemaPeriods: [new LokiSchemaPeriod('2024-01-01', { indexPrefix: 'other_' })] }));

    expect(volume.chunks()).not.toEqual([]);
    expect(await volume.lines()).toEqual([]);
  }, 180_000);

  test('a line that an agent sends again, for want of its positions, is shown once', async () => {
    const since = Date.now() - 30 * MINUTE;
    await volume.start(CHART_6);
    await volume.push(OLD, since);
    await volume.flush();
    await volume.stop();

    await volume.start(guide);
    await volume.push(OLD, since);
    await volume.flush();

    expect(await volume.lines()).toEqual(OLD);
  }, 180_000);

  test('what the Loki of loki-stack indexed with BoltDB is read, while TSDB begins tomorrow', async () => {
    await volume.start(CHART_2);
    await volume.push(OLD, Date.now() - 150 * MINUTE);
    await volume.flush();
    await volume.stop();

    const past = new LokiSchemaPeriod('2020-10-24', { store: 'boltdb-shipper', schema: 'v11' });
    await volume.start(
      configOf({
        schemaPeriods: [past, new LokiSchemaPeriod(dayIn(1))],
        extraConfig: { limits_config: { allow_structured_metadata: false } },
      }),
    );
    await volume.push(NEW, Date.now() - 100 * MINUTE);

    expect(await volume.lines()).toEqual([...OLD, ...NEW]);
  }, 180_000);

  test('until TSDB begins, Loki does not start without the key that the page names', async () => {
    const past = new LokiSchemaPeriod('2020-10-24', { store: 'boltdb-shipper', schema: 'v11' });

    await expect(volume.start(configOf({ schemaPeriods: [past, new LokiSchemaPeriod(dayIn(1))] }))).rejects.toThrow(
      /schema v13 is required to store Structured Metadata/,
    );
  }, 180_000);

  test('the same, once TSDB has begun', async () => {
    await volume.start(CHART_2);
    await volume.push(OLD, Date.now() - 2 * DAY);
    await volume.flush();
    await volume.stop();

    const past = new LokiSchemaPeriod('2020-10-24', { store: 'boltdb-shipper', schema: 'v11' });
    await volume.start(configOf({ schemaPeriods: [past, new LokiSchemaPeriod(dayIn(0))] }));
    await volume.push(NEW, Date.now() - 60_000);

    expect(await volume.lines()).toEqual([...OLD, ...NEW]);
  }, 180_000);
});
