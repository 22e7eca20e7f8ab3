import { workloadAlerts } from '../../../../lib/mixins/kubernetes/alerts/apps-workloads';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { state, twice } from '../../support/series';

type Values = number | string;

/** A Deployment that should have four pods. */
function deployment(now: { updated?: Values; available?: Values; seen?: Values; instance?: string }): InputSeries[] {
  const own = {
    namespace: 'shop',
    deployment: 'api',
    ...(now.instance === undefined ? {} : { instance: now.instance }),
  };
  return [
    state('kube_deployment_spec_replicas', own, 4),
    state('kube_deployment_status_replicas_updated', own, now.updated ?? 4),
    state('kube_deployment_status_replicas_available', own, now.available ?? 4),
    state('kube_deployment_metadata_generation', own, 3),
    state('kube_deployment_status_observed_generation', own, now.seen ?? 3),
  ];
}

function progressing(status: 'true' | 'false'): InputSeries[] {
  const reason = status === 'true' ? 'NewReplicaSetAvailable' : 'ProgressDeadlineExceeded';
  return ['true', 'false', 'unknown'].map((one) =>
    state(
      'kube_deployment_status_condition',
      { namespace: 'shop', deployment: 'api', condition: 'Progressing', reason, status: one },
      one === status ? 1 : 0,
    ),
  );
}

/** A StatefulSet that should have three pods of the revision `new`. */
function statefulSet(now: { updated?: Values; ready?: Values; seen?: Values; current?: string }): InputSeries[] {
  const own = { namespace: 'shop', statefulset: 'db' };
  return [
    state('kube_statefulset_replicas', own, 3),
    state('kube_statefulset_status_replicas_updated', own, now.updated ?? 3),
    state('kube_statefulset_status_replicas_ready', own, now.ready ?? 3),
    state('kube_statefulset_metadata_generation', own, 3),
    state('kube_statefulset_status_observed_generation', own, now.seen ?? 3),
    state('kube_statefulset_status_update_revision', { ...own, revision: 'db-new' }),
    state('kube_statefulset_status_current_revision', { ...own, revision: now.current ?? 'db-new' }),
  ];
}

/** A DaemonSet that three nodes should have. */
function daemonSet(now: { there?: Values; updated?: Values; available?: Values; wrong?: Values }): InputSeries[] {
  const own = { namespace: 'shop', daemonset: 'agent' };
  return [
    state('kube_daemonset_status_desired_number_scheduled', own, 3),
    state('kube_daemonset_status_current_number_scheduled', own, now.there ?? 3),
    state('kube_daemonset_status_updated_number_scheduled', own, now.updated ?? now.there ?? 3),
    state('kube_daemonset_status_number_available', own, now.available ?? now.there ?? 3),
    state('kube_daemonset_status_number_misscheduled', own, now.wrong ?? 0),
  ];
}

/** A pod more every five minutes. */
const GETS_ON = '1x9 2x9 3x9 4x9 5x9 6x9 7x9 8x9 9x9 10x9 11x9';

