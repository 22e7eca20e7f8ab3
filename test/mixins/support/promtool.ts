import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RuleGroup } from '../../../lib/model/rule-group';

/** A series as promtool reads it: `0+15x40` is 0, 15, 30 ... 600. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** One case of `promtool test rules`. */
export interface RuleTest {
  readonly name?: string;
  readonly interval: string;
  readonly input_series: readonly InputSeries[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly {
      readonly exp_labels: { readonly [name: string]: string };
      readonly exp_annotations: { readonly [name: string]: string };
    }[];
  }[];
}

const installed = spawnSync('promtool', ['--version']).error === undefined;

/** Skips with the reason in the name when promtool, of Debian's package `prometheus`, is not installed. */
export function describeWithPromtool(name: string, body: () => void): void {
  const block = installed ? describe : describe.skip;
  block(installed ? name : `${name} (skipped: promtool is not installed)`, body);
}

/** Runs `promtool check rules`; returns its complaints, '' when there are none. */
export function checkRules(groups: readonly RuleGroup[]): string {
  return inDirectory((directory) => run(['check', 'rules', writeRules(directory, groups)]));
}

/** Runs `promtool test rules`; returns its complaints, '' when there are none. */
export function testRules(groups: readonly RuleGroup[], tests: readonly RuleTest[]): string {
  return inDirectory((directory) => {
    const file = join(directory, 'test.yaml');
    const rules = writeRules(directory, groups);
    writeFileSync(file, stringify({ rule_files: [rules], evaluation_interval: '30s', tests }));
    return run(['test', 'rules', file]);
  });
}

function writeRules(directory: string, groups: readonly RuleGroup[]): string {
  const file = join(directory, 'rules.yaml');
  const data = groups.map(({ name, rules }) => ({ name, rules: rules.map(({ _data }) => _data) }));
  writeFileSync(file, stringify({ groups: JSON.parse(JSON.stringify(data)) as unknown }));
  return file;
}

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

function inDirectory(body: (directory: string) => string): string {
  const directory = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    return body(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
