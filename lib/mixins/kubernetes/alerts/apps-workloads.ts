import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { state, stateBy } from '../series';

/** What Deployments, StatefulSets and DaemonSets have in common. */
interface Workloads {
  readonly kind: string;
  readonly by: string;
  /** As it is called in texts. */
  readonly name: string;
  /** As kubectl takes it. */
  readonly resource: string;
  /** How many pods are in the newest form: it moves while a rollout gets on. */
  readonly updated: string;
}

const DEPLOYMENTS: Workloads = workloads('Deployment', 'kube_deployment_status_replicas_updated');
const STATEFUL_SETS: Workloads = workloads('StatefulSet', 'kube_statefulset_status_replicas_updated');
const DAEMON_SETS: Workloads = workloads('DaemonSet', 'kube_daemonset_status_updated_number_scheduled');

/** Whether workloads have the pods that they should have, in the form that they should have. */
export function workloadAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-apps-workloads', profile, {
    core: [
      deploymentReplicas(),
      rolloutStuck(),
      generation(DEPLOYMENTS, 'kube_deployment_status_observed_generation', 'kube_deployment_metadata_generation'),
      statefulSetReplicas(),
      updateNotRolledOut(),
      generation(STATEFUL_SETS, 'kube_statefulset_status_observed_generation', 'kube_statefulset_metadata_generation'),
      daemonSetStuck(),
      notScheduled(),
      misScheduled(),
    ],
  });
}

function workloads(kind: string, updated: string): Workloads {
  const label = kind.toLowerCase();
  const [namespace, name] = ['{{ $labels.namespace }}', `{{ $labels.${label} }}`];
  return {
    kind,
    by: `cluster, namespace, ${label}`,
    name: `the ${kind} ${namespace}/${name}`,
    resource: `-n ${namespace} ${label}/${name}`,
    updated,
  };
}

/** A rollout that gets on needs no alert, however long it takes. */
function unlessGettingOn(expr: string, { by, updated }: Workloads): string {
  return `${expr} and on (${by}) max by (${by}) (changes(${state(updated)}[10m])) == 0`;
}

function deploymentReplicas(): Rule {
  const { by, name, resource } = DEPLOYMENTS;
  const wanted = stateBy(by, 'kube_deployment_spec_replicas');
  const missing = `${wanted} - ${stateBy(by, 'kube_deployment_status_replicas_available')} > 0`;
  return Rule.alert('KubeDeploymentReplicasMismatch', {
    expr: unlessGettingOn(missing, DEPLOYMENTS),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `Pods of ${name} that are not available: {{ $value }}`,
    description: 'The others carry the load; when none is left, users get errors.',
    runbook: `\`kubectl describe ${resource}\` and the alerts on its pods say why. ${NO_PODS_MADE}`,
  });
}

function rolloutStuck(): Rule {
  const { by, name, resource } = DEPLOYMENTS;
  const progressing = stateBy(by, 'kube_deployment_status_condition', 'condition="Progressing"', 'status="false"');
  return Rule.alert('KubeDeploymentRolloutStuck', {
    expr: `${progressing} == 1`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `The rollout of ${name} does not get on`,
    description:
      'It is past its progressDeadlineSeconds: the new pods do not become ready. Users are served by the old ones that are left.',
    runbook:
      `\`kubectl rollout status ${resource}\`, then look at the newest of its pods: what keeps it from being ready? ` +
      `\`kubectl rollout undo ${resource}\` brings the old form back.`,
  });
}

/** Kubernetes has not even read what is wanted. */
function generation(of: Workloads, observed: string, wanted: string): Rule {
  return Rule.alert(`Kube${of.kind}GenerationMismatch`, {
    expr: `${stateBy(of.by, observed)} != ${stateBy(of.by, wanted)}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `Changes of ${of.name} have not been looked at for 15 minutes`,
    description: 'What was applied last is not what runs: a rollout, a change of replicas or an undo did not happen.',
    runbook:
      'The controller manager does not work, or has too much to do: if other workloads hang too, read its log (k3s: `journalctl ' +
      `-u k3s\`, k3d: \`docker logs\` of a server). If it is this one alone: \`kubectl describe ${of.resource}\`.`,
  });
}

