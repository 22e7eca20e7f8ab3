import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Yaml } from 'cdk8s';
import { forDebian } from '../../prometheus/promtool';
import { readYamlDocument } from '../../support/kubectl-yaml';
import type { Cluster, Pod } from './cluster';
import { asDiscovered } from './discovered-cluster';
import { programOf, type Program, type ProgramName } from './programs';

/** What a container is started with. */
export interface Start {
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
}

/** Where a container is started. */
export interface Place {
  readonly program: Program;
  readonly cluster: Cluster;
  readonly pod: Pod;
  /** Tells a client of Kubernetes where the API server is. */
  readonly kubeconfig: string;
  /** A folder for what only the process needs. */
  readonly scratch: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Where a path of the container is on this machine. */
  readonly at: (path: string) => string;
}

/** How an image is run as a process: what its entry point does, and what makes it listen on the address of its pod alone. */
interface Launcher {
  readonly program: ProgramName;
  readonly start?: (start: Start, place: Place) => Start;
  /** What is done to its configuration, by the name of the file. */
  readonly config?: { readonly [file: string]: (text: string, place: Place) => string };
  /** Whether all of its pods can run: it may be that a program cannot be told where to listen. */
  readonly isSingle?: boolean;
  /** Whether it refuses a user without an account. */
  readonly needsAccount?: boolean;
}

const LAUNCHERS: { readonly [repository: string]: Launcher } = {
  'prometheus/prometheus': { program: 'prometheus', config: { 'prometheus.yml': prometheusConfig } },
  'prometheus/node-exporter': { program: 'node-exporter' },
  'kube-state-metrics/kube-state-metrics': {
    program: 'kube-state-metrics',
    start: ({ args, env }, { pod: { ip }, kubeconfig }) => ({
      args: [...args, `--host=${ip}`, `--telemetry-host=${ip}`, `--kubeconfig=${kubeconfig}`],
      env,
    }),
  },
  'grafana/loki': { program: 'loki', config: { 'config.yaml': listenConfig } },
  // it has no flag for the address that it listens on
  'grafana/loki-canary': { program: 'loki-canary', isSingle: true },
  'grafana/promtail': {
    program: 'promtail',
    config: { 'promtail.yaml': (text, place) => discoveryConfig(listenConfig(text, place), place) },
  },
  'grafana/alloy': {
    program: 'alloy',
    config: {
      'config.alloy': (text, { kubeconfig }) =>
        text.replace(/^(discovery\.kubernetes .*\{)$/m, `$1\n  kubeconfig_file = "${kubeconfig}"`),
    },
  },
  'grafana/grafana': { program: 'grafana', start: grafanaStart },
  'kiwigrid/k8s-sidecar': {
    program: 'k8s-sidecar',
    start: ({ args, env }, { pod: { ip }, kubeconfig }) => ({
      args,
      env: { ...env, HEALTH_HOST: ip, KUBECONFIG: kubeconfig, PATH: process.env['PATH'] ?? '' },
    }),
  },
  'library/postgres': { program: 'postgres', start: postgresStart, needsAccount: true },
  'prometheuscommunity/postgres-exporter': {
    program: 'postgres-exporter',
    start: ({ args, env }, { pod: { ip } }) => ({ args: [...args, `--web.listen-address=${ip}:9187`], env }),
  },
  'brancz/prometheus-example-app': {
    program: 'prometheus-example-app',
    start: ({ env }, { pod: { ip } }) => ({ args: ['-bind', `${ip}:8080`], env }),
  },
};

/** How the image of a container is run; undefined where no program is known for it. */
export function launcherOf(image: string): Launcher | undefined {
  const [path = ''] = image.split(/[:@]/);
  return LAUNCHERS[path.split('/').slice(-2).join('/')];
}

function prometheusConfig(text: string, place: Place): string {
  const config = readYamlDocument(text);
  if (place.program.isStandIn) return Yaml.stringify(forDebian(config, asDiscovered(place.cluster)));
  return discoveryConfig(text, place);
}

function discoveryConfig(text: string, { kubeconfig }: Place): string {
  const config = readYamlDocument(text);
  for (const { kubernetes_sd_configs: discoveries = [] } of config.scrape_configs) {
    for (const discovery of discoveries) discovery.kubeconfig_file = kubeconfig;
  }
  return Yaml.stringify(config);
}

function listenConfig(text: string, { pod: { ip } }: Place): string {
  const config = readYamlDocument(text);
  return Yaml.stringify({ ...config, server: { ...config.server, http_listen_address: ip } });
}

/** What `run.sh` of the image does. */
function grafanaStart({ args, env }: Start, { pod: { ip }, scratch, at }: Place): Start {
  const home = env['GF_PATHS_HOME'] ?? join(dirname(programOf('grafana').path), 'grafana-home');
  const config = at('/etc/grafana/grafana.ini');
  return {
    args: ['server', `--homepath=${home}`, `--config=${config}`, '--packaging=docker', ...args],
    env: {
      ...env,
      GF_SERVER_HTTP_ADDR: ip,
      GF_PATHS_DATA: at('/var/lib/grafana'),
      GF_PATHS_PLUGINS: at('/var/lib/grafana/plugins'),
      GF_PATHS_PROVISIONING: at('/etc/grafana/provisioning'),
      GF_PATHS_LOGS: join(scratch, 'log'),
    },
  };
}

/** What `docker-entrypoint.sh` of the image does: it makes the database when there is none. */
function postgresStart({ args, env }: Start, { program, pod: { ip }, scratch, user, at }: Place): Start {
  const data = env['PGDATA'] ?? '';
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const password = join(scratch, 'password');
    writeFileSync(password, env['POSTGRES_PASSWORD'] ?? '', { mode: 0o644 });
    const run = (name: string, given: readonly string[], input = ''): void => {
      const { status, stderr } = spawnSync(join(dirname(program.path), name), given, {
        ...user,
        input,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
    };
    const name = env['POSTGRES_USER'] ?? 'postgres';
    run('initdb', ['-D', data, '-U', name, `--pwfile=${password}`, '--auth-host=scram-sha-256', '--auth-local=trust']);
    writeFileSync(join(data, 'pg_hba.conf'), 'local all all trust\nhost all all all scram-sha-256\n');
    run('postgres', ['--single', '-D', data, 'postgres'], `CREATE DATABASE "${env['POSTGRES_DB'] ?? name}"\n`);
  }
  return { args: ['-D', data, '-k', at('/var/run/postgresql'), '-c', `listen_addresses=${ip}`, ...args], env };
}
