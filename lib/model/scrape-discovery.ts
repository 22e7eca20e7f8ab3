import type { Workload } from './workload';

/** How a scrape target is found: read by the Prometheus configuration, and by the operator's monitors. */
export type Discovery = WorkloadPods | ServicePods | LabelledPods | Hosts | Kubelets | ApiServer;

export interface WorkloadPods {
  readonly kind: 'workload';
  readonly workload: Workload;
  readonly port?: number;
  readonly portName?: string;
}

export interface ServicePods {
  readonly kind: 'service';
  readonly service: string;
  readonly namespace: string;
  readonly portName: string;
}

export interface LabelledPods {
  readonly kind: 'pods';
  readonly namespace: string;
  readonly matchLabels: { readonly [key: string]: string };
  readonly portName: string;
}

export interface Hosts {
  readonly kind: 'hosts';
  readonly hosts: readonly string[];
}

export interface Kubelets {
  readonly kind: 'kubelets';
}

export interface ApiServer {
  readonly kind: 'apiServer';
}
