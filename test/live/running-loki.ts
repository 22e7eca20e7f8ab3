import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { freePort, until } from './processes';
import type { Stream } from './log-lines';
import type { Answer } from './running-prometheus';

/** A real Loki with the synthesized configuration, of which only addresses and folders are others. */
export class RunningLoki {
  private process?: ChildProcess;
  private address = '';
  private folder = '';

  public constructor(private readonly config: any) {}

  public async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-loki-'));
    const [http, grpc] = [await freePort(), await freePort()];
    this.address = `127.0.0.1:${http}`;
    const file = join(this.folder, 'config.yaml');
    const text = Yaml.stringify({
      ...this.config,
      server: {
        ...this.config.server,
        http_listen_address: '127.0.0.1',
        http_listen_port: http,
        grpc_listen_port: grpc,
      },
    });
    writeFileSync(file, text.replaceAll('/var/loki', this.folder).replaceAll('/etc/loki', this.folder));
    this.process = spawn('loki', [`-config.file=${file}`], { stdio: 'ignore' });
    await until('Loki is ready', () => fetch(`http://${this.address}/ready`).then(({ ok }) => ok));
  }

  public async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.process?.once('exit', resolve));
    this.process?.kill();
    await exited;
    rmSync(this.folder, { recursive: true });
  }

  public async push(streams: readonly Stream[]): Promise<void> {
    const response = await fetch(`http://${this.address}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams }),
    });
    if (!response.ok) throw new Error(`Loki refused the lines: ${await response.text()}`);
  }

  /** Over the last seconds. */
  public async range(query: string, seconds: number): Promise<Answer> {
    const end = Date.now();
    const parameters = { query, start: `${end - seconds * 1000}000000`, end: `${end}000000`, step: '5', limit: '100' };
    const response = await fetch(
      `http://${this.address}/loki/api/v1/query_range?${new URLSearchParams(parameters).toString()}`,
    );
    if (!response.ok) throw new Error(`${await response.text()}: ${query}`);
    return ((await response.json()) as { data: Answer }).data;
  }

  public async labelValues(label: string): Promise<string[]> {
    const response = await fetch(`http://${this.address}/loki/api/v1/label/${label}/values`);
    return ((await response.json()) as { data?: string[] }).data ?? [];
  }
}
