import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The environment variable that names folders of programs, before those of PATH; separated as in PATH. */
export const FOLDERS_VARIABLE = 'PLG_PROGRAMS';

interface Kind {
  /** As files are called, the first that is there is taken: Debian calls some of them otherwise. */
  readonly files: readonly string[];
  /** The version that the synthesized images, or the cluster of the guide, have. */
  readonly pinned: string;
  /** What makes it say its version. */
  readonly versionArgs?: readonly string[];
  /** Where it is told apart from another program of the same name, and how it comes here. */
  readonly source: string;
}

const BINARY = 'a release binary in a folder that PLG_PROGRAMS names';

/** The programs of the stack and of a cluster, as far as they can be run without containers. */
const KINDS = {
  prometheus: { files: ['prometheus'], pinned: '3.14.0', source: `${BINARY}; Debian: prometheus` },
  promtool: { files: ['promtool'], pinned: '3.14.0', source: `${BINARY}; Debian: prometheus` },
  'node-exporter': {
    files: ['node_exporter', 'prometheus-node-exporter'],
    pinned: '1.12.1',
    source: `${BINARY}; Debian: prometheus-node-exporter`,
  },
  'kube-state-metrics': { files: ['kube-state-metrics'], pinned: '2.20.0', versionArgs: ['version'], source: BINARY },
  loki: { files: ['loki'], pinned: '3.7.6', versionArgs: ['-version'], source: BINARY },
  'loki-canary': { files: ['loki-canary'], pinned: '3.7.6', versionArgs: ['-version'], source: BINARY },
  promtail: { files: ['promtail'], pinned: '3.6.11', versionArgs: ['-version'], source: BINARY },
  alloy: { files: ['alloy'], pinned: '1.18.1', source: BINARY },
  grafana: { files: ['grafana'], pinned: '13.2.3', source: BINARY },
  'k8s-sidecar': {
    files: ['k8s-sidecar'],
    pinned: '2.10.1',
    versionArgs: [],
    source: 'a script in a folder that PLG_PROGRAMS names, which runs sidecar.py of that version',
  },
  postgres: {
    files: ['postgres', ...[18, 17, 16, 15, 14].map((major) => `/usr/lib/postgresql/${major}/bin/postgres`)],
    pinned: '17.6',
    source: 'Debian: postgresql',
  },
  'postgres-exporter': {
    files: ['postgres_exporter', 'prometheus-postgres-exporter'],
    pinned: '0.20.1',
    source: `${BINARY}; Debian: prometheus-postgres-exporter`,
  },
  'prometheus-example-app': { files: ['prometheus-example-app'], pinned: '0.6.0', versionArgs: [], source: BINARY },
  etcd: { files: ['etcd'], pinned: '3.4', source: 'Debian: etcd-server' },
  'kube-apiserver': { files: ['kube-apiserver'], pinned: '1.37.2', source: BINARY },
  'kube-controller-manager': { files: ['kube-controller-manager'], pinned: '1.37.2', source: BINARY },
  'kube-scheduler': { files: ['kube-scheduler'], pinned: '1.37.2', source: BINARY },
  kwok: { files: ['kwok'], pinned: '0.8.0', source: BINARY },
  kubectl: {
    files: ['kubectl'],
    pinned: '1.37',
    versionArgs: ['version', '--client'],
    source: 'Debian: kubernetes-client, or a release binary',
  },
  docker: {
    files: ['docker'],
    pinned: '28',
    // that of the daemon, without which nothing runs
    versionArgs: ['version', '--format', '{{.Server.Version}}'],
    source: 'Docker Engine, running',
  },
  k3d: { files: ['k3d'], pinned: '5.8', versionArgs: ['version'], source: BINARY },
} satisfies { readonly [name: string]: Kind };

export type ProgramName = keyof typeof KINDS;

export const PROGRAM_NAMES = Object.keys(KINDS) as ProgramName[];

/** A program that is here. */
export interface Program {
  readonly name: ProgramName;
  readonly path: string;
  readonly version: string;
  readonly pinned: string;
  /** Whether it is of another version than is pinned: what it proves, it proves of that version. */
  readonly isStandIn: boolean;
}

const found = new Map<ProgramName, Program | undefined>();

/** The program, where it is here. */
export function findProgram(name: ProgramName): Program | undefined {
  if (!found.has(name)) found.set(name, look(name));
  return found.get(name);
}

/** The program; throws where it is not here. */
export function programOf(name: ProgramName): Program {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`'${name}' is not here: ${KINDS[name].source}`);
  return program;
}

/**
 * `describe`, or a skip that names what is missing and how it comes here.
 *
 * @param pinned those of them that must be of the pinned version, since others have not what is tried
 */
export function describeWithAll(
  names: readonly ProgramName[],
  title: string,
  tests: () => void,
  pinned: readonly ProgramName[] = [],
): void {
  const missing = names.filter((name) => findProgram(name) === undefined);
  const others = pinned.filter((name) => findProgram(name)?.isStandIn);
  const reasons = [
    ...missing.map((name) => `'${name}' is not here (${KINDS[name].source})`),
    ...others.map((name) => `'${name}' is not ${KINDS[name].pinned}`),
  ];
  const suite = reasons.length === 0 ? describe : describe.skip;
  suite(reasons.length === 0 ? title : `${title} [SKIPPED: ${reasons.join(', ')}]`, tests);
}

/** One line for each program: which version is here, where, or that it is missing. */
export function programTable(): string[] {
  return PROGRAM_NAMES.map((name) => {
    const program = findProgram(name);
    const { pinned, source } = KINDS[name];
    if (program === undefined) return `missing   ${name} ${pinned}: ${source}`;
    const standIn = program.isStandIn ? ` stands in for ${pinned}` : '';
    return `here      ${name} ${program.version}${standIn}: ${program.path}`;
  });
}

function look(name: ProgramName): Program | undefined {
  const { files, pinned, versionArgs = ['--version'] }: Kind = KINDS[name];
  const folders = [process.env[FOLDERS_VARIABLE], process.env['PATH']].flatMap((list) => list?.split(delimiter) ?? []);
  const paths = folders.flatMap((folder) => files.map((file) => (file.startsWith('/') ? file : join(folder, file))));
  const path = paths.find((one) => one.startsWith('/') && existsSync(one));
  if (path === undefined) return undefined;
  const version = versionArgs.length === 0 ? pinned : versionOf(path, versionArgs);
  if (version === undefined) return undefined;
  const isPinned = version === pinned || version.startsWith(`${pinned}.`);
  return { name, path, version, pinned, isStandIn: !isPinned };
}

/** What it says of itself; undefined where it cannot even say that. */
function versionOf(path: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? /\bv?(\d+\.\d+(?:\.\d+)?(?:-[\w.-]+)?)/.exec(`${stdout}\n${stderr}`)?.[1] : undefined;
}
