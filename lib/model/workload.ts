import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { fail, type Subject } from '../core/errors';
import { POD_TEMPLATES } from './pod-templates';

/** A port that a container of a workload declares. */
export interface WorkloadPort {
  readonly container: string;
  readonly name?: string;
  readonly number: number;
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: { readonly [key: string]: string } };
  readonly spec?: {
    readonly automountServiceAccountToken?: boolean;
    readonly hostNetwork?: boolean;
    readonly containers?: readonly {
      readonly name: string;
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
}

interface WorkloadManifest {
  readonly spec?: {
    readonly selector?: {
      readonly matchLabels?: { readonly [key: string]: string };
      readonly matchExpressions?: readonly unknown[];
    };
  };
}

/**
 * What the stack must know of a workload to watch it, read from its API object, whatever construct library made it:
 * cdk8s-plus of any version, generated classes, `ApiObject`, `Include` or `Helm`.
 */
export class Workload {
  public static of(subject: Subject, construct: IConstruct): Workload {
    const object = apiObjectOf(subject, construct);
    if (!(object.kind in POD_TEMPLATES)) {
      const kinds = Object.keys(POD_TEMPLATES).join(', ');
      fail(subject, `'workload' is the ${object.kind} ${object.name}; only a ${kinds} has pods to watch`);
    }
    return new Workload(object);
  }

  public readonly name: string;
  public readonly kind: string;

  private constructor(private readonly object: ApiObject) {
    this.name = object.name;
    this.kind = object.kind;
  }

  /** The namespace that its pods run in. */
  public get namespace(): string {
    const { namespace } = this.object.metadata;
    return (
      namespace ?? fail(this.object, "the workload has no namespace; give its chart one, or its metadata a 'namespace'")
    );
  }

  /** What carries it in the tree of constructs. */
  public get construct(): IConstruct {
    return this.object;
  }

  /**
   * The labels by which its pods are known: those of its selector, or of its template where there is no selector, or one that
   * labels alone do not say.
   */
  public podLabels(): { readonly [key: string]: string } {
    const { matchLabels, matchExpressions = [] } = this.manifest().spec?.selector ?? {};
    const labels = (matchExpressions.length === 0 ? matchLabels : undefined) ?? this.templateLabels();
    if (Object.keys(labels).length === 0) fail(this.object, 'the pods of the workload have no labels to find them by');
    return labels;
  }

  /** The labels that its pods carry. */
  public templateLabels(): { readonly [key: string]: string } {
    return this.template().metadata?.labels ?? {};
  }

  /** Whether its pods carry a token, and so speak to the API server. */
  public hasToken(): boolean {
    return this.template().spec?.automountServiceAccountToken === true;
  }

  /** Whether its pods are in the network of their node, where no NetworkPolicy holds. */
  public isOnHostNetwork(): boolean {
    return this.template().spec?.hostNetwork === true;
  }

  /** The ports that its containers declare. */
  public ports(): WorkloadPort[] {
    return (this.template().spec?.containers ?? []).flatMap((container) =>
      (container.ports ?? []).map((port) => ({
        container: container.name,
        name: port.name,
        number: port.containerPort,
      })),
    );
  }

  private template(): PodTemplate {
    let value: unknown = this.manifest();
    for (const key of POD_TEMPLATES[this.kind] ?? []) value = (value as { [key: string]: unknown } | undefined)?.[key];
    return value ?? {};
  }

  private manifest(): WorkloadManifest {
    return this.object.toJson() as WorkloadManifest;
  }
}

function apiObjectOf(subject: Subject, construct: IConstruct): ApiObject {
  if (ApiObject.isApiObject(construct)) return construct;
  const child = construct?.node?.defaultChild;
  if (child !== undefined && ApiObject.isApiObject(child)) return child;
  const workloads = (construct?.node?.findAll() ?? []).filter(
    (node): node is ApiObject => ApiObject.isApiObject(node) && node.kind in POD_TEMPLATES,
  );
  const [only] = workloads;
  if (only !== undefined && workloads.length === 1) return only;
  return fail(
    subject,
    `'workload' holds ${workloads.length} workloads; pass a construct with one Deployment, StatefulSet, DaemonSet, CronJob or Job, or the ApiObject itself`,
  );
}
