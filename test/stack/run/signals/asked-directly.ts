import { get } from 'node:https';
import type { Sample } from '../../../support/exposition';
import type { PrometheusClient } from '../clients';

/** The requests that Prometheus knows of, by pod and code. */
export async function countsOf(prometheus: PrometheusClient): Promise<ReadonlyMap<string, number>> {
  const found = await prometheus.instant('http_requests_total{namespace="timedeal"}');
  return new Map(found.map(({ metric, value }) => [`${metric['pod']} ${metric['code']}`, Number(value?.[1])]));
}

/** Of somebody who does not look at its certificate, as Prometheus does not. */
export function statusWithoutToken(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
  });
}

export async function request(url: string, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await (await fetch(url)).text();
}

/** Of the containers of the shop, not of the groups that hold them. */
export function sumByPod(samples: readonly Sample[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { labels, value } of samples) {
    const { namespace, pod = '', container = '' } = labels;
    if (namespace === 'timedeal' && !['', 'POD'].includes(container)) sums.set(pod, (sums.get(pod) ?? 0) + value);
  }
  return sums;
}
