import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { Prometheus } from '../../lib/prometheus/prometheus';
import { manifestsOf, testChart } from '../support/manifests';
import type { Labels } from '../support/relabel';
import { Exposition } from './exposition';
import { GUIDE_CLUSTER } from './guide-cluster';
import { guideTargets } from './guide-targets';
import { describeWith, forDebian, without } from './promtool';

interface Series {
  readonly metric: Labels;
  readonly value: readonly [number, string];
}

/**
 * A real Prometheus with the synthesized configuration scrapes a stand-in of the guide's cluster every second: an HTTP proxy
 * that answers for every target with what kubelets, cAdvisor, kube-state-metrics and the shop show.
 */
class RunningPrometheus {
  private readonly exposition = new Exposition(GUIDE_CLUSTER);
  private readonly proxy: Server = createServer((request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(this.exposition.of(new URL(request.url!)));
  });
  private process?: ChildProcess;
  private address = '';
  private folder = '';

  async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-prometheus-'));
    this.address = `127.0.0.1:${await freePort()}`;
    await new Promise<void>((resolve) => this.proxy.listen(0, '127.0.0.1', resolve));
    const config = join(this.folder, 'prometheus.yml');
    writeFileSync(config, Yaml.stringify(this.config((this.proxy.address() as AddressInfo).port)));
    const flags = [
      `--config.file=${config}`,
      `--storage.tsdb.path=${this.folder}`,
      `--web.listen-address=${this.address}`,
    ];
    this.process = spawn('prometheus', flags, { stdio: 'ignore' });
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.process?.once('exit', resolve));
    this.process?.kill();
    await exited;
    this.proxy.closeAllConnections();
    this.proxy.close();
    rmSync(this.folder, { recursive: true });
  }

  /** The result of a query as soon as it has that many series. */
  async series(query: string, count: number): Promise<readonly Series[]> {
    for (const deadline = Date.now() + 40_000; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
      const series = await this.query(query).catch(() => []);
      if (series.length === count) return series;
      if (Date.now() > deadline)
        throw new Error(`${query} has ${series.length} series, not ${count}: ${JSON.stringify(series)}`);
    }
  }

  async query(query: string): Promise<readonly Series[]> {
    const response = await fetch(`http://${this.address}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { data } = (await response.json()) as { readonly data: { readonly result: readonly Series[] } };
    return data.result;
  }

  private config(port: number): unknown {
    const chart = testChart();
    new Prometheus(chart, 'Prometheus', { scrapeTargets: guideTargets() });
    const text = manifestsOf(chart).config('ConfigMap', 'prom-kube-prometheus-stack-prometheus', 'prometheus.yml');
    const config = forDebian(text, GUIDE_CLUSTER);
    return {
      ...config,
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: [],
      scrape_configs: config.scrape_configs.map((job: any) => ({
        ...without(job, 'scrape_interval', 'scheme', 'authorization', 'tls_config'),
        proxy_url: `http://127.0.0.1:${port}`,
      })),
    };
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const PODS = ['stock-service-7d4b9c6f8d-hj5kq', 'stock-service-7d4b9c6f8d-zx2wv'];

describeWith('prometheus', "the guide's queries on a real Prometheus", () => {
  const prometheus = new RunningPrometheus();

  const value = ({ value: [, text] }: Series): number => Number(text);

  beforeAll(() => prometheus.start(), 60_000);
  afterAll(() => prometheus.stop(), 60_000);

  test('up: every target answers, under its job', async () => {
    const up = await prometheus.series('up == 1', 17);

    expect(await prometheus.query('up == 0')).toEqual([]);
    const jobs = up.map(({ metric }) => metric['job']).sort();
    expect([...new Set(jobs)].map((job) => [job, jobs.filter((other) => other === job).length])).toEqual([
      ['coredns', 1],
      ['kube-state-metrics', 1],
      ['kubelet', 6],
      ['legacy-db', 2],
      ['node-exporter', 3],
      ['prom-kube-prometheus-stack-prometheus', 1],
      ['stock-service', 2],
      ['traefik', 1],
    ]);
  }, 60_000);

  test('sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod) counts each container once', async () => {
    const query = 'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod)';
    const containers = 'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal",container!=""}[5m])) by (pod)';

    const pods = await prometheus.series(query, 4);

    expect(pods.map(({ metric }) => metric['pod'])).toEqual(expect.arrayContaining(PODS));
    const share = await prometheus.query(`(${query}) / (${containers})`);
    expect(share.map(value)).toEqual([1, 1, 1, 1]);
  }, 60_000);

  test('sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod) is the memory of the containers', async () => {
    const pods = await prometheus.series('sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod)', 4);

    const mebibytes = pods.map((series) => [series.metric['pod'], value(series) / 2 ** 20]);
    // 100 MiB for each container
    expect(Object.fromEntries(mebibytes)).toEqual({
      'postgres-0': 100,
      'stock-service-canary-0': 100,
      [PODS[0]!]: 200,
      [PODS[1]!]: 200,
    });
  }, 60_000);

  test('kube_pod_container_status_restarts_total{namespace="timedeal"} speaks of the pods of the shop', async () => {
    const restarts = await prometheus.series('kube_pod_container_status_restarts_total{namespace="timedeal"}', 2);

    expect(restarts.map(({ metric }) => metric['pod']).sort()).toEqual(PODS);
    expect(restarts[0]!.metric).not.toHaveProperty('exported_namespace');
  }, 60_000);

  test('kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"} is there', async () => {
    const [replicas] = await prometheus.series(
      'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"}',
      1,
    );

    expect(value(replicas!)).toBe(2);
  }, 60_000);

  test('rate(http_requests_total{namespace="timedeal"}[1m]) is there for both pods of the shop', async () => {
    const rates = await prometheus.series('rate(http_requests_total{namespace="timedeal"}[1m])', 2);

    expect(rates.map(({ metric }) => [metric['pod'], metric['job'], metric['endpoint']]).sort()).toEqual(
      PODS.map((pod) => [pod, 'stock-service', 'http']),
    );
  }, 60_000);

  test('100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100) is there for every node', async () => {
    const query = '100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)';

    const busy = await prometheus.series(query, 3);

    expect(busy.map(({ metric }) => metric['instance']).sort()).toEqual([
      '172.18.0.3:9100',
      '172.18.0.4:9100',
      '172.18.0.5:9100',
    ]);
    for (const node of busy) expect(value(node)).toBeCloseTo(10, 0);
  }, 60_000);

  test('nothing is stored of what k3s shows of other components, nor of cgroups above pods', async () => {
    await prometheus.series('kubelet_running_pods', 3);

    expect(await prometheus.query('apiserver_request_total')).toEqual([]);
    expect(await prometheus.query('container_cpu_usage_seconds_total{pod=""}')).toEqual([]);
    expect(await prometheus.query('container_network_receive_bytes_total{namespace="timedeal"}')).toHaveLength(4);
  }, 60_000);
});
