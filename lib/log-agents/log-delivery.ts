import type { Endpoint } from '../core/endpoint';

/**
 * How often a refused batch is sent again: for ever. Both agents give up after 10 times by default, which is 8.5 minutes,
 * and drop the batch. As long as they wait, they read no further: the files on the node are the buffer.
 */
export const RETRIES = {
  minPeriod: '500ms',
  // not 5 minutes, the default: while an agent waits for a Loki that is back already, the kubelet may rotate files away
  maxPeriod: '30s',
  maxRetries: 0, // without end (grafana/dskit backoff.Config)
};

/** Where Loki takes log lines, as the pods of a namespace reach it. */
export function pushUrl(loki: Endpoint, namespace: string): string {
  return `${loki.urlFrom(namespace)}/loki/api/v1/push`;
}
