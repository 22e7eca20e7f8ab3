import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { fail } from './errors';
import { k8s } from './k8s';
import { checkDnsLabel } from './names';
import { clusterScoped } from './cluster-scoped';

/** The namespace of the chart that a construct stands in; the DNS names of Services are made of it. */
export function namespaceOf(scope: Construct): string {
  const chart = scope.node.scopes.findLast((node): node is Chart => Chart.isChart(node));
  if (chart === undefined)
    fail(scope, 'it stands in no chart; make one in the app, and give that as the first argument');
  const { namespace } = chart;
  if (namespace === undefined) {
    fail(scope, "the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })");
  }
  checkDnsLabel(scope, 'namespace', namespace);
  return namespace;
}

/** The least that the pods of a namespace may be held to by Pod Security admission. */
export enum PodSecurityLevel {
  PRIVILEGED = 'privileged',
  BASELINE = 'baseline',
  RESTRICTED = 'restricted',
}

/**
 * Adds the Namespace object of the scope's chart.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function addNamespace(scope: Construct, id: string, level: PodSecurityLevel): void {
  const name = namespaceOf(scope);
  clusterScoped(
    new k8s.KubeNamespace(scope, id, {
      metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } },
    }),
  );
}
