import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, type Surroundings } from '../../../deploy/run';
import { scratchFolder } from '../../support/scratch-folder';

/** What the cluster of a test holds, and how it answers. */
export interface FakeCluster {
  readonly contexts?: readonly string[];
  readonly current?: string;
  /** Live objects. */
  readonly objects?: readonly any[];
  /** Name of an object -> what `kubectl apply` writes to stderr about it, unless conflicts are forced. */
  readonly refusals?: { readonly [name: string]: string };
  /** Pattern of a command line -> what such a command writes to stderr before it fails. */
  readonly failures?: { readonly [pattern: string]: string };
  readonly pods?: readonly any[];
  readonly events?: readonly any[];
  /** Kind -> the status that a controller writes at once. */
  readonly statuses?: { readonly [kind: string]: any };
  readonly diff?: string;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The command lines of kubectl, in order, without the context. */
  readonly calls: readonly string[];
  /** For each `apply` that was no dry run, the objects that it was given. */
  readonly applied: readonly (readonly string[])[];
}

// plain Node, as the real one is a program of its own: it reads its cluster from a file and writes it back
const PROGRAM = `#!${process.execPath}
const fs = require('fs');
const file = __dirname + '/cluster.json';
const cluster = JSON.parse(fs.readFileSync(file, 'utf8'));
let args = process.argv.slice(2);
if (args[0] === '--context') args = args.slice(2);
const line = args.join(' ');
const input = args.includes('-') ? fs.readFileSync(0, 'utf8') : '';
// the manifests of these tests are JSON, as loading a YAML parser for each call takes its time
const given = input.trim() === '' ? [] : input.split('\\n---\\n').map((text) => JSON.parse(text));
for (const { kind, metadata } of given) if (kind !== 'Namespace') metadata.namespace ??= 'default';
const keyOf = (one) => [one.kind, one.metadata.namespace || '', one.metadata.name].join('/');
cluster.calls.push(line);
const end = (code, out, err) => {
  fs.writeFileSync(file, JSON.stringify(cluster));
  if (err) fs.writeSync(2, err);
  for (let at = 0; out && at < out.length; at += 30000) fs.writeSync(1, out.slice(at, at + 30000));
  process.exit(code);
};
const answer = (list) => end(0, list.length === 0 ? '' : JSON.stringify(list.length === 1 ? list[0] : { kind: 'List', items: list }));
const failure = Object.entries(cluster.failures || {}).find(([command]) => new RegExp(command).test(line));
if (failure) end(1, '', failure[1]);
else if (line === 'config current-context') end(cluster.current ? 0 : 1, (cluster.current || '') + '\\n');
else if (line === 'config get-contexts -o name') end(0, cluster.contexts.join('\\n') + '\\n');
else if (line.startsWith('config view')) end(0, 'https://cluster.example:6443\\n');
else if (line.startsWith('get --raw /version')) end(0, '{}');
else if (line.startsWith('get pods')) answer(cluster.pods || []);
else if (line.startsWith('get events')) answer(cluster.events || []);
else if (line.startsWith('get -f')) answer(given.flatMap((one) => cluster.objects.find((live) => keyOf(live) === keyOf(one)) || []));
else if (line.startsWith('diff')) end(1, cluster.diff || '');
else if (line.startsWith('apply')) {
  const isForced = line.includes('--force-conflicts');
  const refused = given.map((one) => (isForced ? undefined : (cluster.refusals || {})[one.metadata.name])).filter(Boolean);
  if (refused.length > 0) end(1, '', refused.join('\\n'));
  const made = given.map((one) => ({ ...one, status: (cluster.statuses || {})[one.kind] }));
  if (!line.includes('--dry-run')) {
    cluster.applied.push(given.map(keyOf));
    cluster.objects = [...cluster.objects.filter((live) => !given.some((one) => keyOf(one) === keyOf(live))), ...made];
  }
  answer(given);
} else end(1, '', 'the test knows no answer to ' + line);
`;

/** A folder that holds nothing but a kubectl. */
export function fakeKubectl(cluster: FakeCluster): string {
  const folder = scratchFolder();
  const state = {
    contexts: ['k3d-timedeal'],
    current: 'k3d-timedeal',
    objects: [],
    calls: [],
    applied: [],
    ...cluster,
  };
  writeFileSync(join(folder, 'cluster.json'), JSON.stringify(state));
  writeFileSync(join(folder, 'kubectl'), PROGRAM);
  chmodSync(join(folder, 'kubectl'), 0o755);
  return folder;
}

/** A project whose dist/ holds these objects. */
export function project(manifests: readonly any[], files: { readonly [path: string]: string } = {}): string {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'dist'));
  const text = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
  for (const [path, content] of Object.entries({ 'dist/app.k8s.yaml': text, ...files }))
    writeFileSync(join(folder, path), content);
  return folder;
}

/** Runs a command line against a cluster, without a terminal unless the surroundings say otherwise. */
export async function runFake(
  argv: readonly string[],
  folder: string,
  cluster: FakeCluster,
  { synth = 'exit 0', ...screen }: Partial<Surroundings['screen']> & { readonly synth?: string } = {},
): Promise<Outcome> {
  const bin = fakeKubectl(cluster);
  const path = process.env['PATH'];
  process.env['PATH'] = `${bin}${delimiter}${path}`;
  const out: string[] = [];
  const err: string[] = [];
  try {
    const code = await run(argv, {
      folder,
      synth,
      signal: new AbortController().signal,
      pace: { pollSeconds: 0.05, stallSeconds: 0 },
      screen: {
        print: (text) => void out.push(text),
        note: (text) => void err.push(text),
        hasColors: false,
        ...screen,
      },
    });
    const { calls, applied } = JSON.parse(readFileSync(join(bin, 'cluster.json'), 'utf8'));
    return { code, stdout: out.join(''), stderr: err.join(''), calls, applied };
  } finally {
    process.env['PATH'] = path;
  }
}
