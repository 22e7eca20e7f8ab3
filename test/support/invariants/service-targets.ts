import { describeObject, type KubeObject } from '../kube-object';
import { namespaceOf, podSources, selects, servingContainersOf, type PodSource } from './pods';
import type { Rule } from './rule';

/**
 * A Service finds pods, and every pod that it finds listens on its ports; node ports are taken once.
 *
 * Not looked at: services without a selector, and those that the externals name because their pods are not of this output.
 */
export const serviceTargets: Rule = (objects, externals) => {
  const sources = podSources(objects);
  const services = objects.filter((object) => object.kind === 'Service');
  const checked = services
    .filter((service) => service['spec'].selector && service['spec'].type !== 'ExternalName')
    .flatMap((service) => {
      const selected = sources.filter(
        (source) =>
          source.namespace === namespaceOf(service) &&
          selects({ matchLabels: service['spec'].selector }, source.labels),
      );
      if (selected.length > 0) return selected.flatMap((source) => missingPorts(service, source));
      if (externals.has('Service', namespaceOf(service), service.metadata.name)) return [];
      return [`${describeObject(service)}: selects no pod of the output`];
    });
  return [...checked, ...services.flatMap(portProblems), ...nodePortClashes(services)];
};

function missingPorts(service: KubeObject, source: PodSource): string[] {
  const ports = servingContainersOf(source.spec).flatMap((container) => container.ports ?? []);
  return (service['spec'].ports ?? [])
    .filter((port: any) => {
      const target = port.targetPort ?? port.port;
      return !ports.some(
        (declared) =>
          (declared.name === target || declared.containerPort === target) &&
          (declared.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
      );
    })
    .map((port: any) => {
      const target = port.targetPort ?? port.port;
      return `${describeObject(service)}: port ${port.port} goes to '${target}', which ${describeObject(source.owner)} does not declare`;
    });
}

/** "Required value" when there is more than one port; "Duplicate value" for names and numbers. */
function portProblems(service: KubeObject): string[] {
  const ports: any[] = service['spec'].ports ?? [];
  const names = ports.map((port) => port.name);
  const numbers = ports.map((port) => `${port.port}/${port.protocol ?? 'TCP'}`);
  return [
    ...(ports.length > 1 && names.includes(undefined) ? ['has more than one port and one without a name'] : []),
    ...(new Set(names).size < names.length && ports.length > 1 ? ['has two ports of one name'] : []),
    ...(new Set(numbers).size < numbers.length ? ['has one port number twice'] : []),
  ].map((problem) => `${describeObject(service)}: ${problem}`);
}

function nodePortClashes(services: readonly KubeObject[]): string[] {
  const owners = new Map<string, string>();
  return services.flatMap((service) =>
    (service['spec'].ports ?? []).flatMap((port: any) => {
      if (port.nodePort === undefined) return [];
      const key = `${port.nodePort}/${port.protocol ?? 'TCP'}`;
      const owner = owners.get(key);
      owners.set(key, describeObject(service));
      return owner === undefined ? [] : [`${describeObject(service)}: node port ${key} is taken by ${owner}`];
    }),
  );
}
