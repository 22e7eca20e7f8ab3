import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import type { KubeObject } from '../../../support/kube-object';
import { programOf } from '../programs';

const TIMEOUT_MS = 120_000;
// all objects of dist/ with their managed fields
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** What a command answered. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** kubectl, which speaks to one server alone, whatever the user's own configuration says. */
export class Kubectl {
  /**
   * @param kubeconfig the file that names the server
   * @param home the folder that holds what kubectl caches
   */
  public constructor(
    private readonly kubeconfig: string,
    private readonly home: string,
  ) {}

  /** Whatever it answers. */
  public answer(args: readonly string[], input = ''): Promise<Answer> {
    return this.execute(programOf('kubectl').path, args, input);
  }

  /** What it says; throws where it fails. */
  public async run(args: readonly string[], input?: string): Promise<string> {
    return said(`kubectl ${args.join(' ')}`, await this.answer(args, input));
  }

  /** The lines that it says; throws where it fails, and where it warns of anything. */
  public async quietly(args: readonly string[], input?: string): Promise<string[]> {
    const answer = await this.answer(args, input);
    const stdout = said(`kubectl ${args.join(' ')}`, answer);
    if (answer.stderr !== '') throw new Error(`kubectl ${args.join(' ')} warns:\n${answer.stderr}`);
    return linesOf(stdout);
  }

  /** A command line of a shell in which kubectl is this one. */
  public async shell(commandLine: string): Promise<string> {
    return said(commandLine, await this.execute('bash', ['-c', `set -o pipefail; ${commandLine}`], ''));
  }

  /** Objects as the server holds them. */
  public async get(...args: readonly string[]): Promise<KubeObject[]> {
    const text = await this.run(['get', ...args, '-o', 'json']);
    // --ignore-not-found
    if (text === '') return [];
    const json: any = JSON.parse(text);
    return json.kind === 'List' ? json.items : [json];
  }

  /** Whether someone may do something, such as `['list', 'pods', '-n', 'monitoring']`. */
  public async mayI(as: string, args: readonly string[]): Promise<boolean> {
    const { stdout, stderr } = await this.answer(['auth', 'can-i', ...args, `--as=${as}`]);
    const word = stdout.trim();
    if (word !== 'yes' && word !== 'no') throw new Error(`can-i ${args.join(' ')}: ${stdout}${stderr}`);
    return word === 'yes';
  }

  private execute(file: string, args: readonly string[], input: string): Promise<Answer> {
    const path = `${dirname(programOf('kubectl').path)}${delimiter}${process.env['PATH']}`;
    const env = { PATH: path, HOME: this.home, KUBECONFIG: this.kubeconfig };
    const options = { env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES };
    return new Promise((resolve, reject) => {
      const child = execFile(file, args, options, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else reject(new Error(`${file} ${args.join(' ')}: ${error.message}`, { cause: error }));
      });
      child.stdin?.end(input);
    });
  }
}

/** The lines of a text that are not empty. */
export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function said(commandLine: string, { code, stdout, stderr }: Answer): string {
  if (code !== 0) throw new Error(`${commandLine} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}
