import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Apply } from './apply';
import { diff } from './diff';
import { Kubectl } from './kubectl';
import { readManifests, type Manifest } from './manifests';
import { parseOptions, usage } from './options';
import { Problem } from './problem';
import { styled, type Screen } from './screen';
import { mustAsk, targetOf } from './target';
import type { Pace } from './wait';

const SYNTH = 'npm run --silent synth';
const PACE: Pace = { pollSeconds: 1, stallSeconds: 20 };

/** What differs between a person at a terminal and a test. */
export interface Surroundings {
  readonly folder: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly pace?: Pace;
  /** The command that writes dist/. */
  readonly synth?: string;
}

/** `npm run diff` and `npm run apply`; gives the exit code. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await perform(argv, surroundings);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { screen } = surroundings;
    screen.note(`${styled(screen, 'red', 'error:')} ${error.message}\n`);
    // 1 would say that diff has found differences
    return argv[0] === 'diff' ? 2 : 1;
  }
}

async function perform(
  argv: readonly string[],
  { folder, screen, signal, pace = PACE, synth = SYNTH }: Surroundings,
): Promise<number> {
  const options = parseOptions(argv);
  if (options.help) {
    screen.print(usage(options.command));
    return 0;
  }
  const unbound = new Kubectl(signal);
  const target = await targetOf(unbound, options.context);
  screen.note(`context ${styled(screen, 'bold', target.context)} (${target.server})\n`);
  // before anything takes its time
  if (options.command === 'apply') mustAsk(target, options, screen.ask !== undefined);

  const manifests = await synthesize(synth, folder, signal);
  const kubectl = unbound.of(target.context);
  if (options.command === 'diff') return diff(kubectl, target, manifests, screen);
  const k3d = join(folder, 'k3d.yaml');
  const k3dYaml = existsSync(k3d) ? readFileSync(k3d, 'utf8') : undefined;
  return new Apply({ kubectl, target, manifests, screen, options, pace, k3dYaml }).run();
}

/** What the app makes now: an old dist/ would be compared or applied without a word. */
async function synthesize(synth: string, folder: string, signal: AbortSignal): Promise<Manifest[]> {
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    // through a shell, as npm is a script of its own on Windows
    const child = spawn(synth, {
      cwd: folder,
      shell: true,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.stderr.on('data', (data: Buffer) => output.push(data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(output).toString() }));
  });
  if (code !== 0) throw new Problem(`${synth} failed; the cluster was not touched\n${output.trimEnd()}`);
  const manifests = readManifests(join(folder, 'dist'));
  if (manifests.length === 0) throw new Problem('the app makes no objects: dist/ has none');
  return manifests;
}
