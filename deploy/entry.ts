import { parse } from 'yaml';
import { at, listOf, textOf, textsOf, type JsonObject } from '../preview/json';

/** Where requests reach the Ingress controller of a cluster, by scheme: `{ http: 'localhost:8080' }`. */
export interface Entry {
  readonly http?: string;
  readonly https?: string;
}

/** What the configuration of a k3d cluster opens on this machine, if it is the cluster of that context. */
export function entryOfK3d(context: string, k3dYaml: string): Entry {
  const config: unknown = parse(k3dYaml);
  if (context !== `k3d-${textOf(at(config, 'metadata', 'name'))}`) return {};
  const ports = listOf(at(config, 'ports'))
    .filter((port) => textsOf(at(port, 'nodeFilters')).some((filter) => filter.startsWith('loadbalancer')))
    .map((port) => (textOf(at(port, 'port')) ?? '').split(':'));
  const hostOf = (containerPort: string): string | undefined => {
    const host = ports.find((parts) => parts.at(-1)?.split('/')[0] === containerPort)?.at(-2);
    return host === undefined ? undefined : `localhost:${host}`;
  };
  return { http: hostOf('80'), https: hostOf('443') };
}

/** The address that the controller has written into the status of an Ingress. */
export function entryOfIngress(ingress: JsonObject): Entry {
  const [first] = listOf(at(ingress, 'status', 'loadBalancer', 'ingress'));
  const address = textOf(at(first, 'hostname')) ?? textOf(at(first, 'ip'));
  return { http: address, https: address };
}
