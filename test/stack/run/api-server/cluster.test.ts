import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeObject, type KubeObject } from '../../../support/kube-object';
import { NODE_NAMES } from '../cluster';
import { describeWithAll } from '../programs';
import { BEFORE_INSTALLATION, COMMANDS, REMOVAL } from './guide-commands';
import { nodeOf } from './nodes';
import { RunningCluster } from './running-cluster';
import { DIST, manifestsIn, namesOf } from './stored-objects';

jest.setTimeout(180_000);

const dist = manifestsIn(DIST);
const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => dist.all(kind));
const MONITORING = join(DIST, 'monitoring.k8s.yaml');
const NAMESPACES = ['monitoring', 'timedeal'];
// the autoscaler wants a metrics-server; the endpoints controllers try again where they come in each other's way
const UNSETTLED = ['HorizontalPodAutoscaler', 'Service', 'Endpoints'];
const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok', 'kubectl'] as const;

describeWithAll(PROGRAMS, 'dist/ in a cluster like that of k3d.yaml', () => {
  let cluster: RunningCluster;

  beforeAll(async () => {
    cluster = await RunningCluster.start();
  });

  afterAll(() => cluster?.stop());

  const get = (...args: readonly string[]): Promise<KubeObject[]> => cluster.kubectl.get(...args);
  const podsOf = async (): Promise<KubeObject[]> =>
    (await Promise.all(NAMESPACES.map((namespace) => get('pods', '-n', namespace)))).flat();

  async function rollouts(): Promise<string[]> {
    const answers = workloads.map(({ kind, metadata: { name, namespace = '' } }) =>
      cluster.kubectl.quietly(['rollout', 'status', `${kind}/${name}`, '-n', namespace, '--timeout=60s']),
    );
    return (await Promise.all(answers)).map((lines) => lines.at(-1) ?? '');
  }

  test('has three nodes, as k3d.yaml says', async () => {
    const k3d = readFileSync(join(DIST, '../k3d.yaml'), 'utf8');

    expect(k3d).toMatch(/^servers: 1\nagents: 2$/m);
    expect((await get('nodes')).map(({ metadata }) => metadata.name).sort()).toEqual([...NODE_NAMES].sort());
  });

  test('is applied over the namespace that the guide makes by hand', async () => {
    expect(await cluster.kubectl.shell(BEFORE_INSTALLATION.command)).toMatch(BEFORE_INSTALLATION.says!);

    expect(await cluster.kubectl.run(['apply', '-f', DIST])).toMatch(/^namespace\/monitoring configured$/m);
  });

  test('rolls out, every workload', async () => {
    const ends = await rollouts();

    expect(ends).toHaveLength(workloads.length);
    expect(
      ends.filter((line) => !/successfully rolled out|rolling update complete|roll out complete/.test(line)),
    ).toEqual([]);
  });

  test('has a pod for each replica and node, all of them scheduled, running and ready', async () => {
    await cluster.until(async () => (await podsOf()).length === 16, '16 pods');
    const pods = await podsOf();

    const names = pods.map(({ metadata }) =>
      (metadata['generateName'] ?? metadata.name).replace(/-([a-z0-9]*[0-9][a-z0-9]*-)?$/, ''),
    );

    expect(names.sort()).toEqual(
      [
        ...['loki', 'postgres', 'prom-grafana', 'prom-kube-state-metrics', 'stock-service', 'stock-service'],
        'prometheus-prom-kube-prometheus-stack-prometheus',
        ...['loki-canary', 'prom-prometheus-node-exporter', 'promtail'].flatMap((name) => [name, name, name]),
      ].sort(),
    );
    expect(pods.filter((pod) => !isRunning(pod)).map(describeObject)).toEqual([]);
  });

  test.each(['loki-canary', 'prom-prometheus-node-exporter', 'promtail'])(
    'has one pod of %s on each node',
    async (name) => {
      const pods = (await podsOf()).filter(({ metadata }) => metadata['generateName'] === `${name}-`);

      expect(pods.map((pod) => pod['spec'].nodeName).sort()).toEqual([...NODE_NAMES].sort());
    },
  );

  test('has its claims bound', async () => {
    const claims = await get('pvc', '--all-namespaces');

    expect(Object.fromEntries(claims.map((claim) => [describeObject(claim), claim['status'].phase]))).toEqual({
      'PersistentVolumeClaim monitoring/data-prometheus-prom-kube-prometheus-stack-prometheus-0': 'Bound',
      'PersistentVolumeClaim monitoring/prom-grafana': 'Bound',
      'PersistentVolumeClaim monitoring/storage-loki-0': 'Bound',
      'PersistentVolumeClaim timedeal/data-postgres-0': 'Bound',
    });
  });

  test('has a ready pod behind every port of every Service', async () => {
    const slices = (await Promise.all(NAMESPACES.map((namespace) => get('endpointslices', '-n', namespace)))).flat();

    const reached = (service: KubeObject): boolean =>
      slices.some(
        ({ metadata, endpoints, ports }) =>
          metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name &&
          metadata.namespace === service.metadata.namespace &&
          (endpoints ?? []).some(({ conditions }: any) => conditions.ready) &&
          service['spec'].ports.every(({ name }: any) => ports.some((one: any) => one.name === name && one.port > 0)),
      );

    expect(
      dist
        .all('Service')
        .filter((service) => !reached(service))
        .map(describeObject),
    ).toEqual([]);
  });

  test('changes nothing when it is applied again', async () => {
    const generations = async (): Promise<string[]> =>
      (await get('-f', DIST)).map((object) => `${describeObject(object)} ${object.metadata['generation']}`);

    const before = await generations();
    await cluster.kubectl.quietly(['apply', '--validate=false', '-f', DIST]);

    expect(await generations()).toEqual(before);
  });

  test('lets the autoscaler decide the number of pods of stock-service, and keeps it when applied again', async () => {
    const replicas = async (): Promise<unknown> =>
      (await get('deployment', 'stock-service', '-n', 'timedeal'))[0]?.['spec'].replicas;

    await cluster.until(async () => (await replicas()) === 2, 'two pods of stock-service');
    const [scaler] = await get('hpa', 'stock-service', '-n', 'timedeal');
    await cluster.kubectl.quietly(['apply', '--server-side', '--validate=false', '-f', DIST]);

    expect(scaler?.['status'].conditions).toContainEqual(
      expect.objectContaining({ type: 'AbleToScale', status: 'True' }),
    );
    expect(await replicas()).toBe(2);
  });

  test('has one pod of stock-service that may be evicted, and one that may not', async () => {
    const disruptions = async (): Promise<unknown> => {
      const [budget] = await get('pdb', 'stock-service', '-n', 'timedeal');
      const { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed } = budget?.['status'] ?? {};
      return [expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed].join(' ');
    };

    await cluster.until(async () => (await disruptions()) === '2 2 1 1', 'two healthy pods, one of them to spare');
    expect(await disruptions()).toBe('2 2 1 1');
  });

  test.each(COMMANDS.filter(({ needs }) => needs === undefined))(
    "the guide's command works word for word, section $section: $command",
    async ({ command, says }) => {
      const said = await cluster.kubectl.shell(command);
      await rollouts();

      expect(said).toMatch(says!);
    },
  );

  test("of the guide's commands, only those are not executed that need a container or a kubelet", () => {
    const others = COMMANDS.filter(({ needs }) => needs !== undefined).map(({ command }) => command.split(/\s+/)[1]);

    expect(others).toEqual(['top', 'port-forward', 'logs', 'run', 'run', 'run', 'logs']);
  });

  test('runs its agents on a node that the taint of a control plane keeps free of other pods', async () => {
    const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
    const node: any = nodeOf('tainted-control-plane');

    await cluster.apply([{ ...node, spec: { taints } }]);
    const there = (): Promise<KubeObject[]> =>
      get('pods', '-A', '--field-selector=spec.nodeName=tainted-control-plane');
    await cluster.until(async () => (await there()).length === 3, 'three pods on the new node');

    const names = (await there()).map(({ metadata }) => metadata['generateName']);
    expect(names.sort()).toEqual(['loki-canary-', 'prom-prometheus-node-exporter-', 'promtail-']);
  });

  test('lets a node be drained, whose pods start elsewhere', async () => {
    const node = NODE_NAMES[1] ?? '';

    await cluster.kubectl.run(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s']);
    await rollouts();

    const pods = (await podsOf()).filter((pod) => pod['spec'].nodeName === node);
    expect(
      pods.filter(({ metadata }) => metadata['ownerReferences'][0].kind !== 'DaemonSet').map(describeObject),
    ).toEqual([]);
  });

  test('made no controller complain', async () => {
    const events = (await get('events', '--all-namespaces')).filter(({ type }) => type === 'Warning');
    const others = events.filter(({ involvedObject: { kind } }) => !UNSETTLED.includes(kind));

    expect(others.map(({ reason, message, involvedObject: { name } }) => `${name}: ${reason}: ${message}`)).toEqual([]);
  });

  test('is deleted without a trace', async () => {
    await cluster.kubectl.quietly(['delete', '-f', DIST, '--timeout=90s']);

    expect(await get('--ignore-not-found', '-f', DIST)).toEqual([]);
    const namespaces = (await get('namespaces')).map(({ metadata }) => metadata.name);
    expect(namespaces.filter((name) => NAMESPACES.includes(name))).toEqual([]);
    expect(
      namesOf(await get('pods,pvc,roles,rolebindings,configmaps,secrets', '-A', '-l', 'app.kubernetes.io/part-of=plg')),
    ).toEqual([]);
    expect(namesOf(await get('clusterroles,clusterrolebindings', '-l', 'app.kubernetes.io/part-of=plg'))).toEqual([]);
  });

  test("leaves what belongs to no namespace when it is removed by the guide's own command", async () => {
    const promtail = ['-l', 'app.kubernetes.io/name=promtail'];
    await cluster.kubectl.shell(BEFORE_INSTALLATION.command);
    await cluster.kubectl.run(['apply', '--validate=false', '-f', MONITORING, ...promtail]);

    expect(await cluster.kubectl.shell(REMOVAL.command)).toMatch(REMOVAL.says!);
    expect(namesOf(await get('--ignore-not-found', '-f', MONITORING))).toEqual([
      'ClusterRole monitoring-promtail',
      'ClusterRoleBinding monitoring-promtail',
    ]);
  });
});

function isRunning({ status }: KubeObject): boolean {
  const ready = status.conditions.find(({ type }: any) => type === 'Ready');
  return status.phase === 'Running' && ready?.status === 'True';
}
