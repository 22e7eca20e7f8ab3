import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/*
 * Times synthesis as whole processes, and how it grows with the number of monitored workloads. Nothing is asserted: the
 * figures are medians of one machine at one time; the exponent is what can be compared.
 *
 *   npm run bench
 *   npm run bench -- --runs 20
 */

const ROOT = resolve(__dirname, '../..');
const WORKLOADS = [10, 100, 1000, 5000];

function main(): void {
  const runs = Number(argument('--runs') ?? 7);
  const scratch = mkdtempSync(join(tmpdir(), 'plg-bench-'));
  try {
    guide(runs, scratch);
    growth(runs, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function guide(runs: number, scratch: string): void {
  console.log(`the guide's cluster, median of ${runs} runs after one that is not counted`);
  report(
    'node build/main.js',
    seconds(runs, process.execPath, [join(ROOT, 'build/main.js')], { CDK8S_OUTDIR: scratch }),
  );
  report('npm run synth', seconds(runs, 'npm', ['run', '--silent', 'synth'], {}));
  report('node -e "" (no work at all)', seconds(runs, process.execPath, ['-e', ''], {}));
}

/** Whole processes; the cost of the stack itself is taken off by the run with the fewest workloads. */
function growth(runs: number, scratch: string): void {
  console.log(
    `\nmonitored workloads beside the stack: scrape job, Deployment and Service of each, log stages of every tenth`,
  );
  const script = join(ROOT, 'build/bench/workloads.js');
  const times = WORKLOADS.map((count) => {
    const time = seconds(Math.max(3, Math.ceil(runs / 2)), process.execPath, [script, String(count)], {
      CDK8S_OUTDIR: scratch,
    });
    report(`${count} workloads`, time);
    return time;
  });
  const [least = 0, , middle = 0, most = 0] = times;
  const exponent = Math.log((most - least) / (middle - least)) / Math.log(5000 / 1000);
  console.log(`  growth exponent from 1,000 to 5,000: ${exponent.toFixed(2)} (1 is linear)`);
}

/** The median wall time of a command, in seconds. */
function seconds(
  runs: number,
  command: string,
  args: readonly string[],
  env: { readonly [name: string]: string },
): number {
  const times: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(command, args, { cwd: ROOT, env: environment(env), encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
    if (run > 0) times.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? NaN;
}

/** Without extra CA certificates, which Node parses at each start and other programs do not. */
function environment(env: { readonly [name: string]: string }): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  return { ...rest, ...env };
}

function report(what: string, time: number): void {
  console.log(`  ${what.padEnd(32)} ${time.toFixed(3)} s`);
}

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

main();
