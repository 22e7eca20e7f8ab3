import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Yaml } from 'cdk8s';
import type { Labels } from '../support/relabel';
import { discoveredTargets, type Cluster, type KubernetesSd } from './service-discovery';

/** Programs that tests ask where they are installed, and how they come there. */
const PROGRAMS = {
  promtool: 'apt-get install prometheus',
  prometheus: 'apt-get install prometheus',
  loki: 'put the binary of Loki 3.7 on the PATH',
};

/** Whether a program can be run here. */
export function isInstalled(program: keyof typeof PROGRAMS): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** `describe`, or a skip that says what is missing: jest itself keeps silent about a file of nothing but skips. */
export function describeWith(program: keyof typeof PROGRAMS, name: string, tests: () => void): void {
  const installed = isInstalled(program);
  const suite = installed ? describe : describe.skip;
  const reason = `SKIPPED: '${program}' is not installed; ${PROGRAMS[program]}`;
  if (!installed) process.stderr.write(`${name}: ${reason}\n`);
  suite(installed ? name : `${name} [${reason}]`, tests);
}

/**
 * A `prometheus.yml` as Debian's Prometheus 2.42 can read it: without Kubernetes discovery, which Debian compiles out, and
 * without the fields that 2.43 to 3.14 brought.
 *
 * What discovery would find in the cluster stands there as static targets, meta labels and all, so that relabeling does
 * exactly what it does in the real one.
 */
export function forDebian(config: any, cluster: Cluster): any {
  return {
    ...without(config, 'scrape_config_files'),
    global: without(config.global, 'body_size_limit', 'sample_limit'),
    scrape_configs: config.scrape_configs.map((job: any) => {
      const same = without(job, 'kubernetes_sd_configs', 'track_timestamps_staleness');
      if (job.kubernetes_sd_configs === undefined) return same;
      const found = (job.kubernetes_sd_configs as KubernetesSd[]).flatMap((sd) => discoveredTargets(cluster, sd));
      const targets = found.map((labels) => ({
        targets: [labels['__address__']],
        labels: without(labels, '__address__'),
      }));
      return { ...same, static_configs: targets };
    }),
  };
}

/** An object without some of its keys. */
export function without(object: { readonly [key: string]: unknown }, ...keys: readonly string[]): any {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** `promtool check config`: throws with what promtool says. */
export function checkConfig(config: unknown): Promise<string> {
  return withFile('prometheus.yml', config, (file) => promtool('check', 'config', '--syntax-only', file));
}

/** `promtool check config` of a file and the rule files that it names: throws with what promtool says. */
export function checkConfigFile(path: string): string {
  return promtool('check', 'config', path);
}

/** `promtool check rules`: throws with what promtool says. */
export function checkRules(rules: unknown): Promise<string> {
  return withFile('rules.yml', rules, (file) => promtool('check', 'rules', file));
}

/**
 * `promtool check service-discovery` for every job at once: job name -> the labels of the targets that it keeps.
 *
 * promtool waits for more targets until its time is up, however many it has found.
 */
export async function scrapedTargets(config: any): Promise<{ readonly [job: string]: readonly Labels[] }> {
  const jobs = config.scrape_configs.map((job: any) => job.job_name as string) as string[];
  return withFile('prometheus.yml', config, async (file) => {
    const entries = await Promise.all(
      jobs.map(async (job) => {
        const args = ['check', 'service-discovery', '--timeout=3s', file, job];
        const { stdout } = await promisify(execFile)('promtool', args, { maxBuffer: 2 ** 26 });
        const results = JSON.parse(stdout) as { readonly labels?: Labels }[];
        return [job, results.flatMap(({ labels = {} }) => (Object.keys(labels).length === 0 ? [] : [labels]))] as const;
      }),
    );
    return Object.fromEntries(entries);
  });
}

function promtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`promtool ${args.slice(0, 2).join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

async function withFile<T>(name: string, data: unknown, use: (path: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-promtool-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, typeof data === 'string' ? data : Yaml.stringify(data));
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
