import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programOf, type ProgramName } from '../programs';

// The program ends with whoever started it, also when that is interrupted or killed: its standard input is then closed.
const UNTIL_INPUT_ENDS = '"$0" "$@" </dev/null & program=$!; exec 3<&0; (cat <&3; kill -9 $program) & wait $program';

/** A program that runs as a child process, with its log in a file. */
export class ChildProgram {
  private readonly process: ChildProcess;
  private readonly logFile: string;

  /**
   * Starts it.
   *
   * @param name what is started
   * @param args its flags
   * @param folder where its log goes, which is its working directory too
   */
  public constructor(
    private readonly name: ProgramName,
    args: readonly string[],
    folder: string,
  ) {
    this.logFile = join(folder, `${name}.log`);
    const log = openSync(this.logFile, 'a');
    this.process = spawn('sh', ['-c', UNTIL_INPUT_ENDS, programOf(name).path, ...args], {
      cwd: folder,
      stdio: ['pipe', log, log],
      // nothing of the environment of whoever runs the tests: a KUBECONFIG, a proxy
      env: { PATH: process.env['PATH'], HOME: folder },
    });
    closeSync(log);
  }

  /** Waits until it is ready; throws with the end of its log where it ends, or is not ready in time. */
  public async waitUntil(isReady: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!(await isReady())) {
      const { exitCode, signalCode } = this.process;
      if (exitCode !== null || signalCode !== null) throw new Error(this.complaint(`ended: ${exitCode ?? signalCode}`));
      if (Date.now() > end) throw new Error(this.complaint(`is not ready after ${timeoutMs} ms`));
      await sleep(100);
    }
  }

  /** What it has written. */
  public log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Ends it, at once: nothing that it has is kept. */
  public async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin?.end();
    await ended;
  }

  private complaint(what: string): string {
    const lines = this.log().trimEnd().split('\n');
    return `${this.name} ${what}\n${lines.slice(-15).join('\n')}`;
  }
}

/** Ports of 127.0.0.1 that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
