import type { IConstruct } from 'constructs';
import type { PodGroup } from '../core/network-policy';
import type { NodeExporter } from '../exporters/node-exporter';
import type { Grafana } from '../grafana/grafana';
import type { Loki } from '../loki/loki';
import type { ScrapeTarget } from '../model/scrape-target';
import { Workload } from '../model/workload';
import type { Prometheus } from '../prometheus/prometheus';

/** The parts of a stack, as far as they speak to each other. */
export interface StackParts {
  readonly prometheus: Prometheus;
  readonly loki: Loki;
  readonly grafana: Grafana;
  readonly logAgent: IConstruct;
  readonly lokiCanary: IConstruct;
  readonly kubeStateMetrics: IConstruct;
  readonly nodeExporter: NodeExporter;
}

/** The parts whose pods have a network of their own: node-exporter is in that of its node, where no policy holds. */
export type Part = Exclude<keyof StackParts, 'nodeExporter'>;

/** Who speaks to whom within a stack. */
export const FLOWS: { readonly [from in Part]: readonly Part[] } = {
  prometheus: ['loki', 'grafana', 'logAgent', 'lokiCanary', 'kubeStateMetrics'],
  loki: [],
  grafana: ['prometheus', 'loki'],
  logAgent: ['loki'],
  lokiCanary: ['loki'],
  kubeStateMetrics: [],
};

export const PARTS = Object.keys(FLOWS) as Part[];

/** The pods of a part, as a policy selects them. */
export function podsOf(part: IConstruct): PodGroup {
  const workload = Workload.of(part, part);
  return { namespace: workload.namespace, labels: workload.podLabels() };
}

/** The ports that a part is spoken to at: those of its first container, since sidecars answer the kubelet alone. */
export function portsOf(part: IConstruct): number[] {
  const ports = Workload.of(part, part).ports();
  return ports.filter(({ container }) => container === ports[0]?.container).map(({ number }) => number);
}

/** What Prometheus scrapes besides the parts of its stack. */
export function scrapedOthers({ prometheus }: StackParts, own: readonly ScrapeTarget[]): ScrapeTarget[] {
  const names = new Set(own.map(({ jobName }) => jobName));
  return prometheus._scrapeTargets().filter(({ jobName }) => !names.has(jobName));
}
