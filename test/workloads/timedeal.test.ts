import { Chart, Size } from 'cdk8s';
import { ComputeResources } from '../../lib/core/resources';
import { ContainerImage } from '../../lib/core/container-image';
import { Credentials } from '../../lib/core/credentials';
import { Storage } from '../../lib/core/storage';
import { PlgStack } from '../../lib/stack/plg-stack';
import { Postgres } from '../../lib/workloads/timedeal/postgres';
import { StockService, type StockServiceProps } from '../../lib/workloads/timedeal/stock-service';
import { Timedeal, type TimedealProps } from '../../lib/workloads/timedeal/timedeal';
import { manifestsOf, testApp, testChart, type Manifests } from '../support/manifests';

const databaseCredentials = Credentials.fromSecret('timedeal-db');

function shop(props: Partial<TimedealProps> = {}): Manifests {
  const chart = testChart('timedeal');
  new Timedeal(chart, 'Timedeal', { databaseCredentials, ...props });
  return manifestsOf(chart);
}

function stockService(props: Partial<StockServiceProps>): void {
  const chart = testChart('timedeal');
  const postgres = new Postgres(chart, 'Postgres', { credentials: databaseCredentials });
  new StockService(chart, 'StockService', { postgres, ...props });
}

function postgresArgs(maxConnections: number): string[] {
  const chart = testChart('timedeal');
  new Postgres(chart, 'Postgres', { credentials: databaseCredentials, maxConnections });
  return container(manifestsOf(chart), 'StatefulSet', 'postgres').args;
}

function container(output: Manifests, kind: string, name: string): any {
  return output.one(kind, name)['spec'].template.spec.containers[0];
}

