import { spawn } from 'node:child_process';
import { Problem } from './problem';

export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const NOT_INSTALLED = `kubectl is not on the PATH; install it and run this again:
  https://kubernetes.io/docs/tasks/tools/   (macOS: brew install kubectl)`;

/** kubectl as the user has it installed, always asked about one context: a switch in another window changes nothing here. */
export class Kubectl {
  public constructor(
    private readonly signal: AbortSignal,
    private readonly context?: string,
  ) {}

  /** The same program, asked about that context. */
  public of(context: string): Kubectl {
    return new Kubectl(this.signal, context);
  }

  /** Runs it to its end; what went wrong stands in the result. */
  public run(args: readonly string[], input = ''): Promise<KubectlResult> {
    const context = this.context === undefined ? [] : ['--context', this.context];
    // its messages are read here, and it speaks the language of the user otherwise
    const env = { ...process.env, LC_ALL: 'C' };
    return new Promise((resolve, reject) => {
      const child = spawn('kubectl', [...context, ...args], { env, signal: this.signal });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (data: Buffer) => stdout.push(data));
      child.stderr.on('data', (data: Buffer) => stderr.push(data));
      child.on('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ENOENT' ? new Problem(NOT_INSTALLED) : error),
      );
      child.on('close', (code) =>
        resolve({
          code: code ?? 1,
          stdout: Buffer.concat(stdout).toString(),
          stderr: Buffer.concat(stderr).toString(),
        }),
      );
      // a kubectl that ends before it has read its input says why on stderr
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }
}
