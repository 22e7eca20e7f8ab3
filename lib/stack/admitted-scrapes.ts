import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { fail } from '../core/errors';
import { ComponentLabels } from '../core/labels';
import { checkDnsLabel, checkObjectName } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { NetworkPolicy, podPeer, tcpPorts, type PodGroup } from '../core/network-policy';
import type { WorkloadPods } from '../model/scrape-discovery';
import type { ScrapeTarget } from '../model/scrape-target';
import { declaredPort } from '../model/workload-port';
import { refuseCutScrapes } from './cut-flows';

/**
 * NetworkPolicies beside the workloads of an app, in their charts and namespaces, which let Prometheus in to the ports that
 * it scrapes.
 */
export class AdmittedScrapes {
  private readonly jobNames = new Set<string>();
  private readonly ports = new Map<string, (() => number)[]>();

  /** @param scraper the pods of Prometheus; read at synthesis */
  public constructor(
    private readonly stack: Construct,
    private readonly scraper: () => PodGroup,
  ) {}

  /** Lets Prometheus in to one port more of a workload. */
  public admit(jobName: string, found: WorkloadPods): void {
    this.jobNames.add(jobName);
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
    const { namespace } = workload;
    const chart = Chart.of(construct);
    const id = `NetworkPolicy-${namespace}-${name}`;
    if (chart.node.tryFindChild(id) !== undefined) {
      const mend = `leave out its 'networkPolicy' here, and let the second Prometheus in by a policy of your own`;
      fail(
        this.stack,
        `another stack of the namespace ${own} lets Prometheus in to the ${kind} '${workload.name}'; ${mend}`,
      );
    }
    new NetworkPolicy(chart, id, {
      name,
      namespace,
      labels: new ComponentLabels(this.stack, { name: 'plg', instance: own }).all,
      pods: () => workload.podLabels(),
      ingress: () => [{ peers: [podPeer(this.scraper())], ports: tcpPorts(...ports.map((read) => read())) }],
    });
  }

  /** Whether Prometheus is let in to what this job scrapes. */
  public admits(jobName: string): boolean {
    return this.jobNames.has(jobName);
  }
}

/**
 * For a Prometheus that is not of this app: the one of a namespace, by the label that the operator and this library give it.
 *
 * @param targets what it scrapes: the synthesis fails where policies of the app cut that
 */
export function scrapesFrom(
  stack: Construct,
  namespace: string | undefined,
  targets: () => Iterable<ScrapeTarget>,
): AdmittedScrapes | undefined {
  if (namespace === undefined) return undefined;
  checkDnsLabel(stack, 'prometheusNamespace', namespace);
  const scraper = { namespace, labels: { 'app.kubernetes.io/name': 'prometheus' } };
  const scrapes = new AdmittedScrapes(stack, () => scraper);
  refuseCutScrapes(stack, scraper, { targets, isAdmitted: (jobName) => scrapes.admits(jobName) });
  return scrapes;
}
