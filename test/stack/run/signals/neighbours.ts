import type { KubeObject } from '../../../support/kube-object';
import { uidOf, type Node } from '../cluster';
import { podObject } from '../cluster-objects';
import { RecordedProgram } from '../recorded-program';
import type { RunningStack } from '../running-stack';
import { barePodObject, podOn, type OtherPod } from './other-pod';

interface Program {
  readonly recording: string;
  readonly port: number;
  readonly pod: OtherPod & { readonly host: number };
  /** The Service that leads to its metrics. */
  readonly service?: string;
}

/** What k3s runs by itself, and the stack watches. */
export const PROGRAMS: readonly Program[] = [
  {
    recording: 'coredns',
    port: 9153,
    pod: { ...inKubeSystem('coredns', 9153), labels: { 'k8s-app': 'kube-dns' }, host: 201 },
    service: 'kube-dns',
  },
  {
    recording: 'traefik',
    port: 9100,
    pod: { ...inKubeSystem('traefik', 9100), labels: { 'app.kubernetes.io/name': 'traefik' }, host: 202 },
  },
];

const LIMITS = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } };

/** A pod for each kind of thing that can own one. */
export const TEAM_PODS: readonly OtherPod[] = [
  { namespace: 'team', name: 'of-a-replica-set-x2x2x', owner: ['ReplicaSet', 'of-a-replica-set'] },
  { namespace: 'team', name: 'of-a-job-x2x2x', owner: ['Job', 'of-a-job'] },
  { namespace: 'team', name: 'nightly-29312345-x2x2x', owner: ['Job', 'nightly-29312345'] },
  { namespace: 'team', name: 'of-a-rollout-0', owner: ['Rollout', 'of-a-rollout'] },
  { namespace: 'kube-system', name: 'static-k3d-signals-server-0', owner: ['Node', 'k3d-signals-server-0'] },
  {
    namespace: 'team',
    name: 'limited-0',
    containers: [{ name: 'main', image: 'example.com/main:1', resources: LIMITS }],
  },
];

/** What else there is in the cluster: programs of k3s, whose metrics were recorded, and pods of other people. */
export class Neighbours {
  private readonly programs: readonly RecordedProgram[];

  public constructor(
    private readonly stack: RunningStack,
    private readonly node: Node,
  ) {
    this.programs = PROGRAMS.map(({ recording }) => new RecordedProgram(recording));
  }

  public async start(): Promise<void> {
    const { api } = this.stack;
    for (const { pod, service, port } of PROGRAMS) {
      api.put(podObject(podOn(this.node, pod)));
      if (service !== undefined) for (const object of serviceObjects(service, pod, port, this.node)) api.put(object);
    }
    for (const pod of TEAM_PODS) api.put(podObject(podOn(this.node, pod)));
    api.put(barePodObject(podOn(this.node, { namespace: 'team', name: 'bare' })));
    api.put(jobObject('of-a-job'));
    api.put(jobObject('nightly-29312345', 'nightly'));
    const address = (index: number): string => podOn(this.node, PROGRAMS[index]!.pod).ip;
    await Promise.all(this.programs.map((program, index) => program.start(address(index), PROGRAMS[index]!.port)));
  }

  public async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.stop()));
  }
}

function inKubeSystem(name: string, containerPort: number): OtherPod {
  const ports = [{ name: 'metrics', containerPort }];
  const containers = [{ name, image: `example.com/${name}:1`, ports }];
  return { namespace: 'kube-system', name: `${name}-5d45fc8cc9-9jz6t`, owner: ['Deployment', name], containers };
}

function serviceObjects(name: string, pod: OtherPod, port: number, node: Node): KubeObject[] {
  const { namespace, ip, uid } = podOn(node, pod);
  const metadata = { name, namespace, labels: { 'k8s-app': name } };
  const targetRef = { kind: 'Pod', namespace, name: pod.name, uid };
  const conditions = { ready: true, serving: true, terminating: false };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ name: 'metrics', port }] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, name: `${name}-x2x2x`, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'metrics', port, protocol: 'TCP' }],
      endpoints: [{ addresses: [ip], conditions, nodeName: node.name, targetRef }],
    },
  ];
}

function jobObject(name: string, cronJob?: string): KubeObject {
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob, uid: uidOf(`${cronJob}`), controller: true };
  const ownerReferences = cronJob === undefined ? [] : [owner];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'team', uid: uidOf(name), ownerReferences },
    spec: { completions: 1, parallelism: 1, template: { spec: { containers: [] } } },
    status: { active: 1, startTime: new Date().toISOString() },
  };
}
