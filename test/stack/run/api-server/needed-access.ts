import type { KubeObject } from '../../../support/kube-object';
import type { Manifests } from '../../../support/manifests';
import type { Access } from './access-reviews';

/**
 * What each role of Prometheus' discovery lists and watches.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
const OF_ROLE: { readonly [role: string]: readonly string[] } = {
  node: ['nodes'],
  pod: ['pods'],
  service: ['services'],
  endpointslice: ['discovery.k8s.io/endpointslices', 'services', 'pods'],
  ingress: ['networking.k8s.io/ingresses'],
};

/** The groups of what kube-state-metrics watches; the others are of the core. */
const GROUP_OF: { readonly [resource: string]: string } = {
  cronjobs: 'batch',
  jobs: 'batch',
  daemonsets: 'apps',
  deployments: 'apps',
  replicasets: 'apps',
  statefulsets: 'apps',
  horizontalpodautoscalers: 'autoscaling',
  ingresses: 'networking.k8s.io',
  networkpolicies: 'networking.k8s.io',
  poddisruptionbudgets: 'policy',
  storageclasses: 'storage.k8s.io',
  volumeattachments: 'storage.k8s.io',
  certificatesigningrequests: 'certificates.k8s.io',
  leases: 'coordination.k8s.io',
};

/** What the pods of a ServiceAccount ask the API server for, read from their configuration and flags. */
export function neededBy(manifests: Manifests, account: string): Access[] {
  const [namespace, name] = account.split('/');
  const workloads = manifests.objects.filter(
    ({ metadata, ...object }) =>
      metadata.namespace === namespace && object['spec']?.template?.spec.serviceAccountName === name,
  );
  return workloads.flatMap((workload) => {
    const containers = workload['spec'].template.spec.containers.map(({ name: own }: any) => own);
    if (containers.includes('prometheus')) return ofPrometheus(manifests, workload);
    if (containers.includes('kube-state-metrics')) return ofStateMetrics(workload);
    if (containers.includes('promtail')) return ofPromtail(manifests);
    if (containers.includes('alloy')) return reading('pods');
    return ofSidecars(workload);
  });
}

function ofPrometheus(manifests: Manifests, workload: KubeObject): Access[] {
  const jobs: any[] = workload['spec'].template.spec.volumes
    .flatMap(({ projected, configMap }: any) => projected?.sources ?? [{ configMap }])
    .flatMap(({ configMap }: any) => (configMap?.name ? [configMap.name] : []))
    .filter((name: string) => Object.hasOwn(manifests.one('ConfigMap', name)['data'], 'prometheus.yml'))
    .flatMap((name: string) => manifests.config('ConfigMap', name, 'prometheus.yml').scrape_configs);
  const roles = new Set<string>(jobs.flatMap((job) => (job.kubernetes_sd_configs ?? []).map(({ role }: any) => role)));
  // the kubelet asks the API server whether the token that it is shown may read its metrics
  const kubelet = roles.has('node') ? [{ verb: 'get', resource: 'nodes/metrics' }] : [];
  const asksApiServer = jobs.some(({ job_name: job }) => job === 'apiserver');
  return [
    ...[...roles].flatMap((role) => reading(...(OF_ROLE[role] ?? [`no such role: ${role}`]))),
    ...kubelet,
    ...(asksApiServer ? [{ verb: 'get', resource: '/metrics' }] : []),
  ];
}

function ofStateMetrics(workload: KubeObject): Access[] {
  const flags: string[] = workload['spec'].template.spec.containers[0].args;
  const resources =
    flags
      .find((flag) => flag.startsWith('--resources='))
      ?.replace('--resources=', '')
      .split(',') ?? [];
  return reading(...resources.map((one) => (GROUP_OF[one] === undefined ? one : `${GROUP_OF[one]}/${one}`)));
}

function ofPromtail(manifests: Manifests): Access[] {
  const { scrape_configs: jobs } = manifests.config('ConfigMap', 'promtail', 'promtail.yaml');
  const roles: string[] = jobs.flatMap((job: any) => (job.kubernetes_sd_configs ?? []).map(({ role }: any) => role));
  return roles.flatMap((role) => reading(...(OF_ROLE[role] ?? [])));
}

function ofSidecars(workload: KubeObject): Access[] {
  const containers: any[] = workload['spec'].template.spec.containers;
  return containers.flatMap(({ env = [] }) => {
    const valueOf = (name: string): string | undefined => env.find((one: any) => one.name === name)?.value;
    const namespaces = valueOf('RESOURCE') === 'configmap' ? (valueOf('NAMESPACE') ?? '').split(',') : [];
    return namespaces.flatMap((namespace) => reading('configmaps').map((access) => ({ ...access, namespace })));
  });
}

function reading(...resources: readonly string[]): Access[] {
  return resources.flatMap((one) => {
    const [resource = '', group = ''] = one.split('/').reverse();
    return ['list', 'watch'].map((verb) => ({ verb, resource, group }));
  });
}
