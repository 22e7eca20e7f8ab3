import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { yamlText } from '../../lib/core/render';
import { scratchFolder } from '../support/scratch-folder';
import { programOf, type ProgramName } from '../stack/run/programs';

/** What a program says of a file, and how it ends. */
export function asked(
  name: ProgramName,
  args: readonly string[],
  input?: string,
): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(programOf(name).path, args, {
    encoding: 'utf8',
    input,
    maxBuffer: 2 ** 26,
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Writes data as the library writes it, and tells where. */
export function written(fileName: string, data: any): string {
  const path = join(scratchFolder(), fileName);
  writeFileSync(path, yamlText('test', data));
  return path;
}

/** What promtool says of `prometheus.yml`; `SUCCESS` is in it where nothing is wrong. */
export function saidOfConfig(config: unknown): string {
  return asked('promtool', ['check', 'config', '--syntax-only', written('prometheus.yml', config)]).said;
}

/** What promtool says of a file of rules. */
export function saidOfRules(groups: readonly unknown[]): string {
  return asked('promtool', ['check', 'rules', written('rules.yml', { groups })]).said;
}

/** Which of some rules promtool refuses, by their place. */
export function refusedRules(rules: readonly object[]): ReadonlyMap<number, string> {
  const groups = rules.map((rule, index) => ({
    name: `g${index}`,
    rules: [{ ...rule, labels: { index: `${index}` } }],
  }));
  const said = saidOfRules(groups);
  const lines = [...said.matchAll(/group "g(\d+)", rule 1, (.*)/g)];
  if (lines.length === 0 && !said.includes('SUCCESS')) throw new Error(said);
  return new Map(lines.map(([, index, problem = '']) => [Number(index), problem]));
}
