import { buildDashboard } from '../../dashboard-builder/build-dashboard';
import { Dashboard } from '../../model/dashboard';
import { KubernetesFlavor } from '../../model/kubernetes-flavor';
import { apiServer } from './control-plane/api-server';
import { API_SERVER, COREDNS, PERSISTENT_VOLUMES } from './dashboards';
import { coredns } from './dns/coredns';
import { persistentVolumes } from './storage/persistent-volumes';

/**
 * What a cluster does for its pods: names, volumes, the API.
 *
 * On k3s volumes are directories without figures of their own, and its API server shows what the kubelet shows already.
 */
export function clusterDashboards(flavor: KubernetesFlavor): Dashboard[] {
  const everywhere = [{ ...COREDNS, spec: coredns }];
  const elsewhere = [
    { ...PERSISTENT_VOLUMES, spec: persistentVolumes },
    { ...API_SERVER, spec: apiServer },
  ];
  return [...everywhere, ...(flavor === KubernetesFlavor.K3S ? [] : elsewhere)].map(({ uid, title, spec }) =>
    Dashboard._lazy(uid, title, {}, () => buildDashboard(spec())),
  );
}
