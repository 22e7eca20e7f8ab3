import { isPodOf, stallOf } from '../../deploy/stall';

const NOW = Date.parse('2026-01-01T00:10:00Z');
const WEB = {
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};

function pod(name: string, status: any, more: any = {}): any {
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: 'web' }, ...more.metadata },
    status,
    ...more.rest,
  };
}

function container(name: string, more: any): any {
  return { name, ready: false, restartCount: 0, ...more };
}

function event(kind: string, name: string, reason: string, minute: number, more: any = {}): any {
  const lastTimestamp = new Date(NOW - minute * 60_000).toISOString();
  return { type: 'Warning', involvedObject: { kind, name }, reason, message: 'because', lastTimestamp, ...more };
}

function reasons(...pods: any[]): readonly string[] {
  return stallOf(WEB, pods, [], NOW).reasons;
}

describe('why a rollout stalls', () => {
  test('an image that cannot be pulled', () => {
    const state = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling\n  image "x"' } };

    expect(reasons(pod('web-1', { containerStatuses: [container('web', { state })] }))).toEqual([
      'pod web-1, container web: ImagePullBackOff: Back-off pulling image "x"',
    ]);
  });

  test('a program that crashes, with how it ended and the last line that it wrote', () => {
    const crashed = container('web', {
      restartCount: 3,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { reason: 'Error', exitCode: 2, message: 'starting\nno such file\n' } },
    });

    const { reasons, commands } = stallOf(WEB, [pod('web-1', { containerStatuses: [crashed] })], [], NOW);

    expect(reasons).toEqual([
      'pod web-1, container web: CrashLoopBackOff, restarted 3 times; it ended with Error (exit code 2): no such file',
    ]);
    expect(commands).toEqual(['kubectl describe -n shop pod/web-1', 'kubectl logs -n shop web-1 -c web --previous']);
  });

  test('a node that is missing', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' }];

    expect(reasons(pod('web-1', { phase: 'Pending', conditions }))).toEqual(['pod web-1: Unschedulable: 0/3 nodes']);
  });

  test('a container that runs but does not answer its probe', () => {
    const running = container('web', { state: { running: {} } });

    expect(reasons(pod('web-1', { containerStatuses: [running, container('fine', { ready: true })] }))).toEqual([
      'pod web-1, container web: runs, but is not ready',
    ]);
  });

  test('an init container that holds the others up, and not those', () => {
    const waiting = { waiting: { reason: 'PodInitializing' } };
    const status = {
      initContainerStatuses: [
        container('done', { ready: true, state: { terminated: { exitCode: 0 } } }),
        container('migrate', { state: { terminated: { exitCode: 1, reason: 'Error' } } }),
      ],
      containerStatuses: [container('web', { state: waiting })],
    };

    expect(reasons(pod('web-1', status))).toEqual(['pod web-1, container migrate: ended with Error (exit code 1)']);
  });

  test('a pod that does not go away, or was evicted', () => {
    const leaving = pod('web-1', {}, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } });
    const evicted = pod('web-2', { phase: 'Failed', reason: 'Evicted', message: 'low on disk' });

    expect(reasons(leaving, evicted)).toEqual(['pod web-1: is being deleted', 'pod web-2: Evicted: low on disk']);
  });

  test('no pod at all, with the events of the ReplicaSet', () => {
    const events = [
      event('ReplicaSet', 'web-7d9c', 'FailedCreate', 1),
      event('ReplicaSet', 'web-api-7d9c', 'Other', 1),
    ];

    expect(stallOf(WEB, [], events, NOW)).toEqual({
      reasons: ['no pod has been made'],
      events: ['60s ago  ReplicaSet web-7d9c: FailedCreate: because'],
      commands: ['kubectl describe -n shop deployment/web'],
    });
  });

  test('says nothing of pods that are ready or belong to others', () => {
    const ready = pod('web-1', { conditions: [{ type: 'Ready', status: 'True' }] });
    const other = pod('db-1', { phase: 'Pending' }, { metadata: { labels: { app: 'db' } } });

    expect(reasons(ready, other, pod('web-2', { phase: 'Pending' }))).toEqual(['pod web-2: Pending']);
    expect(isPodOf({ spec: {} }, ready)).toBe(false);
  });

  test('the last events of the pods and their claims, the newest first', () => {
    const volumes = [{ persistentVolumeClaim: { claimName: 'data-web-1' } }];
    const waiting = pod('web-1', { phase: 'Pending' }, { rest: { spec: { volumes } } });
    const events = [
      event('Pod', 'web-1', 'FailedMount', 9, { count: 4 }),
      event('PersistentVolumeClaim', 'data-web-1', 'ProvisioningFailed', 3),
      event('Pod', 'web-1', 'Pulled', 1, { type: 'Normal' }),
      event('Pod', 'web-9', 'Unhealthy', 1),
      event('Pod', 'web-1', 'Unhealthy', 2, { lastTimestamp: null, eventTime: '2026-01-01T00:09:30Z' }),
    ];

    expect(stallOf(WEB, [waiting], events, NOW).events).toEqual([
      '30s ago  Pod web-1: Unhealthy: because',
      '3m ago  PersistentVolumeClaim data-web-1: ProvisioningFailed: because',
      '9m ago  Pod web-1: FailedMount: because (4 times)',
    ]);
  });
});
