import { at, listOf, textMapOf, textOf } from '../json';
import type { TreeObject } from '../objects';
import { selects, type Workload } from './workloads';

/** A Service of the tree and the workloads behind it. */
export interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [name: string]: string };
  readonly portNames: readonly string[];
  readonly workloads: readonly Workload[];
}

/** The Services among some objects. */
export function servicesOf(objects: readonly TreeObject[], workloads: readonly Workload[]): Service[] {
  return objects
    .filter(({ kind }) => kind === 'Service')
    .map(({ name, namespace, labels, json }) => {
      const selector = textMapOf(at(json, 'spec', 'selector'));
      return {
        name,
        namespace,
        labels,
        portNames: listOf(at(json, 'spec', 'ports')).map((port) => textOf(at(port, 'name')) ?? ''),
        workloads: workloads.filter((one) => one.namespace === namespace && selects(selector, one.labels)),
      };
    });
}

/**
 * The Service that a host name means to a pod of a namespace: `loki`, `loki.monitoring`, `loki.monitoring.svc`,
 * `loki.monitoring.svc.cluster.local`.
 */
export function serviceAt(host: string, namespace: string, services: readonly Service[]): Service | undefined {
  const [name, where = namespace, ...rest] = host.split('.');
  if (!['', 'svc', 'svc.cluster.local'].includes(rest.join('.'))) return undefined;
  return services.find((service) => service.name === name && service.namespace === where);
}
