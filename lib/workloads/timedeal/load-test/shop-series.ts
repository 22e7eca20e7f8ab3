import { EXPORTER_CONTAINER } from '../postgres-exporter';
import type { Timedeal } from '../timedeal';
import { rateOf } from './queries';
import { WorkloadSeries } from './workload-series';

/** What dashboards and alerts must know of a shop. */
export interface Shop {
  readonly namespace: string;
  /** Name of the service's Deployment, autoscaler, Service and container. */
  readonly service: string;
  /** Port of its Service. */
  readonly servicePort: number;
  /** Name of the database's StatefulSet and container. */
  readonly postgres: string;
  readonly databaseName: string;
  readonly maxConnections: number;
  readonly hasExporter: boolean;
}

/** The names of a shop's constructs. */
export function shopOf({ stockService, postgres }: Timedeal): Shop {
  return {
    namespace: stockService.endpoint.namespace,
    service: stockService.endpoint.service,
    servicePort: stockService.endpoint.port,
    postgres: postgres.endpoint.service,
    databaseName: postgres.databaseName,
    maxConnections: postgres.maxConnections,
    hasExporter: postgres._hasExporter,
  };
}

/**
 * The series of one shop.
 *
 * Those that the shop itself shows are told by namespace and container, not by job: the job's name is for the caller of
 * `monitor` to choose.
 */
export class ShopSeries {
  /**
   * @param shop the shop
   * @param scope matchers of every series, such as that of the cluster
   */
  public constructor(
    public readonly shop: Shop,
    private readonly scope: readonly string[] = [],
  ) {}

  /** A metric of the service itself. */
  public service(metric: string, ...matchers: readonly string[]): string {
    return this.series(metric, this.inNamespace(), `container="${this.shop.service}"`, ...matchers);
  }

  /** A metric of the exporter beside the database. */
  public database(metric: string, ...matchers: readonly string[]): string {
    return this.series(metric, this.inNamespace(), `container="${EXPORTER_CONTAINER}"`, ...matchers);
  }

  /** A metric of kube-state-metrics. */
  public state(metric: string, ...matchers: readonly string[]): string {
    return this.series(metric, 'job="kube-state-metrics"', this.inNamespace(), ...matchers);
  }

  /** A metric of kube-state-metrics on the service's autoscaler. */
  public autoscaler(metric: string, ...matchers: readonly string[]): string {
    return this.state(metric, `horizontalpodautoscaler="${this.shop.service}"`, ...matchers);
  }

  /** A metric of kube-state-metrics on the service's Deployment. */
  public deployment(metric: string): string {
    return this.state(metric, `deployment="${this.shop.service}"`);
  }

  /** What kube-state-metrics tells of the service's Deployment, or of the database's StatefulSet. */
  public workload(kind: 'deployment' | 'statefulset'): WorkloadSeries {
    const name = kind === 'deployment' ? this.shop.service : this.shop.postgres;
    return new WorkloadSeries(kind, (metric) => this.state(metric, `${kind}="${name}"`));
  }

  /** A metric of cAdvisor; the path is matched, since the kubelet shows CPU and memory under another one as well. */
  public cadvisor(metric: string, ...matchers: readonly string[]): string {
    const source = ['job="kubelet"', 'metrics_path="/metrics/cadvisor"'];
    return this.series(metric, ...source, this.inNamespace(), ...matchers);
  }

  /** A metric of Traefik on the requests that it passes on to the service. */
  public ingress(metric: string, ...matchers: readonly string[]): string {
    const { namespace, service, servicePort } = this.shop;
    // the name that Traefik gives to what an Ingress leads to
    const backend = `service="${namespace}-${service}-${servicePort}@kubernetes"`;
    return this.series(metric, 'job="traefik"', backend, ...matchers);
  }

  /** The log lines of the shop. */
  public logs(...matchers: readonly string[]): string {
    return `{${[this.inNamespace(), ...matchers].join(', ')}}`;
  }

  /** CPU of each pod in cores, of all its containers or of those that are matched. */
  public cpu(containers = 'container!=""'): string {
    return rateOf(this.cadvisor('container_cpu_usage_seconds_total', containers), 'pod');
  }

  /** What a container asks for, or may use at most. */
  public resource(kind: 'requests' | 'limits', container: string, resource: 'cpu' | 'memory'): string {
    const matchers = [`container="${container}"`, `resource="${resource}"`];
    return `max(${this.state(`kube_pod_container_resource_${kind}`, ...matchers)})`;
  }

  private inNamespace(): string {
    return `namespace="${this.shop.namespace}"`;
  }

  private series(metric: string, ...matchers: readonly string[]): string {
    return `${metric}{${[...this.scope, ...matchers].join(', ')}}`;
  }
}
