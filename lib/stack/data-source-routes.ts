import { podPeer, tcpPorts, type NetworkRule } from '../core/network-policy';
import type { DataSource } from '../model/data-source';

const DEFAULT_PORTS: { readonly [scheme: string]: number } = { 'http:': 80, 'https:': 443 };

/**
 * Whom Grafana must be let through to, to reach a data source that is no part of its stack.
 *
 * A policy sees the port of the pod and not that of a Service: where the host may be a Service, its whole namespace.
 *
 * @param namespace Grafana's own
 */
export function dataSourceRoutes({ url }: DataSource, namespace: string): NetworkRule[] {
  const { hostname, port, protocol } = new URL(url);
  const outside = { ports: tcpPorts(port === '' ? (DEFAULT_PORTS[protocol] ?? 443) : Number(port)) };
  const [, serviceNamespace = namespace, suffix] = hostname.split('.');
  if (suffix === undefined) {
    // `loki`, `loki.logs`, or `grafana.net`: all of them may be meant
    return [{ peers: [podPeer({ namespace: serviceNamespace })] }, ...(hostname.includes('.') ? [outside] : [])];
  }
  return suffix === 'svc' ? [{ peers: [podPeer({ namespace: serviceNamespace })] }] : [outside];
}
