import { k8s } from './k8s';
import { fail } from './errors';
import { checkProps } from './kinds';
import { checkBytes, checkCpu, quantityValue } from './quantity';

/** What a container asks for and what it may use at most. */
export interface ComputeResourcesProps {
  /**
   * CPU that the scheduler sets aside, as a Kubernetes quantity: `100m`, `2`.
   *
   * @default - no CPU request
   */
  readonly cpuRequest?: string;

  /**
   * CPU above which the container is throttled, as a Kubernetes quantity.
   *
   * @default - no CPU limit: a limit throttles even on an idle node
   */
  readonly cpuLimit?: string;

  /**
   * Memory that the scheduler sets aside, as a Kubernetes quantity: `256Mi`, `1Gi`.
   *
   * @default - no memory request
   */
  readonly memoryRequest?: string;

  /**
   * Memory above which the container is killed, as a Kubernetes quantity. Go programs of the stack get 90 % of it as
   * their `GOMEMLIMIT`, so that they collect garbage before they are killed.
   *
   * @default - no memory limit
   */
  readonly memoryLimit?: string;
}

/**
 * CPU and memory of one container: requests and limits.
 *
 * Throws for what is no quantity (`256MB`), for a fraction of a byte (`256m` of memory) and for a request above its limit.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 * @example
 * new ComputeResources({ cpuRequest: '100m', memoryRequest: '256Mi', memoryLimit: '512Mi' });
 */
export class ComputeResources {
  /** CPU that the scheduler sets aside. */
  public readonly cpuRequest?: string;
  /** CPU above which the container is throttled. */
  public readonly cpuLimit?: string;
  /** Memory that the scheduler sets aside. */
  public readonly memoryRequest?: string;
  /** Memory above which the container is killed. */
  public readonly memoryLimit?: string;

  public constructor(props: ComputeResourcesProps) {
    const name = 'ComputeResources';
    checkProps(name, props);
    checkCpu(name, 'cpuRequest', props.cpuRequest);
    checkCpu(name, 'cpuLimit', props.cpuLimit);
    checkBytes(name, 'memoryRequest', props.memoryRequest);
    checkBytes(name, 'memoryLimit', props.memoryLimit);
    checkOrder('cpu', props.cpuRequest, props.cpuLimit);
    checkOrder('memory', props.memoryRequest, props.memoryLimit);
    this.cpuRequest = props.cpuRequest;
    this.cpuLimit = props.cpuLimit;
    this.memoryRequest = props.memoryRequest;
    this.memoryLimit = props.memoryLimit;
  }

  /** @internal */
  public _toKube(): k8s.ResourceRequirements {
    return {
      requests: quantities(this.cpuRequest, this.memoryRequest),
      limits: quantities(this.cpuLimit, this.memoryLimit),
    };
  }

  /**
   * The soft memory limit of a Go program in this container, as `GOMEMLIMIT` reads it; undefined without a memory limit.
   *
   * @internal
   */
  public _goMemoryLimit(): string | undefined {
    if (this.memoryLimit === undefined) return undefined;
    const bytes = quantityValue(this.memoryLimit) ?? 0;
    return `${Math.floor((bytes * GO_SHARE_OF_LIMIT) / 2 ** 20)}MiB`;
  }
}

// the rest is for what Go does not count: stacks of C code, page tables, mapped files (Prometheus uses the same share)
const GO_SHARE_OF_LIMIT = 0.9;

function quantities(cpu: string | undefined, memory: string | undefined): { [key: string]: k8s.Quantity } | undefined {
  if (cpu === undefined && memory === undefined) return undefined;
  return {
    ...(cpu === undefined ? {} : { cpu: k8s.Quantity.fromString(cpu) }),
    ...(memory === undefined ? {} : { memory: k8s.Quantity.fromString(memory) }),
  };
}

function checkOrder(what: 'cpu' | 'memory', request: string | undefined, limit: string | undefined): void {
  if (request === undefined || limit === undefined) return;
  if ((quantityValue(request) ?? 0) <= (quantityValue(limit) ?? 0)) return;
  const rule = `it must be at most '${what}Limit', which is ${JSON.stringify(limit)}`;
  fail('ComputeResources', `'${what}Request' is ${JSON.stringify(request)}; ${rule}`);
}
