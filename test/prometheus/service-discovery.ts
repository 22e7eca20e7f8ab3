import type { Labels } from '../support/relabel';

/** A pod as the API server tells of it. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly ip: string;
  readonly node: string;
  readonly labels: Labels;
  readonly phase?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

export interface Container {
  readonly name: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
}

/** A Service and the pods behind it. */
export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly selector?: Labels;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort?: string | number }[];
  /** Addresses of a Service without selector. */
  readonly addresses?: readonly string[];
}

export interface Node {
  readonly name: string;
  readonly ip: string;
}

export interface Cluster {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
}

/** One entry of `kubernetes_sd_configs`. */
export interface KubernetesSd {
  readonly role: string;
  readonly namespaces?: { readonly names: readonly string[] };
}

/**
 * The targets that Prometheus discovers in a cluster, with their meta labels, before any relabeling.
 *
 * Written after what discovery/kubernetes of Prometheus 3.14 does: an endless list of every port of every pod, among them
 * those of init containers and of Services that do not name them.
 */
export function discoveredTargets(cluster: Cluster, { role, namespaces }: KubernetesSd): Labels[] {
  const isIn = ({ namespace }: { readonly namespace: string }): boolean =>
    namespaces === undefined || namespaces.names.includes(namespace);
  switch (role) {
    case 'node':
      return cluster.nodes.map(nodeTarget);
    case 'pod':
      return cluster.pods.filter(isIn).flatMap(podTargets);
    case 'endpointslice':
      return cluster.services.filter(isIn).flatMap((service) => endpointTargets(service, cluster.pods));
    default:
      throw new Error(`this discovery does not know the role '${role}'`);
  }
}

const META = '__meta_kubernetes';

function nodeTarget({ name, ip }: Node): Labels {
  return {
    __address__: `${ip}:10250`,
    instance: name,
    [`${META}_node_name`]: name,
    [`${META}_node_address_InternalIP`]: ip,
    [`${META}_node_address_Hostname`]: name,
    ...labelsOf('node', { 'kubernetes.io/hostname': name }),
  };
}

function podTargets(pod: Pod): Labels[] {
  const common = podLabels(pod);
  return containersOf(pod).flatMap(({ container, isInit }) => {
    const own = {
      ...common,
      [`${META}_pod_container_name`]: container.name,
      [`${META}_pod_container_init`]: String(isInit),
    };
    if (container.ports === undefined) return [{ ...own, __address__: pod.ip }];
    return container.ports.map((port) => ({
      ...own,
      __address__: `${pod.ip}:${port.containerPort}`,
      ...portLabels(port),
    }));
  });
}

function endpointTargets(service: Service, pods: readonly Pod[]): Labels[] {
  const common: Labels = {
    [`${META}_namespace`]: service.namespace,
    [`${META}_service_name`]: service.name,
    ...labelsOf('service', service.labels ?? {}),
    [`${META}_endpointslice_label_kubernetes_io_service_name`]: service.name,
    [`${META}_endpointslice_address_type`]: 'IPv4',
  };
  const port = (name: string, number: number): Labels => ({
    [`${META}_endpointslice_port_name`]: name,
    [`${META}_endpointslice_port`]: String(number),
    [`${META}_endpointslice_port_protocol`]: 'TCP',
  });
  const bare = (service.addresses ?? []).flatMap((ip) =>
    service.ports.map((one) => ({ ...common, __address__: `${ip}:${one.port}`, ...port(one.name, one.port) })),
  );
  const selected = pods.filter((pod) => pod.namespace === service.namespace && selects(service.selector, pod.labels));
  return [...bare, ...selected.flatMap((pod) => podEndpoints(service, pod, common, port))];
}

function podEndpoints(
  service: Service,
  pod: Pod,
  common: Labels,
  port: (name: string, number: number) => Labels,
): Labels[] {
  const declared = containersOf(pod).flatMap(({ container }) =>
    (container.ports ?? []).map((one) => ({ ...one, container: container.name })),
  );
  const target = {
    ...common,
    ...podLabels(pod),
    [`${META}_endpointslice_address_target_kind`]: 'Pod',
    [`${META}_endpointslice_address_target_name`]: pod.name,
    [`${META}_endpointslice_endpoint_conditions_ready`]: 'true',
  };
  const named = service.ports.map((one) => {
    const wanted = one.targetPort ?? one.port;
    const match = declared.find((candidate) => candidate.name === wanted || candidate.containerPort === wanted);
    const number = match?.containerPort ?? Number(wanted);
    const container =
      match === undefined ? {} : { [`${META}_pod_container_name`]: match.container, ...portLabels(match) };
    return {
      number,
      labels: { ...target, __address__: `${pod.ip}:${number}`, ...port(one.name, number), ...container },
    };
  });
  const seen = new Set(named.map(({ number }) => number));
  const others = declared
    .filter(({ containerPort }) => !seen.has(containerPort))
    .map((one) => ({
      ...target,
      __address__: `${pod.ip}:${one.containerPort}`,
      [`${META}_pod_container_name`]: one.container,
      ...portLabels(one),
    }));
  return [...named.map(({ labels }) => labels), ...others];
}

function containersOf(pod: Pod): { readonly container: Container; readonly isInit: boolean }[] {
  return [
    ...pod.containers.map((container) => ({ container, isInit: false })),
    ...(pod.initContainers ?? []).map((container) => ({ container, isInit: true })),
  ];
}

function podLabels(pod: Pod): Labels {
  return {
    [`${META}_namespace`]: pod.namespace,
    [`${META}_pod_name`]: pod.name,
    [`${META}_pod_ip`]: pod.ip,
    [`${META}_pod_phase`]: pod.phase ?? 'Running',
    [`${META}_pod_ready`]: String((pod.phase ?? 'Running') === 'Running'),
    [`${META}_pod_node_name`]: pod.node,
    ...labelsOf('pod', pod.labels),
  };
}

function portLabels(port: {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}): Labels {
  return {
    ...(port.name === undefined ? {} : { [`${META}_pod_container_port_name`]: port.name }),
    [`${META}_pod_container_port_number`]: String(port.containerPort),
    [`${META}_pod_container_port_protocol`]: port.protocol ?? 'TCP',
  };
}

function labelsOf(kind: string, labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => {
      const clean = name.replace(/[^a-zA-Z0-9_]/g, '_');
      return [
        [`${META}_${kind}_label_${clean}`, value],
        [`${META}_${kind}_labelpresent_${clean}`, 'true'],
      ];
    }),
  );
}

function selects(selector: Labels | undefined, labels: Labels): boolean {
  return selector !== undefined && Object.entries(selector).every(([name, value]) => labels[name] === value);
}
