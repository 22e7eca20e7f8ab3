import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { k8s } from '../core/k8s';
import { ServiceIdentity } from '../core/rbac';
import type { ScrapeTarget } from '../model/scrape-target';

/** Name and labels of the ServiceAccount and of what is bound to it. */
export interface ApiAccessProps {
  /** Name of the ServiceAccount. */
  readonly name: string;
  /** Labels of all objects. */
  readonly labels: { [key: string]: string };
  /** What is allowed in its own namespace besides; no Role when left out. */
  readonly namespaceRules?: k8s.PolicyRule[];
}

/**
 * What Prometheus may ask of the Kubernetes API: what finding and scraping its targets takes, and nothing when none of them
 * is found there.
 *
 * One ClusterRole in place of a Role in each namespace: those of other charts may not exist yet when it is applied.
 */
export class ApiAccess extends Construct {
  private readonly identity: ServiceIdentity;
  private readonly targets: ScrapeTarget[] = [];
  private hasClusterRole = false;

  public constructor(scope: Construct, id: string, props: ApiAccessProps) {
    super(scope, id);
    this.identity = new ServiceIdentity(this, 'Account', props);
  }

  /** Allows what finding and scraping a target takes. */
  public allow(target: ScrapeTarget): void {
    this.targets.push(target);
    if (this.hasClusterRole || policyRules([target]).length === 0) return;
    this.hasClusterRole = true;
    this.identity.allowInCluster(Lazy.any({ produce: () => policyRules(this.targets) }) as k8s.PolicyRule[]);
  }

  /** The settings of a pod that runs as this account. */
  public podSettings(): ReturnType<ServiceIdentity['podSettings']> {
    return this.identity.podSettings();
  }
}

// discovery lists once and then watches; it never gets one object
const WATCHED = ['list', 'watch'];
const ENDPOINT_SLICES = { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: WATCHED };

/** What finding pods, and the pods behind Services, takes in a namespace whose jobs are not known here. */
export const FINDS_PODS_AND_SERVICES: readonly k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['services', 'pods'], verbs: WATCHED },
  ENDPOINT_SLICES,
];

/** The rules that finding and scraping some targets takes, in an order that does not depend on theirs. */
export function policyRules(targets: readonly ScrapeTarget[]): k8s.PolicyRule[] {
  const kinds = new Set(targets.map((target) => target._discovery.kind));
  const services = kinds.has('service') || kinds.has('apiServer');
  const pods = services || kinds.has('workload') || kinds.has('pods');
  const nodes = kinds.has('kubelets');
  const watched = [...(nodes ? ['nodes'] : []), ...(services ? ['services'] : []), ...(pods ? ['pods'] : [])];
  const apiServers = targets.filter((target) => target._discovery.kind === 'apiServer');
  const urls = [...new Set(apiServers.map((target) => target._options.path ?? '/metrics'))].sort();
  return [
    ...(watched.length > 0 ? [{ apiGroups: [''], resources: watched, verbs: WATCHED }] : []),
    ...(services ? [ENDPOINT_SLICES] : []),
    // the kubelet asks the API server for this one, whatever the path below /metrics
    ...(nodes ? [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }] : []),
    ...(urls.length > 0 ? [{ nonResourceUrLs: urls, verbs: ['get'] }] : []),
  ];
}
