import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ComponentLabels } from '../core/labels';
import { checkDnsLabel, checkObjectName } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { NetworkPolicy, podPeer, tcpPorts, type PodGroup } from '../core/network-policy';
import type { WorkloadPods } from '../model/scrape-discovery';
import { declaredPort } from '../model/workload-port';

/**
 * NetworkPolicies beside the workloads of an app, in their charts and namespaces, which let Prometheus in to the ports that
 * it scrapes.
 */
export class AdmittedScrapes {
  private readonly ports = new Map<string, (() => number)[]>();

  /** @param scraper the pods of Prometheus; read at synthesis */
  public constructor(
    private readonly stack: Construct,
    private readonly scraper: () => PodGroup,
  ) {}

  /** Lets Prometheus in to one port more of a workload. */
  public admit(jobName: string, found: WorkloadPods): void {
    const { workload } = found;
    const { construct, kind } = workload;
    const port = (): number => declaredPort(this.stack, jobName, found).number;
    const known = this.ports.get(construct.node.path);
    if (known !== undefined) {
      known.push(port);
      return;
    }
    const ports = [port];
    this.ports.set(construct.node.path, ports);
    const own = namespaceOf(this.stack);
    const name = `${own}-scrapes-${kind.toLowerCase()}-${workload.name}`;
    checkObjectName(this.stack, 'name of the NetworkPolicy', name);
    new NetworkPolicy(Chart.of(construct), `NetworkPolicy-${name}`, {
      name,
      namespace: workload.namespace,
      labels: new ComponentLabels(this.stack, { name: 'plg', instance: own }).all,
      pods: () => workload.podLabels(),
      ingress: () => [{ peers: [podPeer(this.scraper())], ports: tcpPorts(...ports.map((read) => read())) }],
    });
  }
}

/** For a Prometheus that is not of this app: the one of a namespace, by the label that the operator and this library give it. */
export function scrapesFrom(stack: Construct, namespace: string | undefined): AdmittedScrapes | undefined {
  if (namespace === undefined) return undefined;
  checkDnsLabel(stack, 'prometheusNamespace', namespace);
  return new AdmittedScrapes(stack, () => ({ namespace, labels: { 'app.kubernetes.io/name': 'prometheus' } }));
}
