import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { claim } from './claims';
import { clusterScoped } from './cluster-scoped';
import { k8s } from './k8s';
import { namespaceOf } from './namespace';

/** What the pods of a component may ask of the Kubernetes API. */
export interface ServiceIdentityProps {
  /** Name of the ServiceAccount, and of the roles bound to it. */
  readonly name: string;
  /** Labels of all its objects. */
  readonly labels: { [key: string]: string };
  /** What it may do in the whole cluster; no ClusterRole when left out. */
  readonly clusterRules?: k8s.PolicyRule[];
  /** What it may do in its own namespace; no Role when left out. */
  readonly namespaceRules?: k8s.PolicyRule[];
}

/**
 * A ServiceAccount with exactly the rules that its component needs.
 *
 * ClusterRoles are named `<namespace>-<name>`: they belong to no namespace, and two stacks in one cluster must not
 * overwrite each other's.
 */
export class ServiceIdentity extends Construct {
  /** Name of the ServiceAccount. */
  public readonly name: string;

  private readonly labels: { [key: string]: string };
  private hasRules = false;

  public constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    this.name = props.name;
    this.labels = props.labels;
    const { clusterRules = [], namespaceRules = [], labels } = props;
    claim(
      this,
      `the ServiceAccount '${props.name}' of the namespace '${namespaceOf(this)}'`,
      "give one of them another 'name'",
    );

    new k8s.KubeServiceAccount(this, 'Resource', {
      metadata: { name: props.name, labels },
      // the pods that need a token say so themselves
      automountServiceAccountToken: false,
    });
    if (clusterRules.length > 0) this.allowInCluster(clusterRules);
    if (namespaceRules.length > 0) this.allowInNamespace(namespaceRules);
  }

  /** Whether the pods need a token: only a component with rules asks the API anything. */
  public get needsToken(): boolean {
    return this.hasRules;
  }

  /** The settings of a pod that runs as this account. */
  public podSettings(): {
    serviceAccountName: string;
    automountServiceAccountToken: boolean;
    enableServiceLinks: boolean;
  } {
    return {
      serviceAccountName: this.name,
      // rules may still be added
      automountServiceAccountToken: Lazy.any({ produce: () => this.needsToken }) as boolean,
      // no `<SERVICE>_PORT` variables: some programs read them as their own settings
      enableServiceLinks: false,
    };
  }

  /** Allows something in the whole cluster; may be called once, with rules that are known only at synthesis. */
  public allowInCluster(rules: k8s.PolicyRule[]): void {
    this.hasRules = true;
    const { labels } = this;
    const name = `${namespaceOf(this)}-${this.name}`;
    clusterScoped(new k8s.KubeClusterRole(this, 'ClusterRole', { metadata: { name, labels }, rules }));
    clusterScoped(
      new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
        metadata: { name, labels },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
        subjects: this.subjects(),
      }),
    );
  }

  private allowInNamespace(rules: k8s.PolicyRule[]): void {
    this.hasRules = true;
    const { labels } = this;
    new k8s.KubeRole(this, 'Role', { metadata: { name: this.name, labels }, rules });
    new k8s.KubeRoleBinding(this, 'RoleBinding', {
      metadata: { name: this.name, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: this.name },
      subjects: this.subjects(),
    });
  }

  private subjects(): k8s.Subject[] {
    return [{ kind: 'ServiceAccount', name: this.name, namespace: namespaceOf(this) }];
  }
}
