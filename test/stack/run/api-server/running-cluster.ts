import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NODE_NAMES } from '../cluster';
import { RunningApiServer } from './api-server';
import { ChildProgram } from './child-program';
import type { Kubectl } from './kubectl';
import { kubeletStages } from './kubelet-stages';
import { nodeOf } from './nodes';

/** A cluster as `k3d cluster create --config k3d.yaml` makes it, whose kubelets only say that they run the pods. */
export class RunningCluster {
  /** Starts it: API server, controllers, scheduler, three nodes that are ready, and volumes. */
  public static async start(): Promise<RunningCluster> {
    const server = await RunningApiServer.start();
    const cluster = new RunningCluster(server);
    try {
      cluster.startPrograms();
      await cluster.apply([STORAGE_CLASS, ...VOLUMES, ...NODE_NAMES.map(nodeOf)]);
      await cluster.kubectl.run(['wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=60s']);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return cluster;
  }

  public readonly kubectl: Kubectl;

  private constructor(private readonly server: RunningApiServer) {
    this.kubectl = server.kubectl;
  }

  /** Applies objects. */
  public async apply(items: readonly object[]): Promise<void> {
    await this.kubectl.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }

  /** Waits until something holds; throws what was waited for where it does not. */
  public async until(holds: () => Promise<boolean>, what: string, timeoutMs = 60_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not after ${timeoutMs} ms: ${what}`);
      await sleep(250);
    }
  }

  /** Ends all of it. */
  public async stop(): Promise<void> {
    await this.server.stop();
  }

  private startPrograms(): void {
    const { kubeconfig, folder, keyFile, certificateFile } = this.server;
    const common = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
    const controllers = [
      ...common,
      `--service-account-private-key-file=${keyFile}`,
      `--root-ca-file=${certificateFile}`,
      // as fast as the machine can, where a cluster spares its API server
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--horizontal-pod-autoscaler-sync-period=1s',
    ];
    this.server.add(new ChildProgram('kube-controller-manager', controllers, folder));
    this.server.add(
      new ChildProgram('kube-scheduler', [...common, '--kube-api-qps=500', '--kube-api-burst=1000'], folder),
    );
    const stages = join(folder, 'stages.yaml');
    writeFileSync(stages, kubeletStages());
    const kubelets = ['--manage-all-nodes=true', '--node-lease-duration-seconds=40', `--config=${stages}`];
    this.server.add(new ChildProgram('kwok', [`--kubeconfig=${kubeconfig}`, ...kubelets], folder));
  }
}

/** What k3s has as its only class; its volumes are those below. */
const STORAGE_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'rancher.io/local-path',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** In place of the provisioner of k3s, which makes a folder on the node of the pod: a volume for each claim of dist/. */
const VOLUMES = Array.from({ length: 4 }, (_, index) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `volume-${index}` },
  spec: {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: STORAGE_CLASS.metadata.name,
    // nothing is there, and nothing may be deleted
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: `/nonexistent/volume-${index}` },
  },
}));
