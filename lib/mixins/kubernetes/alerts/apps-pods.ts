import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { state, stateBy } from '../series';

const POD = 'cluster, namespace, pod';
const CONTAINER = `${POD}, container`;

const THE_POD = '{{ $labels.namespace }}/{{ $labels.pod }}';
const THE_CONTAINER = `{{ $labels.container }} of ${THE_POD}`;
const DESCRIBE = '`kubectl describe pod -n {{ $labels.namespace }} {{ $labels.pod }}`';

/** Why containers wait, by the alert that tells of it. */
const CRASHED = 'CrashLoopBackOff';
// pulled again and again; the runtimes have reasons of their own beside those of the kubelet
const NO_IMAGE = '.*Image.*|RegistryUnavailable|SignatureValidationFailed';
// an init container that runs may take its time; if it does not run, it waits for a reason of its own
const NO_FAULT = 'PodInitializing';

const LATELY = '> time() - 15 * 60';

/** Why pods do not run, each told by one alert: the first cause that is found. */
export function podAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-apps-pods', profile, {
    core: [
      crashLooping(),
      restartsOften(),
      killedForMemory(),
      imagePullFailing(),
      containerWaiting(),
      unschedulable(),
      notReady(),
    ],
  });
}

function crashLooping(): Rule {
  return Rule.alert('KubePodCrashLooping', {
    expr: waiting(CONTAINER, `reason="${CRASHED}"`),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_CONTAINER} crashes again and again`,
    description:
      'Kubernetes waits longer before each new start, up to five minutes, and in that time there is one pod less to serve.',
    runbook:
      '`kubectl logs -n {{ $labels.namespace }} {{ $labels.pod }} -c {{ $labels.container }} --previous` shows its last words, ' +
      `${DESCRIBE} how it ended. OOMKilled: see its memory. Exit code 1 or 2: mostly its configuration, or a service that it ` +
      'needs to start. Killed by its liveness probe: the events say so. If it came with a rollout: `kubectl rollout undo`.',
  });
}

function restartsOften(): Rule {
  const restarts = (window: string): string =>
    ofEitherKind(
      (containers) => `max by (${CONTAINER}) (increase(${state(`${containers}_status_restarts_total`)}[${window}]))`,
    );
  return Rule.alert('KubeContainerRestartsOften', {
    // who runs for ten minutes between two crashes is started anew at once, and never waits
    expr:
      `${restarts('1h')} > 3 and on (${CONTAINER}) ${restarts('20m')} > 0 ` +
      `unless on (${CONTAINER}) ${waiting(CONTAINER, `reason="${CRASHED}"`)}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_CONTAINER} was started anew {{ $value | printf "%.0f" }} times within an hour`,
    description: 'It runs for some minutes and ends, again and again: each time, what it was doing is lost.',
    runbook:
      '`kubectl logs -n {{ $labels.namespace }} {{ $labels.pod }} -c {{ $labels.container }} --previous` shows its last words, ' +
      `${DESCRIBE} how it ended. OOMKilled: a leak, or too low a limit. A liveness probe that fails under load: give it more ` +
      'time. Always after the same time: a lease, a token or a connection that is not renewed.',
  });
}

function killedForMemory(): Rule {
  const killed = (containers: string): string => {
    const reason = state(`${containers}_status_last_terminated_reason`, 'reason="OOMKilled"');
    const ended = state(`${containers}_status_last_terminated_timestamp`);
    // of each kube-state-metrics by itself: what one says of the last end must not meet what another says of the one before
    const restarted = `${reason} and ignoring (reason) ${ended} ${LATELY}`;
    // what is not started anew, such as a Job, has ended once
    const forGood = state(`${containers}_status_terminated_reason`, 'reason="OOMKilled"');
    const podEnded = `${state('kube_pod_completion_time')} ${LATELY}`;
    return `max by (${CONTAINER}) (${restarted} or ${forGood} and on (${POD}, instance) ${podEnded})`;
  };
  return Rule.alert('KubeContainerOOMKilled', {
    // it happened: there is nothing to wait for, and a quarter of an hour to see it
    expr: ofEitherKind(killed),
    severity: Severity.WARNING,
    summary: `${THE_CONTAINER} was killed for want of memory`,
    description:
      'It used more memory than its limit allows, or all that its node had. What it was doing is lost; it is started again.',
    runbook:
      'The dashboard Namespace (Pods) shows its memory against its limit. A slow climb: a leak. A jump with the load: give it a ' +
      'higher limit or less to do at once. Far below its limit: the node was full, and pods on it ask for less than they use.',
  });
}

function imagePullFailing(): Rule {
  return Rule.alert('KubeContainerImagePullFailing', {
    expr: ofUnfinishedPods(waiting(CONTAINER, `reason=~"${NO_IMAGE}"`)),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `The image of ${THE_CONTAINER} cannot be pulled`,
    description: 'The container does not start. Pods that run with the old image run on, until they are moved.',
    runbook:
      `${DESCRIBE} shows the answer of the registry. Not found: a typo in name or tag, or no image for this architecture. ` +
      'Unauthorized: imagePullSecrets are missing or out of date. Too many requests: the limit of Docker Hub; use a mirror. ' +
      'An image that was built locally reaches k3d by `k3d image import`.',
  });
}

function containerWaiting(): Rule {
  const reasons = `reason!~"${[CRASHED, NO_FAULT, NO_IMAGE].join('|')}"`;
  return Rule.alert('KubeContainerWaiting', {
    expr: ofUnfinishedPods(waiting(`${CONTAINER}, reason`, reasons)),
    // an image that is being pulled counts as being created: large ones over slow lines take minutes
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_CONTAINER} does not start: {{ $labels.reason }}`,
    description: 'The pod has its node, but the kubelet cannot make this container.',
    runbook:
      `The events of ${DESCRIBE} name what is missing. CreateContainerConfigError: a Secret, a ConfigMap or a key of it. ` +
      'ContainerCreating: a volume that cannot be mounted, an address of the pod network, or an image that is still pulled. ' +
      'RunContainerError: the command is not in the image.',
  });
}

