import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { kubelet, state } from '../series';
import { certificateAlerts } from './kubelet-certificates';
import { systemAlerts } from './system';

const LOGS =
  'The log of the kubelet: `journalctl -u kubelet` on the node (k3s: `-u k3s` or `-u k3s-agent`; k3d: ' +
  '`docker logs {{ $labels.node }}`).';

/** Whether the kubelets work, and whether they fit the rest of the cluster. */
export function kubeletAlerts(flavor: KubernetesFlavor, profile: AlertProfile): RuleGroup[] {
  return [
    ...alertGroup('kubernetes-kubelet', profile, {
      core: [down(), instanceUnreachable(), tooManyPods(), relistSlow(), podStartSlow()],
      // k3s renews certificates itself when it starts; its kubelets show none of it
      full: flavor === KubernetesFlavor.STANDARD ? certificateAlerts() : [],
    }),
    ...systemAlerts(flavor, profile),
  ];
}

function down(): Rule {
  return Rule.alert('KubeletDown', {
    // cAdvisor is scraped under the same job: only the kubelet's own path counts
    expr: `absent(${kubelet('up')} == 1)`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: 'Prometheus reaches no kubelet at all',
    description: 'There are no figures of any pod or volume: dashboards end, and alerts about pods stay silent.',
    runbook:
      "Open Status, Target health in Prometheus, pool 'kubelet'. Nothing there: its ServiceAccount may not list nodes. 401 or " +
      '403: it may not get nodes/metrics. Refused or timed out: a firewall or network policy stands before port 10250.',
  });
}

function instanceUnreachable(): Rule {
  const alive = `max by (cluster, node) (${state('kube_node_status_condition', 'condition="Ready"', 'status="true"')}) == 1`;
  return Rule.alert('KubeletInstanceUnreachable', {
    // a node that the control plane does not hear of either has an alert of its own
    expr: `max by (cluster, node, instance) (${kubelet('up')}) == 0 and on (cluster, node) ${alive}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: 'Prometheus cannot reach the kubelet of {{ $labels.node }} at {{ $labels.instance }}',
    description: 'The node is well for all that Kubernetes knows, but there are no figures of its pods.',
    runbook:
      'Open Status, Target health in Prometheus: the error stands beside the target. Timed out: a firewall before port 10250, ' +
      'or a node that is overloaded.',
  });
}

function tooManyPods(): Rule {
  const pods = `max by (cluster, node, namespace, pod) (${state('kube_pod_info', 'node!=""')})`;
  const holdingAPlace = `${state('kube_pod_status_phase', 'phase=~"Pending|Running"')} == 1`;
  const places = `max by (cluster, node) (${state('kube_node_status_allocatable', 'resource="pods"')})`;
  return Rule.alert('KubeletTooManyPods', {
    expr: `count by (cluster, node) (${pods} and on (cluster, namespace, pod) ${holdingAPlace}) / ${places} > 0.95`,
    holdFor: Duration.minutes(15),
    // not mere information: when it is full, a rollout or a node that fails leaves pods without a place
    severity: Severity.WARNING,
    summary: '{{ $value | humanizePercentage }} of the places for pods on {{ $labels.node }} are taken',
    description: 'When none is left, further pods wait or go elsewhere, however idle the node is.',
    runbook:
      'Add a node, or let the kubelet take more: `maxPods` of its configuration (k3s: `--kubelet-arg=max-pods=...`), if the ' +
      'pod network of the node has as many addresses.',
  });
}

function relistSlow(): Rule {
  return Rule.alert('KubeletPlegDurationHigh', {
    // 10 seconds is the last bound of the histogram: what takes longer shows as 10
    expr: `${slowest('kubelet_pleg_relist_duration_seconds', '5m')} >= 10`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: 'The kubelet of {{ $labels.node }} takes 10 seconds or more to look at its containers',
    description: 'It sees late that a container has stopped; at 3 minutes the node ceases to be ready.',
    runbook: `The container runtime is slow: see CPU and disks of the node, and how many containers it has. ${LOGS}`,
  });
}

/**
 * Of the start without what images and init containers take. The histogram that is read elsewhere, of the work of one round,
 * ends at 10 seconds and can never be above 60.
 */
function podStartSlow(): Rule {
  return Rule.alert('KubeletPodStartUpLatencyHigh', {
    expr: `${slowest('kubelet_pod_start_sli_duration_seconds', '10m')} > 60`,
    // longer than the window: one pod that waited for its volume is no trouble of the node
    holdFor: Duration.minutes(30),
    severity: Severity.WARNING,
    summary: 'Pods on {{ $labels.node }} take {{ $value | humanizeDuration }} to start',
    description: 'Images and init containers are not counted. Rollouts and autoscaling come too late.',
    runbook:
      '`kubectl get events -A --sort-by=.lastTimestamp` shows what pods wait for: a place, a volume, an address. Else the node ' +
      `is short of CPU or disk. ${LOGS}`,
  });
}

/** What 1 of 100 exceeds. */
function slowest(histogram: string, window: string): string {
  const rate = `rate(${kubelet(`${histogram}_bucket`)}[${window}])`;
  return `histogram_quantile(0.99, sum by (cluster, node, instance, le) (${rate}))`;
}
