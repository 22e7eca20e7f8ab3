import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { programOf } from '../stack/run/programs';

/** `kubectl port-forward` of a Service, to a free port of this machine. */
export class PortForward {
  public static async open(kubeconfig: string, service: string, port: number): Promise<PortForward> {
    const args = ['port-forward', '--namespace', 'monitoring', `service/${service}`, `:${port}`];
    const child = spawn(programOf('kubectl').path, args, { env: { ...process.env, KUBECONFIG: kubeconfig } });
    const errors: string[] = [];
    child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
        if (local !== undefined) resolve(`http://127.0.0.1:${local}`);
      });
      child.once('exit', () => reject(new Error(`kubectl ${args.join(' ')}: ${errors.join('')}`)));
    });
    return new PortForward(child, url);
  }

  private constructor(
    private readonly child: ChildProcess,
    public readonly url: string,
  ) {}

  public close(): void {
    this.child.kill();
  }
}
