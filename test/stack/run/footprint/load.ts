import { LokiClient, PrometheusClient } from '../clients';
import type { RunningStack } from '../running-stack';
import type { OtherPods } from './other-pods';

/** What people and programs ask of the stack while it is watched. */
export interface LoadOptions {
  /** Lines that each of the other pods writes, every second. */
  readonly linesPerSecond: number;
  /** Requests to every pod of the shop, every second. */
  readonly requestsPerSecond: number;
  /** Whether somebody looks at the queries, all of them every ten seconds. */
  readonly isWatched: boolean;
}

export const AT_REST: LoadOptions = { linesPerSecond: 0.1, requestsPerSecond: 1, isWatched: false };
export const UNDER_LOAD: LoadOptions = { linesPerSecond: 20, requestsPerSecond: 50, isWatched: true };

const METRIC_QUERIES = [
  'sum(rate(container_cpu_usage_seconds_total{image!=""}[5m])) by (namespace, pod)',
  'sum(container_memory_working_set_bytes{image!=""}) by (namespace, pod)',
  'sum(rate(http_requests_total{namespace="timedeal"}[1m])) by (pod, code)',
  'topk(10, count by (__name__) ({__name__=~".+"}))',
  '100 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100',
];

const LOG_QUERIES = [
  '{namespace="timedeal"}',
  '{namespace=~".+"} |= "error"',
  'sum by (namespace) (count_over_time({namespace=~".+"}[5m]))',
  'sum by (namespace) (rate({namespace=~"team-.+"} | logfmt | took != "" [1m]))',
];

/** Goes on until it is stopped. */
export class Load {
  private readonly timers: NodeJS.Timeout[] = [];
  private failures = 0;
  private owed = 0;

  public constructor(stack: RunningStack, pods: OtherPods, options: LoadOptions) {
    const shop = stack.containers.filter(({ container }) => container.name === 'stock-service');
    this.every(1_000, () => {
      this.owed += options.linesPerSecond;
      pods.write(Math.floor(this.owed));
      this.owed %= 1;
    });
    this.every(1_000, async () => {
      const urls = shop.flatMap((one) => Array.from({ length: options.requestsPerSecond }, () => one.url()));
      await Promise.all(urls.map((url) => fetch(url).then((answer) => answer.text())));
    });
    if (!options.isWatched) return;
    const prometheus = new PrometheusClient(stack.container('prometheus').url());
    const loki = new LokiClient(stack.container('loki').url());
    this.every(10_000, async () => {
      await Promise.all(METRIC_QUERIES.map((query) => prometheus.instant(query)));
      await Promise.all(LOG_QUERIES.map((query) => loki.range(query, 3_600)));
    });
  }

  /** Ends it; how many of its questions failed. */
  public stop(): number {
    for (const timer of this.timers) clearInterval(timer);
    return this.failures;
  }

  private every(milliseconds: number, act: () => void | Promise<void>): void {
    const run = async (): Promise<void> => {
      try {
        await act();
      } catch {
        this.failures += 1;
      }
    };
    this.timers.push(setInterval(() => void run(), milliseconds));
  }
}
