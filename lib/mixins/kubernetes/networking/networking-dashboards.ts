import { buildDashboard } from '../../../dashboard-builder/build-dashboard';
import { Dashboard } from '../../../model/dashboard';
import { NETWORKING_CLUSTER, NETWORKING_NAMESPACE, NETWORKING_POD, NETWORKING_WORKLOAD } from '../dashboards';
import { clusterNetwork } from './cluster-network';
import { podNetwork } from './pod-network';
import { namespaceNetwork, workloadNetwork } from './pods-network';

/** Who talks how much, from the whole cluster down to one pod. */
export function networkingDashboards(): Dashboard[] {
  const drillDown = [
    { ...NETWORKING_CLUSTER, spec: clusterNetwork },
    { ...NETWORKING_NAMESPACE, spec: namespaceNetwork },
    { ...NETWORKING_WORKLOAD, spec: workloadNetwork },
    { ...NETWORKING_POD, spec: podNetwork },
  ];
  return drillDown.map(({ uid, title, spec }) => Dashboard._lazy(uid, title, {}, () => buildDashboard(spec())));
}
