import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KnownLabels } from './label-match';
import { NAMESPACE_NAME } from './network-policy';
import type { KnownPolicy, PolicySpec } from './network-reach';

type Labels = { readonly [key: string]: string };

interface Manifest {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly labels?: Labels | null };
  readonly spec?: PolicySpec;
  readonly items?: readonly Manifest[] | null;
}

const GROUP = 'networking.k8s.io';

// a List holds objects of any kind
const POLICY_KINDS = ['NetworkPolicy', 'NetworkPolicyList', 'List'];

/** What an app itself says of the network of its pods. */
export class KnownNetwork {
  private readonly objects: readonly ApiObject[];
  private readonly namespaces = new Map<string, KnownLabels>();
  private readonly policies = new Map<string, readonly KnownPolicy[]>();
  private allPolicies?: readonly KnownPolicy[];

  public constructor(root: IConstruct) {
    this.objects = root.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node));
  }

  /**
   * Whether there are policies, whatever construct library made them, that can be judged. They cannot where the app has others of
   * Cilium, Calico and the like: these may let through what those of Kubernetes do not.
   */
  public hasPolicies(): boolean {
    const hasOthers = this.objects.some(({ kind, apiGroup }) => kind.endsWith('NetworkPolicy') && apiGroup !== GROUP);
    return !hasOthers && this.objects.some(({ kind }) => POLICY_KINDS.includes(kind));
  }

  /** The policies that may be of a namespace: those of it, and those whose namespace is told to kubectl alone. */
  public policiesOf(namespace: string): readonly KnownPolicy[] {
    const known = this.policies.get(namespace);
    if (known !== undefined) return known;
    this.allPolicies ??= this.objects.flatMap(policiesIn);
    const found = this.allPolicies.filter((policy) => [namespace, undefined].includes(policy.namespace));
    this.policies.set(namespace, found);
    return found;
  }

  /** The labels of a namespace. */
  public namespaceLabels(namespace: string): KnownLabels {
    const known = this.namespaces.get(namespace) ?? this.readNamespace(namespace);
    this.namespaces.set(namespace, known);
    return known;
  }

  private readNamespace(namespace: string): KnownLabels {
    const made = this.objects
      .filter(({ kind, name, apiVersion }) => kind === 'Namespace' && name === namespace && apiVersion === 'v1')
      .map((object) => (object.toJson() as Manifest).metadata?.labels ?? {});
    return {
      labels: Object.assign({ [NAMESPACE_NAME]: namespace }, ...made) as Labels,
      // Rancher, Argo CD and others write labels on namespaces, with prefixes of their own
      mayHave: (key) => made.length === 0 || key.includes('/'),
    };
  }
}

function policiesIn(object: ApiObject): KnownPolicy[] {
  const { kind, node } = object;
  if (!POLICY_KINDS.includes(kind)) return [];
  const manifest = object.toJson() as Manifest;
  const found = kind === 'NetworkPolicy' ? [manifest] : (manifest.items ?? []);
  return found
    .filter((one) => kind !== 'List' || one.kind === 'NetworkPolicy')
    .map(({ metadata, spec }) => ({ path: node.path, namespace: metadata?.namespace, spec: spec ?? {} }));
}