describe('Timedeal', () => {
  test('lets the autoscaler alone decide how many pods run, between 2 and 4', () => {
    const output = shop();
    const autoscaler = output.one('HorizontalPodAutoscaler')['spec'];

    expect(output.one('Deployment', 'stock-service')['spec']).not.toHaveProperty('replicas');
    expect(autoscaler).toMatchObject({
      minReplicas: 2,
      maxReplicas: 4,
      scaleTargetRef: { kind: 'Deployment', name: 'stock-service' },
    });
    expect(container(output, 'Deployment', 'stock-service').resources.requests.cpu).toBe('100m');
  });

  test('replaces pods one by one, each after its successor is ready, and never evicts the last one', () => {
    const output = shop();

    expect(output.one('Deployment', 'stock-service')['spec'].strategy.rollingUpdate).toEqual({
      maxSurge: 1,
      maxUnavailable: 0,
    });
    expect(output.one('PodDisruptionBudget')['spec'].minAvailable).toBe(1);
  });

  test('lets a node be drained where there is but one pod', () => {
    const output = shop({ minReplicas: 1 });

    expect(output.one('PodDisruptionBudget')['spec'].minAvailable).toBe(0);
  });

  test('labels its pods as the log queries of the guide ask for them', () => {
    const { labels } = shop().one('Deployment', 'stock-service')['spec'].template.metadata;

    expect(labels).toMatchObject({ app: 'stock-service', 'app.kubernetes.io/name': 'stock-service' });
  });

  test('gives the service its database by the variables of libpq, the password by reference', () => {
    const { env } = container(shop(), 'Deployment', 'stock-service');

    expect(env).toEqual([
      { name: 'PGHOST', value: 'postgres' },
      { name: 'PGPORT', value: '5432' },
      { name: 'PGDATABASE', value: 'timedeal' },
      { name: 'PGUSER', valueFrom: { secretKeyRef: { name: 'timedeal-db', key: 'username' } } },
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'timedeal-db', key: 'password' } } },
    ]);
  });

  test('keeps the database below its mount, where initdb finds an empty folder', () => {
    const postgres = container(shop(), 'StatefulSet', 'postgres');
    const dataMount = postgres.volumeMounts.find((mount: any) => mount.name === 'data').mountPath as string;
    const pgdata = postgres.env.find((variable: any) => variable.name === 'PGDATA').value as string;

    expect(pgdata.startsWith(`${dataMount}/`)).toBe(true);
  });

  test('asks the database over TCP whether it is ready: the server of the first start has only its socket', () => {
    const { readinessProbe, livenessProbe, startupProbe } = container(shop(), 'StatefulSet', 'postgres');

    for (const probe of [readinessProbe, livenessProbe, startupProbe]) {
      expect(probe.exec.command).toEqual(['pg_isready', '--host=127.0.0.1', '--port=5432', '--dbname=timedeal']);
    }
  });

  test('shows the metrics of the database on port 9187, asked over the loopback address as its owner', () => {
    const { containers } = shop().one('StatefulSet', 'postgres')['spec'].template.spec;
    const exporter = containers.find(({ name }: { name: string }) => name === 'postgres-exporter');
    const variables = exporter.env.filter(({ name }: { name: string }) => name.startsWith('DATA_SOURCE_'));

    expect(exporter.ports).toEqual([{ name: 'metrics', containerPort: 9187 }]);
    expect(variables).toEqual([
      { name: 'DATA_SOURCE_URI', value: '127.0.0.1:5432/timedeal?sslmode=disable' },
      { name: 'DATA_SOURCE_USER', valueFrom: { secretKeyRef: { name: 'timedeal-db', key: 'username' } } },
      { name: 'DATA_SOURCE_PASS', valueFrom: { secretKeyRef: { name: 'timedeal-db', key: 'password' } } },
    ]);
  });

  test('keeps the database in service when its exporter hangs', () => {
    const { containers } = shop().one('StatefulSet', 'postgres')['spec'].template.spec;
    const ready = containers.filter((one: any) => one.readinessProbe !== undefined);

    expect(ready.map(({ name }: { name: string }) => name)).toEqual(['postgres']);
  });

  test('has no exporter on request', () => {
    const { containers } = shop({ databaseExporter: false }).one('StatefulSet', 'postgres')['spec'].template.spec;

    expect(containers.map(({ name }: { name: string }) => name)).toEqual(['postgres']);
  });

  test('is scraped beside its service by one line each', () => {
    const app = testApp();
    const { stockService, postgres } = new Timedeal(new Chart(app, 'shop', { namespace: 'timedeal' }), 'Timedeal', {
      databaseCredentials,
    });
    const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
    const plg = new PlgStack(chart, 'Plg', { grafana: { admin: Credentials.fromSecret('grafana-admin') } });

    plg.monitor(stockService, { port: 8080 });
    plg.monitor(postgres, { port: 9187 });

    const config = manifestsOf(app).config('ConfigMap', 'prom-kube-prometheus-stack-prometheus', 'prometheus.yml');
    const ports = config.scrape_configs
      .filter(({ job_name }: any) => ['stock-service', 'postgres'].includes(job_name))
      .map(({ job_name, relabel_configs }: any) => [
        job_name,
        relabel_configs.find(({ source_labels }: any) =>
          source_labels?.includes('__meta_kubernetes_pod_container_port_number'),
        ).regex,
      ]);
    expect(ports).toEqual([
      ['postgres', '9187'],
      ['stock-service', '8080'],
    ]);
  });

  test('takes 100 connections, or as many as are wanted', () => {
    expect(container(shop(), 'StatefulSet', 'postgres').args).toEqual(['-c', 'max_connections=100']);
    expect(postgresArgs(40)).toEqual(['-c', 'max_connections=40']);
  });

  test.each([9, 262_144, 20.5])('fails for %d connections at most', (maxConnections) => {
    expect(() => postgresArgs(maxConnections)).toThrow(
      new Error(`[test/Postgres] 'maxConnections' is ${maxConnections}; it must be a whole number from 10 to 262143`),
    );
  });

  test('answers every host through Traefik, or one alone', () => {
    const [rule] = shop().one('Ingress')['spec'].rules;
    expect(rule).not.toHaveProperty('host');
    expect(rule.http.paths[0].backend.service).toEqual({ name: 'stock-service', port: { number: 80 } });

    expect(shop({ host: 'shop.example.com' }).one('Ingress')['spec'].rules[0].host).toBe('shop.example.com');
  });

  test('takes image, storage, replicas and registry from its props', () => {
    const output = shop({
      image: ContainerImage.parse('ghcr.io/acme/stock:2.0'),
      databaseStorage: Storage.persistent(Size.gibibytes(5), { storageClassName: 'fast' }),
      minReplicas: 3,
      maxReplicas: 9,
      imageRegistry: 'mirror.corp:5000',
    });
    const [claim] = output.one('StatefulSet', 'postgres')['spec'].volumeClaimTemplates;

    expect(container(output, 'Deployment', 'stock-service').image).toBe('mirror.corp:5000/acme/stock:2.0');
    expect(container(output, 'StatefulSet', 'postgres').image).toMatch(/^mirror\.corp:5000\/library\/postgres:/);
    expect(claim.spec).toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } });
    expect(output.one('HorizontalPodAutoscaler')['spec']).toMatchObject({ minReplicas: 3, maxReplicas: 9 });
  });

  test('writes no password unless it is told to for a demo', () => {
    expect(shop().all('Secret')).toEqual([]);
    const demo = shop({ databaseCredentials: Credentials.insecureDemo('timedeal', 'timedeal') });
    expect(demo.one('Secret', 'postgres')['stringData']).toEqual({ username: 'timedeal', password: 'timedeal' });
  });

  test('leaves the Namespace object to others on request', () => {
    expect(shop().all('Namespace')).toHaveLength(1);
    expect(shop({ createNamespace: false }).all('Namespace')).toEqual([]);
  });

  test('fails for more pods at least than at most', () => {
    expect(() => shop({ minReplicas: 5 })).toThrow(
      "[test/Timedeal/StockService] 'minReplicas' is 5; it must be at most 'maxReplicas', which is 4",
    );
  });

  test('fails for replicas and percentages that Kubernetes refuses', () => {
    expect(() => shop({ maxReplicas: 0 })).toThrow(
      "[test/Timedeal/StockService] 'maxReplicas' is 0; it must be a whole number of at least 1",
    );
    expect(() => stockService({ targetCpuPercent: 0 })).toThrow(
      "[test/StockService] 'targetCpuPercent' is 0; it must be a whole number from 1 to 100",
    );
  });

  test('fails without a CPU request, which the autoscaler counts from', () => {
    expect(() => stockService({ resources: new ComputeResources({ memoryRequest: '64Mi' }) })).toThrow(
      "[test/StockService] 'resources.cpuRequest' is undefined; it must be set, such as '100m': the autoscaler counts its percentage from it",
    );
  });

  test.each(['bad host', 'http://localhost', '10.0.0.1', 'a.*.b', 'Shop.example'])('fails for the host %j', (host) => {
    expect(() => shop({ host })).toThrow(/^\[test\/Timedeal\/Ingress\] 'host' is /);
  });
});
