import { podAlerts } from '../../../../lib/mixins/kubernetes/alerts/apps-pods';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, LATE, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { state, twice } from '../../support/series';

const POD = { namespace: 'shop', pod: 'api-7d9c-x2k' };
const OWN = { ...POD, uid: 'u1' };
const CONTAINER = { ...POD, container: 'api' };
const OF_POD = { severity: 'warning', ...POD };
const OF_CONTAINER = { severity: 'warning', ...CONTAINER };

function phase(now: string, own = OWN): InputSeries[] {
  return ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((one) =>
    state('kube_pod_status_phase', { ...own, phase: one }, one === now ? 1 : 0),
  );
}

function ready(is: boolean, own = OWN): InputSeries[] {
  return ['true', 'false', 'unknown'].map((condition) =>
    state('kube_pod_status_ready', { ...own, condition }, condition === String(is) ? 1 : 0),
  );
}

const owner = (kind: string, name: string): InputSeries =>
  state('kube_pod_owner', { ...OWN, owner_kind: kind, owner_name: name, owner_is_controller: 'true' });

const PENDING = [...phase('Pending'), ...ready(false), owner('ReplicaSet', 'api-7d9c')];
const UNREADY = [...phase('Running'), ...ready(false), owner('ReplicaSet', 'api-7d9c')];

function waiting(reason: string, values: number | string = 1, kind = 'container'): InputSeries {
  return state(`kube_pod_${kind}_status_waiting_reason`, { ...OWN, container: 'api', reason }, values);
}

/** The last end of a container, so many seconds after the tests begin; it is looked after 2700. */
function ended(reason: string, at: number | string, kind = 'container', target = {}): InputSeries[] {
  const labels = { ...OWN, ...target, container: 'api' };
  return [
    state(`kube_pod_${kind}_status_last_terminated_reason`, { ...labels, reason }),
    state(`kube_pod_${kind}_status_last_terminated_timestamp`, labels, at),
  ];
}

/** The end of a container that is not started anew. */
function endedForGood(reason: string, at: number): InputSeries[] {
  return [
    state('kube_pod_container_status_terminated_reason', { ...OWN, container: 'api', reason }),
    state('kube_pod_completion_time', OWN, at),
  ];
}