function unschedulable(): Rule {
  // who made it holds it back, until what it waits for is there
  const gated = state('kube_pod_status_reason', 'reason="SchedulingGated"');
  return Rule.alert('KubePodUnschedulable', {
    expr: `${stateBy(POD, 'kube_pod_status_unschedulable')} == 1 unless on (${POD}) ${gated}`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `No node takes ${THE_POD}`,
    description: 'The pod does not start. An autoscaler that asked for it gets nothing; a rollout stands still.',
    runbook:
      `${DESCRIBE} counts the nodes by what they lack. Insufficient cpu or memory: lower the requests, remove something or add a ` +
      'node. Taints, affinity, topology spread: no node fits the rules of the pod. Unbound PersistentVolumeClaims: see the claim.',
  });
}

function notReady(): Rule {
  const unfinished = stateBy(POD, 'kube_pod_status_phase', 'phase=~"Pending|Running|Unknown"');
  const others = [
    `${stateBy(POD, 'kube_pod_status_ready', 'condition="true"')} == 1`,
    // a job has something to do, not to serve
    state('kube_pod_owner', 'owner_kind="Job"'),
    // the time is that when its grace ends: it may finish its work until then
    `${state('kube_pod_deletion_timestamp')} > time()`,
    // told by the alerts above
    state('kube_pod_status_unschedulable'),
    waiting(POD, `reason!="${NO_FAULT}"`),
  ];
  return Rule.alert('KubePodNotReady', {
    expr: [`${unfinished} == 1`, ...others].join(` unless on (${POD}) `),
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `${THE_POD} has not been ready for 15 minutes`,
    description: 'It runs or begins to, but gets no traffic from Services.',
    runbook:
      `${DESCRIBE}: a readiness probe that fails is among its events, with the answer. Ask the same of the program with ` +
      '`kubectl port-forward`, and read its log. An init container that still runs: read its log. No node answers for it, or it ' +
      'stays after its deletion: see the node; if that is gone for good, `kubectl delete pod --force`.',
  });
}

/** 1 for those that wait for some reasons. Between two tries a container runs, or its reason is another, for a while. */
function waiting(by: string, reasons: string): string {
  return ofEitherKind(
    (containers) => `max by (${by}) (max_over_time(${state(`${containers}_status_waiting_reason`, reasons)}[5m]))`,
  );
}

/** Of containers and of init containers. */
function ofEitherKind(expr: (containers: string) => string): string {
  return `(${expr('kube_pod_container')} or ${expr('kube_pod_init_container')})`;
}

function ofUnfinishedPods(expr: string): string {
  return `${expr} unless on (${POD}) ${state('kube_pod_status_phase', 'phase=~"Succeeded|Failed"')} == 1`;
}
