import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import type { Labels } from '../support/relabel';
import { without } from '../prometheus/promtool';
import { freePort, until } from './processes';

/** One series of an answer: a value now, or values over time. */
export interface Series {
  readonly metric: Labels;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

export interface Answer {
  readonly resultType: 'vector' | 'matrix' | 'scalar' | 'string';
  readonly result: readonly Series[];
}

/** What a Prometheus is started with. */
export interface PrometheusInput {
  /** `prometheus.yml` as data, its targets static. */
  readonly config: any;
  /** The rule file as data. */
  readonly rules: any;
  /** The text behind a target's URL; throws where nothing answers. */
  readonly exposition: (url: URL) => string;
}

/**
 * A real Prometheus that scrapes a stand-in of a cluster twice a second: an HTTP proxy answers for every target.
 */
export class RunningPrometheus {
  private readonly proxy: Server;
  private process?: ChildProcess;
  private address = '';
  private folder = '';

  public constructor(private readonly input: PrometheusInput) {
    this.proxy = createServer((request, response) => {
      try {
        const text = input.exposition(new URL(request.url ?? ''));
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        response.end(text);
      } catch (error) {
        response.statusCode = 500;
        response.end((error as Error).message);
      }
    });
  }

  public async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-prometheus-'));
    this.address = `127.0.0.1:${await freePort()}`;
    await new Promise<void>((resolve) => this.proxy.listen(0, '127.0.0.1', resolve));
    const [config, rules] = [join(this.folder, 'prometheus.yml'), join(this.folder, 'rules.yml')];
    writeFileSync(rules, Yaml.stringify(this.input.rules));
    writeFileSync(config, Yaml.stringify(this.config(rules)));
    const flags = [
      `--config.file=${config}`,
      `--storage.tsdb.path=${this.folder}`,
      `--web.listen-address=${this.address}`,
    ];
    this.process = spawn('prometheus', flags, { stdio: 'ignore' });
    await until('Prometheus is ready', () => fetch(`http://${this.address}/-/ready`).then(({ ok }) => ok));
  }

  public async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.process?.once('exit', resolve));
    this.process?.kill();
    await exited;
    this.proxy.closeAllConnections();
    this.proxy.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Waits until a query has a result. */
  public async untilResult(query: string): Promise<void> {
    await until(`${query} has a result`, async () => (await this.instant(query)).result.length > 0);
  }

  /** @param time in seconds; now as default */
  public instant(query: string, time?: number): Promise<Answer> {
    return this.ask('query', { query, ...(time === undefined ? {} : { time: String(time) }) });
  }

  /** The last moment, in seconds, until which every target was scraped: on a busy machine some time ago. */
  public async lastScrape(): Promise<number> {
    const { result } = await this.instant('min(timestamp(up))');
    return Number(result[0]?.value?.[1]);
  }

  /** Over the last seconds, a value each second. */
  public range(query: string, seconds: number): Promise<Answer> {
    const end = Math.floor(Date.now() / 1000);
    return this.ask('query_range', { query, start: String(end - seconds), end: String(end), step: '1' });
  }

  /** Anything else of the HTTP API: `targets`, `rules`. */
  public async get(path: string): Promise<any> {
    const response = await fetch(`http://${this.address}/api/v1/${path}`);
    return ((await response.json()) as { data: unknown }).data;
  }

  private async ask(path: string, parameters: { [name: string]: string }): Promise<Answer> {
    const response = await fetch(`http://${this.address}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
    const { status, data, error } = (await response.json()) as { status: string; data: Answer; error?: string };
    if (status !== 'success') throw new Error(`${error}: ${parameters['query']}`);
    return data;
  }

  private config(rules: string): unknown {
    const { port } = this.proxy.address() as AddressInfo;
    const { config } = this.input;
    return {
      ...config,
      global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '1s' },
      rule_files: [rules],
      scrape_configs: config.scrape_configs.map((job: any) => ({
        ...without(job, 'scrape_interval', 'scheme', 'authorization', 'tls_config'),
        proxy_url: `http://127.0.0.1:${port}`,
      })),
    };
  }
}
