import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { kubelet, state } from '../series';

const CORDONED = `${byNode(state('kube_node_spec_unschedulable'))} == 1`;

/** What the control plane thinks of the nodes, and what it does about it. */
export function kubernetesNodeAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-nodes', profile, {
    core: [notReady(), unreachable(), readinessFlapping(), pressure(), eviction()],
  });
}

/** The greatest, since two kube-state-metrics are there while it is rolled out. */
function byNode(expr: string, ...labels: readonly string[]): string {
  return `max by (${['cluster', 'node', ...labels].join(', ')}) (${expr})`;
}

function ready(status: 'true' | 'false' | 'unknown'): string {
  return state('kube_node_status_condition', 'condition="Ready"', `status="${status}"`);
}

function notReady(): Rule {
  return Rule.alert('KubeNodeNotReady', {
    // a node that is not heard of at all is the next alert's; who cordoned one is at work on it
    expr: `${byNode(ready('false'))} == 1 unless ${CORDONED}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'The node {{ $labels.node }} says that it is not ready',
    description: 'No new pods come to it, and those that it has get no traffic from Services.',
    runbook:
      '`kubectl describe node {{ $labels.node }}` says why, under Conditions: mostly the network plugin or the container ' +
      'runtime. On the node: `journalctl -u kubelet` (k3s: `-u k3s` or `-u k3s-agent`; k3d: `docker logs {{ $labels.node }}`).',
  });
}

function unreachable(): Rule {
  // an autoscaler that takes a node away says so by a taint
  const leaving = byNode(state('kube_node_spec_taint', 'key=~"ToBeDeletedByClusterAutoscaler|karpenter.sh/disrupted"'));
  return Rule.alert('KubeNodeUnreachable', {
    expr: `${byNode(ready('unknown'))} == 1 unless ${leaving}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'The node {{ $labels.node }} has not been heard of for 15 minutes',
    description:
      'Its pods are started again elsewhere, save those of a StatefulSet and those whose volume is on the node: they wait ' +
      'until the node is back or its Node object is deleted.',
    runbook:
      'Is the machine on, and does it reach the API server? On k3d: `k3d node list`, `k3d node start {{ $labels.node }}`. If ' +
      'it is gone for good: `kubectl delete node {{ $labels.node }}`.',
  });
}

function readinessFlapping(): Rule {
  return Rule.alert('KubeNodeReadinessFlapping', {
    expr: `${byNode(`changes(${ready('true')}[15m])`)} > 2 unless ${CORDONED}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'The node {{ $labels.node }} has become ready or not {{ $value }} times in 15 minutes',
    description: 'Its pods lose and regain their traffic each time, and may be started again elsewhere.',
    runbook:
      '`kubectl get events --field-selector involvedObject.name={{ $labels.node }} -A` says when and why; mostly the machine ' +
      'has too little CPU or memory for its kubelet, or a network that drops packets.',
  });
}

/** More than the information that others make of it: a pod that is not wanted elsewhere stays out until the pressure ends. */
function pressure(): Rule {
  const pressed = state('kube_node_status_condition', 'condition=~"(Memory|Disk|PID)Pressure"', 'status="true"');
  return Rule.alert('KubeNodePressure', {
    expr: `${byNode(pressed, 'condition')} == 1 unless on (cluster, node) ${CORDONED}`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: 'The node {{ $labels.node }} reports {{ $labels.condition }}',
    description: 'It takes no more pods and evicts some that it has, first those that use more than they asked for.',
    runbook:
      '`kubectl describe node {{ $labels.node }}` says by how much. DiskPressure: images, logs and volumes on its disk; on ' +
      'k3d `docker system df`. MemoryPressure: the dashboard Node (Pods). PIDPressure: a program that forks without end.',
  });
}

function eviction(): Rule {
  const evictions = kubelet('kubelet_evictions');
  const own = (expr: string): string => `sum by (cluster, node, eviction_signal) (${expr})`;
  // the first eviction makes the series, and a series that begins at 1 has not grown; where there was no kubelet to ask
  // either, it is Prometheus that is new
  const first = `${evictions} unless ${evictions} offset 15m and on (cluster, instance) ${kubelet('up')} offset 15m`;
  return Rule.alert('KubeNodeEviction', {
    expr: `${own(`increase(${evictions}[15m])`)} > 0 or ${own(first)} > 0`,
    severity: Severity.WARNING,
    summary: 'The node {{ $labels.node }} evicts pods, for want of {{ $labels.eviction_signal }}',
    description: 'Pods were stopped so that the node survives: it is full, even if it says that it has room again.',
    runbook:
      "`kubectl get pods -A | grep Evicted` names them, `kubectl describe pod` says what was short. The signal 'memory.available' " +
      'is memory, `nodefs` and `imagefs` are disk space, `pid.available` processes. Give pods requests that fit what they use.',
  });
}
