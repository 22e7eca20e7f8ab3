import { Rule } from '../../model/rule';
import { RuleGroup } from '../../model/rule-group';
import { RECORDS } from './records';
import { recorded, state } from './series';

/*
 * A workload is what a person has made: a Deployment, not its ReplicaSets; a CronJob, not its Jobs; a pod that nothing
 * controls. Every pod belongs to exactly one.
 */

const OF_POD = '(cluster, namespace, pod, workload)';
const OF_WORKLOAD = '(cluster, namespace, workload)';

const CONTROLLED = 'owner_is_controller="true"';

/** Which workload each pod belongs to, finished ones too: their logs and their last words are looked for as well. */
export function podOfWorkloadRules(): RuleGroup {
  const rule = (type: string, expr: string): Rule =>
    Rule.record(RECORDS.podOfWorkload, { expr: `max by ${OF_POD} (${expr})`, labels: { workload_type: type } });
  const replicaSets = ownedThrough('ReplicaSet', 'replicaset', 'kube_replicaset_owner', 'Deployment');
  const jobs = ownedThrough('Job', 'job_name', 'kube_job_owner', 'CronJob');
  return new RuleGroup('kubernetes-pod-owner', {
    rules: [
      rule('deployment', replicaSets.through),
      rule('replicaset', replicaSets.direct),
      rule('statefulset', named('workload', 'owner_name', ownedBy('StatefulSet'))),
      rule('daemonset', named('workload', 'owner_name', ownedBy('DaemonSet'))),
      rule('cronjob', jobs.through),
      rule('job', jobs.direct),
      // a kubelet owns the pods whose manifests lie on its node
      rule('staticpod', named('workload', 'pod', ownedBy('Node'))),
      rule('barepod', named('workload', 'pod', uncontrolled())),
      ofOtherKinds(),
    ],
  });
}

/** Pods whose controller is of a kind. */
function ownedBy(kind: string): string {
  return state('kube_pod_owner', `owner_kind="${kind}"`, CONTROLLED);
}

/** Some series with the value of a label under another name as well. */
function named(name: string, label: string, series: string): string {
  return `label_replace(${series}, "${name}", "$1", "${label}", "(.*)")`;
}

/** Pods of controllers that have a controller themselves, and pods of those that have none of that kind. */
function ownedThrough(
  kind: string,
  label: string,
  ownerMetric: string,
  ownerKind: string,
): { readonly through: string; readonly direct: string } {
  const by = `(cluster, namespace, ${label})`;
  const pods = named(label, 'owner_name', ownedBy(kind));
  const owners = named('workload', 'owner_name', state(ownerMetric, `owner_kind="${ownerKind}"`, CONTROLLED));
  return {
    through: `${pods} * on ${by} group_left (workload) max by (cluster, namespace, ${label}, workload) (${owners})`,
    direct: `${named('workload', 'owner_name', pods)} unless on ${by} ${owners}`,
  };
}

function uncontrolled(): string {
  return `(${state('kube_pod_owner')} unless on (cluster, namespace, pod) ${state('kube_pod_owner', CONTROLLED)})`;
}

/** Under the kind itself: PromQL cannot write it in small letters. */
function ofOtherKinds(): Rule {
  const kinds = 'owner_kind!~"ReplicaSet|StatefulSet|DaemonSet|Job|Node"';
  const pods = named('workload', 'owner_name', state('kube_pod_owner', kinds, CONTROLLED));
  return Rule.record(RECORDS.podOfWorkload, {
    expr: `max by (cluster, namespace, pod, workload, workload_type) (${named('workload_type', 'owner_kind', pods)})`,
  });
}

/** What workloads use, and how many replicas each wants, has ready, and has in its newest form. */
export function workloadRules(): RuleGroup {
  return new RuleGroup('kubernetes-workloads', {
    rules: [
      Rule.record(RECORDS.workloadCpu, { expr: sumOf(RECORDS.cpu) }),
      Rule.record(RECORDS.workloadMemory, { expr: sumOf(RECORDS.workingSet) }),
      ...replicas(RECORDS.replicasWanted, {
        deployment: 'kube_deployment_spec_replicas',
        statefulset: 'kube_statefulset_replicas',
        daemonset: 'kube_daemonset_status_desired_number_scheduled',
        pods: state('kube_pod_status_phase', 'phase=~"Pending|Running|Unknown"'),
      }),
      ...replicas(RECORDS.replicasReady, {
        deployment: 'kube_deployment_status_replicas_ready',
        statefulset: 'kube_statefulset_status_replicas_ready',
        daemonset: 'kube_daemonset_status_number_ready',
        pods: state('kube_pod_status_ready', 'condition="true"'),
      }),
      ...replicas(RECORDS.replicasUpdated, {
        deployment: 'kube_deployment_status_replicas_updated',
        statefulset: 'kube_statefulset_status_replicas_updated',
        daemonset: 'kube_daemonset_status_updated_number_scheduled',
        pods: state('kube_pod_status_phase', 'phase=~"Pending|Running|Unknown"'),
      }),
    ],
  });
}

function sumOf(record: string): string {
  const pods = `on (cluster, namespace, pod) group_left (workload, workload_type) ${RECORDS.podOfWorkload}`;
  return `sum by (cluster, namespace, workload, workload_type) (${record} * ${pods})`;
}

interface ReplicaMetrics {
  readonly deployment: string;
  readonly statefulset: string;
  readonly daemonset: string;
  /** 0 or 1 for each pod: workloads of other kinds do not say how many they want, their pods are counted. */
  readonly pods: string;
}

function replicas(record: string, { pods, ...metrics }: ReplicaMetrics): Rule[] {
  const others = recorded(RECORDS.podOfWorkload, `workload_type!~"${Object.keys(metrics).join('|')}"`);
  const each = `max by (cluster, namespace, pod) (${pods})`;
  return [
    ...Object.entries(metrics).map(([type, metric]) =>
      Rule.record(record, {
        expr: `max by ${OF_WORKLOAD} (${named('workload', type, state(metric))})`,
        labels: { workload_type: type },
      }),
    ),
    Rule.record(record, {
      expr: `sum by (cluster, namespace, workload, workload_type) (${others} * on (cluster, namespace, pod) group_left () ${each})`,
    }),
  ];
}
