import { buildDashboard } from '../../../dashboard-builder/build-dashboard';
import { Dashboard } from '../../../model/dashboard';
import type { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import { CLUSTER, NAMESPACE_PODS, NAMESPACE_WORKLOADS, NODE_PODS, POD, WORKLOAD } from '../dashboards';
import { cluster } from './cluster';
import { namespacePods } from './namespace-pods';
import { namespaceWorkloads } from './namespace-workloads';
import { nodePods } from './node-pods';
import { pod } from './pod';
import { workload } from './workload';

/** What uses CPU and memory, from the whole cluster down to one pod. */
export function computeDashboards(flavor: KubernetesFlavor): Dashboard[] {
  const drillDown = [
    { ...CLUSTER, spec: cluster },
    { ...NAMESPACE_WORKLOADS, spec: namespaceWorkloads },
    { ...NAMESPACE_PODS, spec: () => namespacePods(flavor) },
    { ...NODE_PODS, spec: nodePods },
    { ...WORKLOAD, spec: workload },
    { ...POD, spec: pod },
  ];
  return drillDown.map(({ uid, title, spec }) => Dashboard._lazy(uid, title, {}, () => buildDashboard(spec())));
}
