import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { NODE_NAMES } from '../cluster';
import { describeWithAll } from '../programs';
import { RunningApiServer } from './api-server';
import { ChildProgram, freePorts } from './child-program';
import { nodeOf } from './nodes';
import { DIST, manifestsIn } from './stored-objects';

jest.setTimeout(90_000);

const dist = manifestsIn(DIST);

const REFUSED = /cannot (get|list|watch) resource/;

let running: Promise<RunningApiServer> | undefined;
let server: RunningApiServer;
let port = 0;
let telemetryPort = 0;

/** Both suites ask the same server. */
const startServer = async (): Promise<void> => {
  running ??= serverWithObjects();
  server = await running;
  [port = 0, telemetryPort = 0] = await freePorts(2);
};

afterAll(async () => (await running)?.stop());

describeWithAll(
  ['etcd', 'kube-apiserver', 'kubectl', 'kube-state-metrics'],
  'kube-state-metrics, with the token of its ServiceAccount',
  () => {
    beforeAll(startServer);

    test('lists and watches every resource that its flags name', async () => {
      const args: string[] = dist.one('Deployment', 'prom-kube-state-metrics')['spec'].template.spec.containers[0].args;
      const resources = args.find((arg) => arg.startsWith('--resources='))?.replace('--resources=', '') ?? '';
      const program = await startStateMetrics(args);

      const wanted = resources.split(',');
      const done = async (verb: 'list' | 'watch'): Promise<string[]> => successesIn(await textOf(telemetryPort), verb);
      const isDone = async (): Promise<boolean> =>
        (await done('list')).length >= wanted.length && (await done('watch')).length >= wanted.length;
      await program.waitUntil(isDone, 30_000);

      expect(await done('list')).toHaveLength(wanted.length);
      expect(await done('watch')).toHaveLength(wanted.length);
      expect(program.log()).not.toMatch(REFUSED);
      expect(await textOf(port)).toMatch(
        /^kube_deployment_created\{namespace="timedeal",deployment="stock-service"\}/m,
      );
    });
  },
);

describeWithAll(
  ['etcd', 'kube-apiserver', 'kubectl', 'prometheus'],
  'Prometheus, with the token of its ServiceAccount',
  () => {
    beforeAll(startServer);

    test('discovers what its jobs name, without a refusal', async () => {
      const program = await startPrometheus();

      const jobs = async (): Promise<string[]> => {
        const { data }: any = JSON.parse(await textOf(port, '/api/v1/targets?state=active'));
        return data.activeTargets.map((target: any) => target.labels.job);
      };
      await program.waitUntil(async () => (await jobs()).length >= 2 * NODE_NAMES.length, 30_000);

      expect((await jobs()).sort()).toEqual(NODE_NAMES.flatMap(() => ['kubelet', 'kubelet']));
      expect(await textOf(port)).toMatch(/^prometheus_sd_kubernetes_failures_total 0$/m);
      expect(program.log()).not.toMatch(REFUSED);
    });
  },
);

async function serverWithObjects(): Promise<RunningApiServer> {
  const started = await RunningApiServer.start();
  // dashboards and rules are nothing to those who only look at objects
  const items = [...dist.objects.filter(({ kind }) => kind !== 'ConfigMap'), ...NODE_NAMES.map(nodeOf)];
  await started.kubectl.run(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return started;
}

async function startStateMetrics(args: readonly string[]): Promise<ChildProgram> {
  const own = args.filter((arg) => !/^--(telemetry-)?(port|host)=/.test(arg));
  const program = new ChildProgram(
    'kube-state-metrics',
    [
      ...own,
      '--host=127.0.0.1',
      '--telemetry-host=127.0.0.1',
      `--port=${port}`,
      `--telemetry-port=${telemetryPort}`,
      `--kubeconfig=${await server.kubeconfigOf('monitoring', 'prom-kube-state-metrics')}`,
    ],
    server.folder,
  );
  return server.add(program);
}

async function startPrometheus(): Promise<ChildProgram> {
  const name = 'prom-kube-prometheus-stack-prometheus';
  const { global, scrape_configs: jobs } = dist.config('ConfigMap', name, 'prometheus.yml');
  const kubeconfig = await server.kubeconfigOf('monitoring', name);
  const withKubeconfig = (one: object): object => ({ ...one, kubeconfig_file: kubeconfig });
  const config = {
    // it looks for nodes that are not there: it need not ask them anything
    global: { ...global, scrape_interval: '1h' },
    scrape_configs: jobs.map(({ kubernetes_sd_configs: discovery, authorization: _, tls_config: __, ...job }: any) => ({
      ...job,
      kubernetes_sd_configs: discovery?.map(withKubeconfig),
    })),
  };
  writeFileSync(join(server.folder, 'prometheus.yml'), stringify(config, { aliasDuplicateObjects: false }));
  const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${port}`];
  return server.add(new ChildProgram('prometheus', args, server.folder));
}

/** The resources of a metric of kube-state-metrics that counts what went well. */
function successesIn(text: string, verb: 'list' | 'watch'): string[] {
  const pattern = new RegExp(
    `^kube_state_metrics_${verb}_total\\{resource="([^"]+)",result="success".*\\} [1-9]`,
    'gm',
  );
  return [...text.matchAll(pattern)].map(([, resource = '']) => resource);
}

async function textOf(at: number, path = '/metrics'): Promise<string> {
  try {
    return await (await fetch(`http://127.0.0.1:${at}${path}`)).text();
  } catch {
    // it does not listen yet
    return path === '/metrics' ? '' : '{"data":{"activeTargets":[]}}';
  }
}
