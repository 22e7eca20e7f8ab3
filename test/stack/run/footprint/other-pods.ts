import type { KubeObject } from '../../../support/kube-object';
import { uidOf, type Pod } from '../cluster';
import { podObject } from '../cluster-objects';
import type { ContainerLog } from '../container-log';
import type { RunningStack } from '../running-stack';

/** Pods of other teams that the stack watches: they log, and the API server tells of them. */
export class OtherPods {
  public readonly pods: readonly Pod[];
  private readonly logs: readonly ContainerLog[];
  private written = 0;

  /**
   * @param stack what watches them
   * @param count how many, spread over the nodes
   */
  public constructor(stack: RunningStack, count: number) {
    const { nodes } = stack.cluster;
    this.pods = Array.from({ length: count }, (_, index) => {
      const node = nodes[index % nodes.length]!;
      return podOf(index, `${node.ip.slice(0, -1)}${100 + index}`, node);
    });
    for (const pod of this.pods) stack.api.put(podObject(pod));
    this.logs = this.pods.map((pod) => stack.logOf(pod, 'app'));
  }

  /** Each of them writes so many lines. */
  public write(lines: number): void {
    for (const log of this.logs) {
      const texts = Array.from({ length: lines }, () => {
        this.written += 1;
        return `level=info msg="order taken" order=${this.written} customer=${this.written % 977} took=${this.written % 83}ms`;
      });
      log.writeAll(texts);
    }
  }

  public close(): void {
    for (const log of this.logs) log.close();
  }
}

function podOf(index: number, ip: string, node: Pod['node']): Pod {
  const namespace = `team-${index % 5}`;
  const name = `app-${index}`;
  const containers = [{ name: 'app', image: 'example.com/app:1', ports: [{ name: 'http', containerPort: 8080 }] }];
  const workload: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'app', namespace },
    spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': 'app' } } } },
  };
  return { namespace, name, uid: uidOf(`${namespace}/${name}`), ip, node, workload, spec: { containers } };
}