function statefulSetReplicas(): Rule {
  const { by, name, resource } = STATEFUL_SETS;
  const missing = `${stateBy(by, 'kube_statefulset_replicas')} - ${stateBy(by, 'kube_statefulset_status_replicas_ready')} > 0`;
  return Rule.alert('KubeStatefulSetReplicasMismatch', {
    expr: unlessGettingOn(missing, STATEFUL_SETS),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `Pods of ${name} that are not ready: {{ $value }}`,
    description:
      'Each has data of its own: what the missing ones hold is out of reach, or has a copy less. By default later pods wait for ' +
      'earlier ones, so that one can keep back many.',
    runbook:
      `\`kubectl describe ${resource}\` and the alerts on its pods say why; begin with the lowest number. A pod that waits for ` +
      `its volume is bound to the node where that lies. ${NO_PODS_MADE}`,
  });
}

function updateNotRolledOut(): Rule {
  const { by, name, resource } = STATEFUL_SETS;
  const revision = (which: string): string => stateBy(`${by}, revision`, `kube_statefulset_status_${which}_revision`);
  const unfinished = `max by (${by}) (${revision('update')} unless ${revision('current')})`;
  const old = `${stateBy(by, 'kube_statefulset_replicas')} != ${stateBy(by, STATEFUL_SETS.updated)}`;
  return Rule.alert('KubeStatefulSetUpdateNotRolledOut', {
    expr: unlessGettingOn(`${unfinished} and on (${by}) ${old}`, STATEFUL_SETS),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `The update of ${name} does not get on`,
    description: 'Some of its pods run in the old form, some in the new one.',
    runbook:
      `\`kubectl rollout status ${resource}\`: the rollout waits for the pod that it replaced last; see its log. If that pod ` +
      'never became ready, it is not replaced by itself after the cause is mended: delete it. With the strategy OnDelete or a ' +
      'partition the rest waits for you.',
  });
}

function daemonSetStuck(): Rule {
  const { by, name, resource } = DAEMON_SETS;
  const there = stateBy(by, 'kube_daemonset_status_current_number_scheduled');
  const old = `${there} - ${stateBy(by, DAEMON_SETS.updated)} > 0`;
  const unavailable = `${there} - ${stateBy(by, 'kube_daemonset_status_number_available')} > 0`;
  return Rule.alert('KubeDaemonSetRolloutStuck', {
    expr: unlessGettingOn(`(${old} or ${unavailable})`, DAEMON_SETS),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `Pods of ${name} that are old or not available: {{ $value }}`,
    description:
      'On their nodes its work is not done, or not in the new form: logs, metrics or the network of these nodes.',
    runbook:
      `\`kubectl rollout status ${resource}\`, then \`kubectl get pods -o wide\` for the pods and nodes: is it a pod that does ` +
      'not start, or a node that does not answer? With the strategy OnDelete old pods wait for you.',
  });
}

function notScheduled(): Rule {
  const { by, name, resource } = DAEMON_SETS;
  const wanted = stateBy(by, 'kube_daemonset_status_desired_number_scheduled');
  return Rule.alert('KubeDaemonSetNotScheduled', {
    expr: `${wanted} - ${stateBy(by, 'kube_daemonset_status_current_number_scheduled')} > 0`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `Nodes that lack their pod of ${name}: {{ $value }}`,
    description: 'Its work is not done there, though the node should have it.',
    runbook: `\`kubectl describe ${resource}\` says why the pods are not made: mostly a quota, or an admission webhook.`,
  });
}

function misScheduled(): Rule {
  const { by, name, resource } = DAEMON_SETS;
  return Rule.alert('KubeDaemonSetMisScheduled', {
    expr: `${stateBy(by, 'kube_daemonset_status_number_misscheduled')} > 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `Pods of ${name} that run where they should not: {{ $value }}`,
    description: 'A label or a taint of their nodes has changed since they started.',
    runbook:
      `Compare nodeSelector, affinity and tolerations of \`kubectl get ${resource} -o yaml\` with \`kubectl describe node\`. If the ` +
      'node is right, delete the pods there; they do not come back.',
  });
}

const NO_PODS_MADE = 'If pods are not even made, its events name a quota or an admission webhook that refuses them.';