const OF_DEPLOYMENT = { severity: 'warning', namespace: 'shop', deployment: 'api' };
const OF_STATEFUL_SET = { severity: 'warning', namespace: 'shop', statefulset: 'db' };
const OF_DAEMON_SET = { severity: 'warning', namespace: 'shop', daemonset: 'agent' };

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeDeploymentReplicasMismatch',
    firing: twice(deployment({ available: 1 })),
    fires: [{ labels: OF_DEPLOYMENT, summary: 'Pods of the Deployment shop/api that are not available: 3' }],
    silent: {
      'all are available': deployment({}),
      'a rollout that gets on': deployment({ updated: GETS_ON, available: 3 }),
      'a pod was replaced': deployment({ available: '4x60 3x10 4x100' }),
      'a kube-state-metrics that hangs has not seen them come': [
        ...deployment({ available: 1 }),
        ...deployment({ instance: '10.42.0.8:8080' }),
      ],
    },
  },
  {
    alert: 'KubeDeploymentRolloutStuck',
    // users are served by the old pods: none is missing
    firing: twice([...deployment({ updated: 1 }), ...progressing('false')]),
    fires: [{ labels: OF_DEPLOYMENT, summary: 'The rollout of the Deployment shop/api does not get on' }],
    silent: { 'its rollout has ended': [...deployment({}), ...progressing('true')] },
  },
  {
    alert: 'KubeDeploymentGenerationMismatch',
    firing: twice(deployment({ seen: 2 })),
    fires: [
      { labels: OF_DEPLOYMENT, summary: 'Changes of the Deployment shop/api have not been looked at for 15 minutes' },
    ],
    silent: { 'it was changed just now': deployment({ seen: '3x40 2x2 3x100' }) },
  },
  {
    alert: 'KubeStatefulSetReplicasMismatch',
    firing: twice(statefulSet({ ready: 2 })),
    fires: [{ labels: OF_STATEFUL_SET, summary: 'Pods of the StatefulSet shop/db that are not ready: 1' }],
    silent: { 'a rollout that gets on': statefulSet({ updated: GETS_ON, ready: 2, current: 'db-old' }) },
  },
  {
    alert: 'KubeStatefulSetUpdateNotRolledOut',
    firing: twice(statefulSet({ updated: 1, current: 'db-old' })),
    fires: [{ labels: OF_STATEFUL_SET, summary: 'The update of the StatefulSet shop/db does not get on' }],
    silent: {
      'a rollout that gets on': statefulSet({ updated: GETS_ON, current: 'db-old' }),
      'it has ended': statefulSet({}),
      'its pods are all new, though that is not yet written down': statefulSet({ current: 'db-old' }),
    },
  },
  {
    alert: 'KubeStatefulSetGenerationMismatch',
    firing: twice(statefulSet({ seen: 2 })),
    fires: [
      { labels: OF_STATEFUL_SET, summary: 'Changes of the StatefulSet shop/db have not been looked at for 15 minutes' },
    ],
    silent: { 'it was changed just now': statefulSet({ seen: '3x40 2x2 3x100' }) },
  },
  {
    alert: 'KubeDaemonSetRolloutStuck',
    firing: twice(daemonSet({ updated: 1 })),
    fires: [{ labels: OF_DAEMON_SET, summary: 'Pods of the DaemonSet shop/agent that are old or not available: 2' }],
    silent: {
      'all are new': daemonSet({}),
      'a rollout that gets on': daemonSet({ updated: GETS_ON, available: 2 }),
      'a node that has none': daemonSet({ there: 2 }),
    },
  },
  {
    alert: 'KubeDaemonSetRolloutStuck',
    firing: twice(daemonSet({ available: 2 })),
    fires: [{ labels: OF_DAEMON_SET, summary: 'Pods of the DaemonSet shop/agent that are old or not available: 1' }],
    silent: {},
  },
  {
    alert: 'KubeDaemonSetNotScheduled',
    firing: twice(daemonSet({ there: 2 })),
    fires: [{ labels: OF_DAEMON_SET, summary: 'Nodes that lack their pod of the DaemonSet shop/agent: 1' }],
    silent: { 'a node has joined just now': daemonSet({ there: '3x70 2x2 3x100' }) },
  },
  {
    alert: 'KubeDaemonSetMisScheduled',
    firing: twice(daemonSet({ wrong: 1 })),
    fires: [{ labels: OF_DAEMON_SET, summary: 'Pods of the DaemonSet shop/agent that run where they should not: 1' }],
    silent: { 'a node was tainted for ten minutes': daemonSet({ wrong: '0x40 1x20 0x100' }) },
  },
];

describe('alerts on workloads', () => {
  testAlerts(new AlertCases(workloadAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(workloadAlerts(AlertProfile.NONE)).toEqual([]);
    expect(workloadAlerts(AlertProfile.CORE)).toEqual(workloadAlerts(AlertProfile.FULL));
  });
});
