import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LokiClient, PrometheusClient } from '../stack/run/clients';
import { describeWithAll } from '../stack/run/programs';
import { eventually } from '../stack/run/until';
import { GUIDE_LOG_QUERIES, GUIDE_METRIC_QUERIES } from '../support/guide-queries';
import { K3dCluster } from './k3d-cluster';
import { PortForward } from './port-forward';

const ROOT = join(__dirname, '../..');
const MINUTE = 60_000;

// the longest window of the guide's queries, and a scrape
const UNTIL_DATA = 6 * MINUTE;

jest.setTimeout(10 * MINUTE);

describeWithAll(['docker', 'k3d', 'kubectl'], "the guide's cluster on k3d", () => {
  let cluster: K3dCluster;
  const forwards: PortForward[] = [];

  const npm = (script: string): Promise<unknown> =>
    promisify(execFile)('npm', ['run', '--silent', script], {
      cwd: ROOT,
      env: { ...process.env, KUBECONFIG: cluster.kubeconfig },
      timeout: 9 * MINUTE,
    });
  const urlOf = async (service: string, port: number): Promise<string> => {
    const forward = await PortForward.open(cluster.kubeconfig, service, port);
    forwards.push(forward);
    return forward.url;
  };

  beforeAll(async () => {
    cluster = await K3dCluster.create();
    await npm('apply');
  });

  afterAll(async () => {
    for (const forward of forwards) forward.close();
    await cluster?.delete();
  });

  test('runs every pod, and no container was restarted', async () => {
    const pods = await cluster.kubectl.get(
      'pods',
      '--all-namespaces',
      '--selector',
      'app.kubernetes.io/managed-by=cdk8s',
    );
    const statuses = pods.flatMap((pod) => pod['status'].containerStatuses ?? []);

    expect(statuses.filter(({ ready, restartCount }: any) => !ready || restartCount > 0)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(0);
  });

  test('changes nothing when it is applied again', async () => {
    await expect(npm('diff')).resolves.toBeDefined();
  });

  describe('Prometheus', () => {
    let prometheus: PrometheusClient;

    beforeAll(async () => {
      prometheus = new PrometheusClient(await urlOf('prom-kube-prometheus-stack-prometheus', 9090));
    });

    test.each(GUIDE_METRIC_QUERIES)("answers the guide's $query", async ({ query }) => {
      const series = await eventually(
        `${query} has data`,
        () => prometheus.instant(query),
        (found) => found.length > 0,
        UNTIL_DATA,
      );

      expect(series).not.toEqual([]);
    });

    test('reads every target, and no alert fires', async () => {
      const { activeTargets } = await prometheus.get('targets');
      const { alerts } = await prometheus.get('alerts');

      expect(
        activeTargets
          .filter(({ health }: any) => health !== 'up')
          .map(({ scrapeUrl, lastError }: any) => [scrapeUrl, lastError]),
      ).toEqual([]);
      expect(alerts.filter(({ state }: any) => state === 'firing').map(({ labels }: any) => labels.alertname)).toEqual([
        'Watchdog',
      ]);
    });
  });

  describe('Loki', () => {
    let loki: LokiClient;

    beforeAll(async () => {
      loki = new LokiClient(await urlOf('loki', 3100));
    });

    test.each(GUIDE_LOG_QUERIES.filter(({ needsShop }) => !needsShop))(
      "answers the guide's $query",
      async ({ query }) => {
        const found = await eventually(
          `${query} has data`,
          () => loki.range(query),
          ({ length }) => length > 0,
          UNTIL_DATA,
        );

        expect(found).not.toEqual([]);
      },
    );

    test.each(GUIDE_LOG_QUERIES.filter(({ needsShop }) => needsShop))("takes the guide's $query", async ({ query }) => {
      await expect(loki.range(query)).resolves.toBeInstanceOf(Array);
    });
  });

  test.each(['prometheus', 'loki'])('Grafana reaches its data source %s', async (uid) => {
    const url = await urlOf('prom-grafana', 80);
    const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;

    const answer = await fetch(`${url}/api/datasources/uid/${uid}/health`, { headers: { authorization } });

    expect(await answer.json()).toMatchObject({ status: 'OK' });
  });

  test('leaves nothing when it is deleted', async () => {
    await cluster.kubectl.run(['delete', '--wait', '--timeout=100s', '-f', join(ROOT, 'dist')]);

    expect(await cluster.kubectl.run(['get', '--ignore-not-found', '--output=name', '-f', join(ROOT, 'dist')])).toBe(
      '',
    );
  });
});
