import type { KubeObject } from '../../support/kube-object';
import { replicaSetName, uidOf, type Cluster, type Node, type Pod } from './cluster';

const STARTED = new Date().toISOString();

/** Every object that the API server of such a cluster holds: what is applied, and what controllers and kubelets add. */
export function objectsOf(cluster: Cluster): KubeObject[] {
  const { manifests, nodes, pods } = cluster;
  const applied = manifests.objects.map((object) => withServerFields(object, cluster));
  return [
    ...applied,
    ...nodes.map(nodeObject),
    ...manifests.all('Deployment').map((deployment) => replicaSet(deployment, cluster)),
    ...pods.map(podObject),
    ...manifests.all('Service').map((service) => endpointSlice(service, cluster)),
  ];
}

function withServerFields(object: KubeObject, cluster: Cluster): KubeObject {
  const { kind, metadata } = object;
  const own = {
    ...object,
    metadata: { ...metadata, ...serverFields(`${kind} ${metadata.namespace}/${metadata.name}`) },
  };
  const status = statusOf(object, cluster);
  return status === undefined ? own : { ...own, status };
}

/** What the controller of a workload says of it when all is well. */
function statusOf({ kind, metadata: { name } }: KubeObject, cluster: Cluster): object | undefined {
  const count = cluster.podsOf(name).length;
  const ofNodes = ['desired', 'current', 'updated'].map((word) => [`${word}NumberScheduled`, count]);
  if (kind === 'DaemonSet') return { ...Object.fromEntries(ofNodes), numberReady: count, numberAvailable: count };
  if (!['Deployment', 'StatefulSet'].includes(kind)) return undefined;
  return { replicas: count, readyReplicas: count, availableReplicas: count, updatedReplicas: count };
}

function serverFields(thing: string): { uid: string; resourceVersion: string; creationTimestamp: string } {
  return { uid: uidOf(thing), resourceVersion: '1', creationTimestamp: STARTED };
}

function nodeObject({ name, ip }: Node): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' },
      ...serverFields(`Node ${name}`),
    },
    spec: {},
    status: {
      addresses: [
        { type: 'InternalIP', address: ip },
        { type: 'Hostname', address: name },
      ],
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: STARTED }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { kubeletVersion: 'v1.33.4+k3s1' },
    },
  };
}

function replicaSet({ metadata, spec }: KubeObject, cluster: Cluster): KubeObject {
  const { name, namespace } = metadata;
  const replicas = cluster.podsOf(name).length;
  const own = replicaSetName(name);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: own,
      ...(namespace === undefined ? {} : { namespace }),
      labels: spec.template.metadata.labels,
      ownerReferences: [ownerOf('Deployment', namespace, name)],
      ...serverFields(`ReplicaSet ${namespace}/${own}`),
    },
    spec: { replicas, selector: spec.selector, template: spec.template },
    status: { replicas, readyReplicas: replicas, availableReplicas: replicas },
  };
}

/** A pod that runs and is ready. */
export function podObject({ namespace, name, uid, ip, node, workload, spec }: Pod): KubeObject {
  const { metadata } = workload['spec'].template;
  const ownerName = workload.kind === 'Deployment' ? replicaSetName(workload.metadata.name) : workload.metadata.name;
  const ownerKind = workload.kind === 'Deployment' ? 'ReplicaSet' : workload.kind;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name,
      namespace,
      ownerReferences: [ownerOf(ownerKind, namespace, ownerName)],
      ...serverFields(''),
      uid,
    },
    spec: { ...spec, nodeName: node.name },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      hostIP: node.ip,
      startTime: STARTED,
      qosClass: 'Burstable',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: STARTED,
      })),
      containerStatuses: spec.containers.map((container: any) => ({
        name: container.name,
        image: container.image,
        imageID: container.image,
        containerID: `containerd://${uidOf(`${name} ${container.name}`).replaceAll('-', '')}`,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: STARTED } },
      })),
    },
  };
}

function endpointSlice(service: KubeObject, cluster: Cluster): KubeObject {
  const { name, namespace = 'default' } = service.metadata;
  const pods = cluster.podsBehind(service);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${uidOf(name).slice(0, 5)}`,
      namespace,
      labels: { ...service.metadata.labels, 'kubernetes.io/service-name': name },
      ownerReferences: [ownerOf('Service', namespace, name)],
      ...serverFields(`EndpointSlice ${namespace}/${name}`),
    },
    addressType: 'IPv4',
    ports: service['spec'].ports.map((port: any) => ({
      name: port.name,
      protocol: port.protocol ?? 'TCP',
      port: targetPort(port, pods[0]),
    })),
    endpoints: pods.map((pod) => ({
      addresses: [pod.ip],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: pod.node.name,
      targetRef: { kind: 'Pod', name: pod.name, namespace: pod.namespace, uid: pod.uid },
    })),
  };
}

/** The port of the pods that a port of a Service leads to. */
export function targetPort({ port, targetPort: target = port }: any, pod: Pod | undefined): number {
  if (typeof target === 'number') return target;
  const declared = pod?.spec.containers.flatMap((container: any) => container.ports ?? []) ?? [];
  return declared.find((one: any) => one.name === target)?.containerPort ?? port;
}

function ownerOf(kind: string, namespace: string | undefined, name: string): object {
  return {
    apiVersion: kind === 'Service' ? 'v1' : 'apps/v1',
    kind,
    name,
    uid: uidOf(`${kind} ${namespace}/${name}`),
    controller: true,
  };
}
