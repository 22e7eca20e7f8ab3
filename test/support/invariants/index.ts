import type { KubeObject } from '../kube-object';
import { autoscalers } from './autoscalers';
import { cleanValues } from './clean-values';
import { containers } from './containers';
import { disruptionBudgets } from './disruption-budgets';
import { Externals } from './externals';
import { hostPorts } from './host-ports';
import { ingressBackends } from './ingress-backends';
import { names } from './names';
import { namespaces } from './namespaces';
import { networkPolicies } from './network-policies';
import { objectSize } from './object-size';
import { pinnedImages } from './pinned-images';
import { podSecurity } from './pod-security';
import { probes } from './probes';
import { references } from './references';
import { resources } from './resources';
import { roleBindings } from './role-bindings';
import type { Rule } from './rule';
import { serviceAccountTokens } from './service-account-tokens';
import { serviceTargets } from './service-targets';
import { statefulSets } from './stateful-sets';
import { storedForm } from './stored-form';
import { uniqueObjects } from './unique-objects';
import { volumeMounts } from './volume-mounts';
import { workloadSelectors } from './workload-selectors';

/** The rules by name. */
export const INVARIANTS: { readonly [name: string]: Rule } = {
  autoscalers,
  cleanValues,
  containers,
  disruptionBudgets,
  hostPorts,
  ingressBackends,
  names,
  namespaces,
  networkPolicies,
  objectSize,
  pinnedImages,
  podSecurity,
  probes,
  references,
  resources,
  roleBindings,
  serviceAccountTokens,
  serviceTargets,
  statefulSets,
  storedForm,
  uniqueObjects,
  volumeMounts,
  workloadSelectors,
};

/** What an output may rely on without holding it. */
export interface InvariantOptions {
  /**
   * `Kind/namespace/name`, or `Kind/name` for cluster-scoped objects, each made by other hands for a documented reason. One
   * that nothing needs is an error.
   *
   * For a Service it may also stand for the pods behind it: kube-dns, whose pods the cluster brings.
   */
  readonly externals?: readonly string[];
}

/** All rules over all objects of an output; empty when the output is sound. */
export function allInvariants(objects: readonly KubeObject[], options: InvariantOptions = {}): string[] {
  const externals = new Externals(options.externals);
  return [
    ...Object.values(INVARIANTS).flatMap((rule) => rule(objects, externals)),
    ...externals.unused().map((entry) => `externals: nothing needs ${entry}`),
  ];
}