/** Started anew after every so many samples, which are 30 seconds apart. */
function restarts(every: number): InputSeries {
  const counts = Array.from({ length: Math.ceil(480 / every) }, (_, count) => `${count}x${every - 1}`);
  return state('kube_pod_container_status_restarts_total', { ...OWN, container: 'api' }, counts.join(' '));
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubePodCrashLooping',
    // it runs for a minute between two waits
    firing: twice([...UNREADY, waiting('CrashLoopBackOff', '1x4 _ _ '.repeat(40))]),
    fires: [{ labels: OF_CONTAINER, summary: 'api of shop/api-7d9c-x2k crashes again and again' }],
    silent: {
      'a container that waited for its database, some minutes ago': [
        ...UNREADY,
        waiting('CrashLoopBackOff', '_x79 1x9'),
      ],
      'one that crashed an hour ago and runs since': [
        ...phase('Running'),
        ...ready(true),
        waiting('CrashLoopBackOff', '1x40'),
      ],
      'one that waits for something else': [...PENDING, waiting('ContainerCreating')],
    },
  },
  {
    alert: 'KubePodCrashLooping',
    firing: [...PENDING, waiting('CrashLoopBackOff', 1, 'init_container'), waiting('PodInitializing')],
    fires: [{ labels: OF_CONTAINER, summary: 'api of shop/api-7d9c-x2k crashes again and again' }],
    silent: {},
  },
  {
    alert: 'KubeContainerOOMKilled',
    firing: twice([...phase('Running'), ...ready(true), ...ended('OOMKilled', 2400)]),
    fires: [{ labels: OF_CONTAINER, summary: 'api of shop/api-7d9c-x2k was killed for want of memory' }],
    silent: {
      'it happened an hour ago': [...phase('Running'), ...ready(true), ...ended('OOMKilled', -900)],
      'it ended of its own accord': [...phase('Running'), ...ready(true), ...ended('Error', 2600)],
      'a kube-state-metrics that hangs knows the last end but one': [
        ...ended('Error', 2600),
        ...ended('OOMKilled', -900, 'container', { instance: '10.42.0.8:8080' }),
      ],
    },
  },
  {
    alert: 'KubeContainerRestartsOften',
    // it runs for twelve minutes, then is started anew at once
    firing: twice([...phase('Running'), ...ready(true), restarts(24)]),
    fires: [{ labels: OF_CONTAINER, summary: 'api of shop/api-7d9c-x2k was started anew 5 times within an hour' }],
    silent: {
      'it was started anew three times in an hour': [restarts(45)],
      'it was mended half an hour ago': [
        state('kube_pod_container_status_restarts_total', { ...OWN, container: 'api' }, '0 1 2 3 4 5 6 7x600'),
      ],
      'it waits between two crashes, which another alert tells': [
        restarts(12),
        waiting('CrashLoopBackOff', '1x4 _ _ '.repeat(40)),
      ],
    },
    at: LATE,
  },
  {
    alert: 'KubeContainerOOMKilled',
    // of a Job, which is not started anew
    firing: twice([...phase('Failed'), ...endedForGood('OOMKilled', 2400)]),
    fires: [{ labels: OF_CONTAINER, summary: 'api of shop/api-7d9c-x2k was killed for want of memory' }],
    silent: {
      'a Job that ended so an hour ago': [...phase('Failed'), ...endedForGood('OOMKilled', -900)],
      'a Job that is done': [...phase('Succeeded'), ...endedForGood('Completed', 2400)],
    },
  },
  {
    alert: 'KubeContainerOOMKilled',
    firing: ended('OOMKilled', 2400, 'init_container'),
    fires: [{ labels: OF_CONTAINER, summary: 'api of shop/api-7d9c-x2k was killed for want of memory' }],
    silent: {},
  },
  {
    alert: 'KubeContainerImagePullFailing',
    firing: twice([
      ...PENDING,
      // the two follow each other for ever
      waiting('ErrImagePull', '1 _ _ _ '.repeat(60)),
      waiting('ImagePullBackOff', '_ 1 1 1 '.repeat(60)),
    ]),
    fires: [{ labels: OF_CONTAINER, summary: 'The image of api of shop/api-7d9c-x2k cannot be pulled' }],
    silent: {
      'one failed pull': [...UNREADY, waiting('ErrImagePull', '_x85 1 1 1')],
      'a pod that was given up': [...phase('Failed'), ...ready(false), waiting('ImagePullBackOff')],
    },
  },
  {
    alert: 'KubeContainerWaiting',
    firing: twice([...PENDING, waiting('CreateContainerConfigError')]),
    fires: [
      {
        labels: { ...OF_CONTAINER, reason: 'CreateContainerConfigError' },
        summary: 'api of shop/api-7d9c-x2k does not start: CreateContainerConfigError',
      },
    ],
    silent: {
      'a pod that is created': [...PENDING, waiting('ContainerCreating', '_x70 1x19')],
      'an init container is at work': [...PENDING, waiting('PodInitializing')],
      'a pod that was evicted before it began': [...phase('Failed'), ...ready(false), waiting('ContainerCreating')],
      'what crashes': [...UNREADY, waiting('CrashLoopBackOff')],
      'what has no image': [...PENDING, waiting('ErrImageNeverPull')],
    },
  },
  {
    alert: 'KubePodUnschedulable',
    firing: twice([...PENDING, state('kube_pod_status_unschedulable', OWN)]),
    fires: [{ labels: OF_POD, summary: 'No node takes shop/api-7d9c-x2k' }],
    silent: {
      'a pod that its owner holds back': [
        ...PENDING,
        state('kube_pod_status_unschedulable', OWN),
        state('kube_pod_status_reason', { ...OWN, reason: 'SchedulingGated' }),
      ],
      'an autoscaler brought a node': [...UNREADY, state('kube_pod_status_unschedulable', OWN, '1x25 _x100')],
    },
  },
  {
    alert: 'KubePodNotReady',
    firing: twice(UNREADY),
    fires: [{ labels: OF_POD, summary: 'shop/api-7d9c-x2k has not been ready for 15 minutes' }],
    silent: {
      'a pod that is ready': [...phase('Running'), ...ready(true)],
      'a pod of a rollout, until it is ready': [
        ...phase('Running'),
        state('kube_pod_status_ready', { ...OWN, condition: 'true' }, '0x80 1x70'),
        state('kube_pod_status_ready', { ...OWN, condition: 'false' }, '1x80 0x70'),
      ],
      'a pod that has done its work': [...phase('Succeeded'), ...ready(false), owner('ReplicaSet', 'api-7d9c')],
      'a pod that was evicted and is kept': [...phase('Failed'), ...ready(false), owner('ReplicaSet', 'api-7d9c')],
      'a pod of a Job at work': [...phase('Running'), ...ready(false), owner('Job', 'backup')],
      'a deleted pod that may finish its requests': [...UNREADY, state('kube_pod_deletion_timestamp', OWN, 7200)],
      'a pod that was replaced by one of its name': [
        ...phase('Running', { ...OWN, uid: 'u2' }),
        ...ready(true, { ...OWN, uid: 'u2' }),
        ...phase('Running').map(({ series }) => ({ series, values: '1x60' })),
        ...ready(false).map(({ series }) => ({ series, values: '1x60' })),
      ],
      'a kube-state-metrics that hangs has not seen it become ready': [
        ...UNREADY,
        ...phase('Running', { ...OWN, instance: '10.42.0.8:8080' } as typeof OWN),
        ...ready(true, { ...OWN, instance: '10.42.0.8:8080' } as typeof OWN),
      ],
      'what no node takes': [...PENDING, state('kube_pod_status_unschedulable', OWN)],
      'what crashes': [...UNREADY, waiting('CrashLoopBackOff', '1x4 _ _ '.repeat(40))],
      'what has no image': [...PENDING, waiting('ImagePullBackOff')],
    },
  },
  {
    alert: 'KubePodNotReady',
    // its grace ended long ago
    firing: [...UNREADY, state('kube_pod_deletion_timestamp', OWN, 300)],
    fires: [{ labels: OF_POD, summary: 'shop/api-7d9c-x2k has not been ready for 15 minutes' }],
    silent: {},
  },
  {
    alert: 'KubePodNotReady',
    // an init container that does not end
    firing: [...PENDING, waiting('PodInitializing')],
    fires: [{ labels: OF_POD, summary: 'shop/api-7d9c-x2k has not been ready for 15 minutes' }],
    silent: {},
  },
];

describe('alerts on pods', () => {
  testAlerts(new AlertCases(podAlerts(AlertProfile.FULL), CASES));

  test('are all for every cluster', () => {
    expect(podAlerts(AlertProfile.NONE)).toEqual([]);
    expect(podAlerts(AlertProfile.CORE)).toEqual(podAlerts(AlertProfile.FULL));
  });
});
