import type { InputSeries } from './promtool';
import { changing, state } from './series';

export { changing as series, state as stateSeries, twice as doubled } from './series';

export interface PodOptions {
  readonly namespace?: string;
  readonly node?: string;
  /** `Running` unless it is said. */
  readonly phase?: string;
  /** Whether it is ready; a pod that runs is, unless it is said. */
  readonly ready?: boolean;
  /** Kind and name of its controller. */
  readonly owner?: readonly [string, string];
}

/** A pod as kube-state-metrics speaks of it. */
export function podSeries(pod: string, options: PodOptions = {}): InputSeries[] {
  const { namespace = 'shop', node = 'n1', phase = 'Running', ready = phase === 'Running', owner } = options;
  const labels = { namespace, pod, uid: `uid-${pod}` };
  const [owner_kind = '', owner_name = ''] = owner ?? [];
  const owner_is_controller = owner === undefined ? '' : 'true';
  return [
    ...['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((one) =>
      state('kube_pod_status_phase', { ...labels, phase: one }, one === phase ? 1 : 0),
    ),
    state('kube_pod_status_ready', { ...labels, condition: 'true' }, ready ? 1 : 0),
    state('kube_pod_status_ready', { ...labels, condition: 'false' }, ready ? 0 : 1),
    state('kube_pod_info', { ...labels, node, host_network: 'false' }),
    state('kube_pod_created', labels, 60),
    state('kube_pod_owner', { ...labels, owner_kind, owner_name, owner_is_controller }),
  ];
}

/** A ReplicaSet of a Deployment, or a Job of a CronJob. */
export function ownerSeries(kind: 'ReplicaSet' | 'Job', name: string, ownerKind = '', owner = ''): InputSeries {
  const [metric, label] = kind === 'Job' ? ['kube_job_owner', 'job_name'] : ['kube_replicaset_owner', 'replicaset'];
  const labels = { namespace: 'shop', owner_kind: ownerKind, owner_name: owner };
  return state(metric, { ...labels, [label]: name, owner_is_controller: owner === '' ? '' : 'true' });
}

/** A container that uses so many cores and so much memory, as cAdvisor counts it. */
export function usageSeries(
  pod: string,
  container: string,
  { cores = 0, bytes = 0, id = `/${pod}/${container}`, namespace = 'shop', values = '' },
): InputSeries[] {
  const target = { job: 'kubelet', metrics_path: '/metrics/cadvisor', node: 'n1', namespace, pod, container, id };
  return [
    changing('container_cpu_usage_seconds_total', target, values || `0+${cores * 30}x40`),
    changing('container_memory_working_set_bytes', target, values || `${bytes}+0x40`),
  ];
}
