import { invalid } from './errors';
import { checkProps } from './kinds';
import { checkDnsLabel, checkPort, checkServiceName } from './names';

/** Where a Service of the cluster listens. */
export interface EndpointProps {
  /** Name of the Service. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Port of the Service, 1 to 65535. */
  readonly port: number;
}

/**
 * The address of a Service inside of the cluster, from which others make their URLs.
 *
 * Throws for a service or namespace that is no DNS name and for a port outside of 1 to 65535.
 *
 * @example
 * new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 }).urlFrom('monitoring'); // http://loki:3100
 */
export class Endpoint {
  /** Name of the Service. */
  public readonly service: string;
  /** Namespace of the Service. */
  public readonly namespace: string;
  /** Port of the Service. */
  public readonly port: number;

  public constructor(props: EndpointProps) {
    checkProps('Endpoint', props);
    const name = `Endpoint ${props.service}`;
    checkServiceName(name, 'service', props.service);
    checkDnsLabel(name, 'namespace', props.namespace);
    checkPort(name, 'port', props.port);
    if (props.port === undefined) invalid(name, 'port', undefined, 'it must be a whole number from 1 to 65535');
    this.service = props.service;
    this.namespace = props.namespace;
    this.port = props.port;
  }

  /** The URL that works from every namespace: `http://loki.monitoring:3100`. */
  public url(): string {
    return `http://${this.service}.${this.namespace}:${this.port}`;
  }

  /**
   * The shortest URL that works from pods of a namespace: `http://loki:3100` within the Service's own namespace.
   *
   * @param namespace where the client runs
   */
  public urlFrom(namespace: string): string {
    return namespace === this.namespace ? `http://${this.service}:${this.port}` : this.url();
  }
}
