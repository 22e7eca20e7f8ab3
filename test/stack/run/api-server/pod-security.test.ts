import { LogAgent } from '../../../../lib';
import { describeObject, type KubeObject } from '../../../support/kube-object';
import { describeWithAll } from '../programs';
import { RunningApiServer } from './api-server';
import { guideWith } from './guide-variants';
import { DIST, manifestsIn } from './stored-objects';

jest.setTimeout(60_000);

const LEVELS = ['restricted', 'baseline', 'privileged'];
const ENFORCE = 'pod-security.kubernetes.io/enforce';

const dist = manifestsIn(DIST);

describeWithAll(['etcd', 'kube-apiserver', 'kubectl'], 'Pod Security admission of the namespaces of dist/', () => {
  let server: RunningApiServer;

  beforeAll(async () => {
    server = await RunningApiServer.start();
    const accounts = guideWith({ stack: { logAgent: LogAgent.alloy() } }).all('ServiceAccount');
    const all = [...dist.all('ServiceAccount'), ...accounts];
    await apply([...dist.all('Namespace'), ...LEVELS.map(namespaceOfLevel)]);
    await apply([...all, ...LEVELS.flatMap((level) => all.map((account) => moved(account, level)))]);
  });

  afterAll(() => server?.stop());

  async function apply(items: readonly object[]): Promise<void> {
    await server.kubectl.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }

  /** What admission says of a pod; nothing where it takes it. */
  async function refusalOf(pod: object): Promise<string | undefined> {
    const { stderr } = await server.kubectl.answer(['create', '--dry-run=server', '-f', '-'], JSON.stringify(pod));
    return stderr === '' ? undefined : stderr;
  }

  /** The strictest level that takes a pod. */
  async function levelOf(workload: KubeObject): Promise<string | undefined> {
    for (const level of LEVELS) {
      if ((await refusalOf(moved(podOf(workload), level))) === undefined) return level;
    }
    return undefined;
  }

  const restricted = dist.all('Namespace').filter(({ metadata }) => metadata.labels?.[ENFORCE] === 'restricted');

  test('is enforced: timedeal claims the level restricted, monitoring none', () => {
    expect(restricted.map(({ metadata }) => metadata.name)).toEqual(['timedeal']);
    expect(dist.one('Namespace', 'monitoring').metadata.labels).toEqual({ [ENFORCE]: 'privileged' });
  });

  test.each(workloadsOf(dist.objects).filter(({ metadata }) => metadata.namespace === 'timedeal'))(
    '$kind $metadata.name is admitted at restricted, without a warning',
    async (workload) => {
      expect(await refusalOf(podOf(workload))).toBeUndefined();
    },
  );

  test('a pod that asks for more is refused there', async () => {
    const pod: any = podOf(dist.one('Deployment', 'stock-service'));
    pod.spec.containers[0].securityContext = { privileged: true };

    expect(await refusalOf(pod)).toMatch(/violates PodSecurity "restricted:latest": privileged/);
  });

  test('of the namespace monitoring, which needs the nodes, only what reads the node is not at restricted', async () => {
    const workloads = workloadsOf(dist.objects).filter(({ metadata }) => metadata.namespace === 'monitoring');

    const levels = await Promise.all(workloads.map(async (one) => [describeObject(one), await levelOf(one)]));

    expect(Object.fromEntries(levels)).toEqual({
      'DaemonSet monitoring/loki-canary': 'restricted',
      'DaemonSet monitoring/prom-prometheus-node-exporter': 'privileged',
      'DaemonSet monitoring/promtail': 'privileged',
      'Deployment monitoring/prom-grafana': 'restricted',
      'Deployment monitoring/prom-kube-state-metrics': 'restricted',
      'StatefulSet monitoring/loki': 'restricted',
      'StatefulSet monitoring/prometheus-prom-kube-prometheus-stack-prometheus': 'restricted',
    });
  });

  test('node-exporter and the log agents ask for host paths and the network of the host, and for nothing else', async () => {
    const alloy = guideWith({ stack: { logAgent: LogAgent.alloy() } }).one('DaemonSet', 'alloy');
    const workloads = [
      dist.one('DaemonSet', 'prom-prometheus-node-exporter'),
      dist.one('DaemonSet', 'promtail'),
      alloy,
    ];

    const refusals = await Promise.all(workloads.map((one) => refusalOf(moved(podOf(one), 'baseline'))));

    const reasons = refusals.map((text = '') => text.replace(/^.*"baseline:latest": /s, '').trim());
    expect(reasons).toEqual([
      'host namespaces (hostNetwork=true), hostPath volumes (volume "root"), hostPort (container "node-exporter" uses hostPort 9100)',
      'hostPath volumes (volumes "logs", "state")',
      'hostPath volumes (volumes "logs", "state")',
    ]);
  });
});

function workloadsOf(objects: readonly KubeObject[]): KubeObject[] {
  return objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind));
}

/** The pod as the controller of a workload makes it, but for the claims of a StatefulSet. */
function podOf({ metadata, spec }: KubeObject): KubeObject {
  const { metadata: own, spec: pod } = structuredClone(spec.template);
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata: { name } }: any) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-${metadata.name}-0` },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...own, name: metadata.name, namespace: metadata.namespace },
    spec: { ...pod, volumes: [...(pod.volumes ?? []), ...claims] },
  };
}

function moved(object: KubeObject, level: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace: `level-${level}` } };
}

function namespaceOfLevel(level: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `level-${level}`, labels: { [ENFORCE]: level } } };
}
