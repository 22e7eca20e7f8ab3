import type { Sample } from '../support/exposition';
import type { GuideStack } from './guide-stack';
import { LIFETIME } from './replay';

/** A query of the guide, and what it must come to by pod or by machine. */
export interface GuideValue {
  readonly query: string;
  readonly values: { readonly [name: string]: number };
}

/** The right answers, computed from the recordings without any query language. */
export function guideValues(stack: GuideStack): readonly GuideValue[] {
  const shop = stack.cluster.pods.filter(({ namespace }) => namespace === 'timedeal').map(({ name }) => name);
  const stock = shop.filter((name) => name.startsWith('stock-service-'));
  return [
    {
      query: 'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod)',
      values: byPod(shop, (pod) => sum(ofContainers(stack, 'container_cpu_usage_seconds_total', pod)) / LIFETIME),
    },
    {
      query: 'sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod)',
      values: byPod(shop, (pod) => sum(ofContainers(stack, 'container_memory_usage_bytes', pod))),
    },
    {
      query: 'sum by (pod) (rate(http_requests_total{namespace="timedeal"}[1m]))',
      values: byPod(stock, () => sum(answered(stack)) / LIFETIME),
    },
    {
      query: 'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"}',
      values: { '10.42.2.8:8080': 2 },
    },
    {
      query: '100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
      values: Object.fromEntries(stack.cluster.nodes.map(({ ip }) => [`${ip}:9100`, busyPercent(stack)])),
    },
  ];
}

/** What the containers of a pod show, without the cgroup of the pod and its pause container, which count it once more. */
function ofContainers(stack: GuideStack, family: string, pod: string): readonly Sample[] {
  return stack
    .recorded('cadvisor', family)
    .filter(({ labels }) => labels['pod'] === pod && (labels['container'] ?? '') !== '');
}

/** In the replay of a healthy cluster errors do not go on. */
function answered(stack: GuideStack): readonly Sample[] {
  return stack
    .recorded('stock-service', 'http_requests_total')
    .filter(({ labels }) => !/^5/.test(labels['code'] ?? ''));
}

function busyPercent(stack: GuideStack): number {
  const idle = stack
    .recorded('node-exporter', 'node_cpu_seconds_total')
    .filter(({ labels }) => labels['mode'] === 'idle');
  return 100 - (100 * sum(idle)) / LIFETIME / idle.length;
}

function byPod(pods: readonly string[], value: (pod: string) => number): { readonly [pod: string]: number } {
  return Object.fromEntries(pods.map((pod) => [pod, value(pod)]));
}

function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0);
}
