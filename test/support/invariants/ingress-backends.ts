import { describeObject, type KubeObject } from '../kube-object';
import type { Externals } from './externals';
import { find, namespaceOf } from './pods';
import type { Rule } from './rule';

/** Ingresses lead to ports that exist, their certificates exist, and no host and path leads to two places. */
export const ingressBackends: Rule = (objects, externals) => {
  const owners = new Map<string, string>();
  return objects
    .filter((object) => object.kind === 'Ingress')
    .flatMap((ingress) => {
      const paths: any[] = (ingress['spec'].rules ?? []).flatMap((rule: any) =>
        (rule.http?.paths ?? []).map((path: any) => ({
          ...path,
          route: `${rule.host ?? '*'}${path.path ?? '/'} (${path.pathType})`,
        })),
      );
      const backends = [...paths.map((path) => path.backend), ingress['spec'].defaultBackend].filter(Boolean);
      return [
        ...backends.flatMap((backend) => backendProblems(backend, ingress, objects, externals)),
        ...(ingress['spec'].tls ?? []).flatMap((tls: any) => certificateProblems(tls, ingress, objects, externals)),
        ...paths.flatMap(({ route }) => {
          const owner = owners.get(route);
          owners.set(route, describeObject(ingress));
          return owner === undefined ? [] : [`'${route}' is already taken by ${owner}`];
        }),
      ].map((problem) => `${describeObject(ingress)}: ${problem}`);
    });
};

function backendProblems(
  { service }: any,
  ingress: KubeObject,
  objects: readonly KubeObject[],
  externals: Externals,
): string[] {
  if (!service) return [];
  const target = find(objects, 'Service', namespaceOf(ingress), service.name);
  if (!target) {
    const elsewhere = externals.has('Service', namespaceOf(ingress), service.name);
    return elsewhere ? [] : [`leads to Service '${service.name}', which does not exist`];
  }
  const { name, number } = service.port ?? {};
  const ports: any[] = target['spec'].ports ?? [];
  const found = ports.some((port) => (name === undefined ? port.port === number : port.name === name));
  return found ? [] : [`leads to port '${name ?? number}' of Service '${service.name}', which has none such`];
}

function certificateProblems(
  { secretName }: any,
  ingress: KubeObject,
  objects: readonly KubeObject[],
  externals: Externals,
): string[] {
  if (secretName === undefined) return [];
  const namespace = namespaceOf(ingress);
  const exists = find(objects, 'Secret', namespace, secretName) || externals.has('Secret', namespace, secretName);
  return exists ? [] : [`takes its certificate from Secret '${secretName}', which does not exist`];
}
